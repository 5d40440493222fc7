"""Timers and transcripts as JSON or YAML."""

import pytest

from tests.script.imports import body, imported, lost
from unknot.errors import ScriptError
from unknot.script import from_foreign


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"name":"Legs","exercises":[{"name":"Squat","duration":30},{"name":"Rest","duration":10}]}',
            "Squat [30s]\nRest [10s]",
        ),
        ("name: Legs\nexercises:\n  - name: Squat\n    duration: 1m30s\n", "Squat [90s]"),
        ('[{"text":"Go.","durationMs":1500},{"text":"On.","minutes":2}]', "Go. [1.5s]\nOn. [2m]"),
        ('{"title":"W","blocks":[{"name":"A","steps":[{"name":"x","seconds":5}]}]}', "# A\n\nx [5s]"),
        ('["Let go", "Rest now"]', "Let go. Rest now."),
        (
            '{"segments":[{"start":0.0,"end":4.0,"text":" Settle in."},{"start":34.0,"end":38.0,"text":"Rest."}]}',
            "Settle in. [30s]\n\nRest.",
        ),
    ],
)
def test_a_list_of_phrases_is_read(text: str, expected: str) -> None:
    """The name of the whole is the title, and names of lists inside are chapters."""
    assert body(text) == expected + "\n"
    assert lost(text) == []


def test_other_keys_are_told_with_their_lines() -> None:
    """Nothing of them is spoken."""
    text = '{"name": "Legs",\n "rounds": 3,\n "steps": [\n  {"name": "Squat", "duration": 30, "note": "slowly"}]}'
    assert imported(text).text.startswith("---\ntitle: Legs\n")
    assert lost(text) == ["2:2 `rounds: 3` cannot be carried over", "4:37 `note: slowly` cannot be carried over"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}', "this JSON or YAML"),
        ("a: &x [1]\nb: *x\n", "anchors and aliases"),
        ("[" * 5000, "lists or maps inside each other"),
        ('["a",' * 30_000, "more than 100,000 characters"),
        ('{"name": "x"', "this is not YAML"),
    ],
)
def test_other_data_is_refused_with_its_place(text: str, message: str) -> None:
    """And with a way to write it that is read."""
    with pytest.raises(ScriptError) as caught:
        from_foreign(text, "timer")
    assert any(message in finding.message for finding in caught.value.findings)
    assert caught.value.next_step
