#!/usr/bin/env bash
# A container engine for the tests, on a machine that has none and reaches no image registry.
#
#   engine.sh install   the programs, into the cache: Docker and buildx of Debian's newest suite, runc and BuildKit built
#                       from their Go modules. Takes minutes the first time, nothing from then on
#   engine.sh start     dockerd; does nothing where an engine answers already
#   engine.sh env       prints what a shell needs to find it all: PATH, DOCKER_HOST
#   engine.sh stop      ends what start began, and the registry of images.sh, and leaves no process, container, mount or
#                       network behind
#
# SLIPWAY_CI_CACHE      where the programs and images stay between runs; /var/cache/slipway-ci
# SLIPWAY_CI_RUN        where the running engine keeps its files; run in the cache
# SLIPWAY_CI_ENGINE     its socket; /var/run/docker.sock, where every client looks
# SLIPWAY_CI_MIRROR     where images.sh serves what the engine would pull from the public registry; 127.0.0.1:5009
#
# Exit code 3: this machine cannot have one; the reason is on standard error.
set -euo pipefail

buildkit=v0.34.1
runc=v1.5.1
suites=(sid trixie)

cache=${SLIPWAY_CI_CACHE:-/var/cache/slipway-ci}
run=${SLIPWAY_CI_RUN:-$cache/run}
socket=${SLIPWAY_CI_ENGINE:-/var/run/docker.sock}
tools=$cache/tools-$buildkit-$runc
bin=$tools/bin
plugin=/usr/local/lib/docker/cli-plugins/docker-buildx

cannot() {
  echo "no container engine: $*" >&2
  exit 3
}

install_tools() {
  [[ ! -x "$bin/dockerd" ]] || return 0
  [[ $(id -u) == 0 ]] || cannot "only root can start one"
  command -v apt-get >/dev/null || cannot "this is no Debian"
  command -v go >/dev/null || cannot "BuildKit is built with a Go toolchain, and there is none"
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  [[ ! -x "$bin/dockerd" ]] || return 0
  work=$(mktemp -d "$cache/work.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/bin"
  from_debian
  from_modules
  rm -rf "$tools"
  mkdir "$tools"
  mv "$work/bin" "$bin"
}

# Programs written in Go need little of the system, so those of a newer suite run here. Its packages are fetched through a
# configuration of their own: the machine's stays as it is.
from_debian() {
  local suite
  quietly apt-get install -y -qq --no-install-recommends iptables iproute2
  for suite in "${suites[@]}"; do
    rm -rf "$work/apt" "$work/root"
    fetch "$suite" docker.io docker-cli docker-buildx containerd tini-static || continue
    cp "$work"/root/usr/sbin/docker{d,-proxy} "$work"/root/usr/bin/{docker,docker-init,containerd,containerd-shim-runc-v2} \
      "$work/root/usr/libexec/docker/cli-plugins/docker-buildx" "$work/bin" || continue
    cp -L "$work/root/usr/bin/tini-static" "$work/bin/docker-init"
    if "$work/bin/dockerd" --version && "$work/bin/docker-buildx" version; then
      of_this_release
      return
    fi
  done
  cannot "none of the suites ${suites[*]} has a Docker that runs here"
}

# Gets packages of a suite and unpacks them into work/root.
fetch() { # suite package...
  local suite=$1 site
  shift
  # shellcheck disable=SC2016 # apt-get's own variables
  site=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "Debian" { print $2; exit }')
  [[ -n "$site" ]] || cannot "the package manager knows no mirror of Debian"
  mkdir -p "$work"/apt/{lists,cache/archives}/partial "$work/root"
  touch "$work/apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $suite main" >"$work/apt/sources"
  cat >"$work/apt/conf" <<END
Dir::Etc::SourceList "$work/apt/sources";
Dir::Etc::SourceParts "-";
Dir::State "$work/apt";
Dir::State::status "$work/apt/status";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "root";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
  (
    cd "$work/apt"
    export APT_CONFIG=$work/apt/conf
    quietly apt-get update && quietly apt-get download -qq "$@"
  ) && unpack "$work"/apt/*.deb
}

# The client before buildx became the way to build, which drives the engine's own BuildKit by itself; and a registry.
of_this_release() {
  mkdir "$work/old"
  rm -rf "$work/root"
  (cd "$work/old" && quietly apt-get -o APT::Sandbox::User=root download -qq docker.io docker-registry)
  unpack "$work"/old/*.deb
  cp "$work/root/usr/bin/docker-registry" "$work/bin"
  if "$work/root/usr/bin/docker" --version | grep -q ' 20\.'; then
    cp "$work/root/usr/bin/docker" "$work/bin/docker-20"
  else
    echo "no client without buildx: this release of Debian has none" >&2
  fi
}

unpack() {
  local package
  for package in "$@"; do dpkg -x "$package" "$work/root"; done
}

# Each is built in the folder of its module, as its own go.mod says.
from_modules() {
  local folder
  quietly apt-get install -y -qq --no-install-recommends libseccomp-dev pkg-config gcc libc6-dev
  folder=$(module "github.com/moby/buildkit@$buildkit")
  (cd "$folder" && CGO_ENABLED=0 go build -trimpath -o "$work/bin/" \
    -ldflags "-s -w -X github.com/moby/buildkit/version.Version=$buildkit" ./cmd/buildkitd ./cmd/buildctl)
  folder=$(module "github.com/opencontainers/runc@$runc")
  (cd "$folder" && CGO_ENABLED=1 go build -trimpath -o "$work/bin/runc" -tags 'netgo osusergo seccomp' \
    -ldflags "-s -w -extldflags -static -X main.version=${runc#v}" .)
}

module() { # path@version
  go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

quietly() {
  local output
  output=$("$@" 2>&1) || {
    echo "$output" >&2
    return 1
  }
}

answers() {
  PATH=$bin:$PATH DOCKER_HOST=unix://$socket docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

start() {
  if answers; then return; fi
  install_tools
  mkdir -p "$run" "${plugin%/*}"
  ln -sfn "$bin/docker-buildx" "$plugin"
  ip link show docker0 >/dev/null 2>&1 || touch "$run/network"
  iptables_saved >"$run/iptables"
  (
    exec 9>&-
    PATH=$bin:$PATH exec setsid dockerd --host "unix://$socket" --data-root "$run/data" --exec-root "$run/exec" \
      --pidfile "$run/pid" --registry-mirror "http://${SLIPWAY_CI_MIRROR:-127.0.0.1:5009}" --ip6tables=false </dev/null >"$run/log" 2>&1
  ) &
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    if answers; then return; fi
    kill -0 $! 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 "$run/log" >&2
  stop
  cannot "dockerd does not start"
}

# The rules as they are now, and the tables without any too: restoring those empties them.
iptables_saved() {
  local table
  for table in filter nat raw; do
    iptables-save -t "$table" | grep . || printf '*%s\nCOMMIT\n' "$table"
  done
}

stop() {
  [[ -d "$run" ]] || return 0
  local pid containers mount tries
  "${BASH_SOURCE[0]%/*}/images.sh" stop
  if answers && [[ -s "$run/pid" ]]; then
    containers=$(PATH=$bin:$PATH DOCKER_HOST=unix://$socket docker ps --all --quiet)
    # shellcheck disable=SC2086 # one word for each
    [[ -z "$containers" ]] || PATH=$bin:$PATH DOCKER_HOST=unix://$socket docker rm --force $containers >/dev/null
  fi
  if [[ -s "$run/pid" ]]; then
    pid=$(<"$run/pid")
    kill "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 300; tries++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    if [[ -e "$run/network" ]]; then
      ip link delete docker0 2>/dev/null || true
      iptables-restore <"$run/iptables"
    fi
  fi
  awk -v folder="$run/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r | while IFS= read -r mount; do
    umount --lazy "$mount"
  done
  [[ $(readlink "$plugin") != "$bin/docker-buildx" ]] || rm "$plugin"
  rm -rf "$run"
}

case "${1:-}" in
  install) install_tools ;;
  start) start ;;
  stop) stop ;;
  env)
    echo "export PATH=$bin:\$PATH"
    [[ "$socket" == /var/run/docker.sock ]] || echo "export DOCKER_HOST=unix://$socket"
    ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
