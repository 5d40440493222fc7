"""English text to the phonemes that hibari speaks, for `_worker_loop.py`.

The lexicon takes as long to load as the model. One process of its own has it for all processes that speak.
"""

from __future__ import annotations

import importlib.util
import sys

TYPE_CHECKING = False  # `typing` is not needed here
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def load(accent: str) -> Callable[[dict[str, Any]], tuple[dict[str, Any], bytes]]:
    """Answers the phonemes of a text; `accent` is british or american."""
    found = importlib.util.find_spec("hibari")
    if found is None:
        raise ImportError("hibari is not installed")
    sys.modules["hibari"] = importlib.util.module_from_spec(found)  # not run, since it would load numpy
    from hibari.g2p import G2P

    to_phonemes = G2P(british=accent == "british")
    return lambda question: ({"phonemes": to_phonemes(question["text"])}, b"")
