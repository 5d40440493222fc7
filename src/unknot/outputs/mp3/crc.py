"""The CRC-16 of the LAME tag (polynomial 0x8005, reflected, from 0), fast enough for a whole session.

Standard Python has other CRCs only. Rows of equal length are taken side by side, two bytes at a time, and joined: the
CRC of `a + b` is that of `a`, moved on by the length of `b`, xor that of `b`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROW = 1 << 12


@functools.cache
def _table() -> NDArray[np.uint16]:
    values = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        values = np.where(values & 1, (values >> 1) ^ 0xA001, values >> 1).astype(np.uint16)
    return values


@functools.cache
def _wide_table() -> NDArray[np.uint16]:
    """What two bytes make of a CRC, by the CRC xor both."""
    table, values = _table(), np.arange(1 << 16, dtype=np.uint16)
    for _ in range(2):
        values = (values >> 8) ^ table[values & 255]
    return values


def _plain(data: bytes, start: int = 0) -> int:
    table, value = _table(), start
    for byte in data:
        value = (value >> 8) ^ int(table[(value ^ byte) & 255])
    return value


def _moved(value: int, matrix: list[int]) -> int:
    return functools.reduce(lambda so_far, bit: so_far ^ (matrix[bit] if value >> bit & 1 else 0), range(16), 0)


@functools.lru_cache(maxsize=256)
def _matrix(length: int) -> list[int]:
    """What each of the 16 bits of a CRC becomes after `length` zero bytes."""
    if length == 1:
        return [_plain(b"\0", 1 << bit) for bit in range(16)]
    half = _matrix(length // 2)
    whole = [_moved(_moved(1 << bit, half), half) for bit in range(16)]
    return [_moved(value, _matrix(1)) for value in whole] if length % 2 else whole


def joined(first: int, second: int, length: int) -> int:
    """The CRC of two pieces, from theirs and the second one's length in bytes."""
    return _moved(first, _matrix(length)) ^ second if length else first


def of(data: bytes | memoryview) -> int:
    """The CRC of `data`."""
    whole = len(data) // _ROW * _ROW
    rest = _plain(bytes(data[whole:]))
    return joined(_of_rows(np.frombuffer(data[:whole], "<u2")), rest, len(data) - whole) if whole else rest


def _of_rows(data: NDArray[np.uint16]) -> int:
    table, columns = _wide_table(), np.ascontiguousarray(data.reshape(-1, _ROW // 2).T)
    values = np.zeros(columns.shape[1], np.uint16)
    for column in columns:
        values = table[values ^ column]
    return functools.reduce(lambda so_far, value: joined(so_far, value, _ROW), values.tolist(), 0)
