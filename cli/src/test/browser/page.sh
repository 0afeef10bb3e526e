#!/usr/bin/env bash
# Opens the pages of slipway trace in a browser and uses them: clicks, keys, search, zoom, comparison, a trace full of markup.
#
# Deploys to a local cloud in a SLIPWAY_HOME of its own, which is removed at the end. Takes Chromium from the system and
# playwright-core from the registry of npm; where one of them is missing it says so and counts as skipped.
#
# usage: cli/src/test/browser/page.sh [FOLDER]   where the screenshots go; without it they are not kept
set -uo pipefail
cd "$(dirname "$0")/../../../.." || exit

skip() { # reason
  echo "skipped  the page in a browser: $1"
  echo "page: 0 passed, 0 failed, 1 skipped"
  exit 0
}

fail() { # reason
  echo "FAILED   $1"
  echo "page: 0 passed, 1 failed, 0 skipped"
  exit 1
}

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
command -v npm >/dev/null || skip "there is no npm"

work=$(mktemp -d)
export SLIPWAY_HOME=$work/home SLIPWAY_BUILD_WITH=embedded
trap 'cli/bin/slipway local stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
mkdir -p "$SLIPWAY_HOME"

cp cli/src/test/browser/page.mjs "$work"
(cd "$work" && npm install --silent --no-audit --no-fund --prefix . playwright-core@1 >/dev/null 2>&1) \
  || skip "the registry of npm does not give playwright-core"

slipway=cli/bin/slipway
"$slipway" deploy cli/examples/hello --app page >/dev/null 2>&1 || fail "the first deploy"
"$slipway" trace page --html "$work/alone.html" 2>/dev/null || fail "the page of a first deploy"
"$slipway" deploy cli/examples/hello --app page >/dev/null 2>&1 || fail "the second deploy"
"$slipway" trace page --html "$work/compared.html" 2>/dev/null || fail "the page of a second deploy"
"$slipway" deploy cli/examples/broken-build --app broken >/dev/null 2>&1
"$slipway" trace broken --html "$work/failed.html" 2>/dev/null || fail "the page of a failed deploy"

# Spans that nobody should have to expect, in the trace of the second deploy.
"$slipway" trace page --output json >"$work/page.json" || fail "the trace as JSON"
receiver=$(sed -n 's/.*"otlpEndpoint" : "\(.*\)".*/\1/p' "$SLIPWAY_HOME/local/cloud.json")
node "$work/page.mjs" hostile "$work/page.json" "$receiver" || fail "the receiver takes no spans"
"$slipway" trace page --html "$work/hostile.html" 2>/dev/null || fail "the page of a hostile trace"

node "$work/page.mjs" test "$work" "$chromium" "${1:-$work}"
