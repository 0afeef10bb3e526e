#!/usr/bin/env bash
# Base images for the tests, made of the distribution's packages, in a registry on this machine that stands in for the public
# one: "FROM node:18" then works as anywhere, through the mirrors that BuildKit and the engine are told of.
#
#   images.sh build   builds them into the cache, with a BuildKit daemon of its own; nothing from then on
#   images.sh start   serves them, and prints where; does nothing where they are served already
#   images.sh stop    ends that
#
# SLIPWAY_CI_CACHE and SLIPWAY_CI_RUN as for engine.sh; SLIPWAY_CI_MIRROR is where they are served, 127.0.0.1:5009.
# Exit code 3: this machine cannot build them; the reason is on standard error.
# shellcheck disable=SC2030,SC2031 # building is a subshell: its processes and files end with it
set -euo pipefail
cd "$(dirname "$0")"

# Each stage of images.Dockerfile, and the public images it stands in for.
stages=(
  "shell library/debian:12-slim"
  "jre library/eclipse-temurin:17-jre"
  "maven library/maven:3.9-eclipse-temurin-17 library/eclipse-temurin:17-jdk"
  "node library/node:18 library/node:18-slim"
  "python library/python:3.11 library/python:3.11-slim"
  "gcc library/gcc:12"
  "buildkit moby/buildkit:buildx-stable-1"
)
cache=${SLIPWAY_CI_CACHE:-/var/cache/slipway-ci}
run=${SLIPWAY_CI_RUN:-$cache/run}
mirror=${SLIPWAY_CI_MIRROR:-127.0.0.1:5009}
# shellcheck disable=SC2016 # the text of a line
bin=$(./engine.sh env | sed -n 's/^export PATH=\(.*\):\$PATH$/\1/p')
images=$cache/images-$({ echo "$bin" && cat images.sh images.Dockerfile; } | sha256sum | cut -c 1-16)

cannot() {
  echo "no base images: $*" >&2
  exit 3
}

build() (
  [[ ! -d "$images" ]] || exit 0
  ./engine.sh install
  command -v npm >/dev/null || cannot "npm is needed to bring npm"
  command -v mmdebstrap >/dev/null || apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null 2>&1 \
    || cannot "mmdebstrap is not installed and cannot be"
  work=$(mktemp -d "$cache/work.XXXXXX")
  processes=()
  trap finish EXIT
  gather
  serve "$work/images" 127.0.0.1:0 "$work/registry"
  local address
  address=127.0.0.1:$(port "${processes[0]}")
  PATH=$bin:$PATH buildkitd --root "$work/buildkit" --addr "unix://$work/socket" --containerd-worker=false \
    --otel-socket-path "$work/otel" >"$work/log" 2>&1 &
  processes+=($!)
  local line
  for line in "${stages[@]}"; do
    # shellcheck disable=SC2086 # one word for each name
    stage "$address" $line
  done
  rm -rf "$cache"/images-*
  mv "$work/images" "$images"
)

finish() {
  if ((${#processes[@]})); then
    kill "${processes[@]}" 2>/dev/null || true
    wait "${processes[@]}" || true
  fi
  rm -rf "$work"
}

# The build context: a root file system, npm, and what this machine knows about reaching its registries. Only addresses are
# taken over, no credentials.
gather() {
  local context=$work/context address release
  mkdir -p "$context"/{bin,certificates/java,root/.config/pip} "$work/images"
  cp -L /etc/ssl/certs/ca-certificates.crt "$context/certificates/"
  [[ ! -e /etc/ssl/certs/java/cacerts ]] || cp -L /etc/ssl/certs/java/cacerts "$context/certificates/java/"
  address=$(npm config get registry 2>/dev/null) && echo "registry=$address" >"$context/root/.npmrc"
  address=$(python3 -m pip config get global.index-url 2>/dev/null) \
    && printf '[global]\nindex-url = %s\n' "$address" >"$context/root/.config/pip/pip.conf"
  (cd "$context" && npm pack --silent npm@10 >/dev/null && mv npm-*.tgz npm.tgz)
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$release" "$context/root.tar"
  ln "$bin"/{buildkitd,buildctl,runc} -t "$context/bin"
}

stage() { # address stage image...
  local address=$1 stage=$2 names
  shift 2
  names=$(printf "$address/%s\n" "$@" | paste -sd,)
  PATH=$bin:$PATH buildctl --addr "unix://$work/socket" --wait build --progress plain --frontend dockerfile.v0 \
    --local "context=$work/context" --local dockerfile=. --opt filename=images.Dockerfile --opt "target=$stage" \
    --output "type=image,\"name=$names\",push=true" >"$work/build.log" 2>&1 || {
    tail -n 30 "$work/log" "$work/build.log" >&2
    return 1
  }
}

# A registry over a folder, in the background.
serve() { # folder address log
  cat >"$3.yml" <<END
version: 0.1
log: { level: warn }
storage: { filesystem: { rootdirectory: $1 } }
http: { addr: $2 }
END
  OTEL_TRACES_EXPORTER=none setsid "$bin/docker-registry" serve "$3.yml" </dev/null >"$3.log" 2>&1 &
  processes+=($!)
}

# Where a process listens; asked until it does.
port() { # pid
  local tries found
  for ((tries = 0; tries < 100; tries++)); do
    found=$(ss -Hltnp | sed -n "s/^.*:\([0-9]*\) .*pid=$1,.*/\1/p")
    if [[ -n "$found" ]]; then
      echo "$found"
      return
    fi
    sleep 0.1
  done
  cannot "the registry does not start"
}

start() {
  build
  if ! curl -fs "http://$mirror/v2/" >/dev/null; then
    mkdir -p "$run"
    processes=()
    serve "$images" "$mirror" "$run/mirror"
    echo "${processes[0]}" >"$run/mirror.pid"
    port "${processes[0]}" >/dev/null
  fi
  echo "$mirror"
}

stop() {
  [[ ! -s "$run/mirror.pid" ]] || kill "$(<"$run/mirror.pid")" 2>/dev/null || true
  rm -f "$run"/mirror.*
}

case "${1:-}" in
  build | start | stop) "$1" ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
