"""Builds the documentation site with the reference pages as the program is now.

python scripts/build_docs.py                  # to site/, and stops at any warning
python scripts/build_docs.py serve            # on this machine, for writing
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import write_reference

ROOT = Path(__file__).parents[1]

if __name__ == "__main__":
    write_reference.write(ROOT / "docs" / "reference")
    asked = sys.argv[1:] or ["build", "--strict", "--clean"]
    sys.exit(subprocess.run([sys.executable, "-m", "zensical", *asked], cwd=ROOT, check=False).returncode)
