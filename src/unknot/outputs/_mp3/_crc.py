"""The CRC-16 of the LAME tag (polynomial 0x8005, reflected, from 0), fast enough for a whole session.

The standard library of Python has only other CRCs. Rows of equal length are processed in parallel, two bytes at a time,
and joined: the CRC of `a + b` is that of `a`, shifted by the length of `b`, xor that of `b`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROW, _SHORT_ROW = 1 << 12, 1 << 7
"""Bytes of a row, for large and for small data."""
_MANY = 256
"""Data of more long rows than this is large."""


@functools.cache
def _table() -> NDArray[np.uint16]:
    values = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        values = np.where(values & 1, (values >> 1) ^ 0xA001, values >> 1).astype(np.uint16)
    return values


@functools.cache
def _wide_table() -> NDArray[np.uint16]:
    """The CRC after two more bytes, indexed by the CRC xor both bytes."""
    table, values = _table(), np.arange(1 << 16, dtype=np.uint16)
    for _ in range(2):
        values = (values >> 8) ^ table[values & 255]
    return values


def _plain(data: bytes, start: int = 0) -> int:
    table, value = _table(), start
    for byte in data:
        value = (value >> 8) ^ int(table[(value ^ byte) & 255])
    return value


def _shifted(value: int, matrix: list[int]) -> int:
    """The CRC after the zero bytes that `matrix` stands for."""
    return functools.reduce(lambda so_far, bit: so_far ^ (matrix[bit] if value >> bit & 1 else 0), range(16), 0)


@functools.lru_cache(maxsize=256)
def _matrix(length: int) -> list[int]:
    """For each of the 16 bits of a CRC, the CRC after `length` zero bytes."""
    if length == 1:
        return [_plain(b"\0", 1 << bit) for bit in range(16)]
    half = _matrix(length // 2)
    whole = [_shifted(_shifted(1 << bit, half), half) for bit in range(16)]
    return [_shifted(value, _matrix(1)) for value in whole] if length % 2 else whole


def joined(first: int, second: int, length: int) -> int:
    """The CRC of two pieces, from their CRCs and the length of the second one in bytes."""
    return _shifted(first, _matrix(length)) ^ second if length else first


def of(data: bytes | memoryview) -> int:
    """The CRC of `data`."""
    row = _ROW if len(data) > _MANY * _ROW else _SHORT_ROW
    whole = len(data) // row * row
    rest = _plain(bytes(data[whole:]))
    if not whole:
        return rest
    values = _of_rows(np.frombuffer(data[:whole], "<u2").reshape(-1, row // 2))
    return joined(_joined_rows(values, row), rest, len(data) - whole)


def _of_rows(rows: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The CRC of each row."""
    table, columns = _wide_table(), np.ascontiguousarray(rows.T)
    values = np.zeros(columns.shape[1], np.uint16)
    for column in columns:
        values = table[values ^ column]
    return values


def _joined_rows(values: NDArray[np.uint16], length: int) -> int:
    """The CRC of consecutive pieces of `length` bytes, from their CRCs: neighbours are joined until one is left."""
    while len(values) > 1:
        if len(values) % 2:  # zero bytes in front of the first change nothing
            values = np.concatenate([np.zeros(1, np.uint16), values])
        low, high = _shift_tables(length)
        first = values[::2]
        values = low[first & 255] ^ high[first >> 8] ^ values[1::2]
        length *= 2
    return int(values[0])


@functools.lru_cache(maxsize=64)
def _shift_tables(length: int) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """The CRC after `length` zero bytes, by its low and by its high byte; the two are combined by xor."""
    matrix = _matrix(length)
    low, high = ([_shifted(value << shift, matrix) for value in range(256)] for shift in (0, 8))
    return np.array(low, np.uint16), np.array(high, np.uint16)
