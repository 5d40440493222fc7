"""`app.pack_install`: homework packs and the profile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from unknot import app, config
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pack_is_not_installed_when_the_profile_cannot_be_read(tmp_path: Path) -> None:
    """A pack whose areas go into the profile is not installed when the profile cannot be read."""
    folder = tmp_path / "knee-week"
    folder.mkdir()
    (folder / "evening.md").write_text("---\ntitle: Evening\nareas: [feet]\n---\n\nRoll the ball. [10s]\n", "utf-8")
    (folder / "pack.toml").write_text(
        'name = "knee-week"\ntitle = "Knee week"\nauthor = "B"\nfocus = ["feet"]\nroutines = ["evening.md"]\n', "utf-8"
    )
    built = app.pack_build(folder, tmp_path / "knee-week.zip")
    app.profile_set("avoid", "jaw")
    profile = config.settings_file().with_name("profile.toml")
    profile.write_text("nonsense = 1\n", "utf-8")
    with pytest.raises(UsageError):
        app.pack_install(app.PackInstallRequest(built.path, take_over=True))
    assert app.pack_list() == ()
    profile.unlink()
    app.pack_install(app.PackInstallRequest(built.path, take_over=True))
    assert dict(app.profile_show())["focus"] == "feet"


def test_what_a_pack_leaves_out_holds_without_the_profile(tmp_path: Path) -> None:
    """A routine of an installed pack is without the areas that the pack avoids; the therapist's words are shown."""
    folder = tmp_path / "knee"
    folder.mkdir()
    parts = "# Start\n\nSit.\n\n# Neck\n\nGlide. [9s]\n\n# Jaw\n\nCircle on the jaw. [9s]\n\n# End\n\nRest.\n"
    script = f"---\ntitle: Two\n---\n\n{parts}"
    (folder / "two.md").write_text(script, "utf-8")
    listed = (
        'name = "knee"\ntitle = "Knee"\nauthor = "T."\nroutines = ["two.md"]\navoid = ["jaw"]\nnotes = "Go easy."\n'
    )
    (folder / "pack.toml").write_text(listed, "utf-8")
    app.pack_build(folder, tmp_path / "knee.zip")
    app.pack_install(app.PackInstallRequest(tmp_path / "knee.zip"))
    notices: list[str] = []
    output = tmp_path / "two.ssml"
    app.export(app.ExportRequest(("knee/two",), output=output), notice=notices.append)
    assert "Glide" in output.read_text("utf-8")
    assert "jaw" not in output.read_text("utf-8")
    assert any("your pack leaves out" in notice for notice in notices)


def test_a_pack_may_name_routines_of_the_library_and_is_homework_for_its_weeks(tmp_path: Path) -> None:
    """The routines are copied into it. After its weeks it is no homework any more."""
    folder = tmp_path / "knee"
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "knee"\ntitle = "K"\nroutines = ["feet-by-hand"]\nweeks = 2\n', "utf-8")
    built = app.pack_build(folder, tmp_path / "knee.zip")
    assert set(built.names) == {"pack.toml", "feet-by-hand.md"}
    installed = app.pack_install(app.PackInstallRequest(tmp_path / "knee.zip"))
    assert installed.pack.routines == ("feet-by-hand.md",)
    now = datetime.now().astimezone()
    assert installed.until == now.date() + timedelta(weeks=2)
    reasons = [" ".join(app.today(day).suggestions[0].why) for day in (now.replace(hour=14), now + timedelta(weeks=3))]
    assert ["therapist" in reason for reason in reasons] == [True, False]
