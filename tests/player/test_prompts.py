"""The prompts have texts in English and German."""

from __future__ import annotations

import pytest

from unknot.player import Command, feedback_texts
from unknot.player._prompts import end_prompt, position_prompt, prompts_for
from unknot.units import frames


@pytest.mark.parametrize(("language", "text"), [("en-GB", "Jaw. Two minutes left."), ("de", "Jaw. Noch zwei Minuten.")])
def test_the_position_is_the_chapter_and_the_time_that_is_left(language: str, text: str) -> None:
    """The full stop of a heading is not doubled."""
    assert position_prompt(language, "Jaw.", frames(120)) == text


def test_the_end_is_later_or_earlier() -> None:
    """A negative number of frames is earlier."""
    texts = [end_prompt("en", late) for late in (frames(30), -frames(30))]
    assert texts == ["We will end thirty seconds later.", "We will end thirty seconds earlier."]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_language_answers_the_same_commands(language: str) -> None:
    """Every command that a key gives has an answer, but for the one that is answered with the position."""
    unanswered = {Command.WHERE, Command.INTERRUPT, Command.TERMINATE, Command.HANG_UP, Command.SUSPEND}
    prompts = prompts_for(language)
    assert set(prompts.commands) == set(Command) - unanswered
    assert set(feedback_texts(language)) == {*prompts.commands.values(), prompts.resumed, prompts.refused}


def test_other_languages_have_english_prompts() -> None:
    """A language without texts of its own uses the English ones."""
    assert prompts_for("fr") is prompts_for("en")
