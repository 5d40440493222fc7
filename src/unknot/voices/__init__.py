"""Engines that speak, and what makes clips of what they spoke.

A person's own voice is cut from a take in `voices.recording`, which no session needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.voices._calibration import passage as passage
    from unknot.voices._catalogue import catalogue as catalogue, catalogue_voice as catalogue_voice
    from unknot.voices._clip_maker import ClipMaker as ClipMaker
    from unknot.voices._defaults import find_voice as find_voice
    from unknot.voices._downloads import folder_source as folder_source, web_source as web_source
    from unknot.voices._engine import Engine as Engine
    from unknot.voices._installed import (
        install_voice as install_voice,
        installed_voices as installed_voices,
        remove_voice as remove_voice,
    )
    from unknot.voices._registry import (
        EngineTable as EngineTable,
        engine_state as engine_state,
        engine_states as engine_states,
        known_engines as known_engines,
    )
    from unknot.voices._setup import (
        COMMANDS as COMMANDS,
        LOCAL_SERVER as LOCAL_SERVER,
        EngineSettings as EngineSettings,
        from_environment as from_environment,
    )
    from unknot.voices._take import (
        LineCut as LineCut,
        LineToRead as LineToRead,
        TakeCuts as TakeCuts,
        record_cut as record_cut,
        record_plan as record_plan,
        record_write as record_write,
    )

_NAMES = {
    "COMMANDS": "_setup",
    "ClipMaker": "_clip_maker",
    "Engine": "_engine",
    "EngineSettings": "_setup",
    "EngineTable": "_registry",
    "LOCAL_SERVER": "_setup",
    "LineCut": "_take",
    "LineToRead": "_take",
    "TakeCuts": "_take",
    "catalogue": "_catalogue",
    "catalogue_voice": "_catalogue",
    "engine_state": "_registry",
    "engine_states": "_registry",
    "find_voice": "_defaults",
    "folder_source": "_downloads",
    "from_environment": "_setup",
    "install_voice": "_installed",
    "installed_voices": "_installed",
    "known_engines": "_registry",
    "passage": "_calibration",
    "record_cut": "_take",
    "record_plan": "_take",
    "record_write": "_take",
    "remove_voice": "_installed",
    "web_source": "_downloads",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
