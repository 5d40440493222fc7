"""What sounds in some frames, by content. Equal recipes are equal samples."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from unknot.audio import silence
from unknot.mixer._curves import Ramp, gain_curve

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from unknot.audio import Samples


class SampleSource(Protocol):
    """Something with samples: a clip, a chime, a background."""

    def read(self, start: int, count: int) -> Samples:
        """Shape (count, 1) or (count, 2), the frames from `start`. Pure."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the sounds that are added up."""

    source: str
    """The identity of the source: everything that changes its samples."""
    at: int
    """The frame of the source at the beginning; a phase where the source has a period."""
    period: int = 0
    """Frames after which the source repeats; 0 where it does not."""
    factor: float = 1.0
    """The constant part of its gain."""
    ramps: tuple[Ramp, ...] = ()
    """The changing parts of its gain, which multiply."""

    def later(self, count: int) -> Layer:
        """The same layer, `count` frames later."""
        at = self.at + count
        ramps = tuple(ramp.later(count) for ramp in self.ramps)
        return Layer(self.source, at % self.period if self.period else at, self.period, self.factor, ramps)

    @property
    def origin(self) -> int | None:
        """Its place in its first ramp, or in a source that does not repeat; None where all of it repeats."""
        if self.ramps:
            return self.ramps[0].at
        return None if self.period else self.at


@dataclass(frozen=True, slots=True)
class Piece:
    """Some frames in which the same layers sound."""

    frames: int
    """Its length."""
    layers: tuple[Layer, ...]
    """The layers at its first frame, in the order in which they are added."""

    def cut(self, start: int, stop: int) -> Piece:
        """The part from frame `start` to `stop` of it."""
        return Piece(stop - start, tuple(layer.later(start) for layer in self.layers))


@dataclass(frozen=True, slots=True)
class Recipe:
    """What sounds in some frames: pieces that follow each other."""

    pieces: tuple[Piece, ...]

    @property
    def frames(self) -> int:
        """Its length."""
        return sum(piece.frames for piece in self.pieces)

    def key(self) -> str:
        """Forty hex digits, the same in every process and on every machine; equal for equal recipes."""
        return digest("|".join(f"{p.frames}:{';'.join(_line(layer) for layer in p.layers)}" for p in self.pieces))


def digest(*parts: str | bytes) -> str:
    """Forty hex digits that identify `parts`."""
    made = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        made.update(len(raw).to_bytes(8, "little"))
        made.update(raw)
    return made.hexdigest()


def _line(layer: Layer) -> str:
    ramps = ",".join(f"{r.shape} {r.frames} {r.at} {r.begin!r} {r.end!r}" for r in layer.ramps)
    return f"{layer.source} {layer.at} {layer.period} {layer.factor!r} {ramps}"


def content_of(piece: Piece) -> tuple[str, int, int]:
    """The identity of the sound that `piece` is a part of, the place of the piece in it, and its period (0: none).

    Pieces with equal contents and places (modulo the period, where it is not 0) sound the same as long as both last.
    """
    layers = piece.layers
    if not layers:
        return digest("silence"), 0, 1
    aperiodic = [origin for layer in layers if (origin := layer.origin) is not None]
    if not aperiodic and len({layer.period for layer in layers}) == 1:
        origin, period = layers[0].at, layers[0].period
    else:
        origin, period = (aperiodic or [layers[0].at])[0], 0
    based = tuple(_shifted(layer, -origin) for layer in layers)
    return digest("stem", ";".join(_line(layer) for layer in based)), origin, period


def _shifted(layer: Layer, by: int) -> Layer:
    at = layer.at + by
    ramps = tuple(replace(ramp, at=ramp.at + by) for ramp in layer.ramps)
    return replace(layer, at=at % layer.period if layer.period else at, ramps=ramps)


def render(recipe: Recipe, source: Callable[[str], SampleSource]) -> Samples:
    """The samples of `recipe`, shape (recipe.frames, 2). Pure: the same however the frames are split into calls.

    `source` gives a source by its identity.
    """
    out = silence(recipe.frames)
    start = 0
    for piece in recipe.pieces:
        for layer in piece.layers:
            _add(out[start : start + piece.frames], layer, source(layer.source))
        start += piece.frames
    return out


def _add(out: Samples, layer: Layer, source: SampleSource) -> None:
    block = source.read(layer.at, len(out))
    if not layer.ramps:
        out += block if layer.factor == 1.0 else block * np.float32(layer.factor)
        return
    gain = _gain(layer, len(out))
    for channel in (0, 1):
        out[:, channel] += block[:, min(channel, block.shape[1] - 1)] * gain


def _gain(layer: Layer, count: int) -> NDArray[np.float32]:
    gain = gain_curve(layer.ramps[0], count) * np.float32(layer.factor)
    for ramp in layer.ramps[1:]:
        gain = gain * gain_curve(ramp, count)
    return gain


def only(recipe: Recipe, included: Callable[[str], bool]) -> Recipe:
    """The recipe with only those layers whose source is `included`."""
    pieces = (Piece(p.frames, tuple(layer for layer in p.layers if included(layer.source))) for p in recipe.pieces)
    return Recipe(tuple(pieces))
