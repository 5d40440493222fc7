"""The levels of voice and background are set apart from each other and within bounds."""

from __future__ import annotations

import pytest

from unknot.player import Command, LevelsChanged
from unknot.player._level_control import FADE, LOUDEST, SOFTEST, STEPS, LevelControl
from unknot.player._output_mix import OutputMix
from unknot.units import Decibels, factor


def stepped(*commands: Command) -> LevelControl:
    """A control after some commands."""
    control = LevelControl(OutputMix())
    for command in commands:
        control.step(command)
    return control


def test_a_command_changes_only_its_own_level() -> None:
    """A step of the voice and one of the background change two decibels of each."""
    control = stepped(Command.VOICE_DOWN, Command.BACKGROUND_UP)
    assert control.levels == LevelsChanged(Decibels(-2.0), Decibels(2.0))


@pytest.mark.parametrize("command", STEPS)
def test_a_level_stops_at_its_bound_and_says_so(command: Command) -> None:
    """A step beyond the bound is not possible and leaves the level as it is."""
    control = stepped(*[command] * 10)
    assert not control.step(command)
    bound = LOUDEST if STEPS[command][1] > 0 else SOFTEST
    assert bound in (control.levels.voice, control.levels.background)


def test_a_level_at_its_bound_can_come_back() -> None:
    """From its bound, a level can be stepped back."""
    control = stepped(*[Command.VOICE_UP] * 10)
    assert control.step(Command.VOICE_DOWN)
    assert control.levels.voice == LOUDEST - 2.0


def test_a_new_level_is_faded_in_and_the_other_stays() -> None:
    """The gain moves from the output frame on, and reaches the level after the fade."""
    mix = OutputMix()
    control = LevelControl(mix)
    control.step(Command.BACKGROUND_DOWN)
    control.fade(Command.BACKGROUND_DOWN, 4800)
    assert mix.background.at(4799) == pytest.approx(1.0)
    assert factor(-2.0) < mix.background.at(4800 + FADE // 2) < 1.0
    assert mix.background.at(4800 + FADE) == pytest.approx(factor(-2.0))
    assert mix.voice.at(4800 + FADE) == 1.0
