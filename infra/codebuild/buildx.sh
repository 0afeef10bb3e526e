# shellcheck shell=bash disable=SC2154 # what to build stands in the variables of build.sh
# docker buildx, with a BuildKit daemon of the pipeline's own: the engine's own cannot export a layer cache. It stays, with the
# layers that it has, for the builds to come; on AWS the engine is new with each build, and goes with it.

# docker itself looks through all of its plugins first, which takes a tenth of a second.
buildx=(docker buildx)
[[ -z "${SLIPWAY_BUILDX:-}" ]] || buildx=("$SLIPWAY_BUILDX")

begin() {
  # The client's spans reach the daemon over its session and leave from there; exported here too, each would arrive twice.
  export OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none
  # The image has its provenance beside it; asking for another copy takes time.
  export BUILDX_METADATA_PROVENANCE=disabled
  # The source has no repository around it; what git finds above it is another one.
  export BUILDX_GIT_INFO=false
  export BUILDX_CONFIG=${BUILDX_CONFIG:-$DOCKER_CONFIG/buildx}
  span_options
  # Other settings are another daemon; so are the same of another folder, though the engine may be the same.
  local settings="$BUILDX_CONFIG ${SLIPWAY_BUILDKIT_IMAGE:-} ${SLIPWAY_REGISTRY_MIRROR:-} $spans" sum
  read -r sum _ < <(cksum <<<"$settings")
  builder=slipway-$SLIPWAY_PIPELINE-$sum
  [[ -e "$BUILDX_CONFIG/instances/$builder" ]] || define
}

# Writes down what the daemon is like; it starts with the first build. Options of a command are seen by every user of the
# machine, and those for spans may hold credentials: one stands in for them, and is replaced in the file that buildx keeps
# them in. The file comes into its place whole, as two builds may begin at once.
define() {
  local options=(--driver docker-container --driver-opt network=host --driver-opt "env.$placeholder=-")
  local fresh=$SLIPWAY_SCRATCH/buildx definition other
  [[ -z "${SLIPWAY_BUILDKIT_IMAGE:-}" ]] || options+=(--driver-opt "image=$SLIPWAY_BUILDKIT_IMAGE")
  if [[ -n "${SLIPWAY_REGISTRY_MIRROR:-}" ]]; then
    local config=$SLIPWAY_SCRATCH/buildkitd.toml
    printf '[registry."docker.io"]\nmirrors = ["%s"]\n' "$SLIPWAY_REGISTRY_MIRROR" >"$config"
    options+=(--buildkitd-config "$config")
  fi
  BUILDX_CONFIG=$fresh "${buildx[@]}" create --name "$builder" "${options[@]}" >/dev/null
  definition=$(<"$fresh/instances/$builder")
  option "$placeholder" -
  printf '%s' "${definition/"$option,"/"$spans"}" >"$fresh/instances/$builder"
  mkdir -p "$BUILDX_CONFIG/instances"
  mv "$fresh/instances/$builder" "$BUILDX_CONFIG/instances"
  for other in "$BUILDX_CONFIG"/instances/slipway-*; do
    [[ "${other##*/}" == "$builder" ]] || "${buildx[@]}" rm --force "${other##*/}" >/dev/null 2>&1 || true
  done
}

placeholder=SLIPWAY_SPANS

# Puts what the daemon needs to export its spans, nothing of one build alone, into $spans. No process is started for it, as the
# build waits.
span_options() {
  local name
  spans=''
  [[ -n "${OTEL_EXPORTER_OTLP_ENDPOINT:-}${OTEL_EXPORTER_OTLP_TRACES_ENDPOINT:-}" ]] || return 0
  for name in OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_HEADERS OTEL_EXPORTER_OTLP_TRACES_ENDPOINT \
    OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_TRACES_PROTOCOL OTEL_SERVICE_NAME OTEL_RESOURCE_ATTRIBUTES; do
    [[ -z "${!name:-}" ]] || span_option "$name" "${!name}"
  done
  # Left alone it speaks gRPC, sends metrics too, traces what nobody asked for, waits for a dead collector, and sends every
  # five seconds: a build would be over, and on AWS its daemon gone.
  [[ -n "${OTEL_EXPORTER_OTLP_PROTOCOL:-}" ]] || span_option OTEL_EXPORTER_OTLP_PROTOCOL http/protobuf
  span_option OTEL_METRICS_EXPORTER none
  span_option OTEL_TRACES_SAMPLER parentbased_always_off
  span_option OTEL_EXPORTER_OTLP_TIMEOUT 1000
  span_option OTEL_BSP_EXPORT_TIMEOUT 1000
  span_option OTEL_BSP_SCHEDULE_DELAY 100
}

span_option() { # name value
  option "$1" "$2"
  spans+=$option,
}

# Puts an option of a driver, as it stands in JSON, into $option.
option() { # name value
  local value=${2//\\/\\\\}
  printf -v option '"env.%s":"%s"' "$1" "${value//\"/\\\"}"
}

can_scan() { :; }

build() { # name
  local command=("${buildx[@]}" build --builder "$builder" --progress rawjson --metadata-file "$SLIPWAY_SCRATCH/$1.json"
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
  (cd "$context" && "${command[@]}" . 2>&1) && return
  # A daemon that answers has told why. What it could not write on a full disk would be in the way of the next build, too; it
  # gives up enough of what it keeps. One that does not answer is made anew and asked once more.
  if docker exec "buildx_buildkit_${builder}0" buildctl debug workers >/dev/null 2>&1; then
    "${buildx[@]}" prune --builder "$builder" --force --min-free-space 1gb --max-used-space 1pb >/dev/null 2>&1 || true
    return 1
  fi
  "${buildx[@]}" rm --force "$builder" >/dev/null 2>&1 || true
  define
  (cd "$context" && "${command[@]}" . 2>&1)
}
