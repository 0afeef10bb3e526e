#!/usr/bin/env bash
# Prints what a collector that does not work costs a deploy, and what the command says about it.
#
# Each deploy is the first one of a local cloud, so that no function knows yet what is wrong: the functions export to the
# collector directly (CollectorLayer=none), and the command's spans go through report_spans; or the command alone has it.
#
# usage: cli/bench/faults.sh [RUNS [FAULT...]]        needs python3
set -euo pipefail
cd "$(dirname "$0")/../.."

runs=${1:-3}
faults=("${@:2}")
[[ ${#faults[@]} -gt 0 ]] ||
  faults=(refuses hangs "answers 500" "answers 429" "answers garbage" "closes mid-request")
SLIPWAY_HOME=$(mktemp -d)
export SLIPWAY_HOME SLIPWAY_BUILD_WITH=embedded
work=$(mktemp -d)
collector=
trap 'cli/bin/slipway local stop >/dev/null 2>&1 || true; [[ -z $collector ]] || kill "$collector"; rm -rf "$SLIPWAY_HOME" "$work"' EXIT
slipway=cli/bin/slipway

cat >"$work/collector.py" <<'PY'
import socket, sys, threading
fault, port_file = sys.argv[1:]
server = socket.socket()
server.bind(("127.0.0.1", 0))
open(port_file, "w").write(str(server.getsockname()[1]))
if fault == "refuses":
    threading.Event().wait()
server.listen(50)
held = []
def answer(connection):
    connection.recv(1 << 16)
    if fault == "closes mid-request":
        connection.close()
        return
    connection.sendall({
        "answers 500": b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
        "answers 429": b"HTTP/1.1 429 Later\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n",
        "answers garbage": b"220 mail.example.org ready\r\n\r\n"}[fault])
    connection.shutdown(socket.SHUT_WR)
    held.append(connection)
while True:
    connection, _ = server.accept()
    if fault == "hangs":
        held.append(connection)
    else:
        threading.Thread(target=answer, args=(connection,), daemon=True).start()
PY

# Runs a deploy on a fresh local cloud, and appends its wall-clock time in milliseconds to a file.
deploy() { # file, where the cloud's spans go, variables of the command...
  local file=$1 otlp=$2 start
  shift 2
  "$slipway" local stop >/dev/null 2>&1 || true
  SLIPWAY_PARAMETERS=${otlp:+OtlpEndpoint=$otlp} "$slipway" local start >/dev/null 2>&1
  start=$(date +%s%N)
  env "$@" "$slipway" deploy cli/examples/hello --app hello >/dev/null 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
  echo $((($(date +%s%N) - start) / 1000000)) >>"$file"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Prints a fault's median time, and the median of what it took longer than the deploy just before with a collector that works.
row() { # what, file, where what the command said is
  local said
  said=$({ grep -o 'failed to export spans.*' "$3" || echo "nothing said"; } | sed 's/:[0-9]\{4,5\}/:PORT/')
  printf '%-34s %6.2f s  %+5.2f s  %d line: %s\n' "$1" "$(median <"$2" | awk '{ print $1 / 1000 }')" \
    "$(paste "$2" "$work/well" | awk '{ print $1 - $2 }' | median | awk '{ print $1 / 1000 }')" \
    "$(wc -l <<<"$said")" "$said"
}

# The first calls make the class archives.
deploy "$work/warm-up" "" A=
deploy "$work/warm-up" "" A=

for fault in "${faults[@]}"; do
  python3 "$work/collector.py" "$fault" "$work/port" &
  collector=$!
  until [[ -s $work/port ]]; do kill -0 "$collector"; done
  url=http://127.0.0.1:$(<"$work/port")
  rm -f "$work/well" "$work/relayed" "$work/direct"
  for ((i = 0; i < runs; i++)); do
    deploy "$work/well" "" A=
    deploy "$work/relayed" "$url" A=
    mv "$work/err" "$work/relayed.err"
    deploy "$work/direct" "" OTEL_EXPORTER_OTLP_ENDPOINT="$url"
    mv "$work/err" "$work/direct.err"
  done
  row "$fault" "$work/relayed" "$work/relayed.err"
  row "$fault, the command's alone" "$work/direct" "$work/direct.err"
  kill "$collector"
  wait "$collector" 2>/dev/null || true
  collector=
  rm "$work/port"
done
