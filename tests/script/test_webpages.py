"""HTML: a page's words without its tags."""

import pytest

from tests.script.imports import body, imported, lost


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html><body><p>Settle in.</p><p>(pause 5 seconds)</p></body></html>", "Settle in.\n\n[5s]"),
        ("<h1>Start</h1><p>Let <b>go</b>.<br>Rest</p>", "# Start\n\nLet *go*. Rest."),
        ("<ul><li>One<li>Two</ul>", "One. Two."),
        ("<p>Rest&nbsp;&amp; go</p><break time='3s'/>", "Rest & go\n\n[3s]"),
        ("<div>Open <p>left", "Open\n\nleft"),
        ("<table><tr><th>Exercise<th>Seconds<tr><td>Squat<td>30</table>", "Squat [30s]"),
        ("<table><tr><td><p>Laid out.</p><p>In a cell.</p></table>", "Laid out.\n\nIn a cell."),
        ("<p>1 < 2 and a<b</p>", "1 \\< 2 and a b"),
    ],
)
def test_a_page_is_read_as_it_is_shown(page: str, expected: str) -> None:
    """Blocks are paragraphs, and white space is one space."""
    assert body(page, "html") == expected + "\n"


def test_a_page_says_its_title_and_its_language() -> None:
    """Its first title, that is."""
    made = imported(
        '<!DOCTYPE html><html lang="de"><head><title>Ruhe</title></head><body><p>Lass los.</p></body></html>'
    )
    assert made.text.startswith("---\ntitle: Ruhe\nlanguage: de\n---\n")


def test_what_is_no_text_is_told() -> None:
    """Addresses, pictures, scripts; a quotation is a note."""
    page = (
        "<p>Go</p><script>x()</script>\n<a href='https://example.org'>there</a>\n<img src='a.png' alt='A bowl'>\n"
        "<blockquote>Said</blockquote>\n<del>gone</del>"
    )
    assert body(page, "html") == "Go\n\nthere\n\n> Said\n"
    assert lost(page, "html") == [
        "1:10 `<script>` cannot be carried over",
        "2:1 `https://example.org` is an address, and not spoken",
        "3:1 `A bowl` cannot be carried over",
        "3:1 `a.png` is an address, and not spoken",
        "4:13 a quotation is shown, not spoken",
        "5:6 `gone` is struck out, and not spoken",
    ]
