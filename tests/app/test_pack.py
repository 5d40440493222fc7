"""`app.pack_install`: homework packs and the profile."""

from __future__ import annotations

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
