"""The engine against an answer that is not ours: the gaps-and-islands query in DuckDB."""

import random

import duckdb

from engine.small_ladders import ladder
from pingan_cli.engine.history import History
from pingan_cli.engine.verdict import judge_of

FIRST, LAST = 2005, 2024

QUERY = """
with numbered as (
    select unit, year, year - row_number() over (partition by unit order by year) as island from cards
),
islands as (
    select unit, min(year) as since, max(year) as until, count(*) as years from numbered group by unit, island
),
asked as (
    select units.unit, judged.year, islands.since, least(islands.until, judged.year) - islands.since + 1 as years,
           islands.until >= judged.year as lasts
    from units cross join (select unnest(range($first, $last + 1)) as year) as judged
    left join islands on islands.unit = units.unit and islands.since <= judged.year
)
select unit, year, coalesce(max(years) filter (lasts), 0), max(since) filter (lasts),
       coalesce(case when max(years) < 3 then 0 when max(years) < 15 then least(max(years) // 3, 4)
                     else 4 + (max(years) - 12) // 3 end, 0)
from asked group by unit, year
"""
"""For each unit and year: the streak, its first year, and the highest rung of any island so far (0 for none)."""


def test_streaks_and_honours_are_those_of_gaps_and_islands():
    chance = random.Random(3)
    histories = [0, (1 << 20) - 1]
    for _ in range(3000):
        steady = chance.choice([0.3, 0.6, 0.8, 0.9, 0.97])
        histories.append(sum(1 << bit for bit in range(20) if chance.random() < steady))
    cards = [(unit, FIRST + bit) for unit, held in enumerate(histories) for bit in range(20) if held >> bit & 1]
    with duckdb.connect() as base:
        base.execute("create table units as select unnest(range($count)) as unit", {"count": len(histories)})
        unit_column, year_column = zip(*cards, strict=True)
        base.execute(
            "create table cards as select unnest($units) as unit, unnest($years) as year",
            {"units": list(unit_column), "years": list(year_column)},
        )
        answers = base.execute(QUERY, {"first": FIRST, "last": LAST}).fetchall()
    assert len(answers) == len(histories) * 20
    judges = {year: judge_of(ladder(), year) for year in range(FIRST, LAST + 1)}
    for unit, year, streak, since, rung in answers:
        verdict = judges[year](History(held=histories[unit], known=(1 << 20) - 1))
        honour = -1 if verdict.honour.min is None else verdict.honour.min.rank
        assert (verdict.streak.min, verdict.streak.max, verdict.since, honour + 1) == (streak, streak, since, rung)
        assert verdict.honour.min == verdict.honour.max
