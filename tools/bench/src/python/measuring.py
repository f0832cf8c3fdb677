"""Answers requests on standard input as process.ts does; see protocol.ts."""

import json
import sys
import time

# As in process.ts.
SLOW = 10


def seconds_per_run(run, least_seconds):
    begin = time.perf_counter()
    runs = 0
    while True:
        run()
        runs += 1
        seconds = time.perf_counter() - begin
        if seconds >= least_seconds:
            return seconds / runs


def serve(prepare):
    """`prepare(task)` returns what does a task once, or None when there is nothing that does."""
    replies, sys.stdout = sys.stdout, sys.stderr
    run = None

    def answer(request):
        nonlocal run
        if "measureSeconds" in request:
            return {"seconds": seconds_per_run(run, request["measureSeconds"])}
        run = prepare(request["prepare"])
        if run is None:
            return {"missing": True}
        first = seconds_per_run(run, 0)
        if first > SLOW * request["warmUpSeconds"]:
            return {"seconds": first}
        return {"seconds": seconds_per_run(run, request["warmUpSeconds"])}

    print("{}", file=replies, flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:
            reply = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)
