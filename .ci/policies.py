"""Writes every IAM policy of the template to a file of its own, with samples for what the stack would fill in."""

import json
import pathlib
import sys

import yaml

ACCOUNT = "123456789012"
# The resource that each kind of reference stands for, as far as a linter of policies tells them apart.
SAMPLES = {
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::AccountId": ACCOUNT,
    "AWS::StackId": f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/slipway/1",
    "Pipeline": "default",
    "CodeBucket": "code",
    "CodeBuildKey": "codebuild.zip",
    "OtlpHeadersSecret": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:headers-AbCdEf",
    "PipelineBucket.Arn": "arn:aws:s3:::pipeline",
    "ImageRepository.Arn": f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/slipway-default",
    "BuildProject.Arn": f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/slipway-default",
    "AppRole.Arn": f"arn:aws:iam::{ACCOUNT}:role/slipway-default-app",
    "DeadLetters.Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:slipway-default-dead-letters",
    "DeployStateMachine": f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:slipway-default",
}


class Intrinsic:
    """A function of CloudFormation with its argument."""

    def __init__(self, name, argument):
        self.name = name
        self.argument = argument


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms."""


def intrinsic(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return Intrinsic(suffix, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return Intrinsic(suffix, loader.construct_sequence(node, deep=True))
    return Intrinsic(suffix, loader.construct_mapping(node, deep=True))


Loader.add_multi_constructor("!", intrinsic)


def sample(name):
    if name in SAMPLES:
        return SAMPLES[name]
    if name.endswith("LogGroup.Arn"):
        return f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/slipway:*"
    if name.endswith("Function.Alias"):
        return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:slipway:live"
    sys.exit(f"failed to write the policies: no sample for {name}")


def substitute(text):
    start = text.find("${")
    if start < 0:
        return text
    end = text.index("}", start)
    return text[:start] + sample(text[start + 2 : end]) + substitute(text[end + 1 :])


def resolve(node):
    """Fills in references; of a choice it takes what there is."""
    if isinstance(node, Intrinsic):
        if node.name == "Sub":
            return substitute(node.argument)
        if node.name == "If":
            return resolve(node.argument[1])
        return sample(node.argument)
    if isinstance(node, dict):
        return {key: resolve(value) for key, value in node.items()}
    if isinstance(node, list):
        return [resolve(value) for value in node]
    return node


def main(template, folder):
    resources = yaml.load(pathlib.Path(template).read_text(), Loader)["Resources"]
    for name, resource in resources.items():
        properties = resource["Properties"]
        documents = {
            "AWS::IAM::Role": [policy["PolicyDocument"] for policy in properties.get("Policies", [])],
            "AWS::IAM::ManagedPolicy": [properties.get("PolicyDocument")],
        }.get(resource["Type"], [])
        for number, document in enumerate(documents):
            path = pathlib.Path(folder, f"{name}-{number}.json")
            path.write_text(json.dumps(resolve(document), indent=2))


main(*sys.argv[1:])
