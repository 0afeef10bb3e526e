#!/usr/bin/env bash
# Prints what a deploy adds to the build in it: `slipway deploy` beside `docker buildx build` of the same source by the same
# BuildKit daemon, which pushes to the same registry, attests and caches as a deploy does; in turns, from one run.
#
#   ratios.sh [RUNS]   how often each is measured; 3. The fastest of each are compared, as the least disturbed ones
#
# "cold" is with nothing in the daemon, "one line" with one line of the source changed since the last build.
#
# It needs a Docker engine with buildx, curl, and debian:12-slim and gcc:12 from Docker Hub or from SLIPWAY_REGISTRY_MIRROR.
# Works in a SLIPWAY_HOME of its own, and removes it again.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

runs=${1:-3}
mirror=${SLIPWAY_REGISTRY_MIRROR:-}
work=$(mktemp -d)
export SLIPWAY_HOME=$work/home
export SLIPWAY_PARAMETERS=${mirror:+RegistryMirror=$mirror}
trap 'cli/bin/slipway local reset --yes >/dev/null 2>&1; rm -rf "$work"' EXIT

if ! docker version >/dev/null 2>&1 || ! docker buildx version >/dev/null 2>&1; then
  echo "skipped  all: no container engine with buildx answers"
  exit 0
fi

now() { date +%s%N; }

# Runs a command and appends its wall-clock time in milliseconds to a file.
timed() { # file command...
  local file=$1 start
  shift
  start=$(now)
  "$@" >"$work/out" 2>"$work/err" || {
    echo "FAILED   $*"
    tail -n 15 "$work/err"
    exit 1
  }
  echo $((($(now) - start) / 1000000)) >>"$file"
}

line() { echo "/* $RANDOM */" >>"$work/c/server.c"; }

# Deploys, and keeps how long the phase of the build took by its span.
deploy() { # kind app
  timed "$work/$1.deploy" cli/bin/slipway deploy "$work/c" --app "$2" --output json
  sed -n 's/.*"name":"buildkit"[^}]*"durationMs":\([0-9]*\).*/\1/p' "$work/out" | tail -n 1 >>"$work/$1.span"
}

# Builds with the options of infra/codebuild/buildx.sh.
build() { # kind name
  local cache=$repository:cache.$2
  timed "$work/$1.build" docker buildx build --builder "$daemon" --progress rawjson --metadata-file "$work/metadata" \
    --output "type=image,name=$repository:$2-$RANDOM,push=true,oci-mediatypes=true" --attest type=provenance,mode=max \
    --cache-from "type=registry,ref=$cache" --cache-to \
    "type=registry,ref=$cache,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true" "$work/c"
}

fastest() { sort -n "$1" | head -n 1; }

range() { sort -n "$1" | awk '{ v[NR] = $1 / 1000 } END { printf "%.2f to %.2f", v[1], v[NR] }'; }

# Prints a figure of a kind against that of buildx, and what it may add.
report() { # kind what file most
  awk -v what="$1: $2" -v own="$(fastest "$work/$1.$3")" -v other="$(fastest "$work/$1.build")" -v most="$4" \
    -v ranges="$(range "$work/$1.$3"), buildx $(range "$work/$1.build")" 'BEGIN {
      printf "%-31s %6.2f s, buildx %6.2f s: %.2f times, %+.2f s, at most %+.2f%s (%s)\n", what, own / 1000, other / 1000,
        own / other, (own - other) / 1000, most / 1000, (own - other > most ? ": OVER" : ""), ranges }'
}

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%d GiB", $2 / 1048576 }' /proc/meminfo), \
Docker $(docker version --format '{{.Server.Version}}'), $runs runs"
cp -a infra/local/builds/c "$work/c"
cli/bin/slipway local start >/dev/null || exit
# The first deploys make the class archives, and the daemon.
for ((i = 0; i < 3; i++)); do
  line
  timed "$work/first" cli/bin/slipway deploy "$work/c" --app first
done
environment=$(cli/bin/slipway local env)
eval "$environment"
repository=$SLIPWAY_REGISTRY/slipway-local
export BUILDX_CONFIG=$SLIPWAY_HOME/local/codebuild/buildx DOCKER_CONFIG=$work/docker
daemon=$(ls "$BUILDX_CONFIG/instances")
mkdir "$DOCKER_CONFIG"
token=$(curl -fsS --aws-sigv4 "aws:amz:$AWS_REGION:ecr" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --data '{}' \
  --header 'Content-Type: application/x-amz-json-1.1' \
  --header 'X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken' "$AWS_ENDPOINT_URL" \
  | sed -n 's/.*"authorizationToken":"\([^"]*\)".*/\1/p')
(umask 077 && printf '{"auths":{"%s":{"auth":"%s"}}}' "$SLIPWAY_REGISTRY" "$token" >"$DOCKER_CONFIG/config.json")

for ((i = 0; i < runs; i++)); do
  docker buildx prune --builder "$daemon" --all --force >/dev/null
  build cold "reference$i"
  docker buildx prune --builder "$daemon" --all --force >/dev/null
  deploy cold "app$i"
done
for ((i = 0; i < runs; i++)); do
  line
  build "one line" "reference$((runs - 1))"
  line
  deploy "one line" "app$((runs - 1))"
done
for kind in cold "one line"; do
  report "$kind" "slipway deploy" deploy 2000
  report "$kind" "build.buildkit in it" span 300
done
