"""Word and OpenDocument: paragraphs, headings, lists and tables; the rest is told."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.script.imports import body, imported, lost
from unknot.errors import ScriptError
from unknot.script import from_foreign


def packed(parts: dict[str, str]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # no time of day in the bytes
    return made.getvalue()


def docx(inside: str, **parts: str) -> bytes:
    """A Word document with this body."""
    text = f'<w:document xmlns:w="w" xmlns:r="r" xmlns:p="p"><w:body>{inside}</w:body></w:document>'
    return packed({"word/document.xml": text, **{name.replace("__", "/"): part for name, part in parts.items()}})


def odt(inside: str) -> bytes:
    """An OpenDocument text with this body."""
    names = " ".join(
        f'xmlns:{prefix}="{prefix}"' for prefix in ("office", "text", "table", "draw", "style", "fo", "svg", "xlink")
    )
    styles = '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    content = f"{styles}<office:body><office:text>{inside}</office:text></office:body>"
    text = f"<office:document-content {names}>{content}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": text})


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    """A paragraph of Word."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def test_a_word_document_is_read() -> None:
    """Headings in any language, emphasis, lists, line breaks, tables."""
    item = "<w:p><w:pPr><w:numPr/></w:pPr>" + run("Jaw") + "</w:p>"
    table = "<w:tbl>" + "".join(
        f"<w:tr><w:tc>{paragraph(run(a))}</w:tc><w:tc>{paragraph(run(b))}</w:tc></w:tr>"
        for a, b in [("Squat", "30"), ("Sit", "1:00")]
    )
    given = docx(
        paragraph(run("Start"), style="Heading1")
        + paragraph(run("Mitte"), style="berschrift2")
        + paragraph(
            run("Let "), run("go", "<w:b/>"), run(" now"), "<w:r><w:br/></w:r>", run("Rest", '<w:b w:val="0"/>')
        )
        + item * 2
        + paragraph(run("[pause 10 seconds]"))
        + table
        + "</w:tbl>"
    )
    assert body(given) == (
        "# Start\n\n## Mitte\n\nLet *go* now. Rest.\n\nJaw. Jaw.\n\n[10s]\n\nSquat [30s]\nSit [60s]\n"
    )
    assert lost(given) == []


def test_what_word_keeps_beside_the_text_is_told() -> None:
    """Deleted words, pictures, links, notes, headers, comments."""
    given = docx(
        paragraph(
            run("Rest "),
            "<w:del><w:r><w:delText>not</w:delText></w:r></w:del>",
            '<w:r><w:drawing><p:docPr descr="a bowl"/></w:drawing></w:r>',
            f'<w:hyperlink r:id="r1">{run("here")}</w:hyperlink>',
            run("gone", "<w:vanish/>"),
        ),
        **{
            "word___rels__document.xml.rels": '<R><Relationship Id="r1" Target="https://example.org"/></R>',
            "word__header1.xml": f'<w:hdr xmlns:w="w">{paragraph(run("Page"))}</w:hdr>',
            "word__comments.xml": f'<w:comments xmlns:w="w">{paragraph(run("Why?"))}</w:comments>',
            "docProps__core.xml": '<c xmlns:dc="d"><dc:title>Calm</dc:title><dc:language>de-DE</dc:language></c>',
        },
    )
    assert imported(given).text == "---\ntitle: Calm\nlanguage: de-DE\n---\n\nRest here\n"
    assert [message.split(" ", 1)[1] for message in lost(given)] == [
        "`not` was deleted, and is not spoken",
        "`a picture: a bowl` cannot be carried over",
        "`https://example.org` is an address, and not spoken",
        "`gone` is hidden or struck out, and not spoken",
        "`Why?` is a comment, and not spoken",
        "`Page` stands on every page, and is not spoken",
    ]


def test_an_opendocument_text_is_read() -> None:
    """Headings, styles, lists, tables; notes and pictures are told."""
    given = odt(
        '<text:h text:outline-level="1">Start</text:h><text:p>Let <text:span text:style-name="T1">go</text:span>'
        "<text:s/>now<text:line-break/>Rest<text:note><text:p>a note</text:p></text:note></text:p>"
        "<text:list><text:list-item><text:p>Jaw</text:p></text:list-item></text:list>"
        "<text:p>(kurze Pause)<draw:frame><svg:title>bowl</svg:title></draw:frame></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Squat</text:p></table:table-cell>"
        "<table:table-cell><text:p>30</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert body(given) == "# Start\n\nLet *go* now. Rest.\n\nJaw.\n\n[2s]\n\nSquat [30s]\n"
    assert lost(given) == ["2:1 `a note` is a note, and not spoken", "5:1 `a picture: bowl` cannot be carried over"]


def test_a_transcript_in_a_document_is_read_as_one() -> None:
    """Clock times are places there too."""
    given = docx("".join(paragraph(run(text)) for text in ("0:00 Settle in.", "0:30 Rest.")))
    assert body(given) == "Settle in. [29s]\n\nRest.\n"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (docx("<w:p>" * 300), "more than 100 elements stand inside each other"),
        (docx("")[:60], "is damaged or locked"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "a DOCTYPE is not taken"),
        (packed({"word/document.xml": "<a>" + " " * 9_000_000 + "</a>"}), "unpacks to more than 8 MB"),
        (packed({"xl/workbook.xml": ""}), "is a spreadsheet (.xlsx)"),
        (packed({"META-INF/container.xml": ""}), "is an e-book (EPUB)"),
        (packed({"ppt/presentation.xml": ""}), "is a presentation (.pptx)"),
        (packed({"notes.txt": "Rest."}), "is a zip archive"),
        (packed({f"{n}": "" for n in range(6_000)}), "is an archive of more than 5,000 files"),
        (docx(paragraph()), "has nothing that could be spoken"),
    ],
    ids=["deep", "cut", "doctype", "bomb", "spreadsheet", "book", "slides", "zip", "many files", "no words"],
)
def test_other_archives_are_refused_in_one_line(given: bytes, message: str) -> None:
    """With what to do instead."""
    with pytest.raises(ScriptError, match=message.replace("(", r"\(").replace(")", r"\)")) as caught:
        from_foreign(given, file="it.docx")
    assert "it.docx" in caught.value.message
    assert caught.value.next_step
    assert "\n" not in caught.value.message
