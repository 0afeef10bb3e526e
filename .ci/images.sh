#!/usr/bin/env bash
# Base images for the tests, made of the distribution's packages: no image registry is needed.
#
#   images.sh build             builds them into the cache, with a BuildKit daemon of its own; nothing from then on
#   images.sh load              gives the engine BuildKit's image, which buildx's builders run in
#   images.sh push REPOSITORY   pushes shell, jre, maven, node, python and gcc, each as a tag base-NAME, with skopeo and the
#                               credentials in REGISTRY_AUTH_FILE
#
# SLIPWAY_CI_CACHE as for engine.sh. Exit code 3: this machine cannot build them; the reason is on standard error.
set -euo pipefail
cd "$(dirname "$0")"

bases=(shell jre maven node python gcc)
cache=${SLIPWAY_CI_CACHE:-/var/cache/slipway-ci}
# shellcheck disable=SC2016 # the text of a line
bin=$(./engine.sh env | sed -n 's/^export PATH=\(.*\):\$PATH$/\1/p')
images=$cache/images-$({ echo "$bin" && cat images.sh images.Dockerfile; } | sha256sum | cut -c 1-16)

cannot() {
  echo "no base images: $*" >&2
  exit 3
}

build() {
  [[ ! -e "$images/buildkit.tar" ]] || return 0
  ./engine.sh install
  command -v npm >/dev/null || cannot "npm is needed to bring npm"
  command -v mmdebstrap >/dev/null || apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null 2>&1 \
    || cannot "mmdebstrap is not installed and cannot be"
  work=$(mktemp -d "$cache/work.XXXXXX")
  daemon=
  trap 'finish' EXIT
  gather
  PATH=$bin:$PATH buildkitd --root "$work/buildkit" --addr "unix://$work/socket" --containerd-worker=false \
    --otel-socket-path "$work/otel" >"$work/log" 2>&1 &
  daemon=$!
  local name
  for name in "${bases[@]}"; do
    stage "$name" --output "type=oci,dest=$work/images,tar=false,name=base:$name"
  done
  stage buildkit --output "type=docker,dest=$work/images/buildkit.tar,name=moby/buildkit:buildx-stable-1"
  rm -rf "$cache"/images-*
  rm -rf "$work/images/ingest"
  mv "$work/images" "$images"
}

finish() {
  if [[ -n "$daemon" ]]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" || true
  fi
  rm -rf "$work"
}

# The build context: a root file system, npm, and what this machine knows about reaching its registries. Only addresses are
# taken over, no credentials.
gather() {
  local context=$work/context address
  mkdir -p "$context"/{certificates/java,root} "$work/images"
  cp -L /etc/ssl/certs/ca-certificates.crt "$context/certificates/"
  [[ ! -e /etc/ssl/certs/java/cacerts ]] || cp -L /etc/ssl/certs/java/cacerts "$context/certificates/java/"
  address=$(npm config get registry 2>/dev/null) && echo "registry=$address" >"$context/root/.npmrc"
  if address=$(python3 -m pip config get global.index-url 2>/dev/null); then
    printf '[global]\nindex-url = %s\n' "$address" >"$context/root/.pip.conf"
    mkdir -p "$context/root/.config/pip"
    mv "$context/root/.pip.conf" "$context/root/.config/pip/pip.conf"
  fi
  (cd "$context" && npm pack --silent npm@10 >/dev/null && mv npm-*.tgz npm.tgz)
  mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$context/root.tar"
  ln "$bin"/{buildkitd,buildctl,runc} -t "$(mkdir -p "$context/bin" && echo "$context/bin")"
}

stage() { # name option...
  local name=$1
  shift
  "$bin/buildctl" --addr "unix://$work/socket" --wait build --progress plain --frontend dockerfile.v0 \
    --local "context=$work/context" --local dockerfile=. --opt filename=images.Dockerfile \
    --opt "target=$name" "$@" >"$work/build.log" 2>&1 || {
    tail -n 5 "$work/log" >&2
    tail -n 30 "$work/build.log" >&2
    return 1
  }
}

load() {
  build
  PATH=$bin:$PATH docker load --quiet --input "$images/buildkit.tar" >/dev/null
}

push() { # repository
  build
  local name
  for name in "${bases[@]}"; do
    skopeo copy --quiet --dest-tls-verify=false "oci:$images:$name" "docker://$1:base-$name"
  done
}

case "${1:-}" in
  build | load) "$1" ;;
  push) push "$2" ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
