"""Ctrl-C before a command can meet it. Light: it is loaded before everything else."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False  # without the module typing, whose loading is long enough to be interrupted
if TYPE_CHECKING:
    from typing import Any, NoReturn

EXIT_INTERRUPTED = 130


class left_at_once:  # noqa: N801  # a context manager without the module contextlib, which takes time
    """Within it Ctrl-C ends the process at once, unless whoever started it, or is using it, has it otherwise."""

    def __enter__(self) -> None:
        """Take the signal, if it is as Python has it."""
        self._ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self._ours:
            signal.signal(signal.SIGINT, _leave)

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        if self._ours:
            interruptible()


def interruptible() -> None:
    """From here on Ctrl-C is a KeyboardInterrupt again, if it was to end the process at once."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(*_: Any) -> NoReturn:
    """End the process as an interrupted one, without a word of Python's."""
    os.write(2, b"interrupted\n")
    os._exit(EXIT_INTERRUPTED)
