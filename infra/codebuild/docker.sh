# shellcheck shell=bash disable=SC2154 # args and secrets are those of build.sh
# The engine's own BuildKit, where buildx is missing. It knows no rawjson and no metadata file: its plain progress goes to
# the log, and the digest is read back from what was pushed.

build() {
  local command=(docker build --progress plain --file "$SLIPWAY_DOCKERFILE" --tag "$SLIPWAY_IMAGE")
  [[ -n "$SLIPWAY_TARGET" ]] && command+=(--target "$SLIPWAY_TARGET")
  [[ -n "$SLIPWAY_PLATFORM" ]] && command+=(--platform "$SLIPWAY_PLATFORM")
  local name file
  for name in "${args[@]}"; do command+=(--build-arg "$name"); done
  for file in "${secrets[@]}"; do command+=(--secret "id=$(basename "$file"),src=$file"); done
  DOCKER_BUILDKIT=1 "${command[@]}" "$SLIPWAY_CONTEXT" 2>&1
  docker push --quiet "$SLIPWAY_IMAGE" >/dev/null
  local pushed
  pushed=$(docker image inspect --format '{{index .RepoDigests 0}}' "$SLIPWAY_IMAGE")
  printf '{"containerimage.digest":"%s"}\n' "${pushed#*@}" >"$SLIPWAY_METADATA_FILE"
  docker image rm "$SLIPWAY_IMAGE" >/dev/null 2>&1 || true
}
