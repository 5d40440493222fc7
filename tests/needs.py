"""What a test needs of the machine: skipped with a reason where it is missing, except on CI, where it must be there."""

from __future__ import annotations

import os
import shutil

import pytest


def program(*names: str) -> pytest.MarkDecorator:
    """Skip the test where one of the programs is not installed; on CI it runs, and fails."""
    missing = _missing(names)
    return pytest.mark.skipif(bool(missing) and not _on_ci(), reason=f"not installed: {', '.join(missing)}")


def installed(*names: str) -> None:
    """Go on only where the programs are installed: skip this test elsewhere, and fail it on CI."""
    missing = _missing(names)
    if missing:
        (pytest.fail if _on_ci() else pytest.skip)(f"not installed: {', '.join(missing)}")


def _missing(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if shutil.which(name) is None]


def _on_ci() -> bool:
    return bool(os.environ.get("CI"))
