#!/usr/bin/env bash
# Shows that receivers which others wrote take a whole deploy in each of six situations: an OpenTelemetry Collector that runs
# infra/collector.yaml as the functions' layer would, in front of a Jaeger; then that Jaeger by itself, over HTTP, and for one
# deploy over gRPC; and for one the Collector over gRPC with TLS. Jaeger's API is asked for each trace, which receivers.py
# compares span by span with what a deploy promises. At last the Collector sends to the local cloud's receiver, over gRPC.
#
# The programs are built from their Go modules by .ci/collector.sh, once. Where they cannot be built that is named, and
# counts as skipped. Works in a SLIPWAY_HOME of its own, and removes it again. Ends with
# "receivers: N passed, N failed, N skipped".
set -uo pipefail
# Background jobs in process groups of their own: the others ignore Ctrl-C.
set -m
cd "$(dirname "$0")/../.." || exit

passed=0 failed=0 skipped=0 started=() slipway=cli/bin/slipway
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

# Compares the last trace of an app in Jaeger.
traced() { # what app situation
  local trace
  trace=$("$slipway" history "$2" --output json 2>/dev/null | grep -o '"traceparent":"00-[0-9a-f]*' | head -n 1 | cut -d- -f2)
  check "$1" python3 infra/local/receivers.py "http://127.0.0.1:$query" "${trace:-none}" "$3"
}

deploy() { # app example
  "$slipway" deploy "cli/examples/$2" --app "$1" >"$work/deployed" 2>&1
}

# Interrupts a deploy while its version is probed.
deploy_cancelled() { # app
  local deploy
  : >"$work/cancelled"
  cli/bin/slipway deploy cli/examples/never-healthy --app "$1" >"$work/cancelled" 2>&1 &
  deploy=$!
  until grep -q ' version ' "$work/cancelled" || ! kill -0 "$deploy" 2>/dev/null; do sleep 0.1; done
  kill -INT "$deploy"
  wait "$deploy"
}

# Puts an archive into the bucket, and waits until what it begins has ended.
deploy_uploaded() { # app
  local bucket i
  tar -C cli/examples/hello -czf "$work/hello.tgz" .
  bucket=$(basename "$(find "$SLIPWAY_HOME/local/s3" -maxdepth 1 -name 'slipway-local-*')")
  (
    eval "$(cli/bin/slipway local env)"
    curl -fsS --aws-sigv4 "aws:amz:$AWS_REGION:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
      -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -T "$work/hello.tgz" "$AWS_ENDPOINT_URL_S3/$bucket/incoming/$1/hello.tgz"
  )
  for ((i = 0; i < 100; i++)); do
    cli/bin/slipway history "$1" --output json 2>/dev/null | grep -q '"status":"live"' && return
    sleep 0.2
  done
}

# Deploys in each of the situations that a trace must be whole in.
six_situations() { # where
  deploy "cold" hello
  traced "$1: a deploy on a new cloud" "cold" live
  deploy "cold" hello
  traced "$1: once more, warm" "cold" live
  deploy broken broken-build
  traced "$1: a build that fails" broken broken
  deploy unhealthy never-healthy
  traced "$1: an app that never gets healthy" unhealthy unhealthy
  deploy_cancelled cancelled
  traced "$1: cancelled while the app is probed" cancelled cancelled
  deploy_uploaded uploaded
  traced "$1: an upload to the bucket" uploaded uploaded
}

# Makes an authority of its own, and a certificate that it gives to this machine.
certify() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=authority -keyout "$work/ca.key" -out "$work/ca.pem" \
    && openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout "$work/server.key" -out "$work/server.csr" \
    && printf 'subjectAltName=DNS:localhost' >"$work/names" \
    && openssl x509 -req -days 1 -in "$work/server.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial \
      -extfile "$work/names" -out "$work/server.pem"
}

# An installation whose functions have the authority's certificate in their environment, as a user of AWS would add it.
certified_installation() {
  local part
  mkdir -p "$work/root/cli" "$work/root/infra/local" "$work/root/functions/steps"
  cp -r cli/bin "$work/root/cli"
  cp -r infra/codebuild "$work/root/infra"
  for part in cli/target infra/deploy.asl.json infra/local/target functions/steps/target; do
    ln -s "$PWD/$part" "$work/root/$part"
  done
  sed "s|^        OTEL_EXPORTER_OTLP_ENDPOINT: !If|        OTEL_EXPORTER_OTLP_CERTIFICATE: $work/ca.pem\n&|" \
    infra/template.yaml >"$work/root/infra/template.yaml"
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
six_situations "Collector to Jaeger"
kill "$collector"
wait "$collector" 2>/dev/null
cli/bin/slipway local stop >/dev/null

# The command exports by itself here, and the local cloud forwards what it receives.
cli/bin/slipway local start --otlp "http://127.0.0.1:$http" >/dev/null || exit
export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$http
six_situations "Jaeger over HTTP"
export OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$grpc
deploy grpc hello
traced "Jaeger over gRPC: a deploy" grpc live

cli/bin/slipway local stop >/dev/null

# The command and the functions speak gRPC with TLS to a Collector, each with the authority that the variable names.
if certify >"$work/openssl.log" 2>&1; then
  certified_installation
  slipway=$work/root/cli/bin/slipway
  collect "http://127.0.0.1:$http" --config "yaml:receivers::otlp::protocols::grpc::tls::cert_file: $work/server.pem" \
    --config "yaml:receivers::otlp::protocols::grpc::tls::key_file: $work/server.key"
  export OTEL_EXPORTER_OTLP_ENDPOINT=https://localhost:4317 OTEL_EXPORTER_OTLP_CERTIFICATE=$work/ca.pem
  SLIPWAY_PARAMETERS="OtlpEndpoint=$OTEL_EXPORTER_OTLP_ENDPOINT OtlpProtocol=grpc" \
    "$slipway" local start >/dev/null || exit
  deploy tls hello
  traced "Collector over gRPC with TLS: a deploy" tls live
  kill "$collector"
  wait "$collector" 2>/dev/null
  cli/bin/slipway local stop >/dev/null
else
  echo "skipped  Collector over gRPC with TLS: there is no openssl"
  skipped=$((skipped + 1))
fi
unset OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_CERTIFICATE

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
