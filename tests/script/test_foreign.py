"""Other people's scripts become routine scripts, and what is lost on the way is told."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from tests.script.strategies import SHARDS
from unknot.errors import ScriptError
from unknot.routine import Utterance, VoiceChoice
from unknot.script import KINDS, from_foreign, parse, to_ssml
from unknot.timeline import Chapter, Chime, Cue, Event, Rest, Timeline
from unknot.units import Frames, frames


def body(text: str) -> str:
    """The body of the script that a text becomes."""
    return from_foreign(text).text.partition("---\n\n")[2]


def lost(text: str) -> list[str]:
    """`line:column message` for everything that was not carried over."""
    return [f"{f.place.line}:{f.place.column} {f.message}" for f in from_foreign(text).lost]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let go.", "Let go.\n"),
        ("Let go.\nNow rest.\n\nBreathe.", "Let go. Now rest.\n\nBreathe.\n"),
        ("Let go. [PAUSE:5] Rest.", "Let go. [5s]\nRest.\n"),
        ("Let go. [pause 10s]", "Let go. [10s]\n"),
        ("Let go. (pause 30 seconds) Rest.", "Let go. [30s]\nRest.\n"),
        ("Let go. [10 second pause]", "Let go. [10s]\n"),
        ("Let go. [pause for 2 minutes]", "Let go. [2m]\n"),
        ("[5s] [PAUSE:5] Rest.", "[10s]\nRest.\n"),
        ("Let go. [bell] {a | b}", "Let go. [bell]\n{a | b}\n"),
        ("# Settle\nRest.", "# Settle\n\nRest.\n"),
        ("Rest (a while) now.", "Rest (a while) now.\n"),
        ("Let go;5\n*;3\nNow rest;0.5", "Let go [8s]\nNow rest [0.5s]\n"),
        ("Let go ; 5\n\n# no;1", "Let go [5s]\n\n\\# no [1s]\n"),
    ],
)
def test_text_becomes_a_script(text: str, expected: str) -> None:
    """Each way of writing a pause that the field knows."""
    assert body(text) == expected
    assert lost(text) == []


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<p>Let go.</p><p>Rest.</p>", "Let go.\n\nRest.\n"),
        ("<s>Let go.</s><s>Rest.</s>", "Let go. Rest.\n"),
        ('Let go.<break time="3s"/>Rest.', "Let go. [3s]\nRest.\n"),
        ('Go.<break time="10s"/><break time="1500ms"/>', "Go. [11.5s]\n"),
        ('Go.<break strength="strong"/> On.<break/>', "Go. [1.5s]\nOn. [0.75s]\n"),
        ('Go. <prosody rate="80%">Slow.</prosody> On.', "Go.\n\n::: voice rate 108\n\nSlow.\n\n:::\n\nOn.\n"),
        ("Let <emphasis>go</emphasis> now.", "Let *go* now.\n"),
        ('Go. <audio src="bowl.wav"/> On.', "Go. [sound bowl.wav]\nOn.\n"),
        ("1 &lt; 2 &amp; [3s]", "1 \\< 2 & \\[3s\\]\n"),
    ],
)
def test_ssml_becomes_a_script(inside: str, expected: str) -> None:
    """What both languages can say is carried over."""
    assert body(f"<speak>{inside}</speak>") == expected
    assert lost(f"<speak>{inside}</speak>") == []


def test_ssml_keeps_its_language_and_its_pronunciations() -> None:
    """`<sub>` is what `say` is for; a word that is said in two ways is written as it is said."""
    text = '<speak xml:lang="en-GB">The <sub alias="say-krum">sacrum</sub>, the <sub alias="x">sacrum</sub>.</speak>'
    assert from_foreign(text, title="A  b").text == (
        "---\ntitle: A b\nlanguage: en-GB\nsay: {sacrum: say-krum}\n---\n\nThe sacrum, the x.\n"
    )


def test_ssml_keeps_pronunciations_in_ipa() -> None:
    """`<phoneme>` comes in as `say` between slashes, and goes out again as it was."""
    inside = 'The <phoneme alphabet="ipa" ph="ˈsoʊəs">psoas</phoneme>.'
    made = from_foreign(f"<speak>{inside}</speak>", title="T")
    assert 'say: {psoas: "/ˈsoʊəs/"}' in made.text
    assert made.lost == ()
    cue = Cue(Frames(0), frames(1), Utterance("The psoas.", say=(("psoas", "/ˈsoʊəs/"),)), "The psoas.")
    assert f"<s>{inside}</s>" in to_ssml(Timeline(frames(1), "T", "en", (cue,)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go.\nThen [soft music] rest.", ["2:6 `[soft music]` is not a pause"]),
        ("a;1\nb;2\nc", ["3:1 no seconds here"]),
        ('<speak>\n<voice name="x">Go.</voice></speak>', ["2:1 `<voice>` cannot be carried over"]),
        ('<speak><prosody pitch="low">Go.</prosody></speak>', ['1:8 `<prosody pitch="low">` cannot be carried over']),
        ('<speak><audio src="https://a/b.mp3">Go.</audio></speak>', None),
        ('<speak><audio src="../b.mp3">Go.</audio></speak>', None),
        ('<speak><break time="soon"/>Go.</speak>', None),
        ('<speak><phoneme alphabet="x-sampa" ph="g@U">Go.</phoneme></speak>', None),
        ('<speak><phoneme ph="7o">Go.</phoneme></speak>', None),
    ],
)
def test_what_cannot_be_carried_over_is_told(text: str, expected: list[str] | None) -> None:
    """With its place in the text that was given; the words stay."""
    assert len(lost(text)) == 1
    assert expected is None or lost(text) == expected
    assert re.search(r"(?i)\bgo|\bc\b", body(text))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE speak [<!ENTITY a "b">]><speak>&a;</speak>',
        '<!DOCTYPE speak SYSTEM "file:///etc/passwd"><speak>x</speak>',
        "<speak>&nbsp;</speak>",
        "<speak><p>open</speak>",
        "<speak>a</speak><speak>b</speak>",
    ],
)
def test_a_doctype_entities_and_broken_xml_are_refused(text: str) -> None:
    """Nothing unfolds, nothing is fetched."""
    with pytest.raises(ScriptError) as caught:
        from_foreign(text, "ssml")
    assert len(caught.value.findings) == 1


@given(st.lists(st.sampled_from([*SHARDS, "a;5\n", "*;3\n", "<speak>", "</speak>", "<p>", "</p>"])).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_imported_is_a_script_or_refused(text: str) -> None:
    """What import writes, the parser reads."""
    for kind in (*KINDS, None):
        wrapped = f"<speak>{text}</speak>" if kind is None else text
        try:
            made = from_foreign(wrapped, kind or "ssml")
        except ScriptError as error:
            assert error.findings  # noqa: PT017
            continue
        parse(made.text, "t.md")


def session() -> Timeline:
    """Two chapters, a long rest, a bell."""
    events: list[Event] = [
        Chapter(Frames(0), frames(30), "A & B"),
        Rest(Frames(0), frames(2), frames(2), "lead"),
        Cue(frames(2), frames(1), Utterance("Let *go* <now>.", say=(("now", 'n"w'),)), "Let go <now>."),
        Rest(frames(3), frames(25.5), frames(20), "hold"),
        Chime(frames(28), frames(2), "bell"),
        Cue(frames(31), frames(1), Utterance("Ruh.", "de", VoiceChoice(rate=108)), "Ruh."),
    ]
    return Timeline(frames(32), "T", "en", tuple(events))


def test_a_session_is_written_as_ssml() -> None:
    """Long breaks in pieces, special characters escaped, the bell's time kept."""
    assert to_ssml(session()).split("\n")[2:-2] == [
        '<mark name="A &amp; B"/>',
        '<break time="2000ms"/>',
        '<s>Let <emphasis>go</emphasis> &lt;<sub alias="n&quot;w">now</sub>&gt;.</s>',
        '<break time="10000ms"/>',
        '<break time="10000ms"/>',
        '<break time="5500ms"/>',
        '<break time="2000ms"/>',
        '<s xml:lang="de"><prosody rate="80%">Ruh.</prosody></s>',
    ]


def test_exported_ssml_can_be_imported_again() -> None:
    """Words and pauses come back; only the chapters' marks and the language of one sentence are told as lost."""
    text = from_foreign(to_ssml(session()))
    assert "Let *go* \\<now>. [27.5s]" in text.text
    assert [f.message for f in text.lost] == [
        "`<mark>` cannot be carried over",
        '`<s xml:lang="de">` cannot be carried over',
    ]
