"""Starts the program, `pingan` or `python -m pingan_cli`, and ends it."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Load the program, run it and end with its status.

    What loading makes stays until the end. It is not searched for garbage, which took a tenth of the time of a run.
    """
    gc.disable()
    try:
        from pingan_cli.cli.app import main as run_program

        gc.freeze()
        gc.enable()
        status = run_program()
    except KeyboardInterrupt:  # while it was loaded
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
