"""What was published beside the cards: claims with what the records say of them, and how the cities lie on a map."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.claims.audited import Audited
from pingan_cli.claims.basis import Basis
from pingan_cli.claims.deduction import Claim, Conflict
from pingan_cli.engine.ladder import Names
from pingan_cli.report.places import Place
from pingan_cli.report.wording import both, names_of


class Published(NamedTuple):
    """Audited claims in the order of their files, and the conflicts among them.

    `keys`: by the code of every unit that of its line's last one. `basis`: on which claims the cards rest. `places`:
    those of cities on a map, by code.
    """

    findings: tuple[Audited, ...]
    conflicts: tuple[Conflict, ...]
    keys: dict[str, str]
    basis: Basis
    places: dict[str, Place]

    def on(self, key: str) -> list[Claim]:
        """The claims on the line of that key."""
        claims = (each.finding.claim for each in self.findings)
        return [claim for claim in claims if self.keys.get(claim.unit) == key]

    def whom(self, claim: Claim) -> tuple[str, Names]:
        """The key of the line that a claim speaks of, and its name; no key where it is a whole in no registry."""
        unit = next(each.unit for each in self.findings if each.finding.claim == claim)
        return (self.keys[unit.code], names_of(unit)) if unit else ("", both("whole"))


NOTHING = Published((), (), {}, {}, {})
