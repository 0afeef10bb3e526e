#!/usr/bin/env bash
# Prints what tracing costs: the start of the command with tracing off, against one that has no tracing on its class path;
# a warm local deploy, and its steps, traced and untraced; the start of a function untraced, traced by Slipway, and under
# the OpenTelemetry Java agent. What is compared takes turns, and the differences of each round count, so that what else the
# machine does falls on both.
#
# Everything runs in folders of its own. Exits with 1 when something costs more than it may. The agent comes from Maven
# Central; where that does not answer, its line is left out.
#
# usage: cli/bench/tracing.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/../.."

runs=${1:-9}
agent=io.opentelemetry.javaagent:opentelemetry-javaagent:2.28.1
work=$(mktemp -d)
slipway=cli/bin/slipway
export SLIPWAY_BUILD_WITH=embedded
finish() {
  for home in "$work/on" "$work/off"; do SLIPWAY_HOME=$home "$slipway" local stop >/dev/null 2>&1 || true; done
  rm -rf "$work"
}
trap finish EXIT
for name in $(compgen -e | grep -E '^(OTEL_|TRACE)'); do unset "$name"; done
tooMuch=0

# Runs a command and appends its milliseconds by the clock to a file, and those of processors to another.
timed() { # file command...
  local file=$1 TIMEFORMAT='%R %U %S'
  shift
  { time "$@" >"$work/out" 2>"$work/err"; } 2>"$work/times" || { cat "$work/err" >&2; exit 1; }
  awk '{ printf "%d\n", $1 * 1000 }' "$work/times" >>"$file"
  awk '{ printf "%d\n", ($2 + $3) * 1000 }' "$work/times" >>"$file.cpu"
}

# Prints the milliseconds of processors that a local cloud and what it has run have taken.
taken() { # on|off
  awk -v tick="$(getconf CLK_TCK)" '{ printf "%d\n", ($14 + $15 + $16 + $17) * 1000 / tick }' \
    "/proc/$(sed -n 's/.*"pid" : \([0-9]*\).*/\1/p' "$work/$1/local/cloud.json")/stat"
}

# The second smallest of nine differences is no larger than the true median with a certainty of 98 %: only where that is too
# much, tracing costs too much, and not the noise of the machine.
compare() { # name, file with, file without, most that may be added, or "any"
  paste "$2" "$3" | python3 -c '
import statistics, sys
name, limit, rows = *sys.argv[1:], [tuple(map(int, line.split())) for line in sys.stdin]
added = sorted(one - other for one, other in rows)
on, off = (statistics.median(column) for column in zip(*rows))
print(f"{name:<62} {on:6.0f} {off:8.0f} {statistics.median(added):6.0f} ({added[1]} to {added[-2]}" + ("" if limit == "any" else f"; at most {limit}") + ")")
sys.exit(limit != "any" and added[1] > int(limit))' "$1" "$4" || tooMuch=1
}

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%d GiB", $2 / 1048576 }' /proc/meminfo), $(java -version 2>&1 | sed -n 1p)"
printf '%-62s %6s %8s %6s\n' "milliseconds, medians of $runs rounds" with without adds

# --- the command, tracing off -------------------------------------------------------------------------------------------

cp cli/target/slipway.jar "$work/with.jar"
python3 - cli/target/slipway.jar "$work/without.jar" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as whole, zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as part:
    for entry in whole.infolist():
        if not entry.filename.startswith(('dev/slipway/telemetry/', 'io/opentelemetry/', 'okhttp3/', 'okio/')):
            part.writestr(entry, whole.read(entry))
END
analyze() { # jar archive-option
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m -Xshare:auto "$2=$work/$1.jsa" -Dslipway.root="$PWD" \
    -cp "$work/$1.jar" dev.slipway.cli.Main analyze cli/examples/hello
}
for jar in with without; do analyze "$jar" -XX:ArchiveClassesAtExit >/dev/null 2>&1; done
for ((i = 0; i < runs; i++)); do
  for jar in with without; do timed "$work/start-$jar" analyze "$jar" -XX:SharedArchiveFile; done
done
compare "slipway analyze, tracing off: its module on the class path" "$work/start-with" "$work/start-without" 10

# --- a warm deploy ------------------------------------------------------------------------------------------------------

SLIPWAY_HOME=$work/on "$slipway" local start >/dev/null
SLIPWAY_HOME=$work/off "$slipway" local start --otlp none >/dev/null
deploy() { # on|off
  SLIPWAY_HOME=$work/$1 "$slipway" deploy cli/examples/hello --output json
}
for way in on off on off; do deploy "$way" >/dev/null 2>&1; done
for ((i = 0; i < runs; i++)); do
  for way in on off; do
    before=$(taken "$way")
    timed "$work/deploy-$way" deploy "$way"
    cpu=$(tail -n 1 "$work/deploy-$way.cpu")
    echo $(($(taken "$way") - before + cpu)) >>"$work/all-$way.cpu"
    # The phases that are one invocation of one function.
    python3 -c 'import json, sys
phases = json.loads(sys.stdin.readlines()[-1])["phases"]
took = [p["durationMs"] for p in phases if p["name"] in ("setup", "locate_artifact", "create_version", "activate")]
print(round(sum(took) / len(took)))' <"$work/out" >>"$work/step-$way"
  done
done
compare "slipway deploy, warm: traced" "$work/deploy-on" "$work/deploy-off" 100
compare "the same, processor time of the command and the local cloud" "$work/all-on.cpu" "$work/all-off.cpu" any
compare "a step of it, as Step Functions sees it: traced" "$work/step-on" "$work/step-off" 5

JAVA_TOOL_OPTIONS="-Xlog:class+load:file=$work/%p.classes:none:filecount=0" deploy off >/dev/null 2>&1
loaded=$(cat "$work"/*.classes | grep -c '^io\.opentelemetry\.\(sdk\|exporter\)\.' || true)
echo "classes of the OpenTelemetry SDK that an untraced deploy loads: $loaded"
[[ $loaded == 0 ]] || tooMuch=1
for way in on off; do SLIPWAY_HOME=$work/$way "$slipway" local stop >/dev/null; done

# --- the start of a function --------------------------------------------------------------------------------------------

jar=
if mvn -B -q dependency:copy -Dartifact="$agent" -DoutputDirectory="$work/agent" >/dev/null 2>&1; then
  jar=$(echo "$work"/agent/*.jar)
fi
# shellcheck disable=SC2086 # no agent is no argument
python3 cli/bench/init.py "$runs" functions/steps/target/functions.jar infra/local/target/ric $jar || tooMuch=1

[[ $tooMuch == 0 ]]
