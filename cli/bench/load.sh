#!/usr/bin/env bash
# Shows what Slipway does under load on this machine: a source of 1 GiB within bounded memory, and many apps at once.
#
# usage: cli/bench/load.sh [APPS] [MEBIBYTES]
# Ends with "load: N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/../.."

apps=${1:-20} mebibytes=${2:-1024}
SLIPWAY_HOME=$(mktemp -d)
export SLIPWAY_HOME
work=$(mktemp -d)
trap 'cli/bin/slipway local stop >/dev/null 2>&1 || true; rm -rf "$SLIPWAY_HOME" "$work"' EXIT
slipway=cli/bin/slipway
passed=0 failed=0

verdict() { # whether text
  if [[ $1 == true ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-8s %s\n' "$([[ $1 == true ]] && echo ok || echo FAILED)" "$2"
}

# Heap of the local cloud that is in use after a full collection, in KiB.
heap() {
  local pid
  pid=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$SLIPWAY_HOME/local/cloud.json" | head -n 1)
  jcmd "$pid" GC.run >/dev/null
  jcmd "$pid" GC.heap_info | grep -oE 'used [0-9]+K' | tr -dc '0-9\n' | head -n 2 | awk '{ n += $1 } END { print n }'
}

cp -r cli/examples/hello "$work/big"
"$slipway" deploy "$work/big" --app big >/dev/null 2>&1
before=$(heap)
head -c "$((mebibytes * 1048576))" /dev/urandom >"$work/big/data.bin"
start=$(date +%s)
if "$slipway" deploy "$work/big" --app big >"$work/out" 2>&1; then live=true; else live=false; fi
verdict "$live" "a source of $mebibytes MiB is live in $(($(date +%s) - start)) s, the CLI at -Xmx96m"
[[ $live == true ]] || cat "$work/out"
grown=$((($(heap) - before) / 1024))
verdict "$([[ $grown -le 64 ]] && echo true || echo false)" "the local cloud's heap grew by $grown MiB (at most 64)"

start=$(date +%s)
for ((i = 1; i <= apps; i++)); do
  "$slipway" deploy cli/examples/hello --app "app$i" --output json >"$work/app$i" 2>"$work/err$i" &
done
wait
live=$(cat "$work"/app[0-9]* | grep -cE '"status" *: *"live"' || true)
verdict "$([[ $live == "$apps" ]] && echo true || echo false)" "$live of $apps apps deployed at once are live after $(($(date +%s) - start)) s"

echo "load: $passed passed, $failed failed, 0 skipped"
[[ $failed == 0 ]]
