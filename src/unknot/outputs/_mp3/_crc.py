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

_ROW, _SHORT_ROW = 1 << 12, 1 << 7
"""Bytes that are taken one behind the other, of much and of little."""
_MANY = 256
"""Long rows from which on there is much."""


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
    row = _ROW if len(data) > _MANY * _ROW else _SHORT_ROW
    whole = len(data) // row * row
    rest = _plain(bytes(data[whole:]))
    if not whole:
        return rest
    values = _of_rows(np.frombuffer(data[:whole], "<u2").reshape(-1, row // 2))
    return joined(_in_a_row(values, row), rest, len(data) - whole)


def _of_rows(rows: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """That of each row."""
    table, columns = _wide_table(), np.ascontiguousarray(rows.T)
    values = np.zeros(columns.shape[1], np.uint16)
    for column in columns:
        values = table[values ^ column]
    return values


def _in_a_row(values: NDArray[np.uint16], length: int) -> int:
    """That of pieces of `length` bytes one behind the other, from theirs: neighbours join until one is left."""
    while len(values) > 1:
        if len(values) % 2:  # zero bytes in front of the first change nothing
            values = np.concatenate([np.zeros(1, np.uint16), values])
        low, high = _moving(length)
        first = values[::2]
        values = low[first & 255] ^ high[first >> 8] ^ values[1::2]
        length *= 2
    return int(values[0])


@functools.lru_cache(maxsize=64)
def _moving(length: int) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """What `length` zero bytes make of the low and the high byte of a CRC."""
    matrix = _matrix(length)
    low, high = ([_moved(value << shift, matrix) for value in range(256)] for shift in (0, 8))
    return np.array(low, np.uint16), np.array(high, np.uint16)
