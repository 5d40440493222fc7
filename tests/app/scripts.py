"""A small script for tests of verbs."""

from __future__ import annotations

SCRIPT = "---\ntitle: Breath\n---\n\n# Settle\n\nSit down. [4s]\n"
