#!/usr/bin/env bash
# Prints how fast Slipway is on this machine: the figures that the README quotes.
#
# Everything runs in a SLIPWAY_HOME of its own, against a local cloud of its own. Each figure is the median of several
# runs, with the smallest and the largest beside it; a first run that makes class archives is not counted.
#
# usage: cli/bench/speed.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/../.."

runs=${1:-5}
SLIPWAY_HOME=$(mktemp -d)
export SLIPWAY_HOME
work=$(mktemp -d)
trap 'cli/bin/slipway local stop >/dev/null 2>&1 || true; rm -rf "$SLIPWAY_HOME" "$work"' EXIT
slipway=cli/bin/slipway

now() { date +%s%N; }

# Runs a command and appends its wall-clock time in milliseconds to a file.
timed() { # file command...
  local file=$1 start
  shift
  start=$(now)
  "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
  echo $((($(now) - start) / 1000000)) >>"$file"
}

report() { # name, limit in ms, file
  sort -n "$3" | awk -v name="$1" -v limit="$2" '
    { v[NR] = $1 }
    END { printf "%-44s %6.2f s  (%.2f to %.2f, %d runs; at most %.2f)\n",
          name, v[int((NR + 1) / 2)] / 1000, v[1] / 1000, v[NR] / 1000, NR, limit / 1000 }'
}

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%d GiB", $2 / 1048576 }' /proc/meminfo), $(java -version 2>&1 | sed -n 1p)"

# The first calls make the class archives.
"$slipway" --version >/dev/null
cp -r cli/examples/hello "$work/hello"
"$slipway" deploy "$work/hello" --app hello >/dev/null 2>&1
"$slipway" deploy "$work/hello" --app hello >/dev/null 2>&1

for ((i = 0; i < runs; i++)); do timed "$work/version" "$slipway" --version; done
report "slipway --version" 250 "$work/version"

for ((i = 0; i < runs; i++)); do
  "$slipway" local stop >/dev/null 2>&1
  timed "$work/cold" "$slipway" local start
done
report "local cloud, cold start" 4000 "$work/cold"

"$slipway" deploy "$work/hello" --app hello >/dev/null 2>&1
for ((i = 0; i < runs; i++)); do
  sed -i "s/$/ /; s/ *$//" "$work/hello/Hello.java"
  echo "// $i $RANDOM" >>"$work/hello/Hello.java"
  timed "$work/warm" "$slipway" deploy "$work/hello" --app hello --output json
  cat "$work/out" >>"$work/json"
  "$slipway" status hello --output json >/dev/null 2>&1 || true
done
report "slipway deploy, warm, changed source" 3000 "$work/warm"

for ((i = 0; i < runs; i++)); do timed "$work/same" "$slipway" deploy "$work/hello" --app hello; done
report "slipway deploy, warm, same source" 3000 "$work/same"
