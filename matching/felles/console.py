"""The terminal: a progress line on standard error, and Ctrl-C as a wish to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Final, TextIO

from matching.felles.progress import Progress, Steg

_WIDTH: Final = 20
_PHASES: Final = {
    "start": "første forslag",
    "relaxation": "grense",
    "cuts": "skjerper grensen",
    "improve": "forbedrer",
    "enumerate": "samler kandidater",
    "branch": "beviser",
    "done": "ferdig",
}


class StopSignal:
    """Within it, Ctrl-C (and the terminate signal) is remembered instead of breaking the run."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> StopSignal:
        """Take over the signals, which only the main thread may."""
        if threading.current_thread() is threading.main_thread():
            for each in (signal.SIGINT, signal.SIGTERM):
                self._before[each] = signal.signal(each, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the signals back."""
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def asked(self) -> bool:
        """Return whether somebody asked to stop."""
        return self._asked


class Bar:
    """Shows progress in place on a terminal; silent elsewhere."""

    def __init__(self, stream: TextIO, left_out: str = "udekket") -> None:
        """Write to `stream` if it is a terminal; `left_out` is the word for what no plan has."""
        self._stream = stream
        self._left_out = left_out
        self._on = stream.isatty()
        self._last = 0

    def __enter__(self) -> Bar:
        """Nothing to prepare."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the line."""
        if self._on and self._last:
            self._stream.write("\n")

    def show(self, progress: Progress) -> None:
        """Draw one line over the last."""
        self._draw(progress_line(progress, self._left_out))

    def show_steg(self, steg: Steg) -> None:
        """Draw how many steps are done."""
        full = round(_WIDTH * steg.gjort / max(1, steg.totalt))
        bar = "#" * full + "." * (_WIDTH - full)
        self._draw(f"[{bar}] {steg.elapsed_s:6.1f} s  {steg.gjort} av {steg.totalt}: {steg.hva}")

    def _draw(self, line: str) -> None:
        if not self._on:
            return
        self._stream.write("\r" + line.ljust(self._last))
        self._stream.flush()
        self._last = len(line)


def progress_line(progress: Progress, left_out: str = "udekket") -> str:
    """Return a snapshot as one line: the bar is full when cost and bound meet."""
    phase = _PHASES[progress.phase]
    seconds = f"{progress.elapsed_s:6.1f} s"
    if progress.gap is None or progress.kostnad is None:
        return f"[{'.' * _WIDTH}] {seconds}  {phase}"
    full = round(_WIDTH * (1 - progress.gap))
    bar = "#" * full + "." * (_WIDTH - full)
    return (
        f"[{bar}] {seconds}  {phase}: {left_out} {progress.udekket} "
        f"(grense {progress.nedre_grense_udekket}), kostnad {progress.kostnad}, "
        f"grense {progress.nedre_grense}, gap {100 * progress.gap:.2f} %"
    )
