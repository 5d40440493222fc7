"""The printer: writing and parsing are inverses for all routines and texts."""

import random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.script.strategies import SHARDS, headers, routines, texts
from unknot.errors import ScriptError
from unknot.library import body_rules
from unknot.routine import Header, Length, Paragraph, Pause, Routine, VoiceChoice, Voiced
from unknot.script import canonical, check, parse, to_text
from unknot.units import frames

BODY = body_rules()
RELAXED = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@given(routines)
@RELAXED
def test_every_tree_is_read_back_as_it_was_written(routine: Routine) -> None:
    """Every routine is parsed back from its text, and its text is canonical."""
    text = to_text(routine)
    again = parse(text, "t.md")
    assert again == routine
    assert to_text(again) == text
    check(again, text, body=BODY, file="t.md")


@given(headers)
@RELAXED
def test_every_header_is_read_back_as_it_was_written(header: Header) -> None:
    """Every header is parsed back from its text."""
    assert parse(to_text(Routine(header, ())), "t.md").header == header


@given(texts)
@RELAXED
def test_every_text_is_a_script_or_a_script_error(text: str) -> None:
    """Every text is a script that can be written and parsed back, or gives a ScriptError."""
    survives("---\ntitle: T\n---\n" + text)
    survives(text)


def survives(text: str) -> bool:
    """Whether the text is a script. Only a ScriptError with findings is caught."""
    try:
        routine = parse(text, "t.md")
    except ScriptError as error:
        return not error.findings
    written = to_text(routine)
    assert parse(written, "t.md") == routine
    assert canonical(written, "t.md") == written
    check(routine, text, body=BODY, file="t.md")
    tidy = canonical(text, "t.md")
    assert canonical(tidy, "t.md") == tidy
    return True


def fuzzed(seed: int) -> str:
    """A text of random fragments; half of the texts have a valid header."""
    rng = random.Random(seed)
    head = "---\ntitle: T\n---\n" if rng.random() < 0.8 else ""
    return head + "".join(rng.choices(SHARDS, k=rng.randrange(1, 12)))


@pytest.mark.parametrize("start", range(0, 100_000, 25_000))
def test_a_hundred_thousand_random_texts_give_no_other_error(start: int) -> None:
    """Random texts give no error but a ScriptError with findings."""
    good = sum(survives(fuzzed(seed)) for seed in range(start, start + 25_000))
    assert good > 500


@pytest.mark.parametrize("name", ["<!--", "a <!-- b", "\\<!--", "<!", "<!---->"])
def test_a_name_that_looks_like_a_comment_is_read_back(name: str) -> None:
    """The beginning of a comment is escaped in the values of a fence."""
    body = (Paragraph((Pause(Length(frames(1))),)),)
    routine = Routine(Header("A"), (Voiced(VoiceChoice(name=name), body), *body))
    assert parse(to_text(routine), "t.md") == routine
