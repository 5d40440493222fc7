"""What of another program's text is spoken, what is a pause, and what is told."""

import pytest

from tests.script.imports import body, imported, lost, spoken
from unknot.script._passages import BREAK, folded_at, line_ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # break tags of speech engines
        (
            'Settle in. <break time="3s" /> Breathe. <break time="500ms"/> Go on.',
            "Settle in. [3s]\nBreathe. [0.5s]\nGo on.",
        ),
        ("Rest. <#2.5#> Go on. <pause=1s> And on.", "Rest. [2.5s]\nGo on. [1s]\nAnd on."),
        ("Now. [[slnc 3000]] Rest. {silence: 1s} Done.", "Now. [3s]\nRest. [1s]\nDone."),
        ("Rest. {{pause=5000}} Done. <break strength='none'/> Now.", "Rest. [5s]\nDone. Now."),
        ("Rest. \\pau=500\\ Done. <<long pause>> Now.", "Rest. [0.5s]\nDone. [10s]\nNow."),
        # pauses in words
        ("Let go. (pause) Breathe. [long pause] Rest.", "Let go. [4s]\nBreathe. [10s]\nRest."),
        ("Let go — long pause — and rest.", "Let go [10s]\nand rest."),
        ("Let go.\nPause 10 seconds\nRest.", "Let go. [10s]\nRest."),
        ("Let go. [pause for\n10 seconds] Rest.", "Let go. [10s]\nRest."),
        ("Let go. (pause 5-10 seconds)", "Let go. [5s..10s]"),
        # lines without a word
        ("Let go.\n\n...\n\nRest.", "Let go.\n\n[2.5s]\n\nRest."),
        ("Let go.\n. . .\nRest.", "Let go. [2.5s]\nRest."),
        ("Let go.\n\n~\n\n* * *\n\n-----\n\nRest.", "Let go.\n\nRest."),
        ("Let go. [...] Rest. (…) Now.", "Let go. [2.5s]\nRest. [2.5s]\nNow."),
        ("[5s] & ... [5s] Rest.", "[10s]\nRest."),
        # a line a cue
        ("Right thumb\nSecond finger\nPalm of the hand", "Right thumb. Second finger. Palm of the hand."),
        ("right thumb\nsecond finger", "right thumb.\n\nsecond finger."),
        ("• Let go\n• Rest", "Let go. Rest."),
        ("手を緩めます\n肩を緩めます", "手を緩めます。肩を緩めます。"),
        ("Let go,\nand rest.", "Let go, and rest."),
        ("Let go (pause). Rest (pause).", "Let go [4s]\nRest [4s]"),
        ("Take a cushion, e.g.\na small one.", "Take a cushion, e.g. a small one."),
        # what the routine language knows
        ("Rest. [hold 30s] {Now | And now} go. [bell]", "Rest. [hold 30s]\n{Now | And now} go. [bell]"),
        ("Rest (a while) now (10 seconds).", "Rest (a while) now (10 seconds)."),
        ("<!-- a note -->\nRest.", "<!-- a note -->\n\nRest."),
        ("It don`t hurt & it is 3 < 4.", "It don't hurt & it is 3 \\< 4."),
    ],
)
def test_text_becomes_words_and_pauses(text: str, expected: str) -> None:
    """Nothing of a mark is spoken, and nothing is lost."""
    assert body(text) == expected + "\n"
    assert lost(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("Then [soft music] rest.", "> [soft music]\n\nThen rest.", "1:6 `[soft music]` is not a pause"),
        (
            "Rest [pause and notice] now.",
            "> [pause and notice]\n\nRest [4s]\nnow.",
            "1:6 `[pause and notice]` is not a pause",
        ),
        (
            "Rest (pause and notice) now.",
            "> (pause and notice)\n\nRest [4s]\nnow.",
            "1:6 `(pause and notice)` is not a pause",
        ),
        ("Dear {name}, rest.", "> {name}\n\nDear , rest.", "1:6 `{name}` is not a pause"),
        ("See https://example.org/a_b now.", "See now.", "1:5 `https://example.org/a_b` is an address, and not spoken"),
        ("Write to a.b@example.org.", "Write to .", "1:10 `a.b@example.org` is an address, and not spoken"),
        ("Visit example.org, then rest.", "Visit , then rest.", "1:7 `example.org` is an address, and not spoken"),
        ("Rest (00:47) now.", "Rest now.", "1:6 `(00:47)` is a time, and not spoken"),
        ("Rest 🙂 now.", "Rest now.", "1:6 `🙂` cannot be spoken"),
        ("Rest | now.", "Rest now.", "1:6 `|` is a mark, and not spoken"),
        ("Let <b>go</b> now.", "Let go now.", "1:5 `<b>` cannot be carried over"),
        ("Rest. <break time='soon'/> Go.", "Rest. Go.", "1:7 `<break time='soon'/>` cannot be carried over"),
        ("::: note\nRest.", "Rest.", "1:1 `::: note` cannot be carried over"),
        ("Rest now.[1] Go.", "Rest now. Go.", "1:10 `[1]` is a note's mark, and not spoken"),
        ("<p class='x'>Rest", "Rest", "1:1 `<p class='x'>` cannot be carried over"),
        ("// draft\nRest.", "Rest.", "1:1 a comment, and not spoken"),
    ],
)
def test_what_cannot_be_spoken_is_told(text: str, expected: str, told: str) -> None:
    """With its place; the words around it stay."""
    assert " ".join(body(text, "text").split()) == " ".join(expected.split())
    assert lost(text, "text") == [told]


def test_marks_that_come_in_pairs_are_told_twice() -> None:
    """What stands between them is spoken."""
    assert body("Rest ==now== go.") == "Rest now go.\n"
    assert lost("Rest ==now== go.") == ["1:6 `==` is a mark, and not spoken", "1:11 `==` is a mark, and not spoken"]


def test_lines_of_number_signs_are_comments_and_not_chapters() -> None:
    """Each is told; one alone is a heading."""
    text = "# Sample list\n# Each line is its own\n#\n\nI am at ease.\nMy mind is clear."
    assert body(text) == "I am at ease. My mind is clear.\n"
    assert lost(text) == [f"{n}:1 a comment, and not spoken" for n in (1, 2, 3)]
    assert body("# Settle\n\nRest.") == "# Settle\n\nRest.\n"


def test_every_way_to_write_a_pause_without_a_number_is_silence() -> None:
    """None of its words is spoken."""
    text = "Go. (pause) On. (long pause) Rest. (Pause for 3 breaths) Now. (brief silence) Go. (kurze Pause) On. [pause]"
    made = imported(text)
    assert made.lost == ()
    assert set(spoken(made).split()) == {"Go.", "On.", "Rest.", "Now."}


def test_lines_that_were_folded_at_a_margin_are_joined() -> None:
    """A capital letter at a line's beginning does not end the sentence then."""
    folded = (
        "Let your shoulders drop away from your ears and feel how the weight\n"
        "I mean the whole weight of both arms hangs down from them without\n"
        "Any effort of yours while the breath goes in and the breath goes\n"
        "out again."
    )
    assert folded_at(folded) == 67
    assert (
        body(folded)
        .split("\n")[0]
        .startswith("Let your shoulders drop away from your ears and feel how the weight I mean")
    )
    assert folded_at("Right thumb\nSecond finger\nThird finger\nPalm") == 0


def test_line_ends_keep_the_length_of_the_text() -> None:
    """So that places in the source stay right."""
    assert line_ends("One\nTwo\nand three.\nFour") == f"One{BREAK}Two\nand three.{BREAK}Four"


def test_a_sound_that_is_not_there_is_told() -> None:
    """The checker would call it an error."""
    from unknot.script import from_foreign

    made = from_foreign("Rest. [sound bowl.wav] Go.", exists=lambda kind, name: False)
    assert "sound" not in made.text
    assert [f.message for f in made.lost] == ["`[sound bowl.wav]` cannot be carried over"]
