# shellcheck shell=bash disable=SC2154 # what to build stands in the variables of build.sh
# The engine's own BuildKit, where buildx is missing. It knows no rawjson and no metadata file: its plain progress goes to
# the log, and the digest is read back from what was pushed. It attests nothing.

pushed=()

begin() {
  trap remove_images EXIT
  trap 'exit 143' TERM INT
}

can_scan() { false; }

build() { # name
  local command=(docker build --progress plain --file "$dockerfile" --tag "$image") arg file
  [[ -z "$target" ]] || command+=(--target "$target")
  [[ -z "$platform" ]] || command+=(--platform "$platform")
  for arg in "${args[@]}"; do command+=(--build-arg "$arg"); done
  for file in "${secrets[@]}"; do command+=(--secret "id=${file##*/},src=$file"); done
  pushed+=("$image")
  DOCKER_BUILDKIT=1 "${command[@]}" "$context" 2>&1
  docker push --quiet "$image" >/dev/null
  local reference
  reference=$(docker image inspect --format '{{index .RepoDigests 0}}' "$image")
  printf '{"containerimage.digest":"%s"}\n' "${reference#*@}" >"$SLIPWAY_SCRATCH/$1.json"
}

remove_images() {
  local tag
  for tag in "${pushed[@]}"; do docker image rm "$tag" >/dev/null 2>&1 || true; done
}
