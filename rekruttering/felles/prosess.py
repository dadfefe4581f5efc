"""A computation in a process of its own, as the worker sees it and as it sees itself.

It runs apart because it may overrun its limit or take the process down: it is started, asked to
stop, killed, and never left behind. Orders and answers are lines of JSON.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from rekruttering.felles.errors import DomainError

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
# A cold start imports the libraries and may compile the engine's inner loops.
START_S = 90.0
# How long a stopped or overdue run may take to hand over what it has, before it is killed.
GRACE_S = 20.0
# A process that dies may have been out of luck; one that dies so often is not.
ATTEMPTS = 3
_ANSWER = "svar"

OnProgress = Callable[[dict[str, Any]], None]
Solver = Callable[[dict[str, Any], OnProgress, Callable[[], bool]], dict[str, Any]]


class BeregningError(DomainError):
    """The process ended without an answer."""


def compute(
    child: str,
    order: Mapping[str, Any],
    *,
    max_time_s: float,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return the answer to an order, both JSON values; blocks until it is there.

    `child` is a line of Python that ends in `serve`. When `should_stop` turns true the best so
    far comes back.

    Raises:
        BeregningError: the process died, or did not hand over in time and was killed.
    """
    with _child(child) as process:
        answers = _answers(process)
        _send(process, json.dumps(dict(order)))
        deadline = time.monotonic() + max_time_s + GRACE_S + START_S
        stopping = False
        while time.monotonic() < deadline:
            if not stopping and should_stop():
                stopping = True
                deadline = min(deadline, time.monotonic() + GRACE_S)
                _send(process, "stopp")
            try:
                answer = answers.get(timeout=0.1)
            except Empty:
                continue
            if answer is None:
                break
            if _ANSWER in answer:
                found: dict[str, Any] = answer[_ANSWER]
                return found
            on_progress(answer)
    raise BeregningError("beregningen endte uten svar")


def persist(attempt: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    """Return what a computation answers, or None when its process died every time."""
    for number in range(1, ATTEMPTS + 1):
        try:
            return attempt()
        except BeregningError:
            log.warning("beregningen døde, forsøk %s av %s", number, ATTEMPTS)
            time.sleep(0.2)
    return None


def serve(solve: Solver) -> None:
    """Be the process: one order on standard input, progress and the answer on standard output.

    A further line asks for the best so far; the end of the input means that the worker has died,
    and then this process ends too.
    """
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        # The worker died before it had said what to do.
        os._exit(3)
    order = json.loads(line)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    tell({_ANSWER: solve(order, tell, stop.is_set)})


def _listen(stop: threading.Event) -> None:
    for _line in sys.stdin:
        stop.set()
    os._exit(3)


@contextmanager
def _child(child: str) -> Iterator["subprocess.Popen[str]"]:
    """Start the process, and see to it that it is gone afterwards."""
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and a constant
        [sys.executable, "-c", child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        # Ctrl-C in a terminal is for the worker; this process ends when the worker does.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        log.debug("prosessen var borte før røret ble lukket")


def _send(process: "subprocess.Popen[str]", line: str) -> None:
    """Write a line to the child; one that has died is noticed by its silence."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        log.warning("beregningen tok ikke imot en beskjed")


def _answers(process: "subprocess.Popen[str]") -> "Queue[dict[str, Any] | None]":
    """Return a queue of the child's answers; None when there will be no more."""
    answers: Queue[dict[str, Any] | None] = Queue()

    def read() -> None:
        for line in process.stdout or ():
            answers.put(json.loads(line))
        answers.put(None)

    threading.Thread(target=read, daemon=True).start()
    return answers
