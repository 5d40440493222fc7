"""Charts as SVG."""

from __future__ import annotations

from unknot.journal._charts import bar_chart, tension_chart


def test_a_chart_of_tension_has_a_mark_for_each_number_and_none_for_a_missing_one() -> None:
    """Circles are before, squares after; the label says the numbers in words."""
    chart = tension_chart("neck", [("2 Nov", 6, 3), ("9 Nov", 5, None)])
    assert (chart.count('class="before" cx'), chart.count('class="after" x')) == (2, 1)
    assert "neck: 2 Nov 6 to 3; 9 Nov 5 to not told" in chart


def test_the_highest_bar_has_the_full_height_and_labels_are_escaped() -> None:
    """The other bars are in proportion."""
    chart = bar_chart("A week", [("<2>", 4), ("9", 2)])
    assert 'height="78.0"' in chart
    assert 'height="39.0"' in chart
    assert "<2>" not in chart
    assert "&lt;2&gt;" in chart
