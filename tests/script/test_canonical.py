"""The canonical form of scripts, with the pauses of other programs."""

import pytest

from unknot.errors import ScriptError
from unknot.script import canonical

HEAD = "---\ntitle: T\n---\n\n"


def body(text: str) -> str:
    """The canonical body."""
    return canonical(HEAD + text, "t.md").removeprefix(HEAD)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go. [10 second pause] On.", "Go. [10s]\nOn.\n"),
        ("Go. (pause 30 seconds) On.", "Go. [30s]\nOn.\n"),
        ("Go. [PAUSE:5]", "Go. [5s]\n"),
        ("Go. [pause for 2 minutes]", "Go. [2m]\n"),
        ("Go. [5 sec] [500ms]", "Go. [5s] [0.5s]\n"),
        ("Go. [long pause: 5s]", "Go. [5s]\n"),
        ("Go. (kurze Pause) On. [pause for 3 breaths]", "Go. [2s]\nOn. [18s]\n"),
        ('Go. <break time="3s"/> On. {pause 5s}', "Go. [3s]\nOn. [5s]\n"),
        ("Go (10 seconds) on.", "Go (10 seconds) on.\n"),
        ("Go \\(pause 3 seconds).", "Go \\(pause 3 seconds).\n"),
        ("> (pause 3 seconds)", "> (pause 3 seconds)\n"),
        ("<!-- [PAUSE:5] -->\nGo.", "<!-- [PAUSE:5] -->\n\nGo.\n"),
        ("Go. [4s] And\non. [pause 90s]", "Go. [4s]\nAnd on. [90s]\n"),
        (":::repeat   2\nGo.\n:::", "::: repeat 2\n\nGo.\n\n:::\n"),
        ("Go. <!-- why -->\n[4s]", "<!-- why -->\n\nGo. [4s]\n"),
        ("Go.\t [Hold 1:30] \n", "Go. [hold 90s]\n"),
    ],
)
def test_a_script_is_rewritten_in_its_one_form(text: str, expected: str) -> None:
    """A script gets its canonical form, and a second run changes nothing."""
    assert body(text) == expected
    assert body(expected) == expected


def test_a_header_with_comments_keeps_its_lines() -> None:
    """A header with comments keeps its lines and comments."""
    text = "---\ntitle: 'T'   # working title\npace: calm\n---\nGo.\n"
    assert canonical(text, "t.md") == "---\ntitle: 'T'   # working title\npace: calm\n---\n\nGo.\n"


def test_faults_have_their_places_in_the_original_text() -> None:
    """Faults have the lines and columns of the original text; what fmt corrects is no fault."""
    with pytest.raises(ScriptError) as caught:
        canonical(HEAD + "Go. [10 second pause] [zz]", "t.md")
    assert [str(f.place) for f in caught.value.findings] == ["t.md:5:24"]
