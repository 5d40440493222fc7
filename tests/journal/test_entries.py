"""The entries of the journal."""

from __future__ import annotations

import pytest

from unknot.errors import UsageError
from unknot.journal import Tension


@pytest.mark.parametrize(("before", "after"), [(-1, None), (3, 11)])
def test_a_tension_is_from_0_to_10(before: int, after: int | None) -> None:
    """The error names the area."""
    with pytest.raises(UsageError, match=r"neck is not from 0 to 10"):
        Tension("neck", before, after)
