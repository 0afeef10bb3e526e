#!/usr/bin/env bash
# Shows that receivers which others wrote take a whole deploy: an OpenTelemetry Collector that runs infra/collector.yaml as
# the functions' layer would, in front of a Jaeger; then that Jaeger by itself, over HTTP and over gRPC. Jaeger's API is asked
# for each trace, which receivers.py compares span by span with what a deploy promises. At last the Collector sends to the
# local cloud's receiver, over gRPC.
#
# The programs are built from their Go modules by .ci/collector.sh, once. Where they cannot be built that is named, and
# counts as skipped. Works in a SLIPWAY_HOME of its own, and removes it again. Ends with
# "receivers: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

passed=0 failed=0 skipped=0 started=()
work=$(mktemp -d)
export SLIPWAY_HOME=$work/home SLIPWAY_BUILD_WITH=embedded
mkdir "$SLIPWAY_HOME"
trap 'cli/bin/slipway local stop >/dev/null 2>&1; ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null; rm -rf "$work"' EXIT

skip() { # reason
  echo "skipped  real receivers: $1"
  echo "receivers: 0 passed, 0 failed, 1 skipped"
  exit 0
}

check() { # what command...
  local what=$1
  shift
  if "$@" >"$work/checked" 2>&1; then
    echo "ok       $what$(sed -n '1s/^\([0-9]* spans, .*\)/: \1/p' "$work/checked")"
    passed=$((passed + 1))
  else
    echo "FAILED   $what"
    tail -n 15 "$work/checked" | sed 's/^/         /'
    failed=$((failed + 1))
  fi
}

# Waits until something listens at a port, for ten seconds at most.
listens() { # port
  local i
  for ((i = 0; i < 100; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  return 1
}

# Deploys an example, and compares its trace in Jaeger.
traced() { # what example situation
  cli/bin/slipway deploy "cli/examples/$2" --output json >"$work/deploy.json" 2>"$work/deploy.err"
  check "$1" python3 infra/local/receivers.py "http://127.0.0.1:$query" \
    "$(sed -n 's/.*"traceId":"\([0-9a-f]*\)".*/\1/p' "$work/deploy.json" | tail -n 1)" "$3"
}

for name in $(compgen -e | grep -E '^(OTEL_|TRACE)'); do unset "$name"; done
otelcol=$(.ci/collector.sh otelcol 2>"$work/why") || skip "$(tail -n 1 "$work/why")"
jaeger=$(.ci/collector.sh jaeger 2>"$work/why") || skip "$(tail -n 1 "$work/why")"
# The addresses of infra/collector.yaml and of the template.
for port in 4317 4318; do
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || skip "something listens at port $port already"
done
read -r query http grpc others < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(7)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])')
read -r -a others <<<"$others"

SPAN_STORAGE_TYPE=memory "$jaeger" --query.http-server.host-port="127.0.0.1:$query" \
  --collector.otlp.http.host-port="127.0.0.1:$http" --collector.otlp.grpc.host-port="127.0.0.1:$grpc" \
  --query.grpc-server.host-port="127.0.0.1:${others[0]}" --admin.http.host-port="127.0.0.1:${others[1]}" \
  --collector.grpc-server.host-port="127.0.0.1:${others[2]}" --collector.http-server.host-port="127.0.0.1:${others[3]}" \
  >"$work/jaeger.log" 2>&1 &
started+=($!)
collect() { # endpoint option...
  local endpoint=$1
  shift
  SLIPWAY_OTLP_ENDPOINT=$endpoint "$otelcol" --config infra/collector.yaml "$@" >"$work/otelcol.log" 2>&1 &
  collector=$!
  started+=("$collector")
  listens 4318
}

for file in infra/collector.yaml infra/collector-xray.yaml; do
  check "the Collector accepts $file" env SLIPWAY_OTLP_ENDPOINT=http://127.0.0.1:1 SLIPWAY_XRAY_ENDPOINT=http://127.0.0.1:1 \
    AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none "$otelcol" validate --config "$file"
done
check "Jaeger answers" listens "$query"

# The functions export to the layer's address, and the command by way of the pipeline: it is told nothing.
collect "http://127.0.0.1:$http"
SLIPWAY_PARAMETERS=CollectorLayer=default cli/bin/slipway local start >/dev/null || exit
traced "Collector to Jaeger: a deploy on a new cloud" hello live
traced "Collector to Jaeger: once more, warm" hello live
traced "Collector to Jaeger: a build that fails" broken-build broken
kill "$collector"
wait "$collector" 2>/dev/null
cli/bin/slipway local stop >/dev/null

# The command exports by itself here, and the local cloud forwards what it receives.
cli/bin/slipway local start --otlp "http://127.0.0.1:$http" >/dev/null || exit
export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$http
traced "Jaeger over HTTP: a deploy" hello live
traced "Jaeger over HTTP: a build that fails" broken-build broken
export OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$grpc
traced "Jaeger over gRPC: a deploy" hello live

unset OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_ENDPOINT
cli/bin/slipway local stop >/dev/null

# The other way round: the Collector hands a span on to the local cloud's receiver.
cli/bin/slipway local start >/dev/null || exit
receiver=$(sed -n 's/.*"otlpEndpoint" : "\(.*\)".*/\1/p' "$SLIPWAY_HOME/local/cloud.json")
for coding in none gzip; do
  collect http://127.0.0.1:1 --config "yaml:exporters::otlp_grpc::endpoint: ${receiver#http://}" \
    --config "yaml:exporters::otlp_grpc::tls::insecure: true" --config "yaml:exporters::otlp_grpc::compression: $coding" \
    --config "yaml:service::pipelines::traces::exporters: [otlp_grpc]"
  trace=$(printf '%032x' $((0x6b06 + ${#coding} + RANDOM)))
  curl -fsS -H 'Content-Type: application/json' http://127.0.0.1:4318/v1/traces -o /dev/null -d '{"resourceSpans": [{"scopeSpans": [
    {"spans": [{"traceId": "'"$trace"'", "spanId": "53995c3f42cd8ad8", "name": "collected", "kind": 1,
      "startTimeUnixNano": "1", "endTimeUnixNano": "2"}]}]}]}'
  check "the local receiver takes the Collector's gRPC, compression $coding" \
    curl -fsS --retry 20 --retry-delay 1 --retry-all-errors -o "$work/answer" "$receiver/slipway/traces/$trace"
  kill "$collector"
  wait "$collector" 2>/dev/null
done

echo "receivers: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
