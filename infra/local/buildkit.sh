#!/usr/bin/env bash
# Shows what BuildKit does beside building, with real engines: its spans in the trace of the deploy, secrets that stay secret,
# layers that are reused, what is attested about an image, and the adapter that Lambda needs.
#
# It needs a Docker engine with buildx, python3, and debian:12-slim from Docker Hub or from SLIPWAY_REGISTRY_MIRROR. buildctl
# needs buildkitd and root; docker needs a client from before buildx in SLIPWAY_OLD_DOCKER. The OpenTelemetry Collector is
# built by .ci/collector.sh, once. What is missing is named and counts as skipped.
#
# Works in a SLIPWAY_HOME of its own, and removes it again. Ends with "buildkit: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

mirror=${SLIPWAY_REGISTRY_MIRROR:-}
work=$(mktemp -d)
export SLIPWAY_HOME=$work/home
passed=0 failed=0 skipped=0 daemon='' watcher='' collector=''
secret=$(head -c 18 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')-not-to-be-seen

finish() {
  [[ -z "$watcher" ]] || kill "$watcher" 2>/dev/null
  [[ -z "$collector" ]] || kill "$collector" 2>/dev/null
  cli/bin/slipway local reset --yes >/dev/null 2>&1
  [[ -z "$daemon" ]] || { kill "$daemon" && wait "$daemon"; } 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

check() { # what command...
  local what=$1
  shift
  if "$@" >"$work/checked" 2>&1; then
    echo "ok       $what"
    passed=$((passed + 1))
  else
    echo "FAILED   $what"
    tail -n 15 "$work/checked" | sed 's/^/         /'
    failed=$((failed + 1))
  fi
}

skip() {
  echo "skipped  $*"
  skipped=$((skipped + 1))
}

# Starts the local cloud anew with a builder; what else is given are parameters of the template.
cloud() { # builder parameter...
  local builder=$1
  shift
  cli/bin/slipway local stop >/dev/null 2>&1
  SLIPWAY_PARAMETERS="${mirror:+RegistryMirror=$mirror }$*" cli/bin/slipway local start --builder "$builder" >/dev/null || exit
}

# Deploys a folder under its name; says whether it went live.
deploy() { # app option...
  local app=$1
  shift
  cli/bin/slipway deploy "$work/$app" --app "$app" --output json "$@" >"$work/$app.json" 2>"$work/$app.err"
}

value() { # key app: of the JSON that deploy prints
  sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' "$work/$2.json" | tail -n 1
}

of_cloud() { # key
  sed -n 's/^ *"'"$1"'" : "\(.*\)",\{0,1\}$/\1/p' "$SLIPWAY_HOME/local/cloud.json"
}

# Prints the file with what a build said of itself, from where the local cloud keeps the objects of S3.
result() { # app
  python3 - "$SLIPWAY_HOME/local/s3" "$(value deploymentId "$1")" >"$work/$1.result" <<'END'
import json, os, sys
begin = '{"schema":1,"deploymentId":"%s","buildId":' % sys.argv[2]
for parent, _, files in os.walk(sys.argv[1]):
    for name in files:
        text = open(os.path.join(parent, name), errors='replace').read()
        if begin in text:
            print(json.dumps(json.JSONDecoder().raw_decode(text[text.index(begin):])[0]))
            sys.exit()
END
  echo "$work/$1.result"
}

# Reads a trace and says what is wrong with it; the rest of the arguments are the expectations, in Python.
trace() { # app expectation...
  local app=$1
  shift
  python3 - "$(of_cloud otlpEndpoint)/slipway/traces/$(value traceId "$app")" "$@" <<'END'
import json, sys, urllib.request

spans = [dict(span, service=next((a['value']['stringValue'] for a in resource['resource'].get('attributes', [])
                                  if a['key'] == 'service.name'), ''),
              attributes={a['key']: next(iter(a['value'].values())) for a in span.get('attributes', [])},
              failed=span.get('status', {}).get('code') in (2, 'STATUS_CODE_ERROR'))
         for resource in json.load(urllib.request.urlopen(sys.argv[1]))['resourceSpans']
         for scope in resource['scopeSpans'] for span in scope['spans']]
by_id = {span['spanId']: span for span in spans}

def above(span):
    while span:
        span = by_id.get(span.get('parentSpanId'))
        if span:
            yield span['name']

names = [span['name'] for span in spans]
roots = [span['name'] for span in spans if span.get('parentSpanId', '') not in by_id]
twice = len(names) - len(by_id)
steps = [span for span in spans if span['name'] == 'build.buildkit.step']
of_buildkit = [span for span in spans if span['service'] in ('buildx', 'buildkitd', 'buildctl')]
for expectation in sys.argv[2:]:
    print(expectation, eval(expectation), sep=' -> ')
    if not eval(expectation):
        sys.exit(f'{len(spans)} spans, roots {roots}, steps {[s["attributes"] for s in steps]}')
END
}

# Whether a text stands nowhere in the files of some folders: not as it is, not in base 64 of JSON, not in a layer.
nowhere() { # text folder...
  python3 - "$@" <<'END'
import base64, gzip, os, re, sys

text, found = sys.argv[1].encode(), []
for folder in sys.argv[2:]:
    for parent, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(parent, name)
            data = b'' if os.path.islink(path) else open(path, 'rb').read()
            # The app's environment and its function's, where the value belongs.
            if b'"sensitive":true' in data or '/lambda/functions/' in path:
                continue
            if data[:2] == b'\x1f\x8b':
                data = gzip.decompress(data)
            data += b''.join(base64.b64decode(part + b'==') for part in re.findall(rb'"data"\s*:\s*\\?"([A-Za-z0-9+/]+)', data))
            if text in data:
                found.append(path)
print(*found, sep='\n')
sys.exit(bool(found))
END
}

app() { # name; the Dockerfile on standard input
  mkdir -p "$work/$1"
  cat >"$work/$1/Dockerfile"
  # Nothing here serves: what matters is over when the launch begins.
  printf '[health]\ntimeout = "1s"\n' >"$work/$1/slipway.toml"
}

app web <<'END'
FROM debian:12-slim AS build
COPY one /one
RUN cp /one /first
COPY two /two
RUN cat /two >/second && env | grep -E '^(OTEL|TRACE)' | sort
ARG OTEL_TRACES_EXPORTER=none
RUN echo "exporter is $OTEL_TRACES_EXPORTER"
FROM debian:12-slim
COPY --from=build /first /second /
END
echo one >"$work/web/one"
echo two >"$work/web/two"

app fails <<'END'
FROM debian:12-slim
RUN true
RUN echo it is wrong && exit 7
END

app secrets <<'END'
FROM debian:12-slim
RUN --mount=type=secret,id=TOKEN wc -c </run/secrets/TOKEN >/length && sleep 1
RUN --mount=type=secret,id=TOKEN cat /run/secrets/TOKEN && echo " is what it says"
CMD ["cat", "/length"]
END
printf '[build.secrets]\nTOKEN = "TOKEN"\n' >>"$work/secrets/slipway.toml"

app scanner <<'END'
FROM debian:12-slim
COPY scan /scan
ENTRYPOINT ["/scan"]
END
cat >"$work/scanner/scan" <<'END'
#!/bin/sh
# Stands in for a scanner, by BuildKit's protocol: one SPDX document about the folder it is shown.
cat >"$BUILDKIT_SCAN_DESTINATION/sbom.spdx.json" <<DOCUMENT
{"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://spdx.dev/Document",
 "predicate": {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "stand-in",
  "files": [{"SPDXID": "SPDXRef-1", "fileName": "$(cd "$BUILDKIT_SCAN_SOURCE" && ls -d second)"}]}}
DOCUMENT
END
chmod +x "$work/scanner/scan"

app adapter <<'END'
FROM scratch
COPY adapter /lambda-adapter
END
echo adapter >"$work/adapter/adapter"

# --- the trace ----------------------------------------------------------------------------------------------------------

one_tree=("roots == ['deploy']" "twice == 0")
whole_build=("twice == 0" "not steps" "{'buildx', 'buildkitd'} <= {s['service'] for s in of_buildkit}"
  "all('build.buildkit' in above(s) for s in of_buildkit)")
by_buildkit=("${one_tree[@]}" "${whole_build[@]}")
by_records=("${one_tree[@]}" "not of_buildkit" "all(by_id[s['parentSpanId']]['name'] == 'build.buildkit' for s in steps)")

spans_of_buildkit() {
  deploy web
  check "$1: one tree, with the spans of BuildKit's client and daemon below build.buildkit" \
    trace web "${by_buildkit[@]}" "'[build 3/6] RUN cp /one /first' in names"
  deploy fails
  check "$1: the failing step is the one with an error" trace fails "${by_buildkit[@]}" \
    "[s['name'] for s in of_buildkit if s['failed'] and s['name'].startswith('[')] == ['[3/3] RUN echo it is wrong && exit 7']"
}

spans_of_records() {
  deploy web
  check "$1: one tree, with the steps as spans below build.buildkit" \
    trace web "${by_records[@]}" "'[build 3/6] RUN cp /one /first' in [s['attributes']['slipway.build.step'] for s in steps]"
  deploy fails
  check "$1: the failing step is the one with an error" trace fails "${by_records[@]}" \
    "[s['attributes']['slipway.build.step'] for s in steps if s['failed']] == ['[3/3] RUN echo it is wrong && exit 7']"
}

traces() {
  python3 -c 'import json, sys, urllib.request; print(len(json.load(urllib.request.urlopen(sys.argv[1]))["traceIds"]))' \
    "$(of_cloud otlpEndpoint)/slipway/traces"
}

environment_of_steps() {
  cli/bin/slipway logs web --build "$(value deploymentId web)" >"$work/log"
  grep -oE '(OTEL|TRACE)[A-Z_]*=.*' "$work/log" | grep -v '^TRACEPARENT=' | sort >"$work/seen"
  diff - "$work/seen" <<'END' && grep -q 'exporter is none' "$work/log"
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=unix:///dev/otel-grpc.sock
OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc
OTEL_TRACES_EXPORTER=otlp
END
}

# Names the daemon that buildx builds with.
daemon_name() { ls "$SLIPWAY_HOME/local/codebuild/buildx/instances"; }

# Deploys two apps at the same time, by the same daemon.
spans_of_two() {
  cp -a "$work/web" "$work/twin"
  echo another >"$work/twin/one"
  local first
  deploy web &
  first=$!
  deploy twin &
  wait "$first" $!
  check "$1: of two builds at once, one has its own spans" trace web "${by_buildkit[@]}"
  check "$1: and so has the other" trace twin "${by_buildkit[@]}"
}

# Spoils what the daemon keeps, so that it cannot start.
broken_daemon() {
  local container
  container=buildx_buildkit_$(daemon_name)0
  docker stop "$container" >/dev/null
  echo spoilt >"$work/containerdmeta.db"
  docker cp --quiet "$work/containerdmeta.db" "$container:/var/lib/buildkit/runc-overlayfs/"
  deploy web
  check "$1: a daemon that does not start any more is made anew" images web "result['appDigest']"
}

# Puts a collector that speaks one protocol and not the other before the local cloud's receiver.
by_collector() { # receiver of the collector, protocol as OpenTelemetry names it
  local port tries
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cat >"$work/$1.yaml" <<END
receivers: {otlp: {protocols: {$1: {endpoint: "127.0.0.1:$port"}}}}
exporters: {otlphttp: {endpoint: "$(of_cloud otlpEndpoint)"}}
service: {telemetry: {metrics: {level: none}}, pipelines: {traces: {receivers: [otlp], exporters: [otlphttp]}}}
END
  "$otelcol" --config "$work/$1.yaml" >"$work/$1.log" 2>&1 &
  collector=$!
  for ((tries = 0; tries < 100; tries++)); do
    ! grep -qs 'Everything is ready' "$work/$1.log" || break
    sleep 0.1
  done
  cloud buildx "OtlpEndpoint=http://127.0.0.1:$port" "OtlpProtocol=$2"
  deploy web
  kill "$collector"
  wait "$collector" 2>/dev/null
  check "buildx: a collector that speaks $1 alone gets the spans of BuildKit's client and daemon, each once" \
    trace web "${whole_build[@]}"
  collector=''
}

# --- secrets ------------------------------------------------------------------------------------------------------------

# Looks at the arguments of all processes for as long as it runs.
watch_processes() {
  while :; do
    grep -alF "$secret" /proc/[0-9]*/cmdline 2>/dev/null | grep -v "/proc/\($$\|$BASHPID\|self\)/" | while IFS= read -r file; do
      tr '\0' ' ' <"$file" | grep -v '^grep -alF ' && echo
    done
  done >"$work/processes" 2>/dev/null
}

secrets() {
  printf 'TOKEN=%s\n' "$secret" >"$work/secrets.env"
  watch_processes &
  watcher=$!
  deploy secrets --env-file "$work/secrets.env"
  kill "$watcher"
  watcher=''
  cli/bin/slipway logs secrets --build "$(value deploymentId secrets)" >"$work/log"
  check "secrets: the step has it, and what it prints is masked" grep -q '  \*\*\*' "$work/log"
  mkdir -p "$work/said"
  cp "$work/log" "$work"/secrets.{json,err} "$work/said"
  check "secrets: nowhere in the image, the cache, the log, the records, the trace or the output" \
    nowhere "$secret" "$SLIPWAY_HOME" "$work/said"
  check "secrets: in no process list" test ! -s "$work/processes"
}

# --- caches -------------------------------------------------------------------------------------------------------------

cached() { # expectation about the names of the cached steps
  python3 - "$(result web)" "$1" <<'END'
import json, sys
cached = [step['name'] for step in json.load(open(sys.argv[1]))['steps'] if step['cached']]
print(cached)
sys.exit(not eval(sys.argv[2]))
END
}

# --- attestations and the adapter ---------------------------------------------------------------------------------------

statement() { # app option expectation
  cli/bin/slipway versions "$1" "$2" >"$work/statement" || return
  python3 - "$work/statement" "$(result "$1")" "$3" <<'END'
import json, sys
statement, result = json.load(open(sys.argv[1])), json.load(open(sys.argv[2]))
subjects = [subject['digest']['sha256'] for subject in statement['subject']]
print(subjects, result['appDigest'], str(statement)[:2000])
sys.exit(subjects != [result['appDigest'].removeprefix('sha256:')] or not eval(sys.argv[3]))
END
}

# Reads manifests out of the registry's store.
images() { # app expectation
  python3 - "$SLIPWAY_HOME/local/registry" "$(result "$1")" "$2" <<'END'
import glob, json, sys
def manifest(digest):
    return json.load(open(next(iter(glob.glob(f'{sys.argv[1]}/blobs/**/{digest.removeprefix("sha256:")}', recursive=True)))))
result = json.load(open(sys.argv[2]))
app, run = manifest(result['appDigest']), manifest(result['runDigest'])
layers = [layer['digest'] for layer in app['layers']]
run_layers = [layer['digest'] for layer in run['layers']]
print(result['appDigest'], result['runDigest'], app, run)
sys.exit(not eval(sys.argv[3]))
END
}

# --- builder by builder -------------------------------------------------------------------------------------------------

if ! docker buildx version >/dev/null 2>&1 || ! docker version >/dev/null 2>&1; then
  skip "all: no container engine with buildx answers"
else
  cloud buildx
  spans_of_buildkit buildx
  check "buildx: two deploys are two traces, and the daemon adds none of its own" test "$(traces)" = 2
  check "buildx: a step sees what BuildKit sets, nothing of ours, and can say otherwise" environment_of_steps
  check "buildx: without a scanner there is no SBOM, and the log says so" \
    grep -q 'no SBOM: the pipeline has no scanner image' <(cli/bin/slipway logs web --build "$(value deploymentId web)")
  # On AWS each build has a new daemon, which knows of the last build by the registry alone.
  BUILDX_CONFIG=$SLIPWAY_HOME/local/codebuild/buildx docker buildx prune --builder "$(daemon_name)" --all --force >/dev/null
  echo changed >"$work/web/two"
  deploy web
  check "cache: an empty builder reuses the steps before the changed line, and no other" cached \
    "'[build 3/6] RUN cp /one /first' in cached and not any('[build 4/6]' in name or '[build 5/6]' in name for name in cached)"
  spans_of_two buildx
  broken_daemon buildx
  secrets

  deploy scanner
  deploy adapter
  repository=$(of_cloud SLIPWAY_REGISTRY)/slipway-local
  cloud buildx "SbomScannerImage=$repository:scanner-$(value deploymentId scanner)" \
    "AdapterImage=$repository:adapter-$(value deploymentId adapter)"
  deploy web
  check "attestations: the provenance is about the image of the source" statement web --provenance \
    "statement['predicateType'].startswith('https://slsa.dev/provenance/')"
  check "attestations: the SBOM is, too" statement web --sbom \
    "'second' in [file['fileName'] for file in statement['predicate']['files']]"
  check "attestations: what runs is a plain image" images web \
    "not {app['mediaType'], run['mediaType']} & {'application/vnd.oci.image.index.v1+json'}"
  check "adapter: one layer on top of the image of the source, which has none of it" images web \
    "len(run_layers) == len(layers) + 1 and run_layers[:-1] == layers and result['appDigest'] != result['runDigest']"
  cloud buildx "SbomScannerImage=$repository:nothing"
  deploy web
  check "attestations: a scanner that is not there costs the SBOM, and no image" images web \
    "result['attestations']['provenance'] and 'no SBOM' in str(result['attestations']['missing'])"

  cloud buildx OtlpEndpoint=http://127.0.0.1:9
  deploy web
  check "collectors: one that cannot be reached costs no image, and leaves the steps' spans to the records" images web \
    "result['stepSpans'] == 'record_outcome' and result['steps']"
  if otelcol=$(.ci/collector.sh otelcol 2>"$work/why"); then
    by_collector http http/protobuf
    by_collector grpc grpc
  else
    skip "collectors: $(tail -n 1 "$work/why")"
  fi

  if [[ $(id -u) == 0 ]] && command -v buildkitd buildctl >/dev/null; then
    printf '%s' "${mirror:+[registry.\"docker.io\"]
mirrors = [\"$mirror\"]
}" >"$work/buildkitd.toml"
    buildkitd --config "$work/buildkitd.toml" --root "$work/buildkit" --addr "unix://$work/buildkitd" \
      --otel-socket-path "$work/otel" --containerd-worker=false >"$work/buildkitd.log" 2>&1 &
    daemon=$!
    export BUILDKIT_HOST=unix://$work/buildkitd
    buildctl --addr "$BUILDKIT_HOST" --wait debug workers >/dev/null 2>&1
    cloud buildctl
    spans_of_records buildctl
    check "buildctl: attests the provenance" statement web --provenance "True"
    unset BUILDKIT_HOST
  else
    skip "buildctl: there is no buildkitd"
  fi

  if [[ -x "${SLIPWAY_OLD_DOCKER:-}" ]]; then
    mkdir "$work/bin"
    ln -s "$SLIPWAY_OLD_DOCKER" "$work/bin/docker"
    PATH=$work/bin:$PATH cloud docker
    spans_of_records docker
    check "docker: says that it cannot attest" grep -q 'no provenance: docker build without buildx cannot attest' \
      <(cli/bin/slipway logs web --build "$(value deploymentId web)")
  else
    skip "docker: no client from before buildx in SLIPWAY_OLD_DOCKER"
  fi
fi

echo "buildkit: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
