"""`python -m extractor`, and the command `claimtable`: light enough that Ctrl-C can be met while the rest is loaded."""

from __future__ import annotations

from extractor.cli.interrupts import left_at_once


def main() -> None:
    """Run the command line; ends the process with the exit code.

    Until a command begins there is nothing to clean up, and an interruption ends the process at once: raised as
    KeyboardInterrupt in the midst of imports it would be shown as a traceback, or be taken for a broken module.
    """
    left_at_once().__enter__()  # until the command has it otherwise (extractor/cli/commands.py)
    from extractor.cli.commands import main as run

    run()


if __name__ == "__main__":
    main()
