#!/usr/bin/env bash
# Builds one image with BuildKit and pushes it.
#
# In:   SLIPWAY_BUILDER_NAME  buildx, docker or buildctl
#       SLIPWAY_CONTEXT       folder of the build context
#       SLIPWAY_DOCKERFILE    path of the Dockerfile
#       SLIPWAY_IMAGE         image to push, with its tag
#       SLIPWAY_CACHE_IMAGE   image that keeps the layer cache
#       SLIPWAY_TARGET        stage to build, or empty for the last one
#       SLIPWAY_PLATFORM      platform to build for, or empty for that of the builder
#       SLIPWAY_ARGS          file with the names of build arguments, one a line; their values are variables
#       SLIPWAY_SECRETS       folder with one file per secret
#       SLIPWAY_SCRATCH       folder for files of the build's own
#       SLIPWAY_BUILDKIT_IMAGE, SLIPWAY_REGISTRY_MIRROR
#                             where buildx gets BuildKit and Docker Hub's images from, or unset for Docker Hub
#       DOCKER_CONFIG         folder with the registry's credentials
# Out:  progress as rawjson on standard output; SLIPWAY_METADATA_FILE with containerimage.digest
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

args=()
while IFS= read -r name; do
  [[ -n "$name" ]] && args+=("$name")
done <"$SLIPWAY_ARGS"

secrets=()
for file in "$SLIPWAY_SECRETS"/*; do
  [[ -f "$file" ]] && secrets+=("$file")
done

build
