"""Tables of words and times: lines of `phrase;seconds`, CSV and TSV, tables of Markdown and of documents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from unknot.script._clocks import Timed, clock, tell_places
from unknot.script._draft import speakable
from unknot.script._passages import Fragment, Grid, Passage
from unknot.script._pauses import read_length
from unknot.script._values import Fault, Span
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.script._passages import Teller
    from unknot.units import Frames

DELIMITERS: Final = "\t;|,"
"""What may stand between two cells, the least common in prose first."""
MOST_TEXT: Final = 2_000
"""Characters of the longest cell in quotes."""
EARLY: Final = 5.0
"""Seconds: where the first clock time of a column is later, the column holds lengths."""
MOST_CELLS: Final = 40_000
"""Cells of one table."""

_NAMES: Final = {
    "text": (
        "phrase phrases text cue words name exercise instruction instructions line sentence say spoken script content "
        "what step pose action title prompt satz anweisung übung spruch texte consigne exercice frase texto ejercicio "
        "testo esercizio zin tekst"
    ),
    "length": (
        "seconds second secs sec s duration length pause silence rest wait hold gap minutes minute mins min ms "
        "milliseconds dauer sekunden minuten sekunde pausendauer durée duree secondes minutes duración duracion "
        "segundos minutos pausa durata secondi minuti duur seconden"
    ),
    "time": "time zeit temps tiempo tempo tijd timestamp timecode",
    "start": "start begin beginning at from onset beginn von début debut inicio inizio",
    "end": "end stop until to finish ende bis fin fine",
}
_ROLE = {name: role for role, names in _NAMES.items() for name in names.split()}
_UNITS = {"minute": 60.0, "minuten": 60.0, "min": 60.0, "ms": 0.001, "milli": 0.001}


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column holds what."""

    text: int
    length: int | None = None
    start: int | None = None
    end: int | None = None
    headed: bool = False
    scale: float = 1.0
    """Seconds of a bare number in the column of lengths."""


def delimiter_of(text: str) -> str:
    """What stands between the cells of a text of words and times, or nothing where it is no such text."""
    lines = [line for line in text.split("\n") if line.strip()][:400]
    for mark in DELIMITERS:
        good = sum(_is_row([cell.strip(' \t"') for cell in line.split(mark)]) for line in lines)
        held = sum(mark in line for line in lines if not line.startswith("#"))
        most = good * 2 > len(lines) or held == len(lines) - sum(line.startswith("#") for line in lines)
        if good and (most if mark in "\t;" else good > 1 and good >= 0.8 * (len(lines) - 1)):
            return mark
    return ""


def _is_row(cells: list[str]) -> bool:
    return len(cells) > 1 and any(map(_is_time, cells)) and not all(map(_is_time, cells))


def _is_time(text: str) -> bool:
    return len(text) < 20 and (read_length(text) is not None or clock(text) is not None)


def read_table(text: str, teller: Teller, delimiter: str = "") -> None:
    """Afterwards the draft says the rows of a table, and is silent as long as they say."""
    mark = delimiter or delimiter_of(text) or max(DELIMITERS, key=text.count)
    rows = rows_of(text, mark)
    width = (
        2 if mark == ";" and max(map(len, rows), default=0) < 4 else _usual([len(row) for row in rows if len(row) > 1])
    )
    tell_rows(Grid(tuple(_fitted(row, width, text) for row in rows)), teller)


def rows_of(text: str, delimiter: str) -> list[list[Passage]]:
    """The cells of every line; an empty line is a row without cells. Quotes are taken as spreadsheets write them."""
    mark = re.escape(delimiter)
    cell = re.compile(
        rf'[ \t]*"(?P<quoted>(?:[^"]|""){{0,{MOST_TEXT}}})"[ \t]*(?={mark}|\n|\Z)|(?P<plain>[^{mark}\n]*)'
        if delimiter != "\t"
        else rf'"(?P<quoted>(?:[^"]|""){{0,{MOST_TEXT}}})"(?=\t|\n|\Z)|(?P<plain>[^\t\n]*)'
    )
    rows: list[list[Passage]] = [[]]
    at = cells = 0
    while at <= len(text) and (match := cell.match(text, at)):
        quoted = match["quoted"]
        inside = match["plain"] if quoted is None else quoted.replace('""', '"').replace("\n", " ")
        cells += 1
        if cells > MOST_CELLS:
            raise Fault(Span(" ", match.start()), "too-large", f"more than {MOST_CELLS:,} cells", "split it in parts")
        rows[-1].append(_cell(inside, match.start("plain" if quoted is None else "quoted")))
        at = match.end() + 1
        if text[match.end() : at] != delimiter:
            rows.append([])
    return [[] if not any(cell.text for cell in row) else row for row in rows]


def _cell(text: str, offset: int) -> Passage:
    lead = len(text) - len(text.lstrip())
    return Passage((Fragment(text.strip(), offset + lead),))


def _usual(counts: list[int]) -> int:
    return Counter(counts).most_common(1)[0][0] if counts else 1


def _fitted(row: list[Passage], width: int, text: str) -> tuple[Passage, ...]:
    """The row with what stood between its first cells as one cell, where a phrase holds the delimiter itself."""
    extra = len(row) - width
    if extra <= 0 or width < 2:
        return tuple(row)
    first, last = row[0].fragments[0], row[extra].fragments[0]
    whole = text[first.offset : last.offset + len(last.text)]
    return (_cell(whole, first.offset), *row[extra + 1 :])


# --- what the columns are ---------------------------------------------------------------------------------------------


def tell_rows(grid: Grid, teller: Teller) -> None:
    """Afterwards the draft says the rows of a table; every cell that is neither words nor a time is told."""
    rows = [row for row in grid.rows if not (len(row) == 1 and _is_comment(row[0], teller))]
    roles = _roles([row for row in rows if len(row) > 1], headed=grid.headed)
    if roles.headed:
        head = next(row for row in rows if len(row) > 1)
        rows = [row for row in rows if row is not head]
        if not _named(head):
            _lose(head, teller, "names a column, and is not spoken")
    if roles.start is not None:
        _tell_places(rows, roles, teller)
        return
    for row in rows:
        _tell_row(row, roles, teller)


def _is_comment(cell: Passage, teller: Teller) -> bool:
    comment = cell.text.startswith("#")
    if comment:
        teller.lines_lost(cell.text, cell.fragments[0].offset, "a comment, and not spoken")
    return comment


def _roles(rows: Sequence[Sequence[Passage]], *, headed: bool) -> Roles:
    """What each column holds: by the names in the first row, else by what stands in it."""
    if not rows:
        return Roles(0)
    names = [_ROLE.get(_name(cell.text), "") for cell in rows[0]]
    headed = headed or _named(rows[0]) or (len(rows) > 1 and _is_head(rows))
    body = rows[1:] if headed else rows
    columns = [[row[n].text for row in body if n < len(row)] for n in range(max(map(len, rows)))]
    names += [""] * (len(columns) - len(names))
    names = ["" if not headed else name for name in names]
    times = [n for n, column in enumerate(columns) if _share(column) >= 0.5 and not _counts(column)]
    return _assigned(names, times, columns, rows[0] if headed else (), headed)


def _assigned(
    names: list[str], times: list[int], columns: list[list[str]], head: Sequence[Passage], headed: bool
) -> Roles:
    known = {name: n for n, name in reversed(list(enumerate(names))) if name and (name == "text" or n in times)}
    free = [n for n in times if n not in known.values() or names[n] == "time"]
    if "time" in known:
        known.setdefault("start" if _rising(columns[known["time"]]) else "length", known["time"])
    if free and not known.keys() & {"length", "start"}:
        known["start" if _rising(columns[free[0]]) else "length"] = free[0]
        if "start" in known and len(free) > 1:
            known.setdefault("end", free[1])
    texts = [n for n in range(len(columns)) if n not in known.values()]
    text = known.get("text", max(texts, key=lambda n: sum(map(len, columns[n])), default=0))
    length = known.get("length")
    scale = 1.0
    if headed and length is not None and length < len(head):
        name = _name(head[length].text)
        scale = next((value for word, value in _UNITS.items() if name.startswith(word)), 1.0)
    return Roles(text, length, known.get("start"), known.get("end"), headed, scale)


def _name(text: str) -> str:
    """The first word of a column's name: `Duration (s)` is `duration`."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    units = [word for word in words[1:] if word in {"min", "mins", "minutes", "minuten", "ms"}]
    return (units or words or [""])[0] if words[:1] != ["time"] or units else "time"


def _named(row: Sequence[Passage]) -> bool:
    """Whether a row names columns that are known: words and a time, or two of them."""
    roles = [_ROLE.get(_name(cell.text), "") for cell in row if len(cell.text) < 30]
    return sum(map(bool, roles)) > 1 and "text" in roles


def _is_head(rows: Sequence[Sequence[Passage]]) -> bool:
    """Whether the first row has words where all the others have times."""
    for n, cell in enumerate(rows[0]):
        others = [row[n].text for row in rows[1:] if n < len(row)]
        if speakable(cell.text) and not _is_time(cell.text) and len(others) > 1 and all(map(_is_time, others)):
            return _ROLE.get(_name(cell.text), "") in {"length", "time", "start", "end"}
    return False


def _share(column: list[str]) -> float:
    said = [text for text in column if text]
    return sum(map(_is_time, said)) / len(said) if said else 0.0


def _counts(column: list[str]) -> bool:
    """Whether a column only numbers the rows."""
    return len(column) > 2 and all(
        a.isdecimal() and b.isdecimal() and len(b) < 9 and int(b) == int(a) + 1 for a, b in pairwise(column)
    )


def _rising(column: list[str]) -> bool:
    """Whether times are places: clock times, each later than the one before, from the beginning on."""
    times = [clock(text) for text in column if text]
    known = [time for time in times if time is not None]
    return len(known) == len(times) > 1 and known[0] < EARLY and all(a < b for a, b in pairwise(known))


# --- what the rows say ------------------------------------------------------------------------------------------------


def _tell_row(row: Sequence[Passage], roles: Roles, teller: Teller) -> None:
    if not row:
        teller.draft.paragraph()
        return
    length = _length(row, roles)
    if len(row) > roles.text:
        _say(row[roles.text], teller)
    others = [cell for n, cell in enumerate(row) if n not in {roles.text, roles.length if length is not None else None}]
    if roles.length is None and len(row) > 1:
        _say_on(others, teller)
    else:
        _lose(others, teller, "cannot be carried over")
    if length is not None:
        teller.draft.pause(length)
        return
    if roles.length is not None:
        first = row[0].fragments[0]
        teller.faults.add(
            first.offset, len(first.text), "not-carried", "no seconds here", "the usual gap follows these words"
        )
    teller.draft.stop()


def _length(row: Sequence[Passage], roles: Roles) -> Frames | None:
    text = row[roles.length].text if roles.length is not None and roles.length < len(row) else ""
    if not text:
        return None
    if roles.scale != 1.0 and re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", text):
        text = f"{float(text.replace(',', '.')) * roles.scale:.3f}"
    length = read_length(text)
    at = clock(text)
    return frames(at) if length is None and at is not None else length


def _say(cell: Passage, teller: Teller) -> None:
    if cell.text != "*":
        teller.prose(cell.fragments)


def _say_on(cells: Sequence[Passage], teller: Teller) -> None:
    """The other cells of a row without a time, each as a part of the sentence."""
    for cell in cells:
        if _is_time(cell.text):
            _lose([cell], teller, "is a time in a table that has no column of times")
        elif speakable(cell.text):
            teller.draft.words(", ")
            _say(cell, teller)


def _lose(cells: Sequence[Passage], teller: Teller, why: str) -> None:
    for cell in cells:
        for fragment in cell.fragments:
            if speakable(fragment.text):
                teller.lost(fragment.offset, fragment.text, why)


def _tell_places(rows: Sequence[Sequence[Passage]], roles: Roles, teller: Teller) -> None:
    """Rows that say when their words begin."""
    cells: dict[int, Passage] = {}
    told: list[Timed] = []
    for row in rows:
        start = _clock_of(row, roles.start)
        if start is None or len(row) <= roles.text:
            _lose(row, teller, "has no time that can be read")
            continue
        cell = row[roles.text]
        offset = cell.fragments[0].offset if cell.fragments else 0
        cells[offset] = cell
        told.append(Timed(start, _clock_of(row, roles.end), Span(cell.text, offset)))
        used = {roles.text, roles.start, roles.end}
        _lose([c for n, c in enumerate(row) if n not in used], teller, "cannot be carried over")
    told.sort(key=lambda place: place.start)
    tell_places(told, teller, lambda place: _say(cells[place.words.offset], teller))


def _clock_of(row: Sequence[Passage], column: int | None) -> float | None:
    text = row[column].text if column is not None and column < len(row) else ""
    at = clock(text)
    if at is None and (length := read_length(text)) is not None:
        return length / frames(1)
    return at
