#!/usr/bin/env bash
# Prints which share of a deploy's time its trace names, in six situations: cold, warm, a build that fails, an app that is
# never healthy, a deploy that is cancelled, and one that an upload to the bucket triggers. Each trace must be one connected
# tree, with at least 99 % of its time in leaf spans, as `slipway trace` counts them.
#
# Everything runs in a SLIPWAY_HOME of its own, against a local cloud of its own. Ends with
# "coverage: N passed, N failed, N skipped".
set -uo pipefail
# Background jobs in process groups of their own: the others ignore Ctrl-C.
set -m
cd "$(dirname "$0")/../.." || exit

work=$(mktemp -d)
export SLIPWAY_HOME=$work/home SLIPWAY_BUILD_WITH=embedded
mkdir "$SLIPWAY_HOME"
trap 'cli/bin/slipway local stop >/dev/null 2>&1; rm -rf "$work"' EXIT
slipway=cli/bin/slipway
passed=0 failed=0 skipped=0

# Waits until a trace is there and has no part that is still to come: what was cut off goes on for a while.
whole() { # app
  local i
  for ((i = 0; i < 60; i++)); do
    "$slipway" trace "$1" >"$work/trace" 2>&1 && ! grep -q 'without its parent\|have not come' "$work/trace" && return
    sleep 0.5
  done
  return 1
}

covered() { # situation app
  local share
  whole "$2"
  share=$(sed -n 's/^named \([0-9.]*\) % of the time.*/\1/p' "$work/trace")
  printf '%-24s %7s  %s %%' "$1" "$(sed -n '1s/^[^·]*· \([^ ]*\) ·.*/\1/p' "$work/trace")" "${share:-?}"
  if ! grep -q 'without its parent\|have not come' "$work/trace" && awk -v share="${share:-0}" 'BEGIN { exit !(share >= 99) }'; then
    echo
    passed=$((passed + 1))
  else
    echo "  FAILED"
    sed 's/^/  /' "$work/trace"
    failed=$((failed + 1))
  fi
}

"$slipway" --version >/dev/null
"$slipway" deploy cli/examples/hello --app cold >/dev/null 2>&1
covered "cold" cold

"$slipway" deploy cli/examples/hello --app cold >/dev/null 2>&1
covered "warm" cold

"$slipway" deploy cli/examples/broken-build >/dev/null 2>&1
covered "failed build" broken-build

"$slipway" deploy cli/examples/never-healthy >/dev/null 2>&1
covered "failed health check" never-healthy

: >"$work/cancelled"
"$slipway" deploy cli/examples/never-healthy --app cancelled >"$work/cancelled" 2>&1 &
deploy=$!
until grep -q ' version ' "$work/cancelled" || ! kill -0 "$deploy" 2>/dev/null; do sleep 0.1; done
kill -INT "$deploy"
wait "$deploy" 2>/dev/null
covered "cancelled" cancelled

if curl --help all 2>/dev/null | grep -q aws-sigv4; then
  tar -C cli/examples/hello -czf "$work/hello.tgz" .
  environment=$("$slipway" local env)
  bucket=$(basename "$(find "$SLIPWAY_HOME/local/s3" -maxdepth 1 -name 'slipway-local-*')")
  (
    eval "$environment"
    curl -fsS --aws-sigv4 "aws:amz:$AWS_REGION:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
      -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -T "$work/hello.tgz" "$AWS_ENDPOINT_URL_S3/$bucket/incoming/uploaded/hello.tgz"
  )
  covered "triggered by an upload" uploaded
else
  echo "skipped  triggered by an upload: there is no curl that signs"
  skipped=$((skipped + 1))
fi

echo "coverage: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
