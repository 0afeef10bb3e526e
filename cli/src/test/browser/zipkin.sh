#!/usr/bin/env bash
# Looks at deploys in the pages of a backend that others wrote: Zipkin, which gets them from a real Collector in front of it.
# Searches, opens, clicks and zooms in a browser; what its console complains of is a failure.
#
# The Collector and Zipkin come from .ci/collector.sh, Chromium from the system, playwright-core from the registry of npm;
# where one of them is missing it says so and counts as skipped. Works in a SLIPWAY_HOME of its own, and removes it again.
#
# usage: cli/src/test/browser/zipkin.sh [FOLDER]   where the screenshots go; without it they are not kept
set -uo pipefail
cd "$(dirname "$0")/../../../.." || exit

skip() { # reason
  echo "skipped  deploys in Zipkin: $1"
  echo "zipkin: 0 passed, 0 failed, 1 skipped"
  exit 0
}

fail() { # reason
  echo "FAILED   $1"
  echo "zipkin: 0 passed, 1 failed, 0 skipped"
  exit 1
}

# Waits until an address answers, for two minutes at most.
answers() { # url
  curl -fs --retry 120 --retry-delay 1 --retry-max-time 120 --retry-all-errors -o /dev/null "$1"
}

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
command -v npm >/dev/null || skip "there is no npm"
for name in $(compgen -e | grep -E '^(OTEL_|TRACE)'); do unset "$name"; done

work=$(mktemp -d)
started=()
trap 'cli/bin/slipway local stop >/dev/null 2>&1; ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null; rm -rf "$work"' EXIT
export SLIPWAY_HOME=$work/home SLIPWAY_BUILD_WITH=embedded
mkdir -p "$SLIPWAY_HOME"
otelcol=$(.ci/collector.sh otelcol 2>"$work/why") || skip "$(tail -n 1 "$work/why")"
zipkin=$(.ci/collector.sh zipkin 2>"$work/why") || skip "$(tail -n 1 "$work/why")"
cp cli/src/test/browser/zipkin.mjs "$work"
(cd "$work" && npm install --silent --no-audit --no-fund --prefix . playwright-core@1 >/dev/null 2>&1) \
  || skip "the registry of npm does not give playwright-core"

read -r pages otlp grpc < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])')
(cd "$work" && QUERY_PORT=$pages exec java -Xmx256m -jar "$zipkin" >"$work/zipkin.log" 2>&1) &
started+=($!)
SLIPWAY_OTLP_ENDPOINT=http://127.0.0.1:1 "$otelcol" --config infra/collector.yaml \
  --config "yaml:receivers::otlp::protocols::http::endpoint: 127.0.0.1:$otlp" \
  --config "yaml:receivers::otlp::protocols::grpc::endpoint: 127.0.0.1:$grpc" \
  --config "yaml:exporters::zipkin::endpoint: http://127.0.0.1:$pages/api/v2/spans" \
  --config "yaml:service::pipelines::traces::exporters: [zipkin]" >"$work/otelcol.log" 2>&1 &
started+=($!)
answers "http://127.0.0.1:$pages/health" || fail "Zipkin does not answer: $(tail -n 3 "$work/zipkin.log")"

SLIPWAY_PARAMETERS="OtlpEndpoint=http://127.0.0.1:$otlp" cli/bin/slipway local start >/dev/null || fail "the local cloud"
cli/bin/slipway deploy cli/examples/hello >/dev/null 2>&1 || fail "the deploy"
cli/bin/slipway deploy cli/examples/broken-build >/dev/null 2>&1

node "$work/zipkin.mjs" "$work" "$chromium" "http://127.0.0.1:$pages" "${1:-$work}"
