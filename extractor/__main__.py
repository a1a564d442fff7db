"""`python -m extractor`, and the command `claimtable`: light enough that Ctrl-C can be met while the rest is loaded."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

EXIT_INTERRUPTED = 130


def main() -> None:
    """Run the command line; ends the process with the exit code.

    Until a command begins there is nothing to clean up, and an interruption ends the process at once: raised as
    KeyboardInterrupt in the midst of imports it would be shown as a traceback, or be taken for a broken module.
    """
    left_at_once().__enter__()  # until the command has it otherwise (extractor/cli.py)
    from extractor.cli import main as run

    run()


class left_at_once:  # noqa: N801  # a context manager without the module contextlib, which takes time
    """Within it Ctrl-C ends the process at once, unless whoever started it, or is using it, has it otherwise."""

    def __enter__(self) -> None:
        """Take the signal, if it is as Python has it."""
        self._ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self._ours:
            signal.signal(signal.SIGINT, leave)

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        if self._ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def leave(*_: Any) -> NoReturn:
    """End the process as an interrupted one, without a word of Python's."""
    os.write(2, b"interrupted\n")
    os._exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main()
