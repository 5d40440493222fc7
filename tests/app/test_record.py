"""`app.record_cut`: no file is written before the cuts are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.sound_files import noise, write_wav
from unknot import app
from unknot.errors import UsageError
from unknot.routine import VoiceChoice
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterable
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


LONG = """---
title: Mine
areas: [neck]
length: 8m
---

Let both hands rest in your lap. [hold 60s, 20s..9m]

In {remaining}, we will end. [hold 30s, 20s..9m]

Now let it all go.
"""


def recorded(folder: Path, lines: Iterable[app.LineToRead], pace: float) -> None:
    """Afterwards every line is in the folder, as a tone; `pace` is how many times as long as usual it takes."""
    folder.mkdir()
    rows = []
    for line in lines:
        write_wav(folder / f"{line.number}.wav", noise(0.3 + 0.07 * pace * len(line.text)))
        rows.append(f"{line.number}.wav\t{line.text}\n")
    (folder / "cues.tsv").write_text("".join(rows), "utf-8")


@pytest.mark.parametrize("pace", [0.8, 1.0, 1.4])
def test_what_the_program_says_itself_is_read_for_every_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pace: float
) -> None:
    """With everything of the plan recorded, no export stops, however fast somebody speaks."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.md").write_text(LONG, "utf-8")
    lengths = frames(480), frames(720)
    plan = app.record_plan(app.RecordRequest("mine.md", lengths))
    texts = [line.text for line in plan]
    assert texts[0] == "Let both hands rest in your lap."
    assert any("to stay with this" in text for text in texts)
    assert any(text.startswith("Stop") or "pain" in text for text in texts)
    recorded(tmp_path / "me", plan, pace)
    voice = app.VoiceRequest(VoiceChoice("recorded", "me"))
    session = app.SessionRequest(voice=voice, background="", safety="first")
    options = app.FileOptions("ssml")
    made = app.export(app.ExportRequest(("mine.md",), lengths, session, options=options))
    assert [file.frames for file in made.files] == list(lengths)
    assert "to stay with this" in made.files[1].path.read_text("utf-8")


def test_a_silence_whose_announcement_is_not_recorded_is_kept_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A length that was not planned stops at no line that the program adds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.md").write_text(LONG.replace("In {remaining}, we", "We"), "utf-8")
    lines = [line for line in app.record_plan(app.RecordRequest("mine.md")) if "this" not in line.text]
    recorded(tmp_path / "me", lines, 1.0)
    voice = app.VoiceRequest(VoiceChoice("recorded", "me"))
    made = app.export(
        app.ExportRequest(
            ("mine.md",), session=app.SessionRequest(voice=voice, background=""), options=app.FileOptions("ssml")
        )
    )
    assert "to stay with this" not in made.files[0].path.read_text("utf-8")
