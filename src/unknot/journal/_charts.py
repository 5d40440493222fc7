"""Small SVG charts for a page, without scripts or fonts. Colour is never the only difference."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from unknot.journal._entries import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT = 320, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 8, 10, 22


def tension_chart(name: str, points: Sequence[tuple[str, int | None, int | None]]) -> str:
    """Before (open circles) and after (filled squares) for each (label, before, after), on a scale of 0 to 10."""
    description = f"{name}: " + "; ".join(
        f"{label} {_number(before)} to {_number(after)}" for label, before, after in points
    )
    before = [(_x(n, len(points)), _y(value)) for n, (_, value, _) in enumerate(points) if value is not None]
    after = [(_x(n, len(points)), _y(value)) for n, (_, _, value) in enumerate(points) if value is not None]
    marks = "".join(f'<circle class="before" cx="{x:g}" cy="{y:g}" r="4"/>' for x, y in before)
    marks += "".join(f'<rect class="after" x="{x - 3.5:g}" y="{y - 3.5:g}" width="7" height="7"/>' for x, y in after)
    lines = _scale() + _line(before, "before") + _line(after, "after")
    return _svg(f"Tension, {name}", description, lines + marks + _end_labels([label for label, _, _ in points]))


def bar_chart(title: str, bars: Sequence[tuple[str, int]]) -> str:
    """One bar for each (label, count), with its count above it."""
    most = max([count for _, count in bars] + [1])
    description = "; ".join(f"{label}: {count}" for label, count in bars)
    width = (_WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    return _svg(
        title, description, "".join(_bar(n, width, label, count, most) for n, (label, count) in enumerate(bars))
    )


def _bar(n: int, width: float, label: str, count: int, most: int) -> str:
    height = (_HEIGHT - _TOP - _BOTTOM - 10) * count / most
    x, y = _LEFT + n * width, _HEIGHT - _BOTTOM - height
    middle = x + width / 2
    return (
        f'<rect class="bar" x="{x + width * 0.15:.1f}" y="{y:.1f}" width="{width * 0.7:.1f}" height="{height:.1f}"/>'
        f'<text x="{middle:.1f}" y="{y - 3:.1f}" text-anchor="middle">{count}</text>'
        f'<text x="{middle:.1f}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(label)}</text>'
    )


def _svg(title: str, description: str, content: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(f"{title}. {description}", quote=True)}"><title>{escape(title)}</title>{content}</svg>'
    )


def _scale() -> str:
    lines = ""
    for value in (0, 5, MOST):
        y = _y(value)
        lines += f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:g}" y2="{y:g}"/>'
        lines += f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end">{value}</text>'
    return lines


def _end_labels(labels: Sequence[str]) -> str:
    """The labels of the first and the last day; the table has the others."""
    shown = sorted({0, len(labels) - 1}) if labels else []
    return "".join(
        f'<text x="{_x(n, len(labels)):g}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(labels[n])}</text>'
        for n in shown
    )


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    return f'<polyline class="{kind}" points="{" ".join(f"{x:g},{y:g}" for x, y in points)}"/>' if points else ""


def _x(n: int, count: int) -> float:
    return round(_LEFT + (n + 0.5) * (_WIDTH - _LEFT - _RIGHT) / max(count, 1), 1)


def _y(value: int) -> float:
    return round(_TOP + (MOST - value) * (_HEIGHT - _TOP - _BOTTOM) / MOST, 1)


def _number(value: int | None) -> str:
    return "not told" if value is None else str(value)
