# shellcheck shell=bash disable=SC2154 # what to build stands in the variables of build.sh
# A BuildKit daemon at BUILDKIT_HOST.

begin() { :; }

can_scan() { :; }

build() { # name
  local command=(buildctl build --progress rawjson --metadata-file "$SLIPWAY_SCRATCH/$1.json"
    --frontend dockerfile.v0
    --local "context=$context" --local "dockerfile=$(dirname "$dockerfile")" --opt "filename=${dockerfile##*/}"
    --output "type=image,name=$image,push=true,oci-mediatypes=true") ref arg file
  [[ " ${attest[*]} " != *" provenance "* ]] || command+=(--opt attest:provenance=mode=max)
  [[ " ${attest[*]} " != *" sbom "* ]] || command+=(--opt "attest:sbom=generator=$SLIPWAY_SCANNER_IMAGE")
  for ref in "${cache_from[@]}"; do command+=(--import-cache "type=registry,ref=$ref"); done
  [[ -z "$cache_to" ]] || command+=(--export-cache
    "type=registry,ref=$cache_to,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true")
  [[ -z "$target" ]] || command+=(--opt "target=$target")
  [[ -z "$platform" ]] || command+=(--opt "platform=$platform")
  for arg in "${args[@]}"; do
    if [[ "$arg" != *=* ]]; then arg+="=${!arg}"; fi
    command+=(--opt "build-arg:$arg")
  done
  for file in "${secrets[@]}"; do command+=(--secret "id=${file##*/},src=$file"); done
  OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none "${command[@]}" 2>&1
}
