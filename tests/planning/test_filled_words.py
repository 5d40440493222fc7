"""Words are filled in place by place: variables, choices by the seed, times of the session."""

from __future__ import annotations

from itertools import pairwise

import pytest

from unknot import routine as tree
from unknot.errors import ScriptError
from unknot.planning import Score
from unknot.planning._filled_words import WordFiller
from unknot.planning._score import KnownFacts
from unknot.routine import NOWHERE, Alternatives, Emphasis, Variable, Words
from unknot.units import frames

OPTIONS = Alternatives((((Words("a"),)), ((Words("b"),)), ((Words("c"),))))


def filler(known: KnownFacts | None = None, seed: int = 0, **header: object) -> WordFiller:
    """A filler for a session of five minutes."""
    routine = tree.Routine(tree.Header("Test", **header), ())  # type: ignore[arg-type]
    return WordFiller(Score(routine, seed, (), frames(300), known or KnownFacts()))


def test_a_star_is_escaped_and_emphasis_is_marked_with_stars() -> None:
    """The text of a cue marks emphasis with stars and escapes the stars of the script."""
    assert filler().spoken((Words("2*3 "), Emphasis((Words("now"),))), (0,)) == r"2\*3 *now*"


def test_a_turn_knows_its_number_and_how_many_there_are() -> None:
    """Both numbers are words of the language, and the second is never less than the first."""
    words = filler(language="de")
    with words.turn(1, 3):
        assert words.spoken((Variable("round"), Words(" von "), Variable("rounds")), (0,)) == "Zwei von drei"
    with words.turn(4, 3):
        assert words.spoken((Variable("rounds"),), (0,)) == "Fünf"


def test_a_side_knows_its_name_and_one_of_two_knows_the_other() -> None:
    """A side of three knows its own name only."""
    pieces = (Words("the "), Variable("side.other"))
    with (words := filler()).side(tree.Each("side", ("left", "right"), ()), 0):
        assert words.spoken(pieces, (0,)) == "the right"
    with (words := filler()).side(tree.Each("side", ("a", "b", "c"), ()), 0), pytest.raises(ScriptError):
        words.spoken(pieces, (0,))


def test_values_of_an_outer_scope_stay_known_inside_and_inner_ones_end() -> None:
    """A turn inside a side knows both; after the turn its number is unknown."""
    words = filler()
    with words.side(tree.Each("side", ("left", "right"), ()), 1):
        with words.turn(0, 2):
            assert words.spoken((Variable("side"), Words(" "), Variable("round")), (0,)) == "Right one"
        with pytest.raises(ScriptError, match=r"nothing fills in \{round\}"):
            words.spoken((Variable("round"),), (0,))


def test_an_unknown_variable_is_an_error_that_names_the_known_ones() -> None:
    """The hint lists variables in force and those that tell the time."""
    words = filler()
    with words.turn(0, 1), pytest.raises(ScriptError) as caught:
        words.spoken((Variable("side"),), (0,))
    assert caught.value.next_step == "known: elapsed, next, remaining, round, rounds"


def test_a_cue_is_named_by_its_place_turn_and_sentence() -> None:
    """The key of a cue differs in every turn."""
    words = filler()
    with words.turn(2, 3):
        assert words.cue("Sit.", NOWHERE, "0.1", 4).key == "0.1@.2/4"
        assert words.repeated
    assert words.cue("Sit.", NOWHERE, "0.1", 0).key == "0.1@/0"
    assert not words.repeated


def test_a_cue_has_the_voice_in_force() -> None:
    """Inside a voice block a cue has the voice of the block, and after it the voice of the header."""
    words = filler(voice=tree.VoiceChoice(rate=120))
    with words.voice(tree.VoiceChoice(pitch=40)):
        assert words.cue("Sit.", NOWHERE, "", 0).utterance.voice == tree.VoiceChoice(rate=120, pitch=40)
    assert words.cue("Sit.", NOWHERE, "", 0).utterance.voice == tree.VoiceChoice(rate=120)


def test_the_same_option_is_not_chosen_twice_in_a_row() -> None:
    """A choice avoids the option that it took last."""
    words = filler()
    picks = []
    for turn in range(30):
        with words.turn(turn, 30):
            picks.append(words.spoken((OPTIONS,), (0,)))
    assert all(a != b for a, b in pairwise(picks))
    assert set(picks) == {"a", "b", "c"}


def test_a_choice_that_does_not_count_has_no_effect_on_later_ones() -> None:
    """Words after a block that is left out are those that follow without it."""

    def second(*, between: bool) -> str:
        words = filler(seed=3)
        words.spoken((OPTIONS,), (0,))
        if between:
            with words.choices(count=False), words.turn(0, 1):
                words.spoken((OPTIONS,), (0,))
        with words.turn(7, 8):
            return words.spoken((OPTIONS,), (0,))

    assert second(between=True) == second(between=False)


def test_times_are_those_at_which_the_words_begin() -> None:
    """Words tell the time at which they begin, and a title tells the time of the words before it."""
    known = KnownFacts(starts={"1@/0": frames(60)}, chapters=((frames(90), "Jaw"),), total=frames(180))
    words = filler(known)
    times = (Variable("elapsed"), Words(", "), Variable("remaining"), Words(", "), Variable("next"))
    assert words.spoken(times, (1,)) == "A minute, two minutes, Jaw"
    assert words.shown(times, (2,)) == "A minute, two minutes, Jaw"


def test_before_a_fitting_words_that_tell_the_time_are_provisional() -> None:
    """Until there is a fitting, words are taken to begin in the middle of the session."""
    words = filler()
    assert not words.provisional
    assert words.spoken((Variable("remaining"),), (0,)) == "Three minutes"
    assert words.provisional


@pytest.mark.parametrize(
    ("known", "provisional"),
    [(KnownFacts(), True), (KnownFacts({(0,): 2}), False)],
    ids=["before a fitting", "after it"],
)
def test_words_that_depend_on_counts_are_provisional_until_they_are_known(known: KnownFacts, provisional: bool) -> None:
    """The number of rounds and a choice inside a repeat may change once a fitting has chosen the counts."""
    for pieces in ((Variable("rounds"),), (OPTIONS,)):
        words = filler(known)
        with words.turn(0, 2):
            words.spoken(pieces, (0,))
        assert words.provisional is provisional
