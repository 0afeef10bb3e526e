#!/usr/bin/env bash
# Prints what a deploy adds to the build in it: `slipway deploy` beside `docker buildx build` of the same source. What is more
# than the goal, 2 s and 0.3 s for build.buildkit, is OVER and not counted as passed; what is far more has failed.
#
#   ratios.sh [COLD [CHANGED]]   rounds of each kind; 5 and 9. A round measures one after the other, in turns the one or the
#                                other first. Compared are medians: of each, and of what the deploy of a round took longer
#
# "cold" is with nothing in the daemon and an app that is new, "one line" with one line of the source changed since the last.
# The same BuildKit daemon builds both, pushes them to the same repository, attests the same about them, exports their layer
# cache, and imports it where there is one. What else a deploy does is its own: its spans and BuildKit's, too.
#
# It needs a Docker engine with buildx, curl, and gcc:12 from Docker Hub or from SLIPWAY_REGISTRY_MIRROR. Works in a
# SLIPWAY_HOME of its own, and removes it again. Ends with "ratios: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

cold=${1:-5} changed=${2:-9}
mirror=${SLIPWAY_REGISTRY_MIRROR:-}
work=$(mktemp -d)
export SLIPWAY_HOME=$work/home
export SLIPWAY_PARAMETERS=${mirror:+RegistryMirror=$mirror}
passed=0 failed=0 over=0
trap 'cli/bin/slipway local reset --yes >/dev/null 2>&1; rm -rf "$work"' EXIT

if ! docker version >/dev/null 2>&1 || ! docker buildx version >/dev/null 2>&1; then
  echo "skipped  all: no container engine with buildx answers"
  echo "ratios: 0 passed, 0 failed, 1 skipped"
  exit
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

prune() { docker buildx prune --builder "$daemon" --all --force >/dev/null; }

# Deploys, and keeps how long the phase of the build took by its span.
deploy() { # kind app
  timed "$work/$1.deploy" cli/bin/slipway deploy "$work/c" --app "$2" --output json
  sed -n 's/.*"name":"buildkit"[^}]*"durationMs":\([0-9]*\).*/\1/p' "$work/out" | tail -n 1 >>"$work/$1.span"
}

# Builds with the options of infra/codebuild/buildx.sh.
build() { # kind name
  local cache=$repository:cache.$2 from=()
  [[ $1 == cold ]] || from=(--cache-from "type=registry,ref=$cache")
  timed "$work/$1.build" docker buildx build --builder "$daemon" --progress rawjson \
    --output "type=image,name=$repository:$2-$RANDOM$RANDOM,push=true,oci-mediatypes=true" --attest type=provenance,mode=max \
    "${from[@]}" --cache-to "type=registry,ref=$cache,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true" \
    "$work/c"
}

round() { # number kind name-of-both prepare
  local order=(build deploy) what
  (($1 % 2)) || order=(deploy build)
  for what in "${order[@]}"; do
    "$4"
    "$what" "$2" "$what-$3"
  done
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# Checks what a figure of a kind adds to that of buildx.
report() { # kind what file goal limit
  local added
  added=$(paste "$work/$1.$3" "$work/$1.build" | awk '{ print $1 - $2 }' | sort -n)
  awk -v what="$1: $2" -v own="$(median <"$work/$1.$3")" -v other="$(median <"$work/$1.build")" -v goal="$4" -v limit="$5" \
    -v added="$(median <<<"$added")" -v least="$(head -n 1 <<<"$added")" -v largest="$(tail -n 1 <<<"$added")" 'BEGIN {
      printf "%-8s %-30s %5.2f s beside %5.2f s: %.2f times, adds %.2f s (%.2f to %.2f), goal %.2f\n",
        (added > limit ? "FAILED" : added > goal ? "OVER" : "ok"), what, own / 1000, other / 1000, own / other, added / 1000,
        least / 1000, largest / 1000, goal / 1000
      exit (added > limit ? 1 : added > goal ? 2 : 0) }'
  case $? in
    0) passed=$((passed + 1)) ;;
    1) failed=$((failed + 1)) ;;
    2) over=$((over + 1)) ;;
  esac
}

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%d GiB", $2 / 1048576 }' /proc/meminfo), load $(cut -d ' ' -f 1 /proc/loadavg), \
Docker $(docker version --format '{{.Server.Version}}'), $cold and $changed rounds"
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

for ((i = 0; i < cold; i++)); do round "$i" cold "$i" prune; done
# The caches of the two that are changed come from the last round above.
for ((i = 0; i < changed; i++)); do round "$i" "one line" $((cold - 1)) line; done
report cold "slipway deploy" deploy 2000 4000
report cold "build.buildkit in it" span 300 2000
report "one line" "slipway deploy" deploy 2000 3000
report "one line" "build.buildkit in it" span 300 1000
echo "ratios: $passed passed, $failed failed, $over skipped"
[[ $failed == 0 ]]
