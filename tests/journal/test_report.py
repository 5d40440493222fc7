"""The report for a therapist."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tests.journal.sessions import session, sessions
from unknot.journal import make_report, report_as_html, report_as_text

if TYPE_CHECKING:
    from unknot.journal import JournalEntry

VOID = {"meta", "circle", "rect", "line", "polyline", "br"}
SESSIONS = sessions(
    "2 neck 6>3; left is looser", "9 neck 5>3", "10 neck 4>2, jaw 5>5", "23 jaw 5>5", "24 jaw 5>6; dizzy"
)


class Page(HTMLParser):
    """Records the tags of a page, and fails when one is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Records the tag as open."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Records a tag without contents."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Closes the tag that was opened last; it has to be the same."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Records the text."""
        self.words.append(data)

    def count(self, tag: str) -> int:
        """The number of such tags."""
        return sum(name == tag for name, _ in self.seen)


def page(given: tuple[JournalEntry, ...] = SESSIONS, name: str = "") -> Page:
    """The page about these sessions."""
    return Page(report_as_html(make_report(given, name=name, stop_words=("dizzy", "numb"))))


def test_the_report_says_what_was_done_and_how_often() -> None:
    """It has sessions, time, routines and weeks, also weeks without sessions."""
    given = make_report(SESSIONS)
    assert (given.sessions, given.heard) == (5, 5 * 10 * 60 * 48_000)
    assert given.routines[0][:2] == ("Neck", 5)
    assert [count for _, count in given.weeks] == [1, 2, 0, 2]


def test_a_trend_has_every_number_that_was_entered() -> None:
    """The change is the mean of after minus before."""
    neck, jaw = make_report(SESSIONS).trends
    assert [(before, after) for _, before, after in neck.points] == [(6, 3), (5, 3), (4, 2)]
    assert neck.change is not None
    assert round(neck.change, 2) == -2.33
    assert jaw.area == "jaw"


def test_a_question_has_its_reason() -> None:
    """Reasons are a stop sign in a note, and an area that did not get easier in three sessions."""
    signs, jaw = make_report(SESSIONS, stop_words=("dizzy", "numb")).ask
    assert "dizzy" in signs
    assert make_report(sessions("2 ; not dizzy, nothing numb"), stop_words=("dizzy", "numb")).ask == ()
    assert jaw.startswith("jaw: over 3 sessions")


def test_an_area_that_rose_over_the_weeks_is_asked_about() -> None:
    """This holds even when it was lower after each session."""
    (why,) = make_report(sessions("2 neck 3>2", "9 neck 4>3", "16 neck 6>5")).ask
    assert why == "neck: it was 3 before the first of these sessions and 6 before the last"


def test_two_sessions_give_no_question() -> None:
    """A question needs at least three sessions."""
    assert make_report(sessions("2 neck 3>3", "9 neck 6>7")).ask == ()


def test_the_page_is_well_formed_and_complete() -> None:
    """It has one language and one title, and no script, link or picture of another site."""
    seen = page()
    assert seen.seen[0] == ("html", {"lang": "en"})
    assert seen.count("h1") == seen.count("title") - seen.count("svg") == 1
    assert seen.count("script") == seen.count("link") == seen.count("img") == 0
    assert "http" not in report_as_html(make_report(SESSIONS)).replace("http-equiv", "")


def test_every_chart_is_also_in_words_and_in_a_table() -> None:
    """A screen reader reads everything that is in the charts."""
    charts = [attrs for tag, attrs in page().seen if tag == "svg"]
    assert len(charts) == 3
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in charts)
    assert "6 to 3" in str(charts[1]["aria-label"])
    assert page().count("table") == 3
    assert all("scope" in attrs for tag, attrs in page().seen if tag == "th")


def test_texts_of_the_person_are_never_markup() -> None:
    """This holds for name, title and notes."""
    odd = '<script>alert("1")</script>{body}'
    given = replace(session("23 neck 6>3"), noticed=odd, title=odd, routine=odd)
    seen = page((given,), name=odd)
    assert seen.count("script") == 0
    assert "".join(seen.words).count('alert("1")') >= 3


def test_the_report_is_also_plain_text() -> None:
    """It has the same numbers as the page."""
    text = report_as_text(make_report(SESSIONS, name="A. Person", stop_words=("dizzy",)))
    assert text.startswith("Self-massage journal: A. Person")
    assert "5 x Neck, 50 minutes" in text
    assert "2026-11-02: 6 -> 3" in text
    assert "mean change: -2.3" in text


def test_the_tools_of_each_routine_are_named() -> None:
    """In words, in the text and on the page; nothing where nobody knows them."""
    tools = {"desk-neck-and-shoulders": ("tennis-ball", "hands")}
    report = make_report(SESSIONS, tools=tools)
    assert report.routines[0][3] == "tennis ball, hands"
    assert "5 x Neck, 50 minutes, with tennis ball, hands" in report_as_text(report)
    assert "<td>tennis ball, hands</td>" in report_as_html(report)
    assert make_report(SESSIONS).routines[0][3] == ""


def test_the_numbers_are_visible_on_paper() -> None:
    """Each table is open, and ink and bars have dark lines, whatever the colours of the screen."""
    text = report_as_html(make_report(SESSIONS))
    assert text.count("<details") == text.count("<details open>") == 2
    printed = text.partition("@media print {")[2]
    assert "--ink: #000" in printed
    assert "stroke: #000" in printed


def test_a_side_is_named_in_words() -> None:
    """The two sides of an area have a chart each."""
    trends = make_report(sessions("2 shoulders:left 6>3, shoulders:right 2>2")).trends
    assert [trend.area for trend in trends] == ["shoulders, left", "shoulders, right"]


def test_one_session_is_in_the_singular() -> None:
    """The summary says “one session”."""
    assert "One session on 2026-11-02, 10 minutes." in report_as_text(make_report(SESSIONS[:1]))


def test_an_empty_journal_makes_a_page_too() -> None:
    """It says that there are no sessions yet."""
    assert "No sessions yet." in report_as_text(make_report(()))
    assert "No sessions yet." in "".join(page(()).words)
