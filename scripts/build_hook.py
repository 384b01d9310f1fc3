"""What the build of a distribution makes: manual pages in both languages, and for its source the reference pages too.

They are made from the program anew by each build, so that none can be older than it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MadePages(BuildHookInterface[Any]):
    """Puts the pages below `share` in a wheel, and where they would stand in a source distribution."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pages before a build; an editable installation has none."""
        if version == "editable":
            return
        sys.path[:0] = [str(Path(self.root, each)) for each in ("src", "scripts")]
        import write_man

        self.folder = Path(mkdtemp())
        pages = write_man.write(self.folder / "man")
        if self.target_name == "sdist":
            import write_reference

            pages += write_reference.write(self.folder / "docs" / "reference")
        placed = {str(path): path.relative_to(self.folder).as_posix() for path in pages}
        if self.target_name == "sdist":
            build_data["force_include"] |= placed
        else:
            build_data["shared_data"] |= {path: f"share/{place}" for path, place in placed.items()}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clear them away behind it."""
        if version != "editable":
            rmtree(self.folder)
