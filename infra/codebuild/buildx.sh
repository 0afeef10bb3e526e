# shellcheck shell=bash disable=SC2154 # what to build stands in the variables of build.sh
# docker buildx, with a BuildKit daemon of its own: the engine's own cannot export a layer cache.

# It bears the id of the build, so that what a killed one leaves is known to be its own.
builder="slipway-${CODEBUILD_BUILD_ID##*:}"

begin() {
  # The client's spans reach the daemon over its session and leave from there; exported here too, each would arrive twice.
  export OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none
  # The image has its provenance beside it; asking for another copy takes time.
  export BUILDX_METADATA_PROVENANCE=disabled
  trap remove_builder EXIT
  trap 'exit 143' TERM INT
  local options=(--driver docker-container --driver-opt network=host --driver-opt "env.$placeholder=-")
  [[ -z "${SLIPWAY_BUILDKIT_IMAGE:-}" ]] || options+=(--driver-opt "image=$SLIPWAY_BUILDKIT_IMAGE")
  if [[ -n "${SLIPWAY_REGISTRY_MIRROR:-}" ]]; then
    local config=$SLIPWAY_SCRATCH/buildkitd.toml
    printf '[registry."docker.io"]\nmirrors = ["%s"]\n' "$SLIPWAY_REGISTRY_MIRROR" >"$config"
    options+=(--buildkitd-config "$config")
  fi
  docker buildx create --name "$builder" "${options[@]}" >/dev/null
  export_spans
}

# Gives the daemon what it needs to export its spans. Options of a command are seen by every user of the machine, and these
# may hold credentials; so one option stands in for them, and is replaced in the file that buildx keeps them in.
placeholder=SLIPWAY_SPANS

export_spans() {
  local file=${BUILDX_CONFIG:-$DOCKER_CONFIG/buildx}/instances/$builder spans='' name definition
  if [[ -n "${OTEL_EXPORTER_OTLP_ENDPOINT:-}${OTEL_EXPORTER_OTLP_TRACES_ENDPOINT:-}" ]]; then
    for name in OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_HEADERS OTEL_EXPORTER_OTLP_TRACES_ENDPOINT \
      OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_TRACES_PROTOCOL OTEL_SERVICE_NAME OTEL_RESOURCE_ATTRIBUTES; do
      [[ -z "${!name:-}" ]] || spans+=$(option "$name" "${!name}"),
    done
    # Left alone it speaks gRPC, sends metrics too, traces what nobody asked for, and waits for a dead collector.
    [[ -n "${OTEL_EXPORTER_OTLP_PROTOCOL:-}" ]] || spans+=$(option OTEL_EXPORTER_OTLP_PROTOCOL http/protobuf),
    spans+=$(option OTEL_METRICS_EXPORTER none),$(option OTEL_TRACES_SAMPLER parentbased_always_off),
    spans+=$(option OTEL_EXPORTER_OTLP_TIMEOUT 1000),$(option OTEL_BSP_EXPORT_TIMEOUT 1000),
  fi
  definition=$(<"$file")
  printf '%s' "${definition/"$(option "$placeholder" -),"/"$spans"}" >"$file"
}

# An option of a driver as it stands in JSON.
option() { # name value
  local value=${2//\\/\\\\}
  printf '"env.%s":"%s"' "$1" "${value//\"/\\\"}"
}

can_scan() { :; }

build() { # name
  local command=(docker buildx build --builder "$builder" --progress rawjson --metadata-file "$SLIPWAY_SCRATCH/$1.json"
    --file "$dockerfile" --output "type=image,name=$image,push=true,oci-mediatypes=true") kind arg file
  if [[ " ${attest[*]} " == *" provenance "* ]]; then
    command+=(--attest "type=provenance,mode=max")
  else
    command+=(--provenance=false)
  fi
  [[ " ${attest[*]} " != *" sbom "* ]] || command+=(--attest "type=sbom,generator=$SLIPWAY_SCANNER_IMAGE")
  for kind in "${cache_from[@]}"; do command+=(--cache-from "type=registry,ref=$kind"); done
  [[ -z "$cache_to" ]] || command+=(--cache-to
    "type=registry,ref=$cache_to,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true")
  [[ -z "$target" ]] || command+=(--target "$target")
  [[ -z "$platform" ]] || command+=(--platform "$platform")
  # A name without a value: docker takes it from the variable, so it is in no process list.
  for arg in "${args[@]}"; do command+=(--build-arg "$arg"); done
  for file in "${secrets[@]}"; do command+=(--secret "id=${file##*/},src=$file"); done
  # The context is the folder itself, so that no span is called after one of this machine.
  (cd "$context" && "${command[@]}" . 2>&1)
}

# Asked to stop, the daemon sends its last spans; a collector that does not take them is not waited for.
remove_builder() {
  docker stop -t 1 "buildx_buildkit_${builder}0" >/dev/null 2>&1 || true
  docker buildx rm --force "$builder" >/dev/null 2>&1 || true
}
