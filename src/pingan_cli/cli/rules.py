"""`pingan rules`: the ladders that there are, what one says, whether ladder files are right, and their schema."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import CommandGroup, Values, argument, examples, option
from pingan_cli.cli.options import ANSWER, FileOption, LangOption
from pingan_cli.problems import ERROR, Problem, Refused
from pingan_cli.texts import told

app = typer.Typer(cls=CommandGroup, add_completion=False, invoke_without_command=True)

_Name = Annotated[str, argument("NAME|FILE", "A shipped ladder, or a YAML file; a method too.")]
_Method = Annotated[bool, option("--method", None, "A method of assessment instead of a ladder.")]


@app.callback(
    epilog=examples(
        ("Which ladders are there?", "pingan rules"),
        ("What does one of them ask for?", "pingan rules show tree-city-usa"),
    )
)
def rules(context: typer.Context, lang: LangOption = "en") -> None:
    """List, show and check ladders."""
    if context.invoked_subcommand is None:
        group: Any = context.command
        listing = group.get_command(context, "list")
        with listing.make_context("list", [], parent=context) as its_own:
            listing.invoke(its_own)


@command(
    app,
    ANSWER,
    ("Which ladders are there?", "pingan rules list"),
    ("The same for a script", "pingan rules list --format json"),
    name="list",
)
def list_(asked: Asked) -> None:
    """List the shipped ladders."""
    from pingan_cli.ladder.loader import shipped_ladders
    from pingan_cli.library import open_ladder
    from pingan_cli.views.rules import list_view

    asked.finish()
    asked.show(list_view([open_ladder(name) for name in shipped_ladders()]))


@command(
    app,
    ANSWER,
    ("What does Safe Guangdong ask for?", "pingan rules show guangdong-peace"),
    ("The rules of Safe Zhejiang in Chinese", "pingan rules show --lang zh"),
)
def show(asked: Asked, rules: _Name = "zhejiang-peace") -> None:
    """Show what a ladder says: tiers, what counts, what is assumed, and the sources."""
    from pingan_cli.ladder.loader import load_ladder
    from pingan_cli.views.rules import ladder_view

    asked.finish()
    path, source, is_method = _source(rules)
    if is_method:
        from pingan_cli.assess.answers import method_view
        from pingan_cli.assess.library import open_method

        asked.show(method_view(open_method(str(path), source)))
        return
    loaded, problems = load_ladder(path, source)
    if loaded is None:
        raise Refused(problems)
    asked.show(ladder_view(loaded))


@command(
    app,
    ANSWER,
    ("Do all shipped ladders keep their own examples?", "pingan rules check"),
    ("Is a ladder of your own right?", "pingan rules check my-ladder.yaml"),
)
def check(
    asked: Asked,
    names: Annotated[Values, argument("NAME|FILE", "Ladders; without any, all shipped ones.")] = None,
) -> None:
    """Check ladder files and run the examples in them; the exit status is 1 when anything is wrong."""
    from pingan_cli.ladder.examples import Checked, check_ladder
    from pingan_cli.ladder.loader import shipped_ladders
    from pingan_cli.views.rules import checked_view

    asked.finish()
    checked: list[Checked] = []
    for name in names or shipped_ladders():
        path, source, is_method = _source(name)
        if is_method:
            from pingan_cli.assess.library import check_method

            checked.append(check_method(path, source))
        else:
            checked.append(check_ladder(path, source))
    asked.show(checked_view(checked))
    problems = [problem for each in checked for problem in each.problems]
    asked.warn(problems)
    if any(problem.severity == ERROR for problem in problems):
        raise typer.Exit(1)


@command(
    app,
    (),
    ("The schema beside your ladders, for an editor", "pingan rules schema -o ladder.schema.json"),
    ("The schema of methods", "pingan rules schema --method -o method.schema.json"),
)
def schema(asked: Asked, method: _Method = False, output: FileOption = None) -> None:
    """Print the JSON Schema of ladder files or of methods, for editors."""
    from pingan_cli.cli.output import form_of, send
    from pingan_cli.ladder.model import schema_text

    form_of("json", output, ("json",))
    if method:
        from pingan_cli.assess.library import method_schema

        send([method_schema()], output)
    else:
        send([schema_text()], output)


@command(
    app,
    ("lang",),
    ("A ladder to start from, in my-county-award.yaml", "pingan rules new my-county-award"),
    ("The same with comments in Chinese", "pingan rules new my-county-award --lang zh"),
    ("A method of assessment to start from", "pingan rules new school-prize --method"),
)
def new(
    asked: Asked,
    name: Annotated[str, argument("NAME", "The new ladder's name, such as my-county-award.")],
    method: _Method = False,
    output: FileOption = None,
    force: Annotated[bool, option("--force", None, "Replace a file that is there.")] = False,
) -> None:
    """Write a commented ladder file to start from; it passes `rules check` as it is."""
    from pingan_cli.cli.output import form_of, say, send
    from pingan_cli.files import is_special
    from pingan_cli.ladder.starting import starting_text

    asked.finish()
    text = starting_text(name, asked.lang, "method" if method else "ladder")
    output = output or f"{name}.yaml"
    form_of("yaml", output, ("yaml",))
    if not force and os.path.lexists(output) and not is_special(Path(output)):
        message, hint = told("there is another file of this name"), told("--force replaces it")
        raise Refused([Problem("file-unwritable", message, output, hint=hint)])
    send([text], output)
    if output != "-":
        next_step = told("{file} is written; change it to the rules of your award, then: pingan rules check {file}",
                         file=output)  # fmt: skip
        say([next_step], asked.lang, sys.stderr)


@command(
    app,
    (*ANSWER, "units"),
    ("What did the edition of 2018 change?", "pingan rules diff wenzhou-safety-2017 2017 2018"),
    ("Whose result would differ?", "pingan rules diff wenzhou-safety-2017 2017 2018 --facts facts.csv"),
)
def diff(
    asked: Asked,
    method: Annotated[str, argument("NAME|FILE", "A method of assessment.")],
    before: Annotated[str, argument("YEAR", "A year that is judged by the one edition.")],
    after: Annotated[str, argument("YEAR", "A year that is judged by the other.")],
    facts: Annotated[Values, option("--facts", "FILE", "Facts: whose result would differ is told too.")] = None,
) -> None:
    """Compare two editions of a method: what was added, removed, merged and changed."""
    from pingan_cli.assess.library import compare_editions

    first, last = asked.year("YEAR", before), asked.year("YEAR", after)
    asked.finish()
    view, warnings = compare_editions(method, (first or 0, last or 0), facts or (), asked.units)
    asked.show(view)
    asked.warn(warnings)


def _source(name: str) -> tuple[Path, bytes | None, bool]:
    """The file that a name means, its bytes where they can be read, and whether it has a method and no ladder.

    Raises `Refused` for a name that means none.
    """
    from pingan_cli.assess.library import find_method, is_method
    from pingan_cli.ladder.loader import find_ladder, source_of

    path, problems = find_ladder(name)
    path = path or find_method(name)[0]
    if path is None:
        raise Refused(problems)
    source, _ = source_of(path)
    return path, source, is_method(source, path)
