"""Chance by a seed: the same on every machine and in every version of Python."""

from __future__ import annotations

import hashlib


def pick(seed: int, key: str, faces: int) -> int:
    """A number from 0 to `faces` − 1 that depends on `seed` and `key` and on nothing else."""
    digest = hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % faces


def pick_other(seed: int, key: str, faces: int, last: int | None) -> int:
    """A number from 0 to `faces` − 1 that is not `last`, where there is another."""
    if last is None or faces < 2:
        return pick(seed, key, faces)
    found = pick(seed, key, faces - 1)
    return found + 1 if found >= last else found
