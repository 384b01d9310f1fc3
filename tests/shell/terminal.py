"""A shell on a terminal of its own, typed at and read as a person would."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_CONTROL = re.compile(
    rb"\x1b(?:\[[0-9;?>=]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78A-Za-z])|[\r\x0f\x08]"
)


class Terminal:
    """A running shell. Whatever is still to come of an earlier answer is read with the next one."""

    def __init__(self, command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self._process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # fish must own its terminal
        )  # fmt: skip
        os.close(slave)

    def run(self, keys: str, answer: str, seconds: float = 15) -> None:
        """Send keys and then the return key; wait until the answer is shown."""
        os.write(self._master, f"{keys}\n".encode())
        until, seen, text = time.monotonic() + seconds, b"", ""
        while answer not in text:
            ready, _, _ = select.select([self._master], [], [], max(until - time.monotonic(), 0))
            assert ready, f"{answer!r} was not shown, but {text!r}"
            seen += os.read(self._master, 65536)
            text = _CONTROL.sub(b"", seen).decode(errors="replace")

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)
