"""A claim with what the records say of it."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.claims.audit import CONTRADICTED, Finding
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.units import Unit


class Audited(NamedTuple):
    """A claim and what the records say of it.

    `unit`: whom it speaks of, None for a province or another whole that is in no registry. `against`: the claims that
    it cannot be true together with. `rests_on`: the claims from which the cards that decide it were deduced.
    """

    finding: Finding
    unit: Unit | None
    against: tuple[Claim, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """That of the finding; a claim that others contradict is contradicted, whatever the records leave open."""
        return CONTRADICTED if self.against else self.finding.status
