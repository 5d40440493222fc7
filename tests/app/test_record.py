"""`app.record_cut`: no file is written before the cuts are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "---\ntitle: Mine\n---\n\nLet both hands rest in your lap.\n"


@pytest.fixture
def request_with_take(tmp_path: Path) -> tuple[Path, app.RecordRequest]:
    """A take of the one line of a script, and a request for it."""
    (tmp_path / "mine.md").write_text(SCRIPT, "utf-8")
    app.say(app.SayRequest("Let both hands rest in your lap.", output=tmp_path / "take.wav"))
    return tmp_path / "take.wav", app.RecordRequest(str(tmp_path / "mine.md"), folder=tmp_path / "recordings")


def test_a_cut_that_is_not_confirmed_writes_nothing(request_with_take: tuple[Path, app.RecordRequest]) -> None:
    """A cut that is not confirmed was shown and writes no file."""
    take, request = request_with_take
    shown: list[app.TakeCuts] = []

    def refuse(cuts: app.TakeCuts) -> bool:
        shown.append(cuts)
        return False

    assert app.record_cut(take, request, refuse) is None
    assert [cut.text for cut in shown[0].cuts] == ["Let both hands rest in your lap."]
    assert not request.folder.exists()


def test_a_confirmed_cut_fills_the_folder(request_with_take: tuple[Path, app.RecordRequest]) -> None:
    """After a confirmed cut every line is recorded, and another take is refused."""
    take, request = request_with_take
    done = app.record_cut(take, request, lambda _: True)
    assert done is not None
    assert (len(done.written), done.lines, done.missing) == (1, 1, ())
    assert all(line.recorded for line in app.record_plan(request))
    with pytest.raises(UsageError, match="has every line already"):
        app.record_cut(take, request, lambda _: True)
