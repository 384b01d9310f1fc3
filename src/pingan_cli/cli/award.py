"""`pingan award`: the honours and streaks of all units in a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingan_cli.cli.asked import CARDS, Asked, command
from pingan_cli.cli.options import City, Level, Year
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.engine.award import Award

app = typer.Typer(add_completion=False)


@command(
    app,
    ("lists", *CARDS),
    ("Who has earned what by the end of 2022?", "pingan award --year 2022"),
    ("Which cities were awarded a tier in that year?", "pingan award --year 2022 --level city --new"),
    ("The same list of all units, in Chinese, to print", "pingan award --year 2022 --new --lang zh -o list.txt"),
    (
        "The honours that follow from lists of your own, for a spreadsheet",
        "pingan award lists --format csv -o honours.csv",
    ),
)
def award(
    asked: Asked,
    year: Year = None,
    level: Level = None,
    city: City = None,
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="TIER", help="Only units whose honour is this tier.")
    ] = None,
    possible: Annotated[
        bool, typer.Option("--possible", help="With --tier: the units that may hold it, for all these files tell.")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="Only units that were awarded a tier in the year.")] = False,
    off_record: Annotated[bool, typer.Option("--all", help="Also the units of which nothing is on record.")] = False,
    chart: Annotated[bool, typer.Option("--chart", help="Show how many units hold each honour, as bars.")] = False,
    years: Annotated[
        list[str] | None,
        typer.Option("--years", metavar="YEARS", help="As --chart, for several years, such as 2005-2023."),
    ] = None,
    facts: Annotated[
        list[str] | None,
        typer.Option("--facts", metavar="FILE", help="Facts, from which the ladder's method makes the cards."),
    ] = None,
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="FILE", help="Compare a published list with the honours instead.")
    ] = None,
    holders: Annotated[
        str | None,
        typer.Option("--holders", metavar="new|all", help="Whom that list names: the newly awarded, or all holders."),
    ] = None,
) -> None:
    """Show the honours and streaks of all units by the end of a year."""
    from pingan_cli.cli.large import Target, Wanted, require_own_table, write_small, written_whole
    from pingan_cli.cli.output import form_of
    from pingan_cli.engine.verdict import may_hold
    from pingan_cli.large.choosing import keeps_tables
    from pingan_cli.views.award import Scope, award_view

    asked.facts = facts or ()
    its_year, its_years = asked.year("--year", year), asked.years("--years", years)
    asked.one_of("--holders", holders or "new", ("new", "all"))
    if expect is not None and (tier or new or off_record):
        asked.wrong(
            told("--expect compares whole lists; leave out --tier, --new and --all"),
            told("--level and --city go with it"),
        )
    if expect is None and holders is not None:
        asked.wrong(told("--holders says whom a published list names"), told("name the list with --expect FILE"))
    if year and years:
        asked.wrong(told("--year and --years cannot both be meant"), told("leave out either"))
    if possible and tier is None:
        asked.wrong(told("--possible is about a tier"), told("name it with --tier"))
    if tier is not None and (chart or years):
        asked.wrong(told("a chart is of all tiers, so --tier has no say"), told("leave it out"))
    if expect is not None and (chart or years):
        asked.wrong(told("--expect compares lists, and has no chart"), told("leave out --chart and --years"))
    target = Target(asked.output or "", asked.backend, asked.lang, asked.quiet)
    if target.is_table and not keeps_tables(asked.backend):
        asked.wrong(
            told("{output} is a table of a database, and none is named", output=target.output),
            told("such as --backend duckdb://FILE"),
        )
    asked.finish()
    whole = not (expect or chart or its_years or level or city)
    to_file = asked.output is not None and asked.output != "-"
    if target.is_table:
        require_own_table(asked.source, target)
    as_rows = whole and to_file and (target.needs_engine or form_of(asked.form, asked.output) == "csv")
    if as_rows and written_whole(asked.source, Wanted(its_year, tier, new, off_record), target):
        return
    if expect is not None:
        _compare(asked, Path(expect), its_year, holders or "new", level, city)
        return
    records = asked.records
    later = records.last_year if its_year is None else None
    its_year = its_year or records.usual_year

    def award_of(year: int) -> Award:
        found = records.award(year, level=level, city=city, off_record=off_record)
        return found.only(lambda judged: judged.verdict.awarded is not None) if new else found

    if chart or its_years:
        from pingan_cli.views.chart import chart_view, filling

        judged_years = sorted(set(map(records.judged_year, its_years or [its_year])))
        view = chart_view(records.ladder, [filling(award_of(each)) for each in judged_years])
        asked.show(records.origin.marked(view))
        return
    found = award_of(its_year)
    scope = Scope(its_year, records.last_year, later=later)
    if tier is not None:
        wanted = records.tier(tier)
        scope = scope._replace(tier=wanted, may_hold=sum(may_hold(judged.verdict, wanted) for judged in found))
        if possible:
            found = found.only(lambda judged: may_hold(judged.verdict, wanted))
        else:
            found = found.only(lambda judged: judged.verdict.honour.min == wanted)
    if target.needs_engine:
        write_small(found, target)
        return
    asked.show(records.origin.marked(award_view(found, scope, records.city_of)))


def _compare(asked: Asked, path: Path, year: int | None, holders: str, level: str | None, city: str | None) -> None:
    """Compare a published list with the honours; the exit status is 1 where they do not agree."""
    from pingan_cli.check.comparing import compare_list
    from pingan_cli.check.comparison_page import comparison_view

    compared = compare_list(asked.records, path, year, holders, level, city)
    if not asked.quiet:
        asked.warn(compared.cards.warnings)
    asked.show(comparison_view(compared, asked.records.ladder))
    if not compared.agrees:
        raise typer.Exit(1)
