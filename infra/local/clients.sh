#!/usr/bin/env bash
# Shows that clients which others wrote work against the local cloud: the AWS CLI sees the bucket, the executions with
# their history, the builds and the function's aliases; skopeo pulls the image that was built.
#
# Deploys an example into a SLIPWAY_HOME of its own, and removes it again. A client that is not installed is named, and
# counts as skipped. Ends with "clients: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

SLIPWAY_HOME=$(mktemp -d)
export SLIPWAY_HOME
trap 'cli/bin/slipway local stop >/dev/null 2>&1; rm -rf "$SLIPWAY_HOME"' EXIT
passed=0 failed=0 skipped=0

check() { # what, expected pattern, command...
  local what=$1 pattern=$2 answer
  shift 2
  if ! command -v "$1" >/dev/null; then
    echo "skipped  $what: $1 is not installed"
    skipped=$((skipped + 1))
  elif answer=$("$@" 2>&1) && grep -Eq -- "$pattern" <<<"$answer"; then
    echo "ok       $what"
    passed=$((passed + 1))
  else
    echo "FAILED   $what: $*"
    head -5 <<<"$answer" | sed 's/^/         /'
    failed=$((failed + 1))
  fi
}

cli/bin/slipway deploy cli/examples/hello --app clients || exit 1
environment=$(cli/bin/slipway local env) || exit 1
eval "$environment"

outputs=$(aws cloudformation describe-stacks --stack-name slipway-local --query 'Stacks[0].Outputs' --output text) || outputs=
output() { awk -v key="$1" '$1 == key { print $2 }' <<<"$outputs"; }
bucket=$(output Bucket)
machine=$(output StateMachineArn)
repository=$(output ImageRepositoryUri)
execution=$(aws stepfunctions list-executions --state-machine-arn "$machine" --query 'executions[0].executionArn' --output text)

check "STS: who am I" ':(user|role|assumed-role)/' aws sts get-caller-identity
check "CloudFormation: the stack's outputs" 'stateMachine' echo "$outputs"
check "S3: the record of the deployment" 'apps/clients/deployments/' aws s3 ls --recursive "s3://$bucket/apps/clients/"
check "S3: a record, read" '"status":"live"' aws s3 cp "s3://$bucket/$(aws s3 ls --recursive "s3://$bucket/apps/clients/deployments/" | awk '{ print $4 }')" -
check "Step Functions: the execution" SUCCEEDED aws stepfunctions describe-execution --execution-arn "$execution"
check "Step Functions: its history" TaskSubmitted aws stepfunctions get-execution-history --execution-arn "$execution"
check "CodeBuild: the build" 'slipway-local:' aws codebuild list-builds-for-project --project-name slipway-local
check "CodeBuild: its phases" PROVISIONING aws codebuild batch-get-builds --ids "$(aws codebuild list-builds-for-project --project-name slipway-local --query 'ids[0]' --output text)"
check "Lambda: the alias of the app" '"Name": "live"' aws lambda list-aliases --function-name slipway-local-clients
check "Lambda: its URL" 'http://127.0.0.1' aws lambda get-function-url-config --function-name slipway-local-clients --qualifier live
check "ECR: the image" 'clients-[0-9A-Z]{26}' aws ecr describe-images --repository-name slipway-local
check "Logs: what the app said" . aws logs describe-log-streams --log-group-name /aws/lambda/slipway-local-clients
check "EventBridge: the rules" 'prefix' aws events list-rules

if command -v skopeo >/dev/null; then
  tag=$(aws ecr describe-images --repository-name slipway-local --query 'imageDetails[0].imageTags[0]' --output text)
  password=$(aws ecr get-login-password)
  export REGISTRY_AUTH_FILE=$SLIPWAY_HOME/auth.json
  skopeo login --tls-verify=false --username AWS --password-stdin "${repository%%/*}" <<<"$password" >/dev/null
  check "skopeo: inspects the image" '"Digest": "sha256:' skopeo inspect --tls-verify=false "docker://$repository:$tag"
  check "skopeo: pulls it" 'Writing manifest' skopeo copy --src-tls-verify=false "docker://$repository:$tag" "dir:$SLIPWAY_HOME/image"
else
  echo "skipped  skopeo: it is not installed"
  skipped=$((skipped + 1))
fi

echo "clients: $passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 ]]
