#!/usr/bin/env bash
# Builds one image with BuildKit and pushes it. Then, where it is asked for, builds a second, tiny one that adds the Lambda Web
# Adapter to it, and has a scanner list what is in it.
#
# In:   SLIPWAY_BUILDER_NAME   buildx, docker or buildctl
#       SLIPWAY_BUILDX         the program of docker buildx, or unset where docker has to find it
#       SLIPWAY_SCRATCH        folder for files of the build's own. Found there: args, with NAME, whose value is that of the
#                              variable, or NAME=value, each ended by a zero byte; secrets, a folder with one file each
#       SLIPWAY_CONTEXT        folder of the build context
#       SLIPWAY_DOCKERFILE     path of the Dockerfile
#       SLIPWAY_TARGET         stage to build, or empty for the last one
#       SLIPWAY_PLATFORM       platform to build for, or empty for that of the builder
#       SLIPWAY_IMAGE          image to push, with its tag
#       SLIPWAY_CACHE_FROM     images that keep layer caches to read, with a space between two
#       SLIPWAY_CACHE_TO       image that keeps the layer cache to write
#       SLIPWAY_ADAPTER_IMAGE  image with the adapter, or unset for none; SLIPWAY_ADAPTED_IMAGE is where the result goes
#       SLIPWAY_SCANNER_IMAGE  image that makes SBOMs, or unset for none; SLIPWAY_SCANNED_IMAGE is where the result goes
#       SLIPWAY_PIPELINE       whose BuildKit daemon buildx uses, and BUILDX_CONFIG, the folder that names it, or unset for a
#                              daemon of this build alone
#       SLIPWAY_BUILDKIT_IMAGE, SLIPWAY_REGISTRY_MIRROR
#                              where buildx gets BuildKit and Docker Hub's images from, or unset for Docker Hub
#       DOCKER_CONFIG          folder with the registry's credentials
# Out:  progress as rawjson on standard output, and {"solve": "..."} before what is not the image itself;
#       app.json, adapted.json and scanned.json in SLIPWAY_SCRATCH, each with its containerimage.digest
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
case "$SLIPWAY_BUILDER_NAME" in
  buildx) source "$here/buildx.sh" ;;
  docker) source "$here/docker.sh" ;;
  buildctl) source "$here/buildctl.sh" ;;
  *)
    echo "failed to build: unknown builder $SLIPWAY_BUILDER_NAME" >&2
    exit 2
    ;;
esac

# What to build; each builder's build NAME does so, and writes NAME.json.
context=$SLIPWAY_CONTEXT
dockerfile=$SLIPWAY_DOCKERFILE
target=$SLIPWAY_TARGET
platform=$SLIPWAY_PLATFORM
image=$SLIPWAY_IMAGE
attest=(provenance)
cache_to=$SLIPWAY_CACHE_TO
read -ra cache_from <<<"$SLIPWAY_CACHE_FROM"
args=()
while IFS= read -r -d '' arg; do args+=("$arg"); done <"$SLIPWAY_SCRATCH/args"
secrets=()
for file in "$SLIPWAY_SCRATCH"/secrets/*; do
  [[ ! -f "$file" ]] || secrets+=("$file")
done

digest() { # name
  local metadata
  metadata=$(<"$SLIPWAY_SCRATCH/$1.json")
  [[ "$metadata" =~ \"containerimage.digest\":\ *\"(sha256:[0-9a-f]+)\" ]]
  echo "${BASH_REMATCH[1]}"
}

# Starts from the image by its digest; the Dockerfile of the source is not touched.
add_adapter() {
  local context=$SLIPWAY_SCRATCH/adapter
  local dockerfile=$context/Dockerfile image=${SLIPWAY_ADAPTED_IMAGE:?} target='' attest=() args=() secrets=() cache_from=() cache_to=''
  mkdir "$context"
  printf 'FROM %s@%s\nCOPY --from=%s /lambda-adapter /opt/extensions/lambda-adapter\n' \
    "${image%:*}" "$(digest app)" "$SLIPWAY_ADAPTER_IMAGE" >"$dockerfile"
  build adapted
}

# The same graph once more, all of it cached, so that a scanner that fails costs no image.
list_contents() {
  local image=${SLIPWAY_SCANNED_IMAGE:?} attest=(provenance sbom) cache_to=''
  build scanned
}

begin
build app
if [[ -n "${SLIPWAY_ADAPTER_IMAGE:-}" ]]; then
  echo '{"solve":"adding the web adapter"}'
  add_adapter
fi
if [[ -n "${SLIPWAY_SCANNER_IMAGE:-}" ]] && can_scan; then
  echo '{"solve":"listing what is in the image"}'
  list_contents || true
fi
