"""SSML in: every word in its order, whatever stands around it."""

import pytest

from tests.script.imports import body, imported, lost
from unknot.errors import ScriptError
from unknot.script import from_foreign


def ssml(inside: str) -> str:
    """A document with the prefixes that the dialects use."""
    return f'<speak xmlns:amazon="a" xmlns:mstts="m">{inside}</speak>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        # words keep their order
        (
            '<emphasis level="strong">Let your <sub alias="sooas">psoas</sub> soften</emphasis> and <emphasis>wait '
            '<break time="5s"/> then go</emphasis>. <sub alias="Doctor"><emphasis>Dr.</emphasis></sub> Lee.',
            "*Let your psoas soften* and *wait* [5s]\n*then go*. *Doctor* Lee.",
        ),
        ("<p>One <s>two</s> three</p> four", "One two.\n\nthree.\n\nfour"),
        # a sub is local
        (
            'You <sub alias="red">read</sub> it. Now read on. <sub alias="saint">St.</sub> Ives, on Main St. in town.',
            "You red it. Now read on. saint Ives, on Main St. in town.",
        ),
        # sentences do not fuse
        (
            'Settle in.<break time="2 seconds"/>Let go.<break time=".5s"/>Rest.',
            "Settle in. [2s]\nLet go. [0.5s]\nRest.",
        ),
        ("<s>Let go</s><s>Rest</s>", "Let go. Rest."),
        ("Rest.<emphasis>Go.</emphasis>On.", "Rest. *Go.* On."),
        # breaks
        ('Go.<break time="500"/>On.<break time="2"/>', "Go. [0.5s]\nOn. [2s]"),
        ('Go.<break strength="x-strong"/>On.<break strength="none"/>Now.', "Go. [3s]\nOn. Now."),
        ("Go. (pause 5 seconds) On [3s] [pause 2s].", "Go. [5s]\nOn \\[3s\\] [2s]"),
        # rates
        ('<prosody rate="0.85">Slow.</prosody>', "::: voice rate 115\n\nSlow.\n\n:::"),
        (
            '<prosody rate="-20.00%" pitch="default" volume="medium">Slow.</prosody>',
            "::: voice rate 108\n\nSlow.\n\n:::",
        ),
        ('<prosody rate="medium">Go.</prosody>', "Go."),
        # other things that both languages can say
        ("<!-- a note -->Rest.", "<!-- a note -->\n\nRest."),
        ('<emphasis level="none">Go</emphasis> now.', "Go now."),
        ("<![CDATA[Let go & rest.]]>", "Let go & rest."),
        ("Ein Wort: &#228;&#x20AC;.", "Ein Wort: ä€."),
    ],
)
def test_a_document_says_the_same_as_a_script(inside: str, expected: str) -> None:
    """And nothing is lost."""
    assert body(ssml(inside)) == expected + "\n"
    assert lost(ssml(inside)) == []


@pytest.mark.parametrize(
    ("inside", "expected", "told"),
    [
        ('Settle in.<bookmark mark="x"/>Breathe.', "Settle in. Breathe.", ["<bookmark>"]),
        ('One<mark name="x"/>two', "One two", ["<mark>"]),
        ('In.<break time="soon"/>Out.', "In. Out.", ['<break time="soon">']),
        ('now<break strength="default"/>Go on', "now. Go on", ['<break strength="default">']),
        ('<voice name="Amy">Go.</voice>On.', "Go. On.", ["<voice>"]),
        ('<amazon:effect name="whispered">Go.</amazon:effect>On.', "Go. On.", ["<amazon:effect>"]),
        ('<amazon:domain name="conversational">Go</amazon:domain>', "Go", ["<amazon:domain>"]),
        ('<mstts:express-as style="calm">Go.</mstts:express-as>On.', "Go. On.", ["<mstts:express-as>"]),
        ('<mstts:silence type="Leading" value="200ms"/>Go.', "Go.", ["<mstts:silence>"]),
        ('<mstts:backgroundaudio src="https://a/b.mp3"/>Go.', "Go.", ["<mstts:backgroundaudio>"]),
        ('<lang xml:lang="fr-FR">Bonjour</lang> there.', "Bonjour there.", ["<lang>"]),
        ('On <say-as interpret-as="date">1/2</say-as>.', "On 1/2.", ["<say-as>"]),
        ('A <phoneme alphabet="ipa" ph="x">tomato</phoneme>s.', "A tomatos.", ["<phoneme>"]),
        ('<par><media begin="2s"><speak>Go.</speak></media></par>', "Go.", ["<par>", "<media>"]),
        ('<seq><media><audio src="a.mp3"/></media></seq>Go.', "[sound a.mp3]\nGo.", ["<seq>", "<media>"]),
        ('<audio src="a.wav"><desc>bell</desc>ding</audio>Go.', "[sound a.wav]\nGo.", ["bell", "ding"]),
        ('<audio src="https://a/b.mp3">ding</audio>Go.', "ding Go.", ['<audio src="https://a/b.mp3">']),
        ('<prosody pitch="low" rate="fast">Go.</prosody>', "::: voice rate 162 Go. :::", ['<prosody pitch="low">']),
        ('<emphasis level="reduced">Go</emphasis>', "Go", ['<emphasis level="reduced">']),
        ("<metadata>about</metadata>Go.", "Go.", ["about"]),
        ("<?xml-model href='x'?>Go.", "Go.", ["<?xml-model?>"]),
        ("<p xml:lang='de'>Ruhe.</p>", "Ruhe.", ['<p xml:lang="de">']),
        ("Go to https://example.org now * here.", "Go to now here.", ["https://example.org", "*"]),
    ],
)
def test_of_what_is_lost_the_words_and_a_gap_stay(inside: str, expected: str, told: list[str]) -> None:
    """Each element is told once, where it stands."""
    made = imported(ssml(inside))
    assert " ".join(body(ssml(inside)).split()) == " ".join(expected.split())
    assert [finding.message.split("`")[1] for finding in made.lost] == told


def test_a_word_that_is_always_said_so_goes_into_the_header() -> None:
    """A word that is said in two ways is written as it is said."""
    made = imported(ssml('The <sub alias="say-krum">sacrum</sub>, your <sub alias="say-krum">Sacrum</sub>.'))
    assert "say:" not in made.text  # two spellings of one word
    made = imported(ssml('The <sub alias="say-krum">sacrum</sub>, the <sub alias="x">sacrum</sub>.'))
    assert "say: {sacrum: say-krum}" in made.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE speak [<!ENTITY a "b">]><speak>&a;</speak>', "a DOCTYPE is not taken"),
        ('<!DOCTYPE speak SYSTEM "file:///etc/passwd"><speak>x</speak>', "a DOCTYPE is not taken"),
        ("<speak>&nbsp;</speak>", "this is not XML: undefined entity"),
        ("<speak><p>open</speak>", "this is not XML: mismatched tag"),
        ("<speak>" + "<p>" * 200, "more than 100 elements stand inside each other"),
        ("<speak>" + "<s/>" * 30_000 + "</speak>", "more than 20,000 elements"),
        ("<speak></speak>", "there is nothing in it"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_place(text: str, message: str) -> None:
    """Nothing unfolds, and nothing is fetched."""
    with pytest.raises(ScriptError) as caught:
        from_foreign(text, "ssml")
    assert [finding.message for finding in caught.value.findings] == [message]
    assert caught.value.next_step


def test_places_are_right_behind_other_letters() -> None:
    """Bytes and characters are not the same there."""
    assert lost("<speak>\n你好 é\n é <voice>Go.</voice></speak>") == ["3:4 `<voice>` cannot be carried over"]
