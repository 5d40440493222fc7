"""What a test needs of the machine: skipped with a reason where it is missing, except on CI, where it must be there."""

from __future__ import annotations

import os
import shutil

import pytest


def program(*names: str) -> pytest.MarkDecorator:
    """Skip the test where one of the programs is not installed; on CI it runs, and fails."""
    missing = [name for name in names if shutil.which(name) is None]
    wanted = bool(missing) and not os.environ.get("CI")
    return pytest.mark.skipif(wanted, reason=f"not installed: {', '.join(missing)}")
