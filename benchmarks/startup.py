"""How long a start takes, as a ratio to a Python process that imports DuckDB and answers the same question.

    python benchmarks/startup.py [--runs 15] [--keep FOLDER]

The program is installed as a wheel into an environment of its own. All commands run in turn in one go, so the ratios
are of the same minutes; they are of medians. Limits: award 1.2, version and completion 1.0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, environment, in_turn, machine

LIMITS = {"award": 1.2, "version": 1.0, "completion": 1.0}

QUESTION = f"""
import duckdb

print(duckdb.sql('''
    with held as (
        select distinct code, year from read_csv('{ROOT / "data/zhejiang/cards.csv"}', header = true)
        where result = 'held' and year <= 2023
    ),
    numbered as (
        select code, year, year - row_number() over (partition by code order by year) as island from held
    ),
    islands as (
        select code, min(year) as since, max(year) as until, count(*) as years from numbered group by code, island
    )
    select code, coalesce(max(years) filter (until = 2023), 0) as streak, max(since) filter (until = 2023) as since,
           case when max(years) < 3 then null when max(years) < 6 then 'ding' when max(years) < 9 then 'bronze-ding'
                when max(years) < 12 then 'silver-ding' when max(years) < 15 then 'gold-ding'
                else 'gold-ding-' || (max(years) - 12) // 3 end as honour
    from islands group by code order by streak desc, code
''').fetchall())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how many runs of each the medians are of")
    parser.add_argument("--keep", type=Path, help="an environment that is made once and used again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = asked.keep or Path(folder) / "env"
        programs = home / "bin" if (home / "bin").is_dir() else environment(home, "duckdb")
        typed = {"_PINGAN_COMPLETE": "complete_bash", "COMP_WORDS": "pingan str", "COMP_CWORD": "1"}
        question = Path(folder) / "question.py"
        question.write_text(QUESTION, encoding="utf-8")
        told = in_turn(
            {
                "duckdb": ([programs / "python", question], {}),
                "award": ([programs / "pingan", "award", "--year", "2023"], {}),
                "version": ([programs / "pingan", "--version"], {}),
                "completion": ([programs / "pingan"], typed),
            },
            asked.runs,
        )
    print(f"{machine()}; medians of {asked.runs} runs")
    base = told["duckdb"].seconds
    failed = False
    for name, measured in told.items():
        ratio, limit = measured.seconds / base, LIMITS.get(name)
        failed = failed or (limit is not None and ratio > limit)
        bound = f"  (at most {limit})" if limit else ""
        print(f"{name:12} {measured.seconds * 1000:6.0f} ms {measured.kilobytes / 1024:6.0f} MB  {ratio:5.2f}{bound}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
