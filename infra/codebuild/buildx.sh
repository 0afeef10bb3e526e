# shellcheck shell=bash disable=SC2154 # args and secrets are those of build.sh
# docker buildx, with a BuildKit daemon of its own: the engine's own cannot export a layer cache.

# It bears the id of the build, so that what a killed one leaves is known to be its own.
builder="slipway-${CODEBUILD_BUILD_ID##*:}"

build() {
  trap remove_builder EXIT
  trap 'exit 143' TERM INT
  create_builder
  local command=(docker buildx build --builder "$builder"
    --progress rawjson --metadata-file "$SLIPWAY_METADATA_FILE"
    --file "$SLIPWAY_DOCKERFILE" --tag "$SLIPWAY_IMAGE"
    --provenance=false --sbom=false
    --output "type=image,push=true,oci-mediatypes=true"
    --cache-from "type=registry,ref=$SLIPWAY_CACHE_IMAGE"
    --cache-to "type=registry,ref=$SLIPWAY_CACHE_IMAGE,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true")
  [[ -n "$SLIPWAY_TARGET" ]] && command+=(--target "$SLIPWAY_TARGET")
  [[ -n "$SLIPWAY_PLATFORM" ]] && command+=(--platform "$SLIPWAY_PLATFORM")
  # A name without a value: docker takes it from the variable, so it is in no process list.
  local name file
  for name in "${args[@]}"; do command+=(--build-arg "$name"); done
  for file in "${secrets[@]}"; do command+=(--secret "id=$(basename "$file"),src=$file"); done
  # The client's spans reach the daemon over its session and leave from there; exported here too, each would arrive twice.
  OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none "${command[@]}" "$SLIPWAY_CONTEXT" 2>&1
}

create_builder() {
  local options=(--driver docker-container --driver-opt network=host) name
  for name in OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_HEADERS OTEL_EXPORTER_OTLP_TRACES_ENDPOINT \
    OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_TRACES_PROTOCOL OTEL_SERVICE_NAME OTEL_RESOURCE_ATTRIBUTES; do
    # The options are CSV: a value with commas stands in quotes.
    [[ -n "${!name:-}" ]] && options+=(--driver-opt "\"env.$name=${!name}\"")
  done
  if [[ -n "${OTEL_EXPORTER_OTLP_ENDPOINT:-}${OTEL_EXPORTER_OTLP_TRACES_ENDPOINT:-}" ]]; then
    options+=(--driver-opt env.OTEL_METRICS_EXPORTER=none)
  fi
  [[ -n "${SLIPWAY_BUILDKIT_IMAGE:-}" ]] && options+=(--driver-opt "image=$SLIPWAY_BUILDKIT_IMAGE")
  if [[ -n "${SLIPWAY_REGISTRY_MIRROR:-}" ]]; then
    local config=$SLIPWAY_SCRATCH/buildkitd.toml
    printf '[registry."docker.io"]\nmirrors = ["%s"]\n' "$SLIPWAY_REGISTRY_MIRROR" >"$config"
    options+=(--buildkitd-config "$config")
  fi
  docker buildx create --name "$builder" "${options[@]}" >/dev/null
}

remove_builder() {
  docker buildx rm --force "$builder" >/dev/null 2>&1 || true
}
