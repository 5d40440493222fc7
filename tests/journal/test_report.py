"""The page for the therapist."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tests.journal.sessions import session, sessions
from unknot.journal import make_report, report_as_html, report_as_text

if TYPE_CHECKING:
    from unknot.journal import JournalEntry

VOID = {"meta", "circle", "rect", "line", "polyline", "br"}
TOLD = sessions("2 neck 6>3; left is looser", "9 neck 5>3", "10 neck 4>2, jaw 5>5", "23 jaw 5>5", "24 jaw 5>6; dizzy")


class Page(HTMLParser):
    """Keeps the tags in order and refuses one that is closed wrongly."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open it."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It is whole already."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the one that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)

    def count(self, tag: str) -> int:
        """How many there are."""
        return sum(name == tag for name, _ in self.seen)


def page(told: tuple[JournalEntry, ...] = TOLD, name: str = "") -> Page:
    """The page that is made of these sessions."""
    return Page(report_as_html(make_report(told, name=name, stop_words=("dizzy", "numb"))))


def test_the_report_says_what_was_done_and_how_often() -> None:
    """Sessions, time, routines, weeks; a week without any is there as well."""
    told = make_report(TOLD)
    assert (told.sessions, told.heard) == (5, 5 * 10 * 60 * 48_000)
    assert told.routines[0][:2] == ("Neck", 5)
    assert [count for _, count in told.weeks] == [1, 2, 0, 2]


def test_a_trend_has_every_number_that_was_told() -> None:
    """The change is the mean of after minus before."""
    neck, jaw = make_report(TOLD).trends
    assert [(before, after) for _, before, after in neck.points] == [(6, 3), (5, 3), (4, 2)]
    assert neck.change is not None
    assert round(neck.change, 2) == -2.33
    assert jaw.area == "jaw"


def test_what_to_ask_about_says_why() -> None:
    """A stop sign in a note, and an area that did not change over three sessions."""
    signs, jaw = make_report(TOLD, stop_words=("dizzy", "numb")).ask
    assert "dizzy" in signs
    assert jaw.startswith("jaw: over 3 sessions")


def test_an_area_that_rose_over_the_weeks_is_asked_about() -> None:
    """Even when each session eased it."""
    (why,) = make_report(sessions("2 neck 3>2", "9 neck 4>3", "16 neck 6>5")).ask
    assert why == "neck: it was 3 before the first of these sessions and 6 before the last"


def test_two_sessions_are_too_few_to_ask() -> None:
    """Nothing is read into little."""
    assert make_report(sessions("2 neck 3>3", "9 neck 6>7")).ask == ()


def test_the_page_is_well_formed_and_needs_nothing_else() -> None:
    """One language, one title, no script, no link, no picture from elsewhere."""
    seen = page()
    assert seen.seen[0] == ("html", {"lang": "en"})
    assert seen.count("h1") == seen.count("title") - seen.count("svg") == 1
    assert seen.count("script") == seen.count("link") == seen.count("img") == 0
    assert "http" not in report_as_html(make_report(TOLD)).replace("http-equiv", "")


def test_every_chart_is_told_in_words_and_in_a_table() -> None:
    """A reader who hears the page misses nothing."""
    charts = [attrs for tag, attrs in page().seen if tag == "svg"]
    assert len(charts) == 3
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in charts)
    assert "6 to 3" in str(charts[1]["aria-label"])
    assert page().count("table") == 3
    assert all("scope" in attrs for tag, attrs in page().seen if tag == "th")


def test_words_of_the_person_are_words_on_the_page() -> None:
    """Never markup, wherever they stand."""
    odd = '<script>alert("1")</script>{body}'
    told = replace(session("23 neck 6>3"), noticed=odd, title=odd, routine=odd)
    seen = page((told,), name=odd)
    assert seen.count("script") == 0
    assert "".join(seen.words).count('alert("1")') >= 3


def test_the_report_is_also_plain_text() -> None:
    """With the same numbers."""
    text = report_as_text(make_report(TOLD, name="A. Person", stop_words=("dizzy",)))
    assert text.startswith("Self-massage journal: A. Person")
    assert "5 x Neck, 50 minutes" in text
    assert "2026-11-02: 6 -> 3" in text
    assert "mean change: -2.3" in text


def test_one_session_is_told_as_one() -> None:
    """A page for people says it as people do."""
    assert "One session on 2026-11-02, 10 minutes." in report_as_text(make_report(TOLD[:1]))


def test_an_empty_journal_makes_a_page_too() -> None:
    """It says that there is nothing yet."""
    assert "No sessions yet." in report_as_text(make_report(()))
    assert "No sessions yet." in "".join(page(()).words)
