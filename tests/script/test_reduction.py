"""The reduced routine of the checker, and what is heard of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot.errors import ScriptError
from unknot.library import body_rules
from unknot.planning import unfold
from unknot.script import check, parse, resolve
from unknot.script._heard import HeardSilence, HeardWords, hear
from unknot.script._reduction import MOST_HEARD, all_of_them, longest, reduced

if TYPE_CHECKING:
    from unknot.routine import Routine

HEAD = "---\ntitle: T\n---\n\n"


def routine(body: str) -> Routine:
    """A script with that body."""
    return parse(HEAD + body, "t.md")


def said(body: str, *, every: bool = False) -> list[str]:
    """The sentences that are heard."""
    heard = hear(reduced(routine(body), all_of_them if every else longest))
    return [event.text for event in heard if isinstance(event, HeardWords)]


def found(script: Routine, body: str) -> set[str]:
    """The rules with findings."""
    return {finding.rule for finding in check(script, HEAD + body, body=body_rules(), file="t.md")}


def test_the_longest_option_is_heard_and_for_words_every_one() -> None:
    """The longest option of a choice is heard, or for words all of them, also in nested choices and emphasis."""
    body = "Press {once | {slowly | as long as you like} | *{a | bit}*}. [4s]\n"
    assert said(body) == ["Press as long as you like."]
    assert said(body, every=True) == ["Press once / slowly / as long as you like / a / bit."]


def test_every_side_and_every_block_is_heard() -> None:
    """Blocks for long and short sessions, optional blocks and both sides are heard; repeats have their middle count."""
    body = """::: each side: left, right

The {side} hand, not the {side.other}. [4s]

:::

::: from 30m

Long. [4s]

:::

::: under 10m

Short. [4s]

:::

::: repeat 2..4

Round {round}. [4s]

:::

::: optional 2

Maybe. [4s]

:::
"""
    assert said(body) == [
        "The left hand, not the right.", "The right hand, not the left.", "Long.", "Short.",
        "Round one.", "Round two.", "Round three.", "Maybe.",
    ]  # fmt: skip


def test_words_inside_a_hold_cut_it_and_take_none_of_its_time() -> None:
    """Words inside a hold divide its silence and take none of its time."""
    heard = hear(reduced(routine("Press.\n\n::: hold 60s\nat half: Half.\nat -10s: Soon.\n:::\n"), longest))
    assert [e.frames / 48_000 for e in heard if isinstance(e, HeardSilence) and e.reason == "hold"] == [30, 20, 10]
    assert [e.inside for e in heard if isinstance(e, HeardWords)] == [False, True, True]


def test_paced_breathing_is_one_silence_without_its_words() -> None:
    """Paced breathing is one silence of all rounds at their middle count."""
    heard = hear(reduced(routine("Rest. [breath in 4s, out 6s, 3..5 rounds]\n"), longest))
    assert [(e.reason, round(e.frames / 48_000)) for e in heard if isinstance(e, HeardSilence)] == [("breath", 40)]
    assert [e.text for e in heard if isinstance(e, HeardWords)] == ["Rest."]


def test_a_script_that_cannot_be_fitted_is_still_checked() -> None:
    """A script that cannot be unfolded is still checked."""
    body = "::: repeat 2\n\nNow we rest. [until 1:00]\n\n:::\n\nLet us rest for a good long while. [beat 1s]\n"
    script = routine(body)
    with pytest.raises(ScriptError):
        unfold(script, length=None)
    assert found(script, body) == {"we-form"}
    body = "::: include somewhere\n:::\n\nNow we rest.\n"
    assert found(routine(body), body) == {"we-form"}


def test_what_an_included_script_says_is_heard() -> None:
    """The words of an included script are heard at the place of the include."""
    script = routine("::: include other\n:::\n\nRest.\n")
    whole = resolve(script, lambda name: (f"{name}.md", HEAD + "Now we rest.\n"))
    assert found(whole, "") == {"we-form"}


@pytest.mark.parametrize(
    "body",
    [
        "::: repeat 999\n\n" + "Press. [4s]\n\n" * 20 + ":::\n",
        "::: repeat 99\n\n::: repeat 99\n\nPress. [4s]\n\n:::\n\n:::\n",
        f"::: each x: {', '.join(f'v{n}' for n in range(99))}\n\n" + "Press your {x}. [4s]\n\n" * 200 + ":::\n",
        "Press. " + "[breath in 4s, out 6s, 999 rounds] " * 1000,
        "Rest. " + "[4s] " * 50_000,
    ],
    ids=["turns", "turns of turns", "sides", "breaths", "pauses"],
)
def test_a_very_large_script_is_heard_in_part(body: str) -> None:
    """A very large script has fewer turns and values, but every body is heard."""
    heard = hear(reduced(routine(body), longest))
    assert MOST_HEARD / 10 < len(heard) < 4 * MOST_HEARD
