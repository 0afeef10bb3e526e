"""Answers with what its confinement is."""

import os

from flask import Flask

GREETING = "hello"

app = Flask(__name__)


def kind(folder):
    try:
        with open(os.path.join(folder, "written"), "w"):
            return "writable"
    except OSError:
        return "read-only"


@app.get("/")
def root():
    return f"python greeting={GREETING} uid={os.getuid()} root={kind('/')} tmp={kind('/tmp')}\n"


print("python: loaded", flush=True)
