"""`unknot journal` and `unknot week`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_table
from unknot.cli.options import Duration
from unknot.cli.writing import deliver
from unknot.errors import UsageError
from unknot.units import NO_FRAMES, clock

if TYPE_CHECKING:
    from unknot.journal import Journal, Session
    from unknot.units import Frames

force = click.option("--force", is_flag=True, help="Replace a file that is there already.")
output = click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file to write to.")


@click.group()
def journal() -> None:
    """What was done and how it felt, kept on this machine only."""


@journal.command()
@click.argument("line", required=False, default="")
@click.option("--routine", help="What was done; without it the line is added to the latest entry.")
@click.option("--length", type=Duration(), help="How long it was.")
@click.option("--before", multiple=True, metavar="AREA=N", help="Tension before, 0 to 10: neck=6.")
@click.option("--after", multiple=True, metavar="AREA=N", help="Tension after, 0 to 10: neck=3.")
@click.option("--noticed", default="", help="What was noticed, in your own words.")
def add(
    line: str,
    routine: str | None,
    length: Frames | None,
    before: tuple[str, ...],
    after: tuple[str, ...],
    noticed: str,
) -> None:
    """Write down how it felt, in one line: "neck 6>3, jaw 4>4; the left side is looser".

    Numbers are tension from 0 to 10, before and after.
    """
    from unknot import wiring
    from unknot.journal import read_line

    told = read_line(line, wiring.area_name)
    flags = ", ".join([*(_spaced(one) for one in before), *(_spaced(one, " >") for one in after)])
    with wiring.journal() as book:
        key = _new_entry(book, routine, length) if routine else _latest(book).key
        book.tell(key, read_line(flags, wiring.area_name).tensions)
        book.tell(key, told.tensions, "; ".join(filter(None, (told.noticed, noticed))))
        click.echo(_line(next(s for s in book.sessions() if s.key == key)))


@journal.command("list")
def list_entries() -> None:
    """Every entry, the latest last."""
    from unknot import wiring

    with wiring.journal() as book:
        print_table(
            [_row(session) for session in book.sessions()], head=("no.", "when", "length", "what", "how it felt")
        )


@journal.command()
@click.argument("number", type=int)
def forget(number: int) -> None:
    """Take one entry out."""
    from unknot import wiring

    with wiring.journal() as book:
        if all(session.key != number for session in book.sessions()):
            raise UsageError(f"there is no entry {number}", next_step="`unknot journal list` shows them")
        book.forget(number)


@journal.command()
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@output
@force
def export(form: str, output: Path | None, *, force: bool) -> None:
    """Everything in the journal, for a spreadsheet or for another program."""
    from unknot import journal, wiring

    with wiring.journal() as book:
        deliver({"csv": journal.to_csv, "json": journal.to_json}[form](book.sessions()), output, force=force)


@journal.command()
@click.option("--name", default="", help="Whose journal it is.")
@click.option("--format", "form", type=click.Choice(["text", "html"]), help="By the file's suffix, else text.")
@output
@force
def report(name: str, form: str | None, output: Path | None, *, force: bool) -> None:
    """A page for the therapist: what was done, how often, how each area felt, what to ask about."""
    from unknot import journal, wiring

    as_html = form == "html" or (form is None and output is not None and output.suffix in (".html", ".htm"))
    with wiring.journal() as book:
        page = journal.report(book.sessions(), name=name, stop_words=wiring.stop_words())
    deliver((journal.to_html if as_html else journal.to_text)(page), output, force=force)


@click.command()
def week() -> None:
    """This week: the plan against what happened."""
    from unknot import journal, wiring

    today = datetime.now().astimezone().date()
    wanted = wiring.profile().sessions
    first = journal.Plan(sessions=wanted, most_sessions=max(journal.Plan().most_sessions, wanted))
    with wiring.journal() as book:
        sessions = book.sessions()
    plan = journal.plan_from(sessions, first, today)
    click.echo(journal.in_words(journal.week(sessions, plan, today)))


def _new_entry(book: Journal, routine: str, length: Frames | None) -> int:
    from unknot import wiring
    from unknot.journal import Session

    entry = wiring.known(routine)
    done = length or (entry.length if entry else None) or NO_FRAMES
    title, areas = (entry.title, entry.areas) if entry else (routine, ())
    now = datetime.now().astimezone()
    return book.add(Session(now, routine, title, areas, planned=done, done=done, finished=True))


def _latest(book: Journal) -> Session:
    latest = book.latest()
    if latest is None:
        raise UsageError("the journal is empty", next_step="name what was done with --routine")
    return latest


def _row(session: Session) -> tuple[str, str, str, str, str]:
    when = session.started.strftime("%Y-%m-%d %H:%M")
    return str(session.key), when, clock(session.done), session.title or session.routine, _felt(session)


def _line(session: Session) -> str:
    return "  ".join(filter(None, _row(session)))


def _felt(session: Session) -> str:
    told = ", ".join(f"{t.area} {_number(t.before)}>{_number(t.after)}" for t in session.tensions)
    return "; ".join(filter(None, (told, session.noticed)))


def _spaced(flag: str, mark: str = " ") -> str:
    area, sign, number = flag.partition("=")
    if not (sign and area.strip() and number.strip().isdecimal()):
        raise UsageError(f"{flag!r} is not an area and a number", next_step="write it like neck=6")
    return f"{area.strip()}{mark}{number.strip()}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
