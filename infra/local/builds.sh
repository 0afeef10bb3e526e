#!/usr/bin/env bash
# Builds and deploys real applications with real builders, and shows that they answer as containers; then gives the builders
# what goes wrong: bad Dockerfiles, commands that fail or never end, contexts too large, disks too small.
#
#   builds.sh [buildx | buildctl | docker]...   the builders to go through, or all
#
# It needs a Docker engine with buildx, and the images of Docker Hub that the Dockerfiles under builds/ name: from Docker Hub,
# or from SLIPWAY_REGISTRY_MIRROR. buildctl needs buildkitd and root; docker needs a client from before buildx in
# SLIPWAY_OLD_DOCKER. What is missing is named and counts as skipped.
#
# Works in a SLIPWAY_HOME of its own, and removes it again. Ends with "builds: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

builders=("$@")
(($#)) || builders=(buildx buildctl docker)
mirror=${SLIPWAY_REGISTRY_MIRROR:-}
work=$(mktemp -d)
export SLIPWAY_HOME=$work/home
export SLIPWAY_PARAMETERS=${mirror:+RegistryMirror=$mirror}
passed=0 failed=0 skipped=0 daemon=
# The containers and volumes of builders bear this in their names.
ours=buildx_buildkit_slipway-local
# Those that were in the engine before.
others=$(docker ps --all --format '{{.Names}}' --filter "name=$ours" 2>/dev/null)
# Seconds that no other sleep on this machine has.
ever=9$$

finish() {
  cli/bin/slipway local reset --yes >/dev/null 2>&1
  if [[ -n "$daemon" ]]; then
    kill "$daemon" 2>/dev/null
    wait "$daemon"
    umount "$work/disk"
  fi
  rm -rf "$work"
}
trap finish EXIT

# --- how things are checked ---------------------------------------------------------------------------------------------

ok() {
  echo "ok       $*"
  passed=$((passed + 1))
}

bad() { # what, and on standard input what was seen instead
  echo "FAILED   $1"
  tail -n 15 | sed 's/^/         /'
  failed=$((failed + 1))
}

skip() {
  echo "skipped  $*"
  skipped=$((skipped + 1))
}

# Checks that a file has a line with a pattern.
expect() { # what pattern file
  if grep -Eq -- "$2" "$3"; then ok "$1"; else bad "$1" <"$3"; fi
}

value() { # key file: of the JSON that deploy prints
  sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' "$2" | tail -n 1
}

# Starts the local cloud anew with the builder; what is given are parameters of the template.
cloud() { # parameter...
  cli/bin/slipway local stop >/dev/null 2>&1
  PATH=$path SLIPWAY_PARAMETERS="$SLIPWAY_PARAMETERS $*" cli/bin/slipway local start --builder "$builder" >/dev/null || exit
}

# --- how apps are deployed ----------------------------------------------------------------------------------------------

# Deploys a folder; what it says is in $work/APP.json and $work/APP.err.
deploy() { # folder app option...
  local folder=$1 app=$2
  shift 2
  cli/bin/slipway deploy "$folder" --app "$app" --output json "$@" >"$work/$app.json" 2>"$work/$app.err"
}

answer() { # app file
  curl -fsS --retry 2 "$(value url "$work/$1.json")" >"$2" 2>&1
}

build_log() { # app file: that of the app's last deployment
  cli/bin/slipway logs "$1" --build "$(value deploymentId "$work/$1.json")" >"$2" 2>&1
}

# Deploys an application, sees it answer in Lambda's confinement, changes a line, and rolls that back.
application() { # name, file with the greeting, step that the change leaves alone, option...
  local name=$1 file=$2 untouched=$3 folder=$work/$1 title="$builder: $1" start=$SECONDS
  shift 3
  [[ -d "$folder" ]] || cp -a "infra/local/builds/$name" "$folder"
  if ! deploy "$folder" "$name" "$@"; then
    bad "$title is deployed" <"$work/$name.err"
    return
  fi
  answer "$name" "$work/answer"
  expect "$title is deployed ($((SECONDS - start)) s) and confined" \
    "^$name greeting=hello .*uid=993 root=read-only tmp=writable" "$work/answer"
  docker ps --quiet --filter "label=dev.slipway.local=$SLIPWAY_HOME/local" --filter "status=running" \
    | xargs docker inspect --format '{{.Config.Image}} {{.HostConfig.ReadonlyRootfs}} {{.Config.User}}' >"$work/containers" 2>&1
  expect "$title runs as a container" ' true 993:990' "$work/containers"
  cli/bin/slipway logs "$name" >"$work/log" 2>&1
  expect "$title is heard in the log" "$name: (listening|loaded)" "$work/log"
  if [[ $builder == buildx ]]; then
    cli/bin/slipway trace "$name" >"$work/log" 2>&1
    expect "$title has the spans of BuildKit in its trace" 'Control/Solve' "$work/log"
  fi

  sed -i 's/hello/hallo/' "$folder/$file"
  start=$SECONDS
  deploy "$folder" "$name" "$@"
  answer "$name" "$work/answer"
  expect "$title with a line changed ($((SECONDS - start)) s)" "^$name greeting=hallo " "$work/answer"
  build_log "$name" "$work/log"
  expect "$title: the step that the line does not touch is reused" "$untouched CACHED" "$work/log"
  cli/bin/slipway rollback "$name" >"$work/log" 2>&1
  answer "$name" "$work/answer"
  expect "$title is rolled back" "^$name greeting=hello " "$work/answer"
}

# Deploys a Dockerfile that cannot be built, and sees what is said.
refused() { # what, app, text of the Dockerfile, pattern, one more pattern...
  local what="$builder: $1" app=$2 pattern
  mkdir -p "$work/$app"
  printf '%s\n' "$3" >"$work/$app/Dockerfile"
  shift 3
  if deploy "$work/$app" "$app"; then
    bad "$what" <<<"it was deployed"
    return
  fi
  for pattern in "$@"; do
    if ! grep -Eq -- "$pattern" "$work/$app.err"; then
      bad "$what: $pattern" <"$work/$app.err"
      return
    fi
  done
  ok "$what: $(grep -m 1 '^failed to build' "$work/$app.err" | cut -c 1-110)"
}

# --- what may be left over ----------------------------------------------------------------------------------------------

of_this_run() { grep -vF "${others:-no other}"; }

# Everything of a build that is over: processes, folders, and builders but for the one that stays for the builds to come.
leftovers() {
  pgrep --full --list-full "sleep $ever"
  docker ps --format 'container {{.Names}}' --filter "name=$ours" | of_this_run | tail -n +2
  find "$SLIPWAY_HOME/local/codebuild/work" -mindepth 1 -maxdepth 1
}

# Checks that nothing of builders is in the engine.
no_builder() { # what, command of docker with its options...
  local what=$1
  shift
  docker "$@" --filter "name=$ours" 2>&1 | of_this_run >"$work/left"
  if [[ -s "$work/left" ]]; then bad "$what" <"$work/left"; else ok "$what"; fi
}

# Waits until nothing is left, as what a stop began may take a moment to end.
nothing_left() { # what
  local tries
  for ((tries = 0; tries < 50; tries++)); do
    [[ -n "$(leftovers)" ]] || break
    sleep 0.2
  done
  leftovers >"$work/left"
  if [[ -s "$work/left" ]]; then bad "$1" <"$work/left"; else ok "$1"; fi
}

# Follows the log of a build whose RUN waits for ever, and cancels it once that is heard.
cancelled() {
  local folder=$work/cancelled follower tries
  mkdir -p "$folder"
  printf 'FROM debian:12-slim\nRUN echo waiting for nothing && sleep %d\n' "$ever" >"$folder/Dockerfile"
  deploy "$folder" cancelled --no-wait
  : >"$work/follow"
  cli/bin/slipway logs cancelled --build "$(value deploymentId "$work/cancelled.json")" --follow >"$work/follow" 2>&1 &
  follower=$!
  for ((tries = 0; tries < 300; tries++)); do
    ! grep -Eq '  waiting for nothing|ERROR: failed to build' "$work/follow" || break
    sleep 0.2
  done
  expect "$builder: a log is followed step by step while the build runs" 'RUN echo waiting for nothing' "$work/follow"
  cli/bin/slipway cancel cancelled >"$work/log" 2>&1
  for ((tries = 0; tries < 20; tries++)); do
    pgrep --full --list-full "sleep $ever" >"$work/left" || break
    sleep 0.1
  done
  if [[ -s "$work/left" ]]; then
    bad "$builder: what a cancelled build runs ends within 2 s" <"$work/left"
  else
    ok "$builder: what a cancelled build runs ends within 2 s"
  fi
  wait "$follower"
  cli/bin/slipway history cancelled >"$work/log" 2>&1
  expect "$builder: a build is cancelled" cancelled "$work/log"
}

# Builds with the least time that a pipeline can give them.
timed_out() {
  cloud BuildTimeoutMinutes=1
  mkdir -p "$work/endless"
  printf 'FROM debian:12-slim\nRUN echo waiting && sleep %d\n' "$ever" >"$work/endless/Dockerfile"
  deploy "$work/endless" endless
  expect "$builder: a build that never ends is ended, and told by its step" \
    'RUN echo waiting .*\(Dockerfile:2\) was still running when the build timed out after 1 min' "$work/endless.err"
}

# --- what each builder goes through -------------------------------------------------------------------------------------

failures() {
  refused "a syntax error is told by its line" syntax $'FROM debian:12-slim\nRUN true\nCOPPY a b' \
    'Dockerfile:3: unknown instruction: COPPY'
  refused "an unknown base image is named" base $'FROM nosuch/thing:9\nCMD ["/bin/sh"]' 'nosuch/thing:9: (not found|.*denied)'
  refused "a failing RUN is told by step, line, exit code and last lines" fail \
    $'FROM debian:12-slim\nRUN echo one\nRUN echo "two is wrong" >&2; exit 7' \
    'step 3/3 "RUN echo .*" \(Dockerfile:3\) exited with 7' 'two is wrong'
  refused "a file that is missing is named" missing $'FROM debian:12-slim\nCOPY nowhere /x' '"COPY nowhere /x" \(Dockerfile:2\): "/nowhere": not found'
}

large_contexts() {
  mkdir -p "$work/many/files"
  head -c 12800000 /dev/urandom | (cd "$work/many/files" && split --bytes 64 --suffix-length 6 --numeric-suffixes -)
  cat >"$work/many/Dockerfile" <<'END'
FROM debian:12-slim AS build
RUN --mount=type=bind,source=files,target=/files find /files -type f | wc -l >/count
FROM debian:12-slim
COPY --from=build /count /count
CMD ["perl", "-e", "use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalPort => $ENV{PORT}, Listen => 9); open(my $f, '<', '/count'); my $n = <$f>; while (my $c = $l->accept) { <$c>; print $c \"HTTP/1.0 200 OK\\r\\n\\r\\nfiles=$n\"; close $c }"]
END
  local start=$SECONDS
  if deploy "$work/many" many; then
    answer many "$work/answer"
    expect "$builder: a context with 200,000 files ($((SECONDS - start)) s)" 'files=200000' "$work/answer"
  else
    bad "$builder: a context with 200,000 files" <"$work/many.err"
  fi
  rm -rf "$work/many"
}

fills_the_disk() {
  refused "a build that fills the disk" filled $'FROM debian:12-slim\nRUN head -c 3G /dev/zero >/filled' \
    'RUN head .*\(Dockerfile:2\) exited with 1' 'No space left on device'
}

succeeds() { # what
  if deploy "$work/c" c; then ok "$builder: $1"; else bad "$builder: $1" <"$work/c.err"; fi
}

# Gives the daemon, which begins anew, a small file system to keep its layers in.
small_disk() {
  local container
  container=buildx_buildkit_$(ls "$SLIPWAY_HOME/local/codebuild/buildx/instances")0
  docker rm --force "$container" >/dev/null
  docker volume rm "${container}_state" >/dev/null
  docker volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=1500m "${container}_state" >/dev/null
  fills_the_disk
  succeeds "the next build succeeds"
}

# The context of 500 MB is made here; random, since what unpacks to a multiple of its size is refused.
everything() {
  local tools part
  tools=$(cli/bin/slipway local env | sed -n 's/^export SLIPWAY_REGISTRY=//p')/slipway-local:c-$(value deploymentId "$work/c.json")
  cp -a infra/local/builds/everything "$work/everything"
  mkdir "$work/everything/big"
  for part in 1 2 3 4 5; do head -c 100000000 /dev/urandom >"$work/everything/big/$part"; done
  application everything slipway.toml 'RUN cat data/file.*' --build-arg "TOOLS=$tools"
}

through_buildx() {
  application c Dockerfile 'RUN echo "compiler .*'
  application maven src/main/java/example/Server.java 'RUN .*go-offline.*'
  application npm server.js 'RUN .*npm ci'
  application python app.py 'RUN .*pip install.*'
  everything
  failures
  large_contexts
  cancelled
  timed_out
  small_disk
}

# A daemon of its own, on a file system that is filled.
start_daemon() {
  mkdir "$work/disk"
  mount -t tmpfs -o size=1500m tmpfs "$work/disk" || return
  printf '%s' "${mirror:+[registry.\"docker.io\"]
mirrors = [\"$mirror\"]
}" >"$work/buildkitd.toml"
  buildkitd --config "$work/buildkitd.toml" --root "$work/disk/root" --addr "unix://$work/buildkitd" \
    --otel-socket-path "$work/otel" --containerd-worker=false >"$work/buildkitd.log" 2>&1 &
  daemon=$!
  buildctl --addr "unix://$work/buildkitd" --wait debug workers >/dev/null 2>&1
}

through_buildctl() {
  application c Dockerfile 'RUN echo "compiler .*'
  failures
  fills_the_disk
  # The daemon keeps what it could not write until it collects garbage; that is for whoever runs it to ask for.
  buildctl prune >/dev/null 2>&1
  succeeds "once that is pruned, the next build succeeds"
  cancelled
}

through_docker() {
  application c Dockerfile 'RUN echo "compiler .*'
  failures
  cancelled
}

if ! docker version >/dev/null 2>&1; then
  skip "real builds: no container engine answers"
  builders=()
fi
for builder in "${builders[@]}"; do
  path=$PATH
  case $builder in
    buildx)
      if ! docker buildx version >/dev/null 2>&1; then
        skip "buildx: it is not installed"
        continue
      fi
      ;;
    buildctl)
      if [[ $(id -u) != 0 ]] || ! command -v buildkitd buildctl >/dev/null || ! start_daemon; then
        skip "buildctl: there is no buildkitd, or it does not start"
        continue
      fi
      export BUILDKIT_HOST=unix://$work/buildkitd
      ;;
    docker)
      if [[ ! -x "${SLIPWAY_OLD_DOCKER:-}" ]]; then
        skip "docker: no client from before buildx in SLIPWAY_OLD_DOCKER"
        continue
      fi
      mkdir "$work/bin"
      ln -s "$SLIPWAY_OLD_DOCKER" "$work/bin/docker"
      path=$work/bin:$PATH
      ;;
    *)
      echo "there is no builder $builder" >&2
      exit 2
      ;;
  esac
  cloud
  # Each builder begins with the applications as they are.
  rm -rf "$work"/{c,maven,npm,python,everything}
  "through_$builder"
  nothing_left "$builder: no process, folder or container of a build is left"
  unset BUILDKIT_HOST
done
if ((${#builders[@]})); then
  cli/bin/slipway local stop >/dev/null 2>&1
  no_builder "a local cloud that is stopped has no BuildKit running" ps --format '{{.Names}}'
  cli/bin/slipway local reset --yes >/dev/null 2>&1
  no_builder "one that is reset has none at all" ps --all --format '{{.Names}}'
  no_builder "one that is reset has no layers of builds" volume ls --format '{{.Name}}'
fi

echo "builds: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
