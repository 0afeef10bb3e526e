"""Prints what tracing adds to the start of a function: the handler of locate_artifact under the real runtime interface client,
untraced, traced by Slipway, and traced by the OpenTelemetry Java agent instead.

usage: init.py RUNS FUNCTIONS_JAR FOLDER_OF_THE_RUNTIME_INTERFACE_CLIENT [AGENT_JAR]

One server stands for all that the function talks to: the Runtime API hands out one invocation, S3 has nothing, so that the
step fails after its first call, and spans are taken and counted. The three take turns. "init" is the time from the start of
the JVM to the function's first question for work, "answer" the time from then to its answer, its spans sent, "processor"
what both took of all processors, which the load of the machine changes least. Exits with 1 when Slipway adds more than
120 ms to the init, and the noise of the machine does not explain it.
"""
import glob
import http.server
import os
import statistics
import subprocess
import sys
import threading
import time

LIMIT = 120
HANDLER = 'dev.slipway.steps.locateartifact.LocateArtifactHandler'
EVENT = open(os.path.join(os.path.dirname(__file__), '../../events/samples/locate-artifact-request.json'), 'rb').read()
MISSING = b'<Error><Code>NoSuchKey</Code><Message>nothing is here</Message></Error>'


class Surroundings(http.server.BaseHTTPRequestHandler):
    """Stands for the Runtime API, S3 and a collector."""
    protocol_version = 'HTTP/1.1'
    asked, answered, exports = threading.Event(), threading.Event(), 0
    times = {}

    def do_GET(self):
        if not self.path.endswith('/runtime/invocation/next'):
            self.answer(404, MISSING, {'Content-Type': 'application/xml'})
        elif not Surroundings.asked.is_set():
            Surroundings.times['asked'] = time.monotonic()
            Surroundings.asked.set()
            self.answer(200, EVENT, {
                'Content-Type': 'application/json',
                'Lambda-Runtime-Trace-Id': 'Root=1-6921c5d0-9f3b4e7a8c1d2e3f4a5ba41e;Parent=b7ad6b7169203331;Sampled=0',
                'Lambda-Runtime-Aws-Request-Id': '00000000-0000-0000-0000-000000000001',
                'Lambda-Runtime-Deadline-Ms': str(int(time.time() * 1000) + 60000),
                'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:123456789012:function:measured'})
        else:
            Surroundings.answered.wait()  # No more work; the process is ended.

    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length') or 0)) or self.drain()
        if self.path.endswith('/v1/traces'):
            Surroundings.exports += 1
        self.answer(200, b'', {})
        if '/runtime/' in self.path:
            Surroundings.times['answered'] = time.monotonic()
            Surroundings.times['as'] = self.path
            Surroundings.answered.set()

    def drain(self):
        """Reads a body that comes in chunks."""
        while 'chunked' in (self.headers.get('Transfer-Encoding') or ''):
            length = int(self.rfile.readline(), 16)
            self.rfile.read(length + 2)
            if not length:
                return

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, 'Content-Length': str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def run(port, class_path, options, variables):
    """Starts the function, lets it answer once, and returns init, answer, processor time and the number of exports."""
    address = f'127.0.0.1:{port}'
    Surroundings.asked.clear()
    Surroundings.answered.clear()
    Surroundings.exports = 0
    environment = {
        'PATH': os.environ['PATH'], 'AWS_LAMBDA_RUNTIME_API': address, '_HANDLER': HANDLER, 'AWS_REGION': 'us-east-1',
        'AWS_ACCESS_KEY_ID': 'none', 'AWS_SECRET_ACCESS_KEY': 'none', 'AWS_ENDPOINT_URL': f'http://{address}',
        'AWS_LAMBDA_LOG_GROUP_NAME': 'measured', 'AWS_LAMBDA_LOG_STREAM_NAME': 'measured',
        'AWS_LAMBDA_FUNCTION_NAME': 'measured', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE': '1024', 'AWS_LAMBDA_FUNCTION_VERSION': '1',
        'SLIPWAY_BUCKET': 'bucket', 'SLIPWAY_PIPELINE': 'measured', 'SLIPWAY_REPOSITORY_URI': 'registry/slipway', **variables}
    started = time.monotonic()
    process = subprocess.Popen(
        ['java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', *options, '-cp', class_path,
         'com.amazonaws.services.lambda.runtime.api.client.AWSLambda', HANDLER],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not Surroundings.answered.wait(60):
            sys.exit('the function does not answer')
    finally:
        process.kill()
        usage = os.wait4(process.pid, 0)[2]
        process.returncode = 0
    if not Surroundings.times['as'].endswith('/error') or '/init/' in Surroundings.times['as']:
        sys.exit(f'the function answers otherwise than it should: {Surroundings.times["as"]}')
    asked = Surroundings.times['asked']
    processor = usage.ru_utime + usage.ru_stime
    return (asked - started) * 1000, (Surroundings.times['answered'] - asked) * 1000, processor * 1000, Surroundings.exports


def main(runs, functions, client, agent=None):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Surroundings)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # A function that is ended leaves its connections.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    class_path = ':'.join([functions, *sorted(glob.glob(f'{client}/*.jar'))])
    endpoint = f'http://127.0.0.1:{port}'
    ways = {
        'untraced': ([], {}),
        'traced by Slipway': ([], {'OTEL_EXPORTER_OTLP_ENDPOINT': endpoint}),
    }
    if agent:
        # By properties, which Slipway does not read.
        ways['traced by the Java agent'] = ([
            f'-javaagent:{agent}', f'-Dotel.exporter.otlp.endpoint={endpoint}', '-Dotel.exporter.otlp.protocol=http/protobuf',
            '-Dotel.metrics.exporter=none', '-Dotel.logs.exporter=none'], {})
    figures = {way: [] for way in ways}
    for i in range(int(runs) + 1):
        for way, (options, variables) in ways.items():
            figure = run(port, class_path, options, variables)
            if i:  # The first reads the jars from disk.
                figures[way].append(figure)
    title = f'a function, milliseconds, medians of {runs} rounds'
    print(f'{title:<62} {"init":>6} {"answer":>8} {"processor":>9} {"exports":>7}')
    for way, rows in figures.items():
        init, answer, processor, exports = (statistics.median(column) for column in zip(*rows))
        print(f'{way:<62} {init:6.0f} {answer:8.0f} {processor:9.0f} {exports:7.0f}')
    added = sorted(one[0] - other[0] for one, other in zip(figures['traced by Slipway'], figures['untraced']))
    print(f'Slipway adds {statistics.median(added):.0f} ms to the init ({added[1]:.0f} to {added[-2]:.0f}; at most {LIMIT})')
    # As in tracing.sh: too much only where that is certain.
    return 1 if added[1] > LIMIT else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
