"""The page of a hand-out as PDF, with text that can be read aloud and searched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unknot.library._packs._handout_html import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fpdf import FPDF

    from unknot.library._packs._handout import HandoutPage, HandoutSession

_FONTS = Path(__file__).parent / "fonts"
"""DejaVu Sans Condensed, as published. The fonts that every reader of PDF has lack most letters of Europe."""
_FONT = "DejaVu"
_CODE = 34.0
"""Millimetres of a side of the code."""


def handout_pdf(page: HandoutPage, *, large: bool = False) -> bytes:
    """The page on A4 at 14 points, or at 20 for `large`."""
    from fpdf import FPDF  # here, because nothing else needs it

    pdf = FPDF(format="A4")
    pdf.set_lang(page.language)
    pdf.set_title(page.title)
    pdf.set_margin(15)
    pdf.set_auto_page_break(True, 12)
    pdf.add_font(_FONT, fname=_FONTS / "DejaVuSansCondensed.ttf")
    pdf.add_font(_FONT, "B", _FONTS / "DejaVuSansCondensed-Bold.ttf")
    pdf.add_page()
    writer = _Writer(pdf, 20.0 if large else 14.0)
    if page.link[1]:
        writer.code(page.link[1])
    writer.text(page.title, bold=True, scale=1.6)
    writer.lines((page.by, *page.words))
    writer.full_width()
    writer.section(page.dose[0], page.dose[1])
    writer.section(page.cautions[0], page.cautions[1])
    writer.section(page.sessions[0], ())
    for session in page.sessions[1]:
        writer.session(session)
    writer.section(page.write[0], ())
    writer.table(page.write[1])
    return bytes(pdf.output())


class _Writer:
    """Writes from the top to the bottom of the pages."""

    def __init__(self, pdf: FPDF, size: float) -> None:
        """Nothing is written yet; `size` is in points."""
        self._pdf, self._size, self._below = pdf, size, 0.0

    def full_width(self) -> None:
        """Go on below the code, over the whole width."""
        self._pdf.set_right_margin(self._pdf.l_margin)
        self._pdf.set_y(max(self._pdf.get_y(), self._below))

    def text(self, text: str, *, bold: bool = False, scale: float = 1.0) -> None:
        """Write a paragraph over the whole width."""
        size = self._size * scale
        self._pdf.set_font(_FONT, "B" if bold else "", size)
        self._pdf.multi_cell(0, size * 0.43, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def lines(self, lines: Iterable[str]) -> None:
        """Write each line that is not empty as a paragraph."""
        for line in filter(None, lines):
            self.text(line)

    def section(self, title: str, lines: Sequence[str]) -> None:
        """Write a heading and its lines, each with a dot."""
        self._pdf.ln(self._size * 0.3)
        self.text(title, bold=True, scale=1.1)
        self.lines(f"• {line}" for line in lines)

    def session(self, session: HandoutSession) -> None:
        """Write a session: its title, its files, a bar of its chapters, and their names."""
        self.text(f"{session.title}: {', '.join(f'{length} ({name})' for length, name in session.files)}")
        left, width, height = self._pdf.l_margin, self._pdf.epw, self._size * 0.25
        for _, share in session.chapters:
            self._pdf.rect(left, self._pdf.get_y() + 1, share * width, height)
            left += share * width
        self._pdf.ln(height + 2)
        self.text(", ".join(title for title, _ in session.chapters), scale=0.8)

    def table(self, heads: Sequence[str]) -> None:
        """Write the table to fill in."""
        widths = [self._pdf.epw * share for share in (0.16, 0.2, 0.2, 0.44)]
        self._pdf.set_font(_FONT, "", self._size * 0.8)
        height = self._size * 0.6
        if self._pdf.will_page_break((ROWS + 1) * height):
            self._pdf.add_page()
        for row in [heads, *[[""] * len(heads)] * ROWS]:
            for text, width in zip(row, widths, strict=True):
                self._pdf.cell(width, height, text, border=1)
            self._pdf.ln(height)

    def code(self, link: str) -> None:
        """Draw the QR code of a link in the upper right corner, and write the link below it."""
        import segno

        matrix = [list(row) for row in segno.make(link, error="m").matrix]
        step = _CODE / len(matrix)
        left, top = self._pdf.w - self._pdf.r_margin - _CODE, self._pdf.get_y()
        self._pdf.set_font(_FONT, "", 8)
        self._pdf.set_xy(left, top + _CODE + 1)
        self._pdf.multi_cell(_CODE, 3.5, link, link=link, align="L")
        self._below, self._pdf.r_margin = self._pdf.get_y(), self._pdf.r_margin + _CODE + 4
        self._pdf.set_xy(self._pdf.l_margin, top)
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                if dark:
                    self._pdf.rect(left + x * step, top + y * step, step, step, style="F")
