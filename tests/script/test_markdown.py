"""Markdown: emphasis, lists, links and tables without their marks."""

import pytest

from tests.script.imports import body, lost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Guide:** Welcome. Soften your *gaze*.", "*Guide:* Welcome. Soften your *gaze*."),
        ("**Category**: Sleep  \n**Tone**: Calm", "*Category*: Sleep. *Tone*: Calm."),
        ("__Stay__ _here_ and ***rest***.", "*Stay here* and *rest*."),
        ("**[Pause 10 seconds]**\n\n- Let go.\n- Rest", "[10s]\n\nLet go. Rest."),
        ("# Start\n\n## Middle\n\n#### Deep\n\nRest.", "# Start\n\n## Middle\n\n## Deep\n\nRest."),
        ("Start\n=====\n\nRest.", "# Start\n\nRest."),
        ("Settle in.\n---\nRest.", "Settle in.\n\nRest."),
        ("Rest.\n\n---\n\n***\n\nGo.", "Rest.\n\nGo."),
        ("- [ ] Sit\n- [x] Lie\n  - and rest", "Sit. Lie.\n\nand rest."),
        ("Rest\\*.&nbsp;Now &amp; then. `ready`", "Rest.\nNow & then. ready"),
        ("# Settle (pause)\n\nRest.", "# Settle\n\n[4s]\n\nRest."),
        ("| Exercise | Seconds |\n|---|---|\n| Squat | 30 |\n| Stand | 1:30 |", "Squat [30s]\nStand [90s]"),
        ("snake_case and 2*3*4", "snake case and 2*3*4"),
    ],
)
def test_marks_become_structure(text: str, expected: str) -> None:
    """And are never spoken."""
    assert " ".join(body(text, "markdown").split()) == " ".join(expected.split())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Visit [the page](https://example.org/calm).",
            ["1:18 `https://example.org/calm` is an address, and not spoken"],
        ),
        (
            "![a bowl](bowl.png) Rest.",
            ["1:3 `a bowl` cannot be carried over", "1:11 `bowl.png` is an address, and not spoken"],
        ),
        ("<https://example.org> Rest.", ["1:2 `https://example.org` is an address, and not spoken"]),
        ("[the page][p] Rest.\n\n[p]: https://example.org", None),
        (
            "Rest.\n\n> Not spoken\n> at all",
            ["3:3 a quotation is shown, not spoken", "4:3 a quotation is shown, not spoken"],
        ),
        ("Rest.\n\n```\nx = 1\n```", ["4:1 code is shown, not spoken"]),
        ("Rest ~~never~~ now.", ["1:8 `never` is struck out, and not spoken"]),
        ("1. Lie down.\n2. Rest.", ["1:1 `1.` and the other numbers of this list are not spoken"]),
        (
            "Rest[^1].\n\n[^1]: A footnote.",
            ["1:5 `[^1]` cannot be carried over", "3:1 a footnote, shown as a note"],
        ),
        (
            "| a | b |\n|-|-|\n| c | d |",
            ["1:3 `a` names a column, and is not spoken", "1:7 `b` names a column, and is not spoken"],
        ),
    ],
)
def test_what_is_lost_of_it_is_told(text: str, told: list[str] | None) -> None:
    """Addresses, pictures, struck words; quotations and code are shown as notes."""
    found = lost(text, "markdown")
    assert found == told or (told is None and len(found) == 2)
    assert "http" not in body(text, "markdown")


def test_no_mark_is_spoken_of_a_whole_script() -> None:
    """The chapter, the words and the pause stay."""
    text = (
        "# Evening\n\n**Guide:** Welcome. Settle in, and *soften* your gaze.\n\n**[Pause 10 seconds]**\n\n"
        "- Jaw.\n- Tongue.\n\nVisit [the page](https://example.org) later.\n\n"
        "---\n\n`[chime]` __Stay here__ for a minute.\n"
    )
    assert body(text) == (
        "# Evening\n\n*Guide:* Welcome. Settle in, and *soften* your gaze.\n\n[10s]\n\nJaw. Tongue.\n\n"
        "Visit the page later.\n\n> [chime]\n\n*Stay here* for a minute.\n"
    )
    assert len(lost(text)) == 2
