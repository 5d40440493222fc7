"""The page of a hand-out as HTML that needs no other file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.library._packs._handout import HandoutPage, HandoutSession

ROWS = 6
"""Empty rows of the table to fill in: two weeks of three sessions, on one page."""
_STYLE = """
@page { size: A4; margin: 14mm }
body { font: %dpt/1.2 Helvetica, Arial, sans-serif; color: #000; background: #fff; max-width: 46em; margin: auto }
h1 { font-size: 1.6em; margin: 0 } h2 { font-size: 1.1em; margin: .7em 0 .1em } p, li { margin: .1em 0 }
ul { padding-left: 1.2em; margin: 0 } table { border-collapse: collapse; width: 100%% }
th { text-align: left; font-weight: normal }
td, th { border: 1px solid #555; padding: .3em .5em } td { height: 1.2em }
.bar { display: flex; border: 1px solid #555; margin: .3em 0 } .bar span { border-right: 1px solid #555; height: .9em }
.bar span:last-child { border: 0 } .small { font-size: .8em } section { break-inside: avoid }
figure { float: right; margin: 0 0 1em 1em; width: 34mm } figure a { font-size: .6em; overflow-wrap: anywhere }
svg.code { width: 34mm; height: 34mm; display: block }
"""


def handout_html(page: HandoutPage, *, large: bool = False) -> str:
    """The page at 14 points, or at 20 for `large`; its code is a picture inside it."""
    body = [
        _link(*page.link),
        f"<h1>{escape(page.title)}</h1>",
        f"<p>{escape(page.by)}</p>" if page.by else "",
        *(f"<p>{escape(part)}</p>" for part in page.words),
        _section(page.dose[0], _list(page.dose[1])),
        _section(page.cautions[0], _list(page.cautions[1])),
        _section(page.sessions[0], "".join(map(_session, page.sessions[1]))),
        _section(page.write[0], _table(page.write[1])),
    ]
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(page.title)}</title>'
    )
    style = f"<style>{_STYLE % (20 if large else 14)}</style>"
    language, inner = escape(page.language), "".join(body)
    return f'<!doctype html>\n<html lang="{language}"><head>{head}{style}</head>\n<body>{inner}</body></html>\n'


def _section(title: str, inner: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{inner}</section>"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _session(session: HandoutSession) -> str:
    files = " · ".join(f'<a href="{escape(name)}">{escape(length)}</a>' for length, name in session.files)
    parts = "".join(f'<span style="width:{100 * share:.2f}%"></span>' for _, share in session.chapters)
    titles = " · ".join(escape(title) for title, _ in session.chapters)
    return f'<p><b>{escape(session.title)}</b>: {files}</p><div class="bar">{parts}</div><p class="small">{titles}</p>'


def _table(heads: Iterable[str]) -> str:
    columns = list(heads)
    empty = f"<tr>{'<td></td>' * len(columns)}</tr>"
    return f"<table><tr>{''.join(f'<th>{escape(head)}</th>' for head in columns)}</tr>{empty * ROWS}</table>"


def _link(said: str, link: str) -> str:
    if not link:
        return ""
    import segno  # here, because nothing else needs it

    code = segno.make(link, error="m").svg_inline(svgclass="code", omitsize=True)
    return f'<figure>{code}<a href="{escape(link)}" title="{escape(said)}">{escape(link)}</a></figure>'
