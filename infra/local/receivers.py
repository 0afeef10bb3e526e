"""Compares a trace in Jaeger with what a deploy promises: each span's name, parent, kind, service, attributes and status, no
orphan, no duplicate, and at least 99 % of the time inside leaf spans.

usage: receivers.py JAEGER TRACE live|broken|unhealthy|cancelled|uploaded
  JAEGER     base URL of Jaeger's query service
  TRACE      id of the trace
  live       a deploy that went live
  broken     one whose build failed at a step
  unhealthy  one whose app never answered well
  cancelled  one that was cancelled while its app was probed
  uploaded   one that an upload to the bucket began

Asks until all of it holds, for twenty seconds at most: spans arrive after the outcome is known, and what was cut off goes on
for a while. Prints the coverage, and what does not hold.
"""
import json
import sys
import time
import urllib.error
import urllib.request

PATIENCE = 20
WAITING = {'deploy.finalize'}
CLI = 'slipway-cli'
PIPELINE = 'slipway'

# The table of a deploy: name -> parent, kind, service, attributes.
DEPLOYMENT = 'slipway.app.name slipway.pipeline slipway.deployment.id deployment.id deployment.status'
TASK = 'cicd.pipeline.task.name cicd.pipeline.task.type cicd.pipeline.task.run.id'
STEP = f'{TASK} attempt faas.coldstart faas.invocation_id aws.lambda.invoked_arn'
COMMAND = {
    'deploy': (None, 'internal', CLI, DEPLOYMENT),
    'deploy.jvm_start': ('deploy', 'internal', CLI, ''),
    'deploy.pack': ('deploy', 'internal', CLI, 'slipway.pack.files slipway.pack.bytes'),
    'deploy.create_deployment': ('deploy', 'client', CLI, ''),
    'deploy.upload': ('deploy', 'client', CLI, 'slipway.upload.files slipway.upload.bytes slipway.upload.reused_bytes'),
    'deploy.finalize': ('deploy', 'client', CLI, ''),
}
UPLOAD = {'deploy': (None, 'internal', PIPELINE, DEPLOYMENT)}
BUILD = {
    'build': ('deploy', 'server', PIPELINE, f'{DEPLOYMENT} cicd.pipeline.name cicd.pipeline.run.id cicd.pipeline.result'),
    'build.receive_tar': ('build', 'internal', PIPELINE, f'{STEP} slipway.source.files slipway.source.bytes'),
    'build.setup': ('build', 'internal', PIPELINE, f'{STEP} slipway.build.stack'),
    'build.buildkit': ('build', 'client', PIPELINE, f'{TASK} slipway.build.image slipway.build.builder aws.codebuild.build.id'),
}
LAUNCH = {
    'build.locate_artifact': (
        'build', 'internal', PIPELINE,
        f'{STEP} slipway.build.manifest_digest container.image.repo_digests oci.manifest.digest'),
    'build.create_version': ('build', 'internal', PIPELINE, f'{STEP} slipway.app.version'),
    'build.activate': ('build', 'internal', PIPELINE, STEP),
    'launcher.reconcile': ('build', 'consumer', PIPELINE, 'slipway.app.id slipway.app.active_version outcome faas.coldstart'),
    'launcher.publish': ('launcher.reconcile', 'internal', PIPELINE, ''),
    'launcher.check_health': ('launcher.reconcile', 'internal', PIPELINE, 'slipway.health.probes'),
}
SWITCH = {'launcher.switch': ('launcher.reconcile', 'internal', PIPELINE, '')}
REPORT = {'deploy.report': ('deploy', 'client', CLI, '')}
CANCEL = {'deploy.cancel': ('deploy', 'client', CLI, '')}
EXPECTED = {
    'live': {**COMMAND, **BUILD, **LAUNCH, **SWITCH},
    'broken': {**COMMAND, **BUILD, **REPORT},
    'unhealthy': {**COMMAND, **BUILD, **LAUNCH, **REPORT},
    'cancelled': {**COMMAND, **BUILD, **LAUNCH, **CANCEL},
    'uploaded': {**UPLOAD, **BUILD, **LAUNCH, **SWITCH},
}
FAILED = {
    'live': [],
    'broken': ['build', 'build.buildkit', 'build.buildkit.step', 'deploy'],
    'unhealthy': ['build', 'deploy', 'launcher.check_health', 'launcher.reconcile'],
    'cancelled': ['build', 'deploy'],
    'uploaded': [],
}
ERROR = 'error.type'
AWS_CALL = 'rpc.service rpc.method'


class Span:
    def __init__(self, json_span, processes):
        self.id = json_span['spanID']
        self.name = json_span['operationName']
        self.start = json_span['startTime']
        self.end = self.start + json_span['duration']
        self.service = processes[json_span['processID']]['serviceName']
        self.tags = {tag['key']: tag['value'] for tag in json_span['tags']}
        self.kind = self.tags.get('span.kind')
        self.parent = next((r['spanID'] for r in json_span['references'] if r['refType'] == 'CHILD_OF'), None)

    def is_of_the_build(self):
        """The phases and the steps of a build come as it has them."""
        return self.name.startswith('build.buildkit.')

    def is_gap(self):
        return self.name == 'build.transition'

    def is_aws_call(self):
        return self.tags.get('rpc.system') == 'aws-api'


def fetch(jaeger, trace):
    # Raw: Jaeger's pages hide what came twice.
    try:
        with urllib.request.urlopen(f'{jaeger}/api/traces/{trace}?raw=true') as answer:
            found = json.load(answer)['data']
    except urllib.error.HTTPError:
        found = []
    return [Span(span, found[0]['processes']) for span in found[0]['spans']] if found else []


def holes(root, spans):
    """The times of the root outside of spans that nothing divides further, calls to AWS aside, and what was before."""
    parents = {span.parent for span in spans if not span.is_aws_call()}
    reached, before = root.start, 'the start'
    for leaf in sorted((s for s in spans if s.id not in parents and s.name not in WAITING), key=lambda s: s.start):
        if reached < leaf.start < root.end:
            yield leaf.start - reached, before
        if leaf.end > reached:
            reached, before = leaf.end, leaf.name
    if reached < root.end:
        yield root.end - reached, before


def coverage(root, spans):
    return 1 - sum(length for length, _ in holes(root, spans)) / (root.end - root.start)


def row_of(span, expected, by_id):
    """What the table says of a span; nothing where it is in no table."""
    if span.name in expected:
        return expected[span.name]
    if span.is_gap():
        # The ways of the command and of an upload to the workflow, and the way back, are no part of the build.
        outside = span.service == CLI or span.tags.get('from') == 'upload'
        return ('deploy' if outside else 'build', 'internal', span.service, 'from to')
    if span.is_of_the_build():
        step = span.name == 'build.buildkit.step'
        return ('build.buildkit', 'internal', PIPELINE, 'slipway.build.step cached' if step else '')
    if span.is_aws_call():
        return (parent_of(span, by_id), 'client', span.service, AWS_CALL)
    return None


def parent_of(span, by_id):
    return by_id[span.parent].name if span.parent in by_id else span.parent


def complaints(spans, situation):
    by_id = {span.id: span for span in spans}
    expected = EXPECTED[situation]

    for name in expected:
        found = sum(1 for span in spans if span.name == name)
        if found != 1:
            yield f'{name}: {found} spans, not 1'
    for span in spans:
        if span.parent is not None and span.parent not in by_id:
            yield f'{span.name}: its parent {span.parent} never came'
        row = row_of(span, expected, by_id)
        if row is None:
            yield f'{span.name}: in no table'
            continue
        is_row = (parent_of(span, by_id), span.kind, span.service)
        if is_row != row[:3]:
            yield f'{span.name}: is {is_row}, not {row[:3]}'
        lacking = [key for key in row[3].split() if key not in span.tags]
        if lacking:
            yield f'{span.name}: without {lacking}'
    if len(by_id) != len(spans):
        yield f'{len(spans) - len(by_id)} spans came twice'
    yield from wrong_errors(spans, situation)
    for root in (span for span in spans if span.name == 'deploy'):
        share = coverage(root, spans)
        if share < 0.99:
            yield f'only {share:.2%} of the time in leaf spans'
            for length, before in sorted(holes(root, spans), reverse=True)[:3]:
                yield f'  nothing for {length / 1000:.1f} ms after {before}'


def wrong_errors(spans, situation):
    failed = [s for s in spans if s.tags.get('otel.status_code') == 'ERROR' and not s.is_aws_call()]
    names = sorted(span.name for span in failed)
    if names != FAILED[situation]:
        yield f'errors on {names}, not on {FAILED[situation]}'
    for span in failed:
        # A step of a build has its line and exit code in its description instead.
        if span.name != 'build.buildkit.step' and ERROR not in span.tags:
            yield f'{span.name}: an error without {ERROR}'


def main(jaeger, trace, situation):
    deadline = time.monotonic() + PATIENCE
    while True:
        spans = fetch(jaeger, trace)
        wrong = list(complaints(spans, situation))
        if not wrong or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    root = next((span for span in spans if span.name == 'deploy'), None)
    if root:
        print(f'{len(spans)} spans, {coverage(root, spans):.2%} of {(root.end - root.start) / 1e6:.2f} s in leaf spans')
    print(*wrong, sep='\n')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
