"""Writes `rules/ladder.schema.json` and `method.schema.json`, by which editors complete and check such files."""

from __future__ import annotations

from pingan_cli.assess.library import method_schema
from pingan_cli.ladder.model import schema_text
from pingan_cli.shipped import RULES

if __name__ == "__main__":
    (RULES / "ladder.schema.json").write_text(schema_text(), encoding="utf-8", newline="\n")
    (RULES / "method.schema.json").write_text(method_schema(), encoding="utf-8", newline="\n")
