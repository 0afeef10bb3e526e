# shellcheck shell=bash disable=SC2154 # args and secrets are those of build.sh
# A BuildKit daemon at BUILDKIT_HOST.

build() {
  local command=(buildctl build --progress rawjson --metadata-file "$SLIPWAY_METADATA_FILE"
    --frontend dockerfile.v0
    --local "context=$SLIPWAY_CONTEXT" --local "dockerfile=$(dirname "$SLIPWAY_DOCKERFILE")"
    --opt "filename=$(basename "$SLIPWAY_DOCKERFILE")"
    --output "type=image,name=$SLIPWAY_IMAGE,push=true,oci-mediatypes=true"
    --import-cache "type=registry,ref=$SLIPWAY_CACHE_IMAGE"
    --export-cache "type=registry,ref=$SLIPWAY_CACHE_IMAGE,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true")
  [[ -n "$SLIPWAY_TARGET" ]] && command+=(--opt "target=$SLIPWAY_TARGET")
  [[ -n "$SLIPWAY_PLATFORM" ]] && command+=(--opt "platform=$SLIPWAY_PLATFORM")
  local name file
  for name in "${args[@]}"; do command+=(--opt "build-arg:$name=${!name}"); done
  for file in "${secrets[@]}"; do command+=(--secret "id=$(basename "$file"),src=$file"); done
  OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none "${command[@]}" 2>&1
}
