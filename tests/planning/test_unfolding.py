"""A script is unfolded: turns, sides, words by the seed, words that tell the time, gaps that nobody wrote."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.fakes.measures import Counted
from unknot.errors import ScriptError
from unknot.planning import Fit, fit, unfold
from unknot.script import parse
from unknot.timeline import BackgroundSpan, Rest, faults
from unknot.units import Frames, Seconds, frames

if TYPE_CHECKING:
    from unknot.timeline import Timeline


def session(body: str, length: str = "", seed: int = 0, header: str = "") -> Fit:
    """A script's body as a session, at its natural length or at one in seconds."""
    routine = parse(f"---\ntitle: Test\n{header}---\n\n{body}\n", "test.md")
    asked = frames(Seconds(float(length))) if length else None
    found = fit(unfold(routine, asked=asked, seed=seed), Counted(), asked)
    assert faults(found.timeline) == ()
    return found


def said(body: str, length: str = "", seed: int = 0, header: str = "") -> list[str]:
    """Everything that is spoken."""
    return [cue.text for cue in session(body, length, seed, header).timeline.cues]


def heard(timeline: Timeline) -> str:
    """Rests as seconds with their reasons, words as they are, in order."""
    events = [e for e in timeline.events if isinstance(e, Rest) or e in timeline.cues]
    return " ".join(f"{e.reason}:{e.frames / 48_000:.1f}" if isinstance(e, Rest) else e.text for e in events)


# --- gaps -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Sit. Rest.", "lead:3.0 Sit. gap:1.5 Rest. close:10.0"),
        ("Sit... and rest.", "lead:3.0 Sit... gap:2.5 and rest. close:10.0"),
        ("Sit.\n\nRest.", "lead:3.0 Sit. gap:3.0 Rest. close:10.0"),
        ("Sit.\n\n# Two\n\nRest.", "lead:3.0 Sit. gap:4.0 Rest. close:10.0"),
        ("Sit. [5s]\n\n# Two\n\nRest.", "lead:3.0 Sit. pause:5.0 gap:4.0 Rest. close:10.0"),
        ("Sit. [5s] Rest. [7s fixed]", "lead:3.0 Sit. pause:5.0 Rest. pause:7.0 close:10.0"),
        ("Sit. [move 3s] Rest. [hold 20s]", "lead:3.0 Sit. move:3.0 Rest. hold:20.0 close:10.0"),
        ("Sit. [2s..12s] Rest.", "lead:3.0 Sit. pause:7.0 Rest. close:10.0"),
    ],
)
def test_a_gap_stands_where_nobody_wrote_one(body: str, expected: str) -> None:
    """A default gap follows words, unless a written rest takes its place."""
    assert heard(session(body).timeline) == expected


def test_a_pace_sets_the_gaps() -> None:
    """At the pace `sleep` the gap after a sentence is 2.4 s."""
    assert "gap:2.4" in heard(session("Sit. Rest.", header="pace: sleep\n").timeline)


# --- turns and sides --------------------------------------------------------------------------------------------


def test_a_body_is_repeated_with_its_numbers_in_words() -> None:
    """The number of a round is a word of the routine's language."""
    body = "::: repeat 2\nRound {round} of {rounds}.\n:::"
    assert said(body) == ["Round one of two.", "Round two of two."]
    assert said(body, header="language: de\n") == ["Round eins of zwei.", "Round zwei of zwei."]


def test_the_number_of_rounds_is_that_of_the_fitted_session() -> None:
    """`{rounds}` is the number of rounds that the fitting chose."""
    body = "Sit.\n\n::: repeat 2..6\nRound {round} of {rounds}. [5s fixed]\n:::\n\nEnd."
    assert said(body, "57")[-2] == "Round six of six."
    assert said(body, "30")[-2] == "Round two of two."


def test_each_side_is_named_and_so_is_the_other() -> None:
    """With two values, each side knows the name of the other."""
    assert said("::: each side: left, right\nThe {side} one, not the {side.other}.\n:::") == [
        "The left one, not the right.",
        "The right one, not the left.",
    ]


def test_a_name_at_the_beginning_of_a_sentence_is_capitalised() -> None:
    """A variable that begins a sentence gets a capital letter."""
    assert said("::: each side: left, right\n{side} hand.\n:::") == ["Left hand.", "Right hand."]


@pytest.mark.parametrize("seed", range(20))
def test_the_same_words_are_not_chosen_twice_running(seed: int) -> None:
    """Two choices in a row differ across turns and sides, whatever number of turns the fitting chose."""
    body = "Sit.\n\n::: each side: left, right\n::: repeat 1..4\n{Press.|Lean.|Squeeze.} [6s]\n:::\n:::\n\nEnd."
    for length in ("", "30", "60", "90"):
        middle = said(body, length, seed)[1:-1]
        assert all(a != b for a, b in pairwise(middle))


def test_the_seed_chooses_the_words() -> None:
    """The same seed gives the same words, and another seed gives others."""
    body = "\n\n".join(["{One|Two|Three|Four} and {five|six|seven|eight}."] * 5)
    assert said(body, seed=1) == said(body, seed=1)
    assert said(body, seed=1) != said(body, seed=2)


# --- optional, from, under --------------------------------------------------------------------------------------


def test_the_least_important_block_goes_first() -> None:
    """The block with the highest priority number is left out first, and the first and last words are kept."""
    blocks = "".join(f"::: optional {n}\nBlock {n}. [10s fixed]\n:::\n\n" for n in (1, 2, 3))
    body = f"Sit. [2s..12s]\n\n{blocks}Stand up. [5s fixed]"
    kept = [[t for t in said(body, length) if t.startswith("Block")] for length in ("44", "36", "26")]
    assert kept == [["Block 1.", "Block 2."], ["Block 1."], []]


def test_an_optional_closing_is_kept() -> None:
    """An optional block that holds the last words of the script is never left out."""
    body = "Sit. [5s]\n\n::: optional\nGo on. [30s fixed]\n:::\n\n::: optional\nStand up. [9s fixed]\n:::"
    assert said(body, "35") == ["Sit.", "Stand up."]


def test_an_optional_caution_is_kept() -> None:
    """An optional block that says a caution of the header is never left out."""
    body = "Sit. [5s]\n\n::: optional\nStop on pain. [9s fixed]\n:::\n\n::: optional\nMore. [9s fixed]\n:::\n\nEnd."
    assert said(body, "35", header='cautions: ["Stop on pain."]\n') == ["Sit.", "Stop on pain.", "End."]


@pytest.mark.parametrize(
    ("length", "expected"), [("30", ["Sit.", "Short."]), ("60", ["Sit."]), ("66", ["Sit.", "Long."])]
)
def test_blocks_for_longer_and_shorter_sessions(length: str, expected: list[str]) -> None:
    """The length that was asked for decides which conditional blocks are in the session."""
    body = "Sit. [4s..55s]\n\n::: under 1m\nShort. [4s..55s]\n:::\n\n::: from 1m5s\nLong.\n:::"
    assert said(body, length) == expected


def test_without_a_length_the_natural_one_decides() -> None:
    """The natural length of the session without conditional blocks decides which of them are in it."""
    body = "Sit. [50s fixed]\n\n::: under 1m\nShort.\n:::\n\n::: from 1m\nLong.\n:::"
    assert said(body) == ["Sit.", "Long."]


# --- time -------------------------------------------------------------------------------------------------------


def test_what_remains_is_told_from_the_fitted_session() -> None:
    """The remaining time, the time gone by and the next heading are those of the fitted session."""
    body = "# One\n\nSit. {remaining} left. Then {next}. [2s..500s]\n\n# Two\n\n{elapsed} gone. [2s..500s]"
    assert said(body, "300") == [
        "Sit.", "Five minutes left.", "Then Two.", "Two and a half minutes of quiet now.", "Two minutes gone.",
    ]  # fmt: skip


def test_breath_has_its_own_words_and_keeps_its_phases() -> None:
    """In every round, each phase begins on the grid step nearest to its exact time."""
    cues = session("Sit.\n\n[breath in 4s, out 6s, 3 rounds]\n\nEnd.").timeline.cues[1:-1]
    assert [cue.text for cue in cues] == ["In.", "Out."] * 3
    at = [(cue.start - cues[0].start) / 48_000 for cue in cues]
    assert all(abs(a - b) <= 0.0121 for a, b in zip(at, [0, 4, 10, 14, 20, 24], strict=True))


def test_breath_speaks_german() -> None:
    """The words of a breath are in the language of the script."""
    assert said("[breath in 4s, out 6s, 1 rounds]\n\nEnde.", header="language: de\n") == ["Ein.", "Aus.", "Ende."]


def test_beats_are_told_from_onset_to_onset() -> None:
    """Fifty beats of a second stay within half a grid step of their exact times."""
    cues = session(" ".join(["Tap. [beat 1s]"] * 50) + " End.").timeline.cues
    assert all(abs((cue.start - cues[0].start) / 48_000 - n) <= 0.0121 for n, cue in enumerate(cues))


def test_words_longer_than_their_beat_are_an_error() -> None:
    """The error tells how long the words take and how long the beat is."""
    with pytest.raises(ScriptError, match=r"the words take .* s and their beat only 0.5 s"):
        session("This takes much longer. [beat 0.5s] End.")


def test_until_waits_for_a_time_of_the_session() -> None:
    """At every length the words after `until` begin at the time that is written."""
    body = "Sit. [5s]\n\n[until 1:00]\n\nNow. [10s]"
    for length in ("", "77", "80", "90"):
        found = session(body, length).timeline
        assert abs(found.cues[-1].start / 48_000 - 60) <= 0.024


def test_a_time_that_is_past_is_an_error() -> None:
    """A time that is over before it is reached, or that would come more than once, is an error."""
    with pytest.raises(ScriptError, match="0:10 is past"):
        session("Sit. [30s fixed] [until 0:10] Now.")
    with pytest.raises(ScriptError, match="comes only once"):
        session("::: repeat 2\nSit. [until 1:00]\n:::")


# --- words in holds, long silences ------------------------------------------------------------------------------

HOLD = "Press.\n\n::: hold 45s..120s\nat half: Halfway.\nat -10s: Ten more.\n:::\n\nLet go."


def test_words_in_a_hold_take_none_of_its_time() -> None:
    """Words inside a hold begin at their times, whatever the length of the hold."""
    for length in ("70", "100", "130"):
        found = session(HOLD, length).timeline
        press, half, ten, let_go = found.cues
        hold = let_go.start - press.start - press.frames
        assert abs(half.start - press.start - press.frames - hold / 2) <= 1152
        assert abs(let_go.start - ten.start - 480_000) <= 1152


def test_words_that_do_not_fit_into_a_hold_are_left_out_and_told() -> None:
    """Words that would overlap later ones are left out, and the report names them."""
    found = session("Press.\n\n::: hold 5s\nat half: Halfway already, keep on.\nat -4s: Ten more.\n:::\n\nLet go.")
    assert [cue.text for cue in found.timeline.cues] == ["Press.", "Ten more.", "Let go."]
    assert [u.text for u in found.report.unspoken] == ["Halfway already, keep on."]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Sit. [60s] End.", "A minute of quiet now."),
        ("Sit. [2m] End.", "Two minutes of quiet now."),
        ("Sit. [1m30s] End.", "A minute and a half of quiet now."),
        ("Press. [hold 75s] End.", "A minute and a half to stay with this."),
    ],
)
def test_a_long_silence_is_announced_and_keeps_its_length(body: str, line: str) -> None:
    """A line announces a silence of a minute or more, and takes its time from the silence."""
    found = session(body)
    assert [cue.text for cue in found.timeline.cues] == [body.split()[0], line, "End."]
    assert [added.text for added in found.report.added] == [line]


def test_a_silence_that_the_script_announces_is_left_alone() -> None:
    """No line is added where the script announces the silence or the silence is shorter than a minute."""
    assert said("A minute for yourself. [60s] End.") == ["A minute for yourself.", "End."]
    assert said("Sit. [59s] End.") == ["Sit.", "End."]


# --- chapters, notes, scenes ------------------------------------------------------------------------------------


def test_chapters_cover_the_session_from_its_beginning() -> None:
    """What stands before the first heading is a chapter with the title of the script."""
    chapters = session("Sit.\n\n# One\n\nRest.\n\n## Two\n\nEnd.").timeline.chapters
    assert [(c.title, c.level) for c in chapters] == [("Test", 1), ("One", 1), ("Two", 2)]


def test_a_background_changes_where_the_script_says() -> None:
    """The background of the header begins at the first frame, and each tag changes it from there on."""
    body = "Sit. [background waves, over 8s] Rest. [background +3dB] Rest. [background off]"
    events = session(body, header="background: rain\n").timeline.events
    scenes = [event for event in events if isinstance(event, BackgroundSpan)]
    assert [(s.name, s.change, s.over / 48_000) for s in scenes] == [
        ("rain", 0.0, 0.0), ("waves", 0.0, 8.0), ("waves", 3.0, 4.0), ("", 0.0, 4.0),
    ]  # fmt: skip


def test_another_voice_speaks_a_block() -> None:
    """A voice block changes the voice inside it and not after it."""
    cues = session("Sit.\n\n::: voice rate 100\nRest.\n:::\n\nEnd.").timeline.cues
    assert [cue.utterance.voice.rate for cue in cues] == [None, 100, None]


def test_the_score_knows_what_may_be_spoken() -> None:
    """The score lists every utterance of every length once."""
    routine = parse("---\ntitle: T\n---\n\n::: repeat 2..4\nRound {round}.\n:::\n", "t.md")
    texts = [utterance.text for utterance in unfold(routine, asked=Frames(0)).utterances]
    assert texts == ["Round one.", "Round two.", "Round three.", "Round four."]


def test_an_optional_block_may_wait_for_a_time() -> None:
    """A block with an `until` is kept or left out, as the length needs."""
    body = "Sit. [5s]\n\n::: optional\nWait. [until 1:00] Go.\n:::\n\nEnd. [5s]"
    assert said(body, "80") == ["Sit.", "Wait.", "Go.", "End."]
    assert said(body, "30") == ["Sit.", "End."]
