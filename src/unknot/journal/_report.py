"""A report for a therapist: what was done, how often, how areas felt, what was noticed, what to ask about.

It contains only what the person entered, and no conclusions. The HTML is one file that needs no network, and is made
for screen readers, dark mode and paper.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from unknot.journal._charts import bar_chart, tension_chart
from unknot.journal._stop_signs import sign_in
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from unknot.journal._entries import JournalEntry, Tension

_ENOUGH = 3
"""Sessions with both numbers that are needed for a question about an area."""
_LAST_WEEKS = 8
"""Weeks in the chart of sessions."""
_LAST_POINTS = 24
"""Sessions in the chart of an area; its table has all."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The tension of one area in all sessions that have it."""

    area: str
    points: tuple[tuple[date, int | None, int | None], ...]
    """(day, before, after), the earliest first."""

    @property
    def complete(self) -> tuple[tuple[int, int], ...]:
        """The points with both numbers."""
        return tuple((before, after) for _, before, after in self.points if before is not None and after is not None)

    @property
    def change(self) -> float | None:
        """The mean of after minus before, or None without any complete point."""
        return sum(after - before for before, after in self.complete) / len(self.complete) if self.complete else None


@dataclass(frozen=True, slots=True)
class JournalReport:
    """The contents of the report."""

    name: str
    """The person's name, or empty."""
    first: date | None
    """The day of the first session; None without sessions."""
    last: date | None
    """The day of the last session."""
    sessions: int
    """Number of sessions."""
    heard: Frames
    """Length of all sessions together."""
    weeks: tuple[tuple[date, int], ...]
    """The Monday of each of the last weeks, and its number of sessions."""
    routines: tuple[tuple[str, int, Frames, str], ...]
    """Title, number of sessions, length in all, and its tools in words; the most frequent first."""
    trends: tuple[Trend, ...]
    notes: tuple[tuple[date, str, str], ...]
    """(day, routine, words)."""
    ask: tuple[str, ...]
    """Questions for the next appointment, with the reason."""


def make_report(
    sessions: Sequence[JournalEntry],
    *,
    name: str = "",
    stop_words: Iterable[str] = (),
    tools: Mapping[str, Sequence[str]] | None = None,
) -> JournalReport:
    """The report on the sessions.

    Attempts that were broken off are not counted as sessions, but what was felt and noticed in them is in the report.

    Args:
        sessions: The entries of the journal.
        name: Whose journal it is.
        stop_words: A note that has one of them, and does not deny it, is listed among the questions.
        tools: The tools of each routine, by the name of the routine.
    """
    done = [session for session in sessions if session.counts]
    days = [session.started.date() for session in done]
    trends = _trends(sessions)
    return JournalReport(
        name=name,
        first=min(days, default=None),
        last=max(days, default=None),
        sessions=len(done),
        heard=_sum(done),
        weeks=_weeks(days),
        routines=_routines(done, tools or {}),
        trends=trends,
        notes=tuple((s.started.date(), s.title or s.routine, s.noticed) for s in sessions if s.noticed),
        ask=(*_signs(sessions, tuple(stop_words)), *(why for trend in trends if (why := _question(trend)))),
    )


def report_as_text(report: JournalReport) -> str:
    """The report for a terminal, a mail or a printer."""
    parts = [_heading(report), _summary(report)]
    parts.append(_block("What was done", [_done(*row) for row in report.routines]))
    parts.append(_block("Sessions a week", [f"week of {monday}: {count}" for monday, count in report.weeks]))
    parts += [_block(f"Tension, {trend.area} (0 to 10)", _points(trend)) for trend in report.trends]
    parts.append(_block("Noticed", [f"{day}, {routine}: {words}" for day, routine, words in report.notes]))
    parts.append(_block("To ask about", report.ask))
    return "\n\n".join(filter(None, parts)) + "\n"


def report_as_html(report: JournalReport) -> str:
    """The report as one HTML file."""
    body = [
        f"<h1>{escape(_heading(report))}</h1>",
        f"<p>{escape(_summary(report))}</p>",
        _section("To ask about", _list(report.ask)),
        _section("What was done", _done_table(report)),
        _section(
            "How often", _figure(bar_chart("Sessions a week", _labels(report.weeks)), "Sessions a week, by Monday")
        ),
        _section("How areas felt", "".join(map(_trend, report.trends))),
        _section("Noticed", _list(f"{day}, {routine}: {words}" for day, routine, words in report.notes)),
        "<footer><p>Written down by the person, session by session. Self-massage supports professional care, it does "
        "not replace it.</p></footer>",
    ]
    head, tail = _PAGE.split("{body}")
    return head.replace("{title}", escape(_heading(report))) + "\n".join(filter(None, body)) + tail


def _heading(report: JournalReport) -> str:
    return f"Self-massage journal: {report.name}" if report.name else "Self-massage journal"


def _summary(report: JournalReport) -> str:
    if report.first is None:
        return "No sessions yet."
    if report.sessions == 1:
        return f"One session on {report.first}, {_minutes(report.heard)}."
    return f"{report.sessions} sessions from {report.first} to {report.last}, {_minutes(report.heard)} in all."


# --- contents of the report ---------------------------------------------------------------------------------------


def _trends(sessions: Sequence[JournalEntry]) -> tuple[Trend, ...]:
    points: dict[str, list[tuple[date, int | None, int | None]]] = {}
    for session in sessions:
        for tension in session.tensions:
            points.setdefault(tension.area.replace(":", ", "), []).append(_point(session, tension))
    return tuple(Trend(area, tuple(told)) for area, told in points.items())


def _point(session: JournalEntry, tension: Tension) -> tuple[date, int | None, int | None]:
    return session.started.date(), tension.before, tension.after


def _weeks(days: Sequence[date]) -> tuple[tuple[date, int], ...]:
    if not days:
        return ()
    counts = Counter(day - timedelta(days=day.weekday()) for day in days)
    last = max(counts)
    span = min((last - min(counts)).days // 7 + 1, _LAST_WEEKS)
    mondays = [last - timedelta(weeks=back) for back in reversed(range(span))]
    return tuple((monday, counts[monday]) for monday in mondays)


def _routines(
    sessions: Sequence[JournalEntry], tools: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, int, Frames, str], ...]:
    done: dict[str, list[JournalEntry]] = {}
    for session in sessions:
        done.setdefault(session.title or session.routine, []).append(session)
    rows = [(title, len(same), _sum(same), _tools(same, tools)) for title, same in done.items()]
    return tuple(sorted(rows, key=lambda row: -row[1]))


def _tools(sessions: Iterable[JournalEntry], tools: Mapping[str, Sequence[str]]) -> str:
    """The tools of the routines of these sessions, as `tennis ball, hands`; empty where nobody knows."""
    used = dict.fromkeys(tool for session in sessions for tool in tools.get(session.routine, ()))
    return ", ".join(tool.replace("-", " ") for tool in used)


def _signs(sessions: Sequence[JournalEntry], words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{s.started.date()}, {s.title or s.routine}: the note says “{found}”"
        for s in sessions
        if (found := sign_in(s.noticed, words))
    )


def _question(trend: Trend) -> str:
    """Why an area should be asked about, in numbers that were entered; empty where there is no reason."""
    complete = trend.complete
    if len(complete) < _ENOUGH or trend.change is None:
        return ""
    if trend.change >= 0:
        return f"{trend.area}: over {len(complete)} sessions it did not feel easier after than before"
    first, last = complete[0][0], complete[-1][0]
    if last >= first + 2:
        return f"{trend.area}: it was {first} before the first of these sessions and {last} before the last"
    return ""


def _sum(sessions: Iterable[JournalEntry]) -> Frames:
    return Frames(sum(session.done for session in sessions))


# --- as text ------------------------------------------------------------------------------------------------------


def _block(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, "-" * len(title), *lines]) if lines else ""


def _done(title: str, count: int, heard: Frames, tools: str) -> str:
    return f"{count} x {title}, {_minutes(heard)}" + (f", with {tools}" if tools else "")


def _points(trend: Trend) -> list[str]:
    lines = [f"{day}: {_number(before)} -> {_number(after)}" for day, before, after in trend.points]
    return lines if trend.change is None else [*lines, f"mean change: {trend.change:+.1f}"]


def _number(value: int | None) -> str:
    return "?" if value is None else str(value)


def _minutes(length: Frames) -> str:
    return f"{round(length / SAMPLE_RATE / 60)} minutes"


# --- as HTML ------------------------------------------------------------------------------------------------------


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>\n{content}</section>" if content else ""


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _done_table(report: JournalReport) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(title)}</th><td>{count}</td><td>{_minutes(heard)}</td>'
        f"<td>{escape(tools)}</td></tr>\n"
        for title, count, heard, tools in report.routines
    )
    return _table("Routines", ("Routine", "Times", "In all", "Tools"), rows) if rows else ""


def _trend(trend: Trend) -> str:
    latest = trend.points[-_LAST_POINTS:]
    chart = tension_chart(trend.area, [(f"{day:%d %b}", before, after) for day, before, after in latest])
    words = f"{trend.area}: open circles before, filled squares after"
    if trend.change is not None:
        words += f"; mean change {trend.change:+.1f}"
    rows = "".join(
        f'<tr><th scope="row">{day}</th><td>{_number(before)}</td><td>{_number(after)}</td></tr>\n'
        for day, before, after in trend.points
    )
    table = _table(f"Tension, {trend.area}, 0 to 10", ("Day", "Before", "After"), rows)
    return (
        f"{_figure(chart, words)}\n<details open><summary>{escape(trend.area)} in numbers</summary>{table}</details>\n"
    )


def _figure(chart: str, words: str) -> str:
    return f"<figure>{chart}<figcaption>{escape(words)}</figcaption></figure>"


def _table(caption: str, columns: Sequence[str], rows: str) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"


def _labels(weeks: Sequence[tuple[date, int]]) -> list[tuple[str, int]]:
    return [(f"{monday:%d %b}", count) for monday, count in weeks]


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root { color-scheme: light dark; --ink: #1d2a2f; --paper: #fbfaf7; --grid: #8a979c; --one: #1f6f78; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef0; --paper: #14191b; --grid: #7d8b90; --one: #6cc3cd; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; } caption { text-align: left; padding: .3rem 0; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--grid); }
figure { display: inline-block; margin: 0 1rem 1rem 0; } figcaption { font-size: .85rem; max-width: 20rem; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
.grid { stroke: var(--grid); stroke-width: .5; } .bar, rect.after { fill: var(--one); }
polyline { fill: none; stroke: var(--one); stroke-width: 1.5; } polyline.before { stroke-dasharray: 4 3; }
circle.before { fill: var(--paper); stroke: var(--one); stroke-width: 1.5; }
footer { margin-top: 3rem; font-size: .85rem; }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --grid: #555; --one: #000; }
  body { margin: 0; max-width: none; } figure, tr, li { break-inside: avoid; } summary { list-style: none; }
  .bar, rect.after { fill: #ddd; stroke: #000; print-color-adjust: exact; }
}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
