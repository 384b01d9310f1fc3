"""`pingan award`: the honours and streaks of all units in a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingan_cli.answers import ORDERS
from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, Values, option
from pingan_cli.cli.options import CARDS, CityOption, LevelOption, YearOption
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.answers import Award

app = typer.Typer(add_completion=False)

SORT = "The order: the longest streak first, the highest honour, the earliest beginning; by name or code."
_POSSIBLE = "With --tier: the units that may hold it, for all these files tell."
_HOLDERS = "Whom that list names: the newly awarded, or all holders."


@command(
    app,
    ("lists", *CARDS),
    ("Who has earned what by the end of 2022?", "pingan award --year 2022"),
    ("Which cities were awarded a tier in that year?", "pingan award --year 2022 --level city --new"),
    ("The same list of all units, in Chinese, to print", "pingan award --year 2022 --new --lang zh -o list.txt"),
    ("The honours that follow from lists of your own", "pingan award lists --format csv -o honours.csv"),
)
def award(
    asked: Asked,
    year: YearOption = None,
    level: LevelOption = None,
    city: CityOption = None,
    tier: Annotated[Value, option("--tier", "TIER", "Only units whose honour is this tier.")] = None,
    possible: Annotated[bool, option("--possible", None, _POSSIBLE)] = False,
    new: Annotated[bool, option("--new", None, "Only units that were awarded a tier in the year.")] = False,
    off_record: Annotated[bool, option("--all", None, "Also the units of which nothing is on record.")] = False,
    sort: Annotated[str, option("--sort", "|".join(ORDERS), SORT)] = "streak",
    limit: Annotated[Value, option("--limit", "N", "Only the first so many.")] = None,
    chart: Annotated[bool, option("--chart", None, "Show how many units hold each honour, as bars.")] = False,
    years: Annotated[Values, option("--years", "YEARS", "As --chart, for several years, such as 2005-2023.")] = None,
    facts: Annotated[
        Values, option("--facts", "FILE", "Facts, from which the ladder's method makes the cards.")
    ] = None,
    expect: Annotated[Value, option("--expect", "FILE", "Compare a published list with the honours instead.")] = None,
    holders: Annotated[Value, option("--holders", "new|all", _HOLDERS)] = None,
) -> None:
    """Show the honours and streaks of all units by the end of a year."""
    from pingan_cli.cli.large import Wanted, destination_of, write_small, written_whole

    asked.facts = facts or ()
    its_year, its_years = asked.year("--year", year), asked.years("--years", years)
    asked.one_of("--holders", holders or "new", ("new", "all"))
    asked.one_of("--sort", sort, ORDERS)
    most, listed = asked.count("--limit", limit), sort != "streak" or limit is not None
    _refuse_together(asked, tier, possible, new or off_record, listed, chart or bool(years), expect, holders)
    if year and years:
        asked.wrong(told("--year and --years cannot both be meant"), told("leave out either"))
    target = destination_of(asked)
    asked.finish()
    whole = not (expect or chart or its_years or level or city or listed)
    if written_whole(asked, target, Wanted(its_year, tier, new, off_record) if whole else None):
        return
    if expect is not None:
        _compare(asked, Path(expect), its_year, holders or "new", level, city)
        return
    records = asked.records

    def award_of(its_year: int | None) -> Award:
        found = records.award(its_year, level=level, city=city, off_record=off_record)
        return found.only(lambda judged: judged.verdict.awarded is not None) if new else found

    if chart or its_years:
        from pingan_cli.views.chart import chart_view, filling

        judged_years = sorted(set(map(records.judged_year, its_years or [its_year or records.usual_year])))
        view = chart_view(records.ladder, [filling(award_of(each)) for each in judged_years])
        asked.show(records.origin.marked(view))
        return
    found = award_of(its_year)
    if tier is not None:
        found = found.holding(records.tier(tier), possible)
    found = found.ordered(sort, most, asked.lang)
    if target.needs_engine:
        write_small(found, target)
    else:
        asked.show(found.view())


def _compare(asked: Asked, path: Path, year: int | None, holders: str, level: str | None, city: str | None) -> None:
    """Compare a published list with the honours; the exit status is 1 where they do not agree."""
    from pingan_cli.check.comparison import compare_both_ways
    from pingan_cli.check.comparison_page import comparison_view

    compared, other = compare_both_ways(asked.records, path, year, holders, level, city)
    if not asked.quiet:
        asked.warn(compared.cards.warnings)
    asked.show(comparison_view(compared, asked.records.ladder, other))
    if not compared.agrees:
        raise typer.Exit(1)


def _refuse_together(
    asked: Asked, tier: str | None, possible: bool, some: bool, listed: bool, chart: bool, expect: str | None,
    holders: str | None,
) -> None:  # fmt: skip
    """Keep what cannot be meant together: options of a list, of a chart, and of a comparison."""
    for wrong, message, hint in (
        (
            expect is not None and (tier or some),
            told("--expect compares whole lists; leave out --tier, --new and --all"),
            told("--level and --city go with it"),
        ),
        (
            expect is None and holders is not None,
            told("--holders says whom a published list names"),
            told("name the list with --expect FILE"),
        ),
        (possible and tier is None, told("--possible is about a tier"), told("name it with --tier")),
        (
            tier is not None and chart,
            told("a chart is of all tiers, so --tier has no say"),
            told("leave it out"),
        ),
        (
            expect is not None and chart,
            told("--expect compares lists, and has no chart"),
            told("leave out --chart and --years"),
        ),
        (
            listed and (expect is not None or chart),
            told("--sort and --limit are about the list of units"),
            told("leave them out"),
        ),
    ):
        if wrong:
            asked.wrong(message, hint)
