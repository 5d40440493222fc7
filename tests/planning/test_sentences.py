"""A text is split into sentences, and no word is lost or divided."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from unknot.planning import split_sentences
from unknot.planning._sentences import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", "One.|Two!|Three?"),
        ("Let go... and rest. Good.", "Let go...|and rest.|Good."),
        ("Let go… And rest", "Let go…|And rest"),
        ("... and breathe.", "... and breathe."),
        ("Use a tool, e.g. a ball. Press.", "Use a tool, e.g. a ball.|Press."),
        ("Ask Dr. Meyer. Then go on.", "Ask Dr. Meyer.|Then go on."),
        ("Hold 3.5 seconds. Go.", "Hold 3.5 seconds.|Go."),
        ("At approx. five, stop. Now.", "At approx. five, stop.|Now."),
        ("Say “stop.” Then rest.", "Say “stop.”|Then rest."),
        ("(Sit first.) Then roll.", "(Sit first.)|Then roll."),
        ('"Stop!" said the foot. Go.', '"Stop!" said the foot.|Go.'),
        ("No. 5 is next. No. Not yet.", "No. 5 is next.|No.|Not yet."),
        ("Das ist z.B. der Daumen. Gut.", "Das ist z.B. der Daumen.|Gut."),
        ("So do I. Now you.", "So do I.|Now you."),
        ("坐下。闭上眼睛。", "坐下。|闭上眼睛。"),
        ("  Spread \n over   lines. ", "Spread over lines."),
        ("*Hold. Now.* Rest.", "*Hold.*|*Now.*|Rest."),
        ("5 \\* 5. Two.", "5 \\* 5.|Two."),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_text_is_split_into_sentences(text: str, expected: str) -> None:
    """A text is split at full stops that end a sentence, after closing quotes and brackets."""
    assert "|".join(sentence.text for sentence in split_sentences(text)) == expected


def test_words_before_an_ellipsis_have_its_gap() -> None:
    """Words before an ellipsis have its gap, also before a closing quote."""
    assert [s.gap for s in split_sentences("One... two. “Three…” Four.")] == [
        "ellipsis",
        "sentence",
        "ellipsis",
        "sentence",
    ]


@given(st.text("aB .!?…\"'()ü5。", max_size=60))
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    """Splitting loses, doubles and reorders nothing."""
    joined = "".join("".join(s.text.split()) for s in split_sentences(text))
    assert joined == "".join(text.split()) or not any(c.isalnum() for c in text)


def test_plain_text_has_no_marks() -> None:
    """Marks of emphasis are removed, and escaped stars are kept."""
    assert plain("*Slowly*, 5 \\* 5") == "Slowly, 5 * 5"


@pytest.mark.parametrize("text", ["Rest now and feel your hand. ", "e.g. ", "! "])
def test_a_paragraph_of_a_megabyte_is_split_fast(text: str) -> None:
    """The time for splitting is proportional to the length of the text."""
    whole = "Rest. " + text * (1_000_000 // len(text))
    assert len(split_sentences(whole)) == (34_483 if "hand" in text else 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This is vol. 3 of it. See p. 4 for more.", "This is vol. 3 of it.|See p. 4 for more."),
        (
            "The U.S. Army does it. It is in the U.S. The army is there.",
            "The U.S. Army does it.|It is in the U.S.|The army is there.",
        ),
        ("Sgt. Bob met Capt. Al. It was Jan. 5 again.", "Sgt. Bob met Capt. Al.|It was Jan. 5 again."),
        ("Wake at 5 p.m. Then rest.", "Wake at 5 p.m.|Then rest."),
        ("Hold for 10 sec. Repeat. Rest 5 min. Now go.", "Hold for 10 sec.|Repeat.|Rest 5 min.|Now go."),
        ("Use a ball, etc. Then stop. Plan B. Then C.", "Use a ball, etc.|Then stop.|Plan B.|Then C."),
        ("J. Smith said so. See Fig. 2 and Nos. 3 and 4.", "J. Smith said so.|See Fig. 2 and Nos. 3 and 4."),
        ("Halte 30 Sek. Dann weiter. 30 Sek. Pause.", "Halte 30 Sek.|Dann weiter.|30 Sek. Pause."),
        (
            "Am 3. Mai geht es. Zähle bis 3. Dann ruhe. Die 3. Übung.",
            "Am 3. Mai geht es.|Zähle bis 3.|Dann ruhe.|Die 3. Übung.",
        ),
        ("Das ist z. B. Ruhe, d. h. Stille. Nimm Bd. 2, S. 4.", "Das ist z. B. Ruhe, d. h. Stille.|Nimm Bd. 2, S. 4."),
    ],
)
def test_no_sentence_ends_at_an_abbreviation(text: str, expected: str) -> None:
    """Only where what follows begins one, as after a unit, `p.m.` or `etc.`."""
    assert "|".join(sentence.text for sentence in split_sentences(text)) == expected
