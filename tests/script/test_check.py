"""The checker: each rule finds its faults and nothing else."""

import pytest

from unknot.errors import Finding
from unknot.library import body_rules
from unknot.routine import Utterance
from unknot.script import check, finding_as_json, parse
from unknot.script._check import CHECKS
from unknot.script._rules import CHECKING, RULES
from unknot.timeline import Cue, Rest, Timeline
from unknot.units import Frames, frames

LONG = " ".join(["slowly"] * 26) + "."
TWENTY_ONE = " ".join(["slowly"] * 21) + "."
CHAPTERS = "".join(f"# Part {n}\n\nRest. [4s]\n\n" for n in range(16))
EACH = "::: each side: left, right\nPress your {side} palm. [hold 30s]\n:::"


def script(body: str, *header: str) -> str:
    """A script with these lines in its header."""
    return "\n".join(["---", "title: T", *header, "---", "", body, ""])


def said(text: str, timeline: Timeline | None = None) -> tuple[Finding, ...]:
    """The findings in a text."""
    routine, files = parse(text, "t.md"), {"bell", "rain", "chime.flac"}
    body = body_rules(routine.header.language)
    return check(routine, text, timeline, body=body, file="t.md", exists=lambda _, name: name in files)


def rules(text: str) -> set[str]:
    """The names of the rules with findings."""
    return {finding.rule for finding in said(text)}


FAIL = {
    "nothing-to-say": [script(""), script("[4s]"), script("# Only a heading\n\n> and a note")],
    "unspeakable": [script("Rest. [4s]\n..."), script("— [4s]\nRest."), script("Rest. [4s] !")],
    "unknown-file": [
        script("Rest. [sound gong.flac]"),
        script("Rest.", "background: sea"),
        script("[background sea.flac, over 4s]\nRest."),
    ],
    "long-sentence": [script(LONG), script(f"Rest. {LONG}"), script("{a | " + LONG[:-1] + "}.")],
    "open-eyes": [
        script("Look at your hand."),
        script("Press as shown."),
        script("Schau auf deine Hand.", "language: de"),
    ],
    "medical-claim": [
        script("This cures a stiff neck."),
        script("Rest.", "summary: It releases toxins."),
        script("Das heilt den Nacken.", "language: de"),
    ],
    "we-form": [script("Now we rest."), script("Let’s rest."), script("Jetzt ruhen wir.", "language: de")],
    "foreign-pause": [
        script("Rest. (pause 30 seconds)"),
        script("Rest (5 second pause) now."),
        script("(pause: 5s) Rest."),
    ],
    "list-line": [script("- Sit back.\n- Let go."), script("Now:\n1. Sit back."), script("  + Sit back.")],
    "emoji": [script("Relax 😌 now."), script("Let go :-) now."), script("Repos 👩🏽‍⚕️ maintenant.", "language: fr")],
    "address": [
        script("Visit https://example.org/calm now."),
        script("Mail anna.b@example.org."),
        script("Siehe www.beispiel.de jetzt.", "language: de"),
    ],
    "symbol": [script("In → out."), script("Rest \\#\\#\\# now."), script("Rest • now ✓.", "language: fr")],
    "foreign-letters": [
        script("Закройте глаза."),
        script("{Rest | Κλείστε} now.", "language: de"),
        script("目を閉じて。", "language: ja"),
    ],
    "misread": [
        script("Begin on 3/4/2026."),
        script("Walk 5m and rest."),
        script("Tenez 30 s, 2-3 fois.", "language: fr"),
    ],
    "long-cue-after-pause": [
        script(f"Rest. [30s] {TWENTY_ONE}"),
        script(f"Rest. [hold 45s] {TWENTY_ONE}"),
        script(f"Rest. [20s] [15s]\n\n{TWENTY_ONE}"),
    ],
    "unannounced-silence": [
        script("Let go. [60s] Now."),
        script("Let go. [hold 2m]"),
        script("Let go. [40s] [30s] Now."),
    ],
    "long-breath": [
        script("Rest. [breath in 6s, hold 4s, out 8s, 3 rounds]"),
        script("[breath in 8s, out 8s, 3 rounds] Rest."),
        script("::: repeat 2\nRest. [breath in 7.5s, out 7.6s, 1 round]\n:::"),
    ],
    "speech-share": [
        script("Rest now and feel how the breath comes in. " * 10),
        script("Rest now and feel. [1s] " * 20),
        script("Rest now, breathe in and out. [4s] " * 20, "pace: sleep"),
    ],
    "words-per-minute": [
        script("# A\n\n" + "Rest now and feel how it is. [0.5s] " * 8),
        script("Rest now and feel. [hold 60s] " + "Rest now and feel how it is. [0.2s] " * 8),
        script("Rest now and feel how it is. [2s] " * 8, "pace: sleep", "voice: {rate: 160}"),
    ],
    "voice-rate": [
        script("Rest.", "voice: {rate: 90}"),
        script("Rest.", "voice: {rate: 200}"),
        script("Rest.", "voice: {engine: espeak, rate: 60}"),
    ],
    "moment-outside": [
        script("::: hold 20s..40s\nat 45s: Late.\n:::"),
        script("::: hold 30s fixed\nat 30s: Late.\n:::"),
        script("::: hold 20s..40s\nat -50s: Early.\n:::"),
    ],
    "many-chapters": [
        script(CHAPTERS),
        script("::: each n: " + ", ".join("abcdefghijklmnop") + "\n# Part {n}\n\nRest.\n:::"),
        script("::: repeat 16\n# Part {round}\n\nRest.\n:::"),
    ],
    "uneven-sides": [
        script("Press your left palm. [hold 30s]"),
        script("Press your left palm. [hold 30s]\n\nPress your right palm. [hold 20s]"),
        script("Drück die rechte Hand. [hold 30s]", "language: de"),
    ],
    "missing-caution": [
        script("Rest.", "areas: [neck]"),
        script("Keep off the front of the throat.", "areas: [neck]"),
        script("Leave out sore joints.", "areas: [hands, jaw]"),
    ],
    "unsafe-pressure": [
        script("Press the front of your neck."),
        script("Rest. Squeeze the sides of the neck gently."),
        script("Roll the ball on the spine."),
    ],
    "tool-on-area": [
        script("Roll the ball along your neck."),
        script("Lay the roller under the lower back."),
        script("Hold the ball to your jaw."),
    ],
    "long-hold": [
        script("Stay. [hold 2m]"),
        script("::: hold 60s..3m\nat half: A minute more.\n:::"),
        script("Stay. [hold 95s, 20s..100s]"),
    ],
    "high-pressure": [
        script("Press to eight out of ten."),
        script("Squeeze as hard as you can."),
        script("Press until it hurts."),
    ],
    "long-tension": [
        script("Tense your shoulders. [12s]"),
        script("Make a tight fist. [hold 20s]"),
        script("Spann die Schultern an. [12s]", "language: de"),
    ],
    "short-change": [
        script("Change sides. [2s]"),
        script("Come over to the other side. [move 3s]"),
        script("Turn over onto your back. [move 6s]"),
    ],
    "unexplained-scale": [
        script("Lean in to three out of ten, and stay. [hold 20s]"),
        script("A four of ten is enough. Ten is the most."),
        script("Bleib bei drei von zehn.", "language: de"),
    ],
    "long-work": [
        script("# Calf, left\n\nKnead. [hold 80s]\n\nAnd again. [hold 50s]"),
        script("# Back of the neck\n\nGlide. [hold 80s]\n\n# Neck, once more\n\nGlide. [hold 50s]"),
        script("# Wade, links\n\nKnete. [hold 80s]\n\nNoch einmal. [hold 50s]", "language: de"),
    ],
    "long-setup-pause": [
        script("Sit down. [8s]\n\n# Jaw\n\nLet it hang. [4s]", "areas: [jaw]"),
        script("# A\n\nSit.\n\n# B\n\nBreathe in, and lift your shoulders. [9s]", "areas: [shoulders]"),
        script("# A\n\nSitz.\n\n# B\n\nAtme tief ein. [9s]", "areas: [shoulders]\nlanguage: de"),
    ],
    "arms-raised": [
        script("Bring your fingertips to your temples. [hold 80s]\n\nCircle slowly. [hold 50s]"),
        script("Lay both hands on your scalp. [hold 80s]\n\nLet your arms rest. [3s]\n\nHands to the jaw. [hold 50s]"),
        script("Leg die Finger an den Kiefer. [hold 80s]\n\nKreise langsam. [hold 50s]", "language: de"),
    ],
    "unknown-word": [
        script("Rest.", "areas: [nekc]"),
        script("Rest.", "tools: [hammer]"),
        script("Rest.", "areas: [ears]"),
    ],
}
"""Three scripts for each rule in which it has a finding."""

PASS = {
    "nothing-to-say": [
        script("Rest."),
        script("::: hold 30s\nat half: Half.\n:::"),
        script("::: include x\n:::"),
        script("[bell]"),
    ],
    "unspeakable": [script("Rest... [4s]"), script("“3” [4s]"), script("{remaining}.")],
    "unknown-file": [
        script("Rest. [bell]"),
        script("Rest. [sound chime.flac]", "background: rain"),
        script("[background off]\nRest. [background +3dB]"),
    ],
    "long-sentence": [script(LONG.replace("slowly ", "", 1)), script("Rest. " * 30), script("- – — " * 30 + "Rest.")],
    "open-eyes": [
        script("Look inward."),
        script("Do not look at your hand."),
        script("Open your eyes, and let them travel."),
    ],
    "medical-claim": [
        script("Your neck may feel easier."),
        script("It does not cure or heal anything."),
        script("The heel and the secure chair."),
    ],
    "we-form": [script("Now rest."), script("Were you resting?"), script("Wie wirkt es?", "language: de")],
    "foreign-pause": [
        script("Rest (about 30 seconds)."),
        script("Rest. [pause 30s]"),
        script("> (pause 30 seconds)\n\nRest."),
    ],
    "list-line": [
        script("\\- Sit back."),
        script("Sit - and rest."),
        script("<!--\n- a\n-->\nRest.", "tools:\n- hands"),
    ],
    "emoji": [script("Relax (now); 3: go."), script("> 😌\n\nRest."), script("A ratio of 1:2 (so).")],
    "address": [
        script("> https://example.org\n\nRest."),
        script("Stop.At the end, rest."),
        script("Rest, e.g. here.", "summary: from example.org"),
    ],
    "symbol": [
        script("Hold 5 % & ±2 °C, #3, 5 × 6, \\~5 minutes — and/or 2½."),
        script("Ruhe & Stille, 5 €, § 3.", "language: de"),
        script("C’est 5 % ou 20 °C.", "language: fr"),
    ],
    "foreign-letters": [
        script("Закройте глаза.", "language: ru"),
        script("Feel your 气, the α wave, a café.", "say: {气: chee}"),
        script("目を閉じて。", "language: ja", "voice: {engine: http}"),
    ],
    "misread": [
        script("Hold 30 s, 2-3 times, 1/2 turn, 3x, 10 kg, vol. 3, p. 4, the 1980s, 5 p.m. and so on."),
        script("Halte 30 Sek. lang, z. B. so, ca. 3x, 1.–3. Übung, d. h. so.", "language: de"),
        script("Begin on 3/4/2026.", 'say: {3/4/2026: "April third"}'),
    ],
    "long-cue-after-pause": [
        script(f"Rest. [20s] {TWENTY_ONE}"),
        script("Rest. [30s] And now, slowly."),
        script(f"Rest. [30s] Now. [2s] {TWENTY_ONE}"),
    ],
    "unannounced-silence": [
        script("A minute of quiet now. [60s]"),
        script("Let go. [50s] Now."),
        script("::: hold 80s\nat half: Halfway.\n:::"),
    ],
    "long-breath": [
        script("Rest. [breath in 4s, out 6s, 9 rounds]"),
        script("Rest. [breath in 5s, hold 2s, out 8s, 3 rounds]"),
        script("Rest. [hold 30s]"),
    ],
    "speech-share": [
        script("Rest now. [8s] " * 20),
        script("Rest now and feel. [hold 30s] " * 10),
        script("Rest now and feel. [6s] " * 20, "pace: brisk"),
    ],
    "words-per-minute": [
        script("# A\n\n" + "Rest now and feel how it is. [6s] " * 8),
        script("Rest now and feel how it is. " * 4),
        script("Rest now and feel how it is. [2s] " * 8, "pace: brisk"),
    ],
    "voice-rate": [
        script("Rest."),
        script("Rest.", "voice: {rate: 130}"),
        script("Rest.", "voice: {engine: espeak}"),
    ],
    "moment-outside": [
        script("::: hold 20s..40s\nat 35s: Late.\n:::"),
        script("::: hold 30s\nat -10s: Soon.\n:::"),
        script("::: hold 30s fixed\nat half: Half.\n:::"),
    ],
    "many-chapters": [
        script(CHAPTERS.replace("# Part 0\n\n", "")),
        script("Rest."),
        script("::: repeat 3\n# Part {round}\n\nRest.\n:::"),
    ],
    "uneven-sides": [
        script(EACH),
        script("Press your left palm. [hold 30s]\n\nPress your right palm. [hold 30s]"),
        script("What is left? Do it right now, the right way. [8s]"),
        script("Press your left palm. [hold 30s]", "side: left"),
    ],
    "missing-caution": [
        script("Stay off the front of the neck; stop if you feel dizzy.", "areas: [neck]"),
        script("Rest.", "areas: [hands]", 'cautions: ["Leave out sore joints, scars and broken bones."]'),
        script("Rest."),
    ],
    "unsafe-pressure": [
        script("Press the back of your neck."),
        script("Never press the front of the neck."),
        script("Rest a hand on your throat and feel the breath."),
    ],
    "tool-on-area": [
        script("Roll the ball along your foot."),
        script("Never use the ball on your neck."),
        script("Hold your jaw with your fingers."),
    ],
    "long-hold": [
        script("Stay. [hold 90s]"),
        script("::: hold 45s..120s\nat half: Half.\n:::"),
        script("A long rest. [2m]"),
    ],
    "high-pressure": [
        script("Press to four out of ten."),
        script("Never eight out of ten."),
        script("Count to ten."),
    ],
    "long-tension": [
        script("Tense your shoulders. [6s]"),
        script("Tense your shoulders, and let go. [20s]"),
        script("Let the tension go. [20s]"),
    ],
    "short-change": [
        script("Change sides. [move 5s]"),
        script("Turn over onto your back. [move 15s]"),
        script("The other side may feel different. [2s]"),
    ],
    "unexplained-scale": [
        script("Ten is the most you could bear.\n\nA four out of ten is enough."),
        script("A three out of ten, where ten is the most you could bear."),
        script("Three deep breaths."),
    ],
    "long-work": [
        script("# Calf, left\n\nKnead. [hold 80s]\n\n# Calf, right\n\nKnead. [hold 80s]"),
        script("# Calves\n\nKnead. [hold 80s]\n\nAnd the other. [hold 80s]"),
        script("# Calf, left\n\nKnead. [hold 80s]\n\n# Rest\n\nBe still. [hold 80s]"),
    ],
    "long-setup-pause": [
        script("Sit down. [4s]\n\nHow does the jaw feel? [8s]", "areas: [jaw]"),
        script("Sit down. [8s]"),
        script("# A\n\nSit.\n\n# B\n\nBreathe in, and let it go. [9s]", "areas: [shoulders]"),
    ],
    "arms-raised": [
        script("Fingertips on your temples. [hold 80s]\n\nLet your arms rest. [6s]\n\nHands to the jaw. [hold 50s]"),
        script(
            "Rest your elbows on the table.\n\nBring your fingertips to your temples. [hold 80s]\n\nCircle. [hold 50s]"
        ),
        script("Take the calf in both hands. [hold 80s]\n\nKnead. [hold 50s]"),
    ],
    "unknown-word": [
        script("Rest.", "areas: [neck]"),
        script("Rest.", "tools: [hands, tennis-ball]"),
        script("Rest.", "posture: seated"),
    ],
}
"""Three similar scripts for each rule in which it has no finding."""


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in FAIL.items() for text in texts])
def test_a_rule_finds_its_fault(rule: str, text: str) -> None:
    """Each rule finds the fault in each of its failing scripts."""
    assert rule in rules(text)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in PASS.items() for text in texts])
def test_a_rule_finds_nothing_in_a_good_script(rule: str, text: str) -> None:
    """Each rule finds nothing in each of its passing scripts."""
    assert rule not in rules(text)


def test_every_rule_has_three_failing_and_three_passing_scripts_and_a_function() -> None:
    """Each rule has three failing scripts, three passing scripts and a function."""
    names = [rule.name for rule in CHECKING]
    assert list(CHECKS) == names
    assert set(FAIL) == set(PASS) == set(names)
    assert all(len(texts) >= 3 for texts in (*FAIL.values(), *PASS.values()))


@pytest.mark.parametrize("rule", [rule.name for rule in CHECKING if rule.severity == "warning"])
def test_a_warning_is_allowed_by_its_name(rule: str) -> None:
    """A warning that the header allows is not in the findings."""
    text = FAIL[rule][0].replace("---\n", f"---\nallow: [{rule}]\n", 1)
    assert rule not in rules(text)


def test_a_finding_points_at_the_words() -> None:
    """A finding has the place of its phrase in the paragraph."""
    finding = said(script("Sit back.\nNow look\nat your hand."))[0]
    assert str(finding) == (
        "t.md:6:5: warning: “look at” asks for open eyes [open-eyes]\n"
        "  Now look\n"
        "      ^^^^ say it so that it can be felt"
    )


def test_what_is_not_spoken_is_marked_where_it_is_written() -> None:
    """With and without backslashes, with what to write instead."""
    found = said(script("Rest \\#\\#\\# now.\nLet go 😌.\nДышите."))
    assert [(f.place.line, f.place.column, f.width, f.rule) for f in found] == [
        (5, 6, 6, "symbol"),
        (6, 8, 1, "emoji"),
        (7, 1, 6, "foreign-letters"),
    ]
    assert [f.hint for f in found][2] == "write `language: ru` in the header, or other letters"


def test_findings_are_in_the_order_of_the_text() -> None:
    """The findings of all rules are in the order of the text."""
    found = said(script(f"Now we rest.\n\n{LONG}\n\nLook at it. We rest. [60s]", "areas: [nekc]"))
    assert [f.rule for f in found if f.rule != "speech-share"] == [
        "unknown-word", "we-form", "long-sentence", "open-eyes", "we-form", "unannounced-silence",
    ]  # fmt: skip
    assert [f.place for f in found] == sorted(f.place for f in found)


def test_a_timeline_overrides_estimates() -> None:
    """With a timeline, the rules use its lengths instead of estimates."""
    text = script("Let go. [60s] Now.")
    place = parse(text, "t.md").body[0].place
    cue = Cue(Frames(0), frames(1), Utterance("Let go."), "Let go.", place)
    rests = {s: Rest(frames(1), frames(s), frames(60), "pause", place) for s in (10, 70)}
    timelines = {s: Timeline(frames(s + 1), "T", "en", (cue, rest)) for s, rest in rests.items()}
    assert "unannounced-silence" not in {f.rule for f in said(text, timelines[10])}
    assert "unannounced-silence" in {f.rule for f in said(text, timelines[70])}


def test_an_editor_gets_plain_values() -> None:
    """The JSON of a finding has lines and columns from 1, and the column after its last character."""
    finding = said(script("Now we rest."))[0]
    assert finding_as_json(finding) == {
        "file": "t.md",
        "line": 5,
        "column": 5,
        "end_column": 7,
        "rule": "we-form",
        "severity": "warning",
        "message": "“we” is what listeners like least",
        "hint": "speak to one person: “you”",
    }


def test_every_rule_has_one_line_that_says_what_it_means() -> None:
    """Each rule has a meaning of one line."""
    assert all(rule.meaning.endswith(".") and len(rule.meaning) < 110 for rule in RULES.values())
