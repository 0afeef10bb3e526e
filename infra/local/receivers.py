"""Compares a trace in Jaeger with what a deploy promises: each span's name, parent, kind, service and status, no orphan, no
duplicate, and at least 99 % of the time inside leaf spans.

usage: receivers.py JAEGER TRACE live|broken
  JAEGER  base URL of Jaeger's query service
  TRACE   id of the trace
  live    a deploy that went live
  broken  one whose build failed at a step

Asks until all of it holds, for ten seconds at most: spans arrive after the outcome is known. Prints the coverage, and what
does not hold.
"""
import json
import sys
import time
import urllib.request

PATIENCE = 10
WAITING = {'deploy.finalize'}

# The table of a deploy: name -> parent, kind, service.
COMMAND = {
    'deploy': (None, 'internal', 'slipway-cli'),
    'deploy.jvm_start': ('deploy', 'internal', 'slipway-cli'),
    'deploy.pack': ('deploy', 'internal', 'slipway-cli'),
    'deploy.create_deployment': ('deploy', 'client', 'slipway-cli'),
    'deploy.upload': ('deploy', 'client', 'slipway-cli'),
    'deploy.finalize': ('deploy', 'client', 'slipway-cli'),
}
BUILD = {
    'build': ('deploy', 'server', 'slipway'),
    'build.receive_tar': ('build', 'internal', 'slipway'),
    'build.setup': ('build', 'internal', 'slipway'),
    'build.buildkit': ('build', 'client', 'slipway'),
}
LAUNCH = {
    'build.locate_artifact': ('build', 'internal', 'slipway'),
    'build.create_version': ('build', 'internal', 'slipway'),
    'build.activate': ('build', 'internal', 'slipway'),
    'launcher.reconcile': ('build', 'consumer', 'slipway'),
    'launcher.publish': ('launcher.reconcile', 'internal', 'slipway'),
    'launcher.check_health': ('launcher.reconcile', 'internal', 'slipway'),
    'launcher.switch': ('launcher.reconcile', 'internal', 'slipway'),
}
REPORT = {'deploy.report': ('deploy', 'client', 'slipway-cli')}
EXPECTED = {'live': {**COMMAND, **BUILD, **LAUNCH}, 'broken': {**COMMAND, **BUILD, **REPORT}}
# The way from the outcome to who waits for it.
FROM_OUTCOME = ('deploy', 'internal', 'slipway-cli')
FAILED = {'live': [], 'broken': ['build', 'build.buildkit', 'build.buildkit.step', 'deploy']}


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


def complaints(spans, situation):
    by_id = {span.id: span for span in spans}
    expected = EXPECTED[situation]
    parent_name = lambda span: by_id[span.parent].name if span.parent in by_id else span.parent

    for name, row in expected.items():
        found = [span for span in spans if span.name == name]
        if len(found) != 1:
            yield f'{name}: {len(found)} spans, not 1'
        for span in found:
            if (parent_name(span), span.kind, span.service) != row:
                yield f'{name}: is {(parent_name(span), span.kind, span.service)}, not {row}'
    for span in spans:
        if span.parent is not None and span.parent not in by_id:
            yield f'{span.name}: its parent {span.parent} never came'
        if span.name in expected:
            continue
        if span.is_gap():
            row = FROM_OUTCOME if span.service == 'slipway-cli' else ('build', 'internal', 'slipway')
        elif span.is_of_the_build():
            row = ('build.buildkit', 'internal', 'slipway')
        elif span.is_aws_call():
            row = (parent_name(span), 'client', span.service)
        else:
            yield f'{span.name}: in no table'
            continue
        if (parent_name(span), span.kind, span.service) != row:
            yield f'{span.name}: is {(parent_name(span), span.kind, span.service)}, not {row}'
    if len(by_id) != len(spans):
        yield f'{len(spans) - len(by_id)} spans came twice'

    failed = sorted(s.name for s in spans if s.tags.get('otel.status_code') == 'ERROR' and not s.is_aws_call())
    if failed != FAILED[situation]:
        yield f'errors on {failed}, not on {FAILED[situation]}'
    for root in (span for span in spans if span.name == 'deploy'):
        share = coverage(root, spans)
        if share < 0.99:
            yield f'only {share:.2%} of the time in leaf spans'
            for length, before in sorted(holes(root, spans), reverse=True)[:3]:
                yield f'  nothing for {length / 1000:.1f} ms after {before}'


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
