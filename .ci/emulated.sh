#!/usr/bin/env bash
# The command's and the functions' code against emulators of AWS that others wrote, and against the local cloud: the same
# cases, one endpoint each. Prints a table of check, tool, version and result, into SLIPWAY_CI_TABLE where that names a
# file, and ends with "emulated: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/.." || exit

work=$(mktemp -d)
export SLIPWAY_HOME=$work/home SLIPWAY_BUILD_WITH=embedded
trap 'cli/bin/slipway local stop >/dev/null 2>&1; .ci/emulators.sh stop; rm -rf "$work"' EXIT
table=${SLIPWAY_CI_TABLE:-$work/table}
passed=0 failed=0 skipped=0
classes=()

row() { # check tool version result
  printf '%-28s %-16s %-10s %s\n' "$@" >>"$table"
}

definition() { # name version url
  local python
  python=$(.ci/emulators.sh python "$1")
  if "$python" .ci/definition.py "$3" infra/deploy.asl.json >"$work/said" 2>&1; then
    row "workflow, created" "$1" "$2" "passed, $(tail -n 1 "$work/said")"
    passed=$((passed + 1))
  else
    row "workflow, created" "$1" "$2" FAILED
    sed "s/^/  $1: /" "$work/said"
    failed=$((failed + 1))
  fi
}

# Counts the cases of one class from its report.
cases() { # class name version
  local report=cli/target/failsafe-reports/TEST-dev.slipway.cli.emulator.$1.xml tests broken left
  if [[ ! -s "$report" ]]; then
    row "cases of a cloud" "$2" "$3" "FAILED: no report"
    failed=$((failed + 1))
    return
  fi
  read -r tests broken left < <(sed -nE '/<testsuite /s/.* tests="([0-9]+)" errors="([0-9]+)" skipped="([0-9]+)" failures="([0-9]+)".*/\1 \2+\4 \3/p' "$report")
  broken=$((broken))
  row "cases of a cloud" "$2" "$3" "$((tests - broken - left)) passed, $broken failed, $left skipped"
  passed=$((passed + tests - broken - left)) failed=$((failed + broken)) skipped=$((skipped + left))
}

rm -f cli/target/failsafe-reports/TEST-dev.slipway.cli.emulator.*
for name in moto ministack localstack; do
  version=$(.ci/emulators.sh version "$name")
  if ! started=$(.ci/emulators.sh start "$name" 2>"$work/why"); then
    row "cases of a cloud" "$name" "$version" "skipped: $(tail -n 1 "$work/why")"
    skipped=$((skipped + 1))
    continue
  fi
  export "SLIPWAY_${name^^}=${started#* }"
  [[ $name == moto ]] || definition "$name" "$version" "${started#* }"
  case $name in
    moto) classes+=("MotoIT $name $version") ;;
    ministack) classes+=("MinistackIT $name $version") ;;
    localstack) classes+=("LocalStackIT $name $version") ;;
  esac
done
cli/bin/slipway local start >"$work/said" 2>&1 || cat "$work/said"
export SLIPWAY_LOCAL=$SLIPWAY_HOME
classes+=("LocalCloudIT local-cloud -")

mvn -o -B -ntp -q -DskipChecks -pl cli -am -Dtest=NONE -Dit.test='MotoIT,MinistackIT,LocalStackIT,LocalCloudIT' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false verify >"$work/maven" 2>&1 \
  || grep -E '^\[ERROR\]|^Caused by' "$work/maven" | head -n 40
for line in "${classes[@]}"; do
  # shellcheck disable=SC2086 # a class, its name and its version
  cases $line
done

[[ -n ${SLIPWAY_CI_TABLE:-} ]] || cat "$table"
echo "emulated: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
