"""`like` and `never`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from unknot import app

if TYPE_CHECKING:
    from pathlib import Path


def test_a_step_that_never_comes_is_out_of_every_session_and_a_notice_says_so(tmp_path: Path) -> None:
    """`--as-written` keeps it."""
    (step,) = app.never(app.StepRequest("feet-by-hand", "each toe")).steps
    assert step.startswith("Take each toe in turn")
    notices: list[str] = []
    for name, as_written in (("without", False), ("whole", True)):
        session = app.SessionRequest(as_written=as_written)
        app.export(app.ExportRequest(("feet-by-hand",), (), session, tmp_path / f"{name}.ssml"), notice=notices.append)
    assert "each toe" not in (tmp_path / "without.ssml").read_text("utf-8")
    assert "each toe" in (tmp_path / "whole.ssml").read_text("utf-8")
    assert [notice for notice in notices if "never" in notice] == [f"left out, as you said never: {step}"]
    assert app.never(app.StepRequest()).steps == (step,)
    app.never(app.StepRequest("feet-by-hand", "each toe", undo=True))
    assert app.never(app.StepRequest()).steps == ()


def test_today_says_what_is_liked() -> None:
    """A routine with a liked step gets a reason."""
    app.like(app.StepRequest("feet-by-hand", "loose fist"))
    found = app.today(datetime(2026, 11, 25, 14).astimezone()).suggestions
    assert any("you like" in why for one in found if one.entry.name == "feet-by-hand" for why in one.why)
