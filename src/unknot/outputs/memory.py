"""A session as one array, for tests and for other people's Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unknot.audio import silence

if TYPE_CHECKING:
    from unknot.audio import Samples


class Memory:
    """Keeps what is written."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self.finished = False
        """Whether `finish` was called."""

    @property
    def samples(self) -> Samples:
        """Everything written so far, shape (frames, 2)."""
        return np.concatenate(self._blocks) if self._blocks else silence(0)

    def write(self, block: Samples) -> None:
        """Take a copy of the next frames, shape (n, 2)."""
        self._blocks.append(block.copy())

    def finish(self) -> None:
        """Afterwards `finished` is true."""
        self.finished = True

    def abandon(self) -> None:
        """Afterwards nothing is kept."""
        self._blocks.clear()
