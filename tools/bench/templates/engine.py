"""Renders a template with Jinja2's sandbox: reads {source, options, context, rounds}, prints what a render took."""
import hashlib
import json
import statistics
import sys
import time

import jinja2
from jinja2.sandbox import SandboxedEnvironment

given = json.load(sys.stdin)
environment = SandboxedEnvironment(
    undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do"]
)
template = environment.from_string(given["source"])
times = []
for _ in range(given["rounds"]):
    started = time.perf_counter()
    text = template.render(given["context"])
    times.append((time.perf_counter() - started) * 1000)
print(json.dumps({
    "version": jinja2.__version__,
    "ms": statistics.median(times),
    "best": min(times),
    "sha256": hashlib.sha256(text.encode()).hexdigest(),
}))
