"""Has a Step Functions that others wrote check the workflow, and asks it about one that is wrong, so that its yes counts."""

import pathlib
import re
import sys

import botocore.exceptions
import botocore.session

ROLE = "arn:aws:iam::000000000000:role/deploy"


def main(url, path):
    states = botocore.session.Session().create_client(
        "stepfunctions",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    text = re.sub(r"\$\{\w+}", "arn:aws:lambda:us-east-1:000000000000:function:step:live", pathlib.Path(path).read_text())
    answer = states.validate_state_machine_definition(definition=text)
    if answer["result"] != "OK":
        sys.exit(f"{path}: {answer['diagnostics']}")
    states.create_state_machine(name="checked", definition=text, roleArn=ROLE)
    wrong = {
        "type": text.replace('"Type": "Task"', '"Type": "Tusk"', 1),
        "expression": text.replace("$states.input.kind =", "$states.input.kind = =", 1),
    }
    refused = [name for name, definition in wrong.items() if is_refused(states, name, definition)]
    if not refused:
        sys.exit("what is wrong is taken as well, so nothing was checked")
    print("refuses a wrong " + ", ".join(refused))


def is_refused(states, name, definition):
    try:
        states.create_state_machine(name=name, definition=definition, roleArn=ROLE)
        return False
    except botocore.exceptions.ClientError:
        return True


main(*sys.argv[1:])
