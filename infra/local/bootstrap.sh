#!/usr/bin/env bash
# Shows that a pipeline comes to an AWS account and goes again, against an emulator that others wrote: dry run, creation,
# nothing to do, a changed parameter, a resource that fails and the attempt after it,
# removals, a code bucket of somebody else, another region.
#
# SLIPWAY_AWS_ENDPOINT   an emulator that runs; by default .ci/emulators.sh starts ministack
#
# Ends with "bootstrap: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

work=$(mktemp -d)
export SLIPWAY_HOME=$work/home SLIPWAY_CI_RUN=$work/run
trap '.ci/emulators.sh stop 2>/dev/null; rm -rf "$work"' EXIT
unset SLIPWAY_PIPELINE AWS_PROFILE
passed=0 failed=0

skip() { # reason
  echo "skipped  bootstrap: $1"
  echo "bootstrap: 0 passed, 0 failed, 1 skipped"
  exit
}

command -v aws >/dev/null || skip "the AWS CLI is not installed"
endpoint=${SLIPWAY_AWS_ENDPOINT:-}
if [[ -z "$endpoint" ]]; then
  endpoint=$(.ci/emulators.sh start ministack 2>"$work/why") || skip "$(tail -n 1 "$work/why")"
  endpoint=${endpoint#* }
fi
export AWS_ENDPOINT_URL=$endpoint AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
export AWS_DEFAULT_REGION=us-east-1 AWS_PAGER=

slipway() { cli/bin/slipway "$@" >"$work/out" 2>"$work/err"; }

# Each check is a command line that holds; what the last run of slipway said is shown where one does not.
check() { # what, command...
  local what=$1
  shift
  if "$@"; then
    echo "ok       $what"
    passed=$((passed + 1))
  else
    echo "FAILED   $what"
    tail -n 5 "$work/out" "$work/err" | sed 's/^/         /'
    failed=$((failed + 1))
  fi
}

out() { grep -Eq -- "$1" "$work/out"; }
err() { grep -Eq -- "$1" "$work/err"; }
refused() { # exit code, slipway's arguments...
  local code=$1
  shift
  slipway "$@"
  [[ $? == "$code" ]]
}
# Runs a command on a terminal, and presses a key when it asks.
pressed() { # exit code, key, command
  : >"$work/out"
  answer "$2" | script -qefc "$3" "$work/out" >/dev/null
  [[ ${PIPESTATUS[1]} == "$1" ]]
}
answer() { # key
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    ! grep -q '\[y/N\]' "$work/out" || break
    sleep 0.1
  done
  printf '%b' "$1"
}
stack() { aws cloudformation describe-stacks --stack-name slipway-boot --query "Stacks[0].$1" --output text 2>/dev/null; }
parameter() { stack "Parameters[?ParameterKey=='$1'].ParameterValue"; }
versions() { aws lambda list-versions-by-function --function-name slipway_boot_setup --query 'Versions[].Version' --output text; }
everything() {
  aws s3 ls
  aws s3 ls --recursive "s3://$code" 2>/dev/null
  stack StackStatus
  aws lambda list-functions --query 'Functions[].FunctionName'
}
code=slipway-code-$(aws sts get-caller-identity --query Account --output text)-us-east-1
bucket=slipway-boot-${code#slipway-code-}

check "without --yes and a terminal it is refused" refused 2 bootstrap --pipeline boot
check "with a hint" err '^hint: give --yes'

before=$(everything)
check "a dry run shows what it would create" slipway bootstrap --pipeline boot --dry-run
check "resource by resource" out '^add +SetupFunction +AWS::Lambda::Function'
check "and leaves nothing behind" test "$before" == "$(everything)"

check "doctor finds no stack" refused 3 doctor --pipeline boot
check "and says what to do about it" out 'slipway bootstrap'

check "bootstrap creates the pipeline" slipway bootstrap --pipeline boot --yes --otlp-endpoint http://collector.example:4318
check "its stack stands" test "$(stack StackStatus)" == CREATE_COMPLETE
check "each resource was told" err 'created SetupFunction \(AWS::Lambda::Function\)'
check "its functions are published" grep -q 1 <<<"$(versions)"
check "the code bucket takes encrypted connections only" grep -q SecureTransport <<<"$(aws s3api get-bucket-policy --bucket "$code" --output text)"
check "the code bucket is private" grep -q '"RestrictPublicBuckets": true' <<<"$(aws s3api get-public-access-block --bucket "$code" --output json)"
check "it is the default from now on" slipway status
check "and empty" err 'Nothing is deployed to pipeline boot yet'
check "doctor finds it well" slipway doctor
check "of this version" out '^ok +version'

before=$(everything)
check "a second bootstrap succeeds" slipway bootstrap --yes
check "and says that there is nothing to change" out '^Nothing to change'
check "and has changed nothing" test "$before" == "$(everything)"

check "a changed parameter changes the stack" slipway bootstrap --yes --parameter LogRetentionDays=7
check "by replacing nothing that holds data" test -z "$(grep LOST "$work/err")"
check "its value is there" test "$(parameter LogRetentionDays)" == 7
check "what was given before is kept" test "$(parameter OtlpEndpoint)" == http://collector.example:4318
check "a new version of the functions is published" grep -q 2 <<<"$(versions)"
check "an empty one takes back what was given" slipway bootstrap --yes --parameter OtlpEndpoint=
check "so that nothing is traced" test -z "$(parameter OtlpEndpoint)"
check "a value that makes no sense is refused" refused 2 bootstrap --yes --parameter AppMemoryMiB=1
check "an unknown parameter is refused" refused 2 bootstrap --yes --parameter Memory=1
check "JSON is one object" slipway bootstrap --yes --output json
check "with the outputs" out '^\{"status":"unchanged","pipeline":"boot".*"StateMachineArn":"arn:'

aws ecr put-image --repository-name slipway-boot --image-tag hello-1 --image-manifest \
  '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}' >/dev/null
aws lambda create-function --function-name slipway-boot-hello --package-type Image --role arn:aws:iam::000000000000:role/app \
  --code "ImageUri=${code:13:12}.dkr.ecr.us-east-1.amazonaws.com/slipway-boot:hello-1" >/dev/null
aws s3 cp --quiet events/samples/live-state.json "s3://$bucket/apps/hello/live.json"
check "teardown without --yes and a terminal is refused" refused 2 teardown
check "teardown removes the pipeline" slipway teardown --yes
check "it named the app that was live" err 'app hello, LIVE at https://'
check "the app, the stack and its images are gone" test -z "$(stack StackStatus)$(aws lambda list-functions --query "Functions[?starts_with(FunctionName, 'slipway-boot-')].FunctionName" --output text)"
check "the bucket stays" grep -q " $bucket" <<<"$(aws s3 ls)"
check "a second teardown succeeds" slipway teardown --yes --pipeline boot
check "and says that there is nothing to remove" out '^Nothing to remove'
check "the bucket goes when asked" slipway teardown --yes --pipeline boot --empty-bucket
check "with all that is in it" test -z "$(aws s3 ls | grep " $bucket")"
check "it is the default no more" test "$(cat "$SLIPWAY_HOME/pipelines.json")" == '{"pipelines":[]}'

secret=arn:aws:secretsmanager:us-east-1:000000000000:secret:none-abcdef
check "a resource that fails is a failure" refused 1 bootstrap --pipeline boot --yes --otlp-endpoint http://collector.example:4318 \
  --otlp-headers-secret "$secret" --parameter CollectorLayer=none
check "told with its reason" err "^failed to create the stack slipway-boot: [A-Za-z]+Function \(AWS::Lambda::Function\): .*$secret"
check "and a hint" err '^hint: see that the secret'
check "nothing is left but a stack that failed" test "$(stack StackStatus)" == ROLLBACK_COMPLETE
check "which a dry run leaves as it is" refused 1 bootstrap --pipeline boot --dry-run
check "and bootstrap removes, to create it anew" slipway bootstrap --pipeline boot --yes
check "saying so" err 'ROLLBACK_COMPLETE from an earlier attempt, and is removed first'
check "the last teardown" slipway teardown --yes --empty-bucket

aws cloudformation create-change-set --stack-name slipway-boot --change-set-name another --change-set-type CREATE \
  --template-body '{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}' >/dev/null
check "an answer of no is a refusal" pressed 2 'n\n' "cli/bin/slipway bootstrap --pipeline boot"
check "and takes the stack with it that only a change set had made" test -z "$(stack StackStatus)"
check "so does Ctrl-C" pressed 130 '\003' "cli/bin/slipway bootstrap --pipeline boot"
check "and leaves as little" test -z "$(stack StackStatus)"

squatted=${code/us-east-1/eu-west-1}
AWS_ACCESS_KEY_ID=111111111111 aws s3api create-bucket --region eu-west-1 --bucket "$squatted" \
  --create-bucket-configuration LocationConstraint=eu-west-1 >/dev/null
check "a code bucket of another account is refused" refused 3 bootstrap --pipeline boot --region eu-west-1 --yes
check "before anything is uploaded" err 'it belongs to another account'
check "another region is another pipeline" slipway bootstrap --pipeline boot --region eu-central-1 --yes
check "which is remembered" slipway doctor
check "with its region" out '^ok +region +eu-central-1'
slipway teardown --yes --empty-bucket
AWS_ACCESS_KEY_ID=111111111111 aws s3api delete-bucket --region eu-west-1 --bucket "$squatted"

echo "bootstrap: $passed passed, $failed failed, 0 skipped"
[[ $failed == 0 ]]
