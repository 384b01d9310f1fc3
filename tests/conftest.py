"""The tests run in no language and with no configuration but their own."""

from __future__ import annotations

import os

for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(name, None)
os.environ["PINGAN_CONFIG"] = "none"
