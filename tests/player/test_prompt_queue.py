"""Prompts are given one at a time, without those that are out of date."""

from __future__ import annotations

from tests.player.parts import Echo
from unknot.player._prompt_queue import PromptQueue
from unknot.units import frames


def all_texts(queue: PromptQueue) -> list[str]:
    """The texts of all prompts that are left."""
    texts = []
    while (prompt := queue.next()) is not None or queue.next() is not None:
        if prompt:
            texts.append(prompt[0])
            queue.mark_said()
    return texts


def test_a_prompt_stays_the_next_one_until_it_is_said() -> None:
    """`next` gives the same prompt again until it is marked as said."""
    queue = PromptQueue(Echo(), "en")
    queue.request_position("Jaw", frames(120))
    assert queue.next() == queue.next() is not None
    queue.mark_said()
    assert queue.next() is None


def test_of_the_prompts_about_the_end_only_the_last_is_given() -> None:
    """A prompt about an end that has changed is left out."""
    queue = PromptQueue(Echo(), "en")
    queue.request_end(frames(30))
    queue.request_end(frames(60))
    assert all_texts(queue) == ["We will end a minute later."]


def test_the_same_end_is_announced_once() -> None:
    """A change of less than a second requests no prompt, and neither does an end that is on time."""
    announcer = Echo()
    queue = PromptQueue(announcer, "en")
    for late in (0.5, 30.0, 30.4, 0.0):
        queue.request_end(frames(late))
    assert announcer.requested == ["We will end thirty seconds later."]
    assert all_texts(queue) == []
