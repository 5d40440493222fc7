"""`journal`: what was done and how it felt, kept on this machine only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Literal

from unknot import config, journal
from unknot.app._files import TextResult, deliver
from unknot.app._routines import find
from unknot.errors import UsageError
from unknot.journal import JournalEntry
from unknot.library import body_data, body_parts
from unknot.ports import no_notice
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from unknot.journal import Journal, ParsedLine
    from unknot.library import RoutineEntry
    from unknot.ports import Notice


@dataclass(frozen=True, slots=True)
class JournalAddRequest:
    """What to write into the journal."""

    line: str = ""
    """Areas with numbers, then words: `neck 6>3, jaw 4>4; the left side is looser`."""
    routine: str | None = None
    """The routine that was done; None adds to the latest entry, or to the latest one of the day."""
    length: Frames | None = None
    """Its length; None is the length that the routine was written for."""
    before: tuple[str, ...] = ()
    """Tension before, 0 to 10: `neck=6`."""
    after: tuple[str, ...] = ()
    """Tension after, 0 to 10: `neck=3`."""
    noticed: str = ""
    """What was noticed, in the person's own words."""
    day: date | None = None
    """The day of the session; None is today."""
    at: time | None = None
    """The local time at which it began; None is now, and noon of another day."""


@dataclass(frozen=True, slots=True)
class JournalEditRequest:
    """What to change in an entry of the journal. None changes nothing."""

    line: str | None = None
    """How it felt, in place of what the entry says, as in `JournalAddRequest`."""
    noticed: str | None = None
    """The words alone; empty removes them."""
    routine: str | None = None
    """What was done."""
    length: Frames | None = None
    """How long it was."""
    when: datetime | None = None
    """When it began, in local time."""


@dataclass(frozen=True, slots=True)
class JournalExportRequest:
    """The format of the export, and its file."""

    form: Literal["csv", "json"] | None = None
    """None is that of the ending of `output`, and CSV where there is none."""
    output: Path | None = None
    """None writes no file."""
    force: bool = False
    """Replace an existing file."""


@dataclass(frozen=True, slots=True)
class JournalReportRequest:
    """Whose report to write, in which format, and its file."""

    name: str = ""
    """Whose journal it is."""
    form: Literal["text", "html"] = "text"
    output: Path | None = None
    """None writes no file."""
    force: bool = False
    """Replace an existing file."""


def open_journal() -> Journal:
    """The open journal of the person. It is created when there is none.

    Raises:
        WriteError: It cannot be opened or created.
    """
    return journal.Journal(config.data_folder() / "journal.db")


def journal_add(request: JournalAddRequest, notice: Notice = no_notice) -> JournalEntry:
    """The entry with what the request says, after it was saved. A number for an unknown area is kept as words.

    Args:
        request: What to write down.
        notice: Is called with a text about each number that was kept as words.

    Raises:
        UsageError: A tension is not from 0 to 10, the time is not over, there is no entry to add to, or a time or a
            length is given for one.
        WriteError: The journal cannot be used.
    """
    if not request.routine and (request.at or request.length):
        raise UsageError(
            "a time and a length are for a new entry",
            next_step="name what was done with --routine; `unknot journal edit` changes an entry",
        )
    flags = ", ".join([*(_spaced(one) for one in request.before), *(_spaced(one, " >") for one in request.after)])
    parts = [journal.read_line(text, area_name) for text in (flags, request.line)]
    with open_journal() as book, book.transaction():
        key = _new_entry(book, request) if request.routine else _latest(book, request.day).key
        for line in parts:
            book.annotate(key, line.tensions, line.noticed)
            tell_unknown(line, notice, f"`unknot journal edit {key}` changes it")
        book.annotate(key, (), request.noticed)
        return _entry(book, key)


def journal_list() -> tuple[JournalEntry, ...]:
    """Every entry, the latest last.

    Raises:
        WriteError: The journal cannot be used.
    """
    with open_journal() as book:
        return book.sessions()


def journal_edit(number: int, request: JournalEditRequest, notice: Notice = no_notice) -> JournalEntry:
    """The entry with the changes of the request, after it was saved. A number for an unknown area is kept as words.

    Args:
        number: The number of the entry.
        request: What to change.
        notice: Is called with a text about each number that was kept as words.

    Raises:
        UsageError: There is no such entry, a tension is not from 0 to 10, the time is not over, or nothing is to be
            changed.
        WriteError: The journal cannot be used.
    """
    if request == JournalEditRequest():
        raise UsageError("nothing is to be changed", next_step='give the new line: "neck 6>3; the left side is looser"')
    with open_journal() as book:
        edited = _edited(_entry(book, number), request, notice)
        book.replace(edited)
        return edited


def journal_forget(number: int, *, at_once: bool = False) -> JournalEntry:
    """The entry, which is in no list any more. It can be restored for a while; with `at_once` it is deleted.

    Raises:
        UsageError: There is no such entry.
        WriteError: The journal cannot be used.
    """
    with open_journal() as book:
        known = (*book.sessions(), *(entry for entry, _ in book.forgotten())) if at_once else book.sessions()
        entry = _numbered(known, number)
        if at_once:
            book.remove(number)
        else:
            book.forget(number, datetime.now().astimezone())
        return entry


def journal_restore(number: int | None = None) -> JournalEntry:
    """The forgotten entry, which is in the journal again; without a number, the one that was forgotten last.

    Raises:
        UsageError: It was not forgotten, or is deleted by now.
        WriteError: The journal cannot be used.
    """
    with open_journal() as book:
        forgotten = book.forgotten()
        if number is None and not forgotten:
            raise UsageError("no entry was forgotten", next_step="`unknot journal list` shows the entries")
        key = forgotten[-1][0].key if number is None else number
        book.restore(key)
        return _entry(book, key)


def journal_forgotten() -> tuple[tuple[JournalEntry, datetime], ...]:
    """Every forgotten entry with the time after which it is deleted; the one that was forgotten last is last.

    Raises:
        WriteError: The journal cannot be used.
    """
    with open_journal() as book:
        return book.forgotten()


def journal_export(request: JournalExportRequest) -> TextResult:
    """The whole journal as CSV or JSON.

    Raises:
        UsageError: The file exists already, or its ending is that of neither or of the other one.
        WriteError: The journal cannot be used, or the file could not be written.
    """
    form = _form(request)
    entries = journal_list()
    return _delivered((journal.journal_to_json if form == "json" else journal.journal_to_csv)(entries), request)


def _form(request: JournalExportRequest) -> Literal["csv", "json"]:
    """The format of the request, by its name or by the ending of the file."""
    ending = request.output.suffix.lower().lstrip(".") if request.output else ""
    if ending not in ("", "csv", "json") or (ending and request.form not in (None, ending)):
        raise UsageError(
            f"the journal cannot be written as {request.form or ending} into {request.output}",
            next_step="use a name that ends with .csv or .json; `unknot journal report` writes a page to read",
        )
    return request.form or ("json" if ending == "json" else "csv")


@dataclass(frozen=True, slots=True)
class JournalImported:
    """The result of reading an exported journal back."""

    added: int
    """Entries that are in the journal now and were not before."""
    known: int
    """Entries that were in the journal already."""
    damaged: tuple[str, ...]
    """A line about each row that could not be read."""


def journal_import(path: Path) -> JournalImported:
    """The sessions of an exported JSON are in the journal, each once. A session is known by its time and routine.

    Raises:
        UsageError: It is no exported journal, or cannot be read.
        WriteError: The journal cannot be used; nothing was added.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path} cannot be read: {fault}", next_step="give the JSON of `journal export`") from fault
    damaged: list[str] = []
    entries = journal.journal_from_json(text, damaged.append)
    with open_journal() as book:
        added = book.add_new(entries)
    return JournalImported(added, len(entries) - added, tuple(damaged))


def journal_report(request: JournalReportRequest) -> TextResult:
    """A page for the therapist: what was done, how often, how each area felt, what to ask about.

    Raises:
        UsageError: The file exists already.
        WriteError: The journal cannot be used, or the file could not be written.
    """
    signs = tuple(word for words in body_data().safety.stop.values() for word in words)
    entries = journal_list()
    named = {entry.routine: _routine(entry.routine) for entry in entries}
    tools = {name: found.tools for name, found in named.items() if found}
    page = journal.make_report(entries, name=request.name, stop_words=signs, tools=tools)
    return _delivered((journal.report_as_html if request.form == "html" else journal.report_as_text)(page), request)


def area_name(word: str) -> str:
    """The part of the body that a person named, as `neck` or `shoulders:left`; a word for several stays as it is.

    Raises:
        UsageError: There is no such area. The message names similar ones.
    """
    parts = body_parts(word)
    return str(parts[0]) if len(parts) == 1 else " ".join(word.lower().split())


def tell_unknown(line: ParsedLine, notice: Notice, step: str) -> None:
    """`notice` was called for each number of the line that was kept as words, with the reason and the next step."""
    for fault in line.unknown:
        near = f", {fault.next_step}" if fault.next_step.endswith("?") else "."
        notice(f"{fault.message}{near} It is kept as words, and {step}")


def _new_entry(book: Journal, request: JournalAddRequest) -> int:
    routine = request.routine or ""
    entry = _routine(routine)
    done = request.length or (entry.length if entry else None) or NO_FRAMES
    title, areas = _described(routine)
    return book.add(JournalEntry(_began(request), routine, title, areas, planned=done, done=done, finished=True))


def _began(request: JournalAddRequest) -> datetime:
    """When the session of the request began."""
    now = datetime.now().astimezone()
    day = request.day or now.date()
    if request.at is None and day == now.date():
        return now
    return _past(datetime.combine(day, request.at or time(12)).astimezone())


def _past(when: datetime) -> datetime:
    """The time, which is over.

    Raises:
        UsageError: It is not.
    """
    if when > datetime.now().astimezone():
        raise UsageError(f"{when:%Y-%m-%d %H:%M} is not over", next_step="give the day and time of what was done")
    return when


def _routine(name: str) -> RoutineEntry | None:
    """The routine of that name; None for everything else that was done."""
    try:
        return find(name)
    except UsageError:
        return None


def _described(routine: str) -> tuple[str, tuple[str, ...]]:
    """The title and the areas of what was done."""
    entry = _routine(routine)
    return (entry.title, entry.areas) if entry else (routine, ())


def _entry(book: Journal, number: int) -> JournalEntry:
    return _numbered(book.sessions(), number)


def _numbered(entries: Iterable[JournalEntry], number: int) -> JournalEntry:
    found = next((entry for entry in entries if entry.key == number), None)
    if found is None:
        raise UsageError(f"there is no entry {number}", next_step="`unknot journal list` shows them")
    return found


def _edited(entry: JournalEntry, request: JournalEditRequest, notice: Notice) -> JournalEntry:
    if request.line is not None:
        line = journal.read_line(request.line, area_name)
        tell_unknown(line, notice, "the same command with the right word changes it")
        entry = replace(entry, tensions=line.tensions, noticed=line.noticed)
    if request.noticed is not None:
        entry = replace(entry, noticed=request.noticed)
    if request.length is not None:
        entry = replace(entry, done=request.length)
    if request.when is not None:
        entry = replace(entry, started=_past(request.when.astimezone()))
    if request.routine is not None:
        title, areas = _described(request.routine)
        entry = replace(entry, routine=request.routine, title=title, areas=areas)
    return entry


def _latest(book: Journal, day: date | None) -> JournalEntry:
    """The latest entry, or the latest one of that day."""
    if day is None:
        latest = book.latest()
    else:
        latest = next((entry for entry in reversed(book.sessions()) if entry.started.date() == day), None)
    if latest is None:
        fault = "the journal is empty" if day is None else f"the journal has no entry of {day}"
        raise UsageError(fault, next_step="name what was done with --routine")
    return latest


def _spaced(flag: str, mark: str = " ") -> str:
    area, sign, number = flag.partition("=")
    if not (sign and area.strip() and number.strip().isdecimal()):
        raise UsageError(f"{flag!r} is not an area and a number", next_step="write it like neck=6")
    return f"{area.strip()}{mark}{number.strip()}"


def _delivered(text: str, request: JournalExportRequest | JournalReportRequest) -> TextResult:
    return deliver(text, request.output, force=request.force)
