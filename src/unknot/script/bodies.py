"""What the checker has to know of the body: a plain value, so that whoever has better data can pass it in.

The built-in one speaks English and holds the areas that most routines work on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Mapping


LONGEST_HOLD: Final = frames(90)
"""More on one spot gains nothing."""


@dataclass(frozen=True, slots=True)
class AreaRules:
    """What a routine for an area has to say, and must not."""

    words: tuple[str, ...]
    """How scripts name it."""
    caution: str
    """The line that is missing where it was not said."""
    told: tuple[tuple[str, ...], ...]
    """The caution counts as said where the script has a word of every group."""
    never: tuple[str, ...] = ()
    """Places that no pressure belongs on."""


@dataclass(frozen=True, slots=True)
class ToolRules:
    """What a tool is called, and which areas it is never used on."""

    words: tuple[str, ...]
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The vocabularies of the header and what goes with them. An empty vocabulary takes every word."""

    areas: Mapping[str, AreaRules]
    tools: Mapping[str, ToolRules]
    postures: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    longest_hold: Frames = LONGEST_HOLD
    """The longest useful pressure on one spot."""


_BALL = ("neck", "jaw", "temples", "lower-back")

BODY: Final = BodyRules(
    areas={
        "hands": AreaRules(("hand", "hands"), "Leave out sore or inflamed joints.", (("joint", "joints"),)),
        "forearms": AreaRules(("forearm", "forearms"), "Leave out sore or inflamed joints.", (("joint", "joints"),)),
        "scalp": AreaRules(("scalp",), "Leave out sore or broken skin.", (("skin", "wound", "wounds", "sore"),)),
        "temples": AreaRules(("temple", "temples"), "Leave out sore skin.", (("skin", "sore", "injury"),)),
        "jaw": AreaRules(
            ("jaw",), "Leave the jaw out after an injury, and stop if it locks.", (("lock", "locks", "catches"),)
        ),
        "neck": AreaRules(
            ("neck", "nape"),
            "Stay at the back, away from the front and the sides of the throat; stop if you feel dizzy.",
            (("front", "throat"), ("dizzy", "dizziness")),
            ("front of the neck", "front of your neck", "side of the neck", "sides of the neck", "throat"),
        ),
        "shoulders": AreaRules(
            ("shoulder", "shoulders"), "Keep clear of the hollow at the collar bone.", (("collar bone", "collarbone"),)
        ),
        "upper-back": AreaRules(
            ("upper back",),
            "Stay on muscle, never on the spine.",
            (("spine", "bone"),),
            ("on the spine", "on your spine"),
        ),
        "lower-back": AreaRules(
            ("lower back",),
            "With pain or numbness in a leg, stop and seek care.",
            (("leg", "legs"), ("numb", "numbness")),
        ),
        "buttocks": AreaRules(
            ("buttock", "buttocks"), "Move off if pain runs down the leg.", (("leg",), ("electric", "shoots", "runs"))
        ),
        "calves": AreaRules(
            ("calf", "calves"),
            "Leave them out with a clot or varicose veins; be light behind the knee.",
            (("clot", "veins"), ("knee",)),
        ),
        "feet": AreaRules(("foot", "feet"), "Sit first; leave numb feet out.", (("numb", "numbness", "fracture"),)),
    },
    tools={
        "hands": ToolRules(("hand", "hands", "fingers", "fingertips", "thumbs")),
        "tennis-ball": ToolRules(("ball",), _BALL),
        "massage-ball": ToolRules(("ball",), _BALL),
        "foam-roller": ToolRules(("roller",), _BALL),
    },
)
"""The built-in one."""
