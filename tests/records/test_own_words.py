"""What the program calls a result, in either language, is read as that result."""

from __future__ import annotations

import pytest

from pingan_cli.library import open_ladder
from pingan_cli.records.marks import result_of
from pingan_cli.texts import said
from pingan_cli.views.wording import MEANINGS


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("result", ["held", "missed", "revoked", "unknown"])
def test_the_own_words_are_read(result: str, lang: str) -> None:
    assert result_of(said(MEANINGS[result], lang), open_ladder().ladder) == result
