"""Routines: found by name or path, read, checked, and made to suit a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import config, library, script, wiring
from unknot.errors import ScriptError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from unknot.app._person import Person
    from unknot.app._requests import VoiceRequest
    from unknot.errors import Finding
    from unknot.library import InstalledPack, RoutineEntry
    from unknot.ports import Services
    from unknot.routine import Routine


@dataclass(frozen=True, slots=True)
class Loaded:
    """A routine that was found and read, with everything it includes."""

    entry: RoutineEntry
    text: str
    """The script as it stands in its file."""
    routine: Routine


def load(name_or_path: str) -> Loaded:
    """The routine of that name or in that file.

    Raises:
        UsageError: There is none.
        ScriptError: It has faults; all of them are told.
    """
    entry = find(name_or_path)
    text = entry.text
    routine = script.resolve(script.parse(text, entry.file), library.include_finder(entry.path))
    return Loaded(entry, text, routine)


def find(name_or_path: str) -> RoutineEntry:
    """The routine in that file, in the library, or in an installed pack (`evening`, or `knee-week/evening`).

    Raises:
        UsageError: There is none; the nearest are named.
    """
    return library.find_routine(name_or_path, [one.folder for one in packs()])


def entries() -> tuple[RoutineEntry, ...]:
    """The routines that ship, and those of installed packs."""
    return library.routine_entries([one.folder for one in packs()])


def packs() -> tuple[InstalledPack, ...]:
    """The homework packs that are installed."""
    folder = config.data_folder() / "packs"
    if not folder.is_dir():
        return ()
    from unknot.library import installed_packs

    return installed_packs(folder)


def findings(name_or_path: str) -> tuple[Finding, ...]:
    """Everything that the parser and the checker have to say of a script, in the order of its text.

    Raises:
        UsageError: There is no such routine.
    """
    try:
        return _checked(load(name_or_path))
    except ScriptError as fault:
        return fault.findings


def suited(loaded: Loaded, person: Person, notice: Callable[[str], None], *, as_written: bool = False) -> Routine:
    """The routine without what the person's profile leaves out, which `notice` is told.

    Args:
        loaded: The routine as it was read.
        person: Whose profile it is.
        notice: Told in words what was left out.
        as_written: Leave nothing out.

    Raises:
        ScriptError: The checker finds errors in it; all of them are told.
        UsageError: Nothing would be left of it; neighbours are named.
    """
    _refuse_errors(loaded)
    if as_written or not person.profile.left_out:
        return loaded.routine
    from unknot.library import alternative_for

    offered = alternative_for(loaded.routine, person.profile.left_out, library.routine_entries())
    if offered.routine is None:
        raise UsageError(offered.message, next_step="choose a neighbour, or take it whole with --as-written")
    if offered.message:
        notice(offered.message)
    return offered.routine


def services_for(
    loaded: Loaded, voice: VoiceRequest, person: Person, notice: Callable[[str], None]
) -> AbstractContextManager[Services]:
    """What a session of the routine needs from outside, with that voice. Behind the block no voice is left running."""
    return wiring.services(loaded.entry.path.parent, person.settings, voice.cache, voice.fallback, notice)


def _refuse_errors(loaded: Loaded) -> None:
    """Return only when the checker has no error to tell of the script; warnings do not stop a session."""
    errors = [finding for finding in _checked(loaded) if finding.severity == "error"]
    if errors:
        raise ScriptError(
            f"{loaded.entry.file} has {len(errors)} error{'s' * (len(errors) != 1)}",
            findings=errors,
            next_step="mend the lines above",
        )


def _checked(loaded: Loaded) -> tuple[Finding, ...]:
    """What the checker has to say of a script that can be read."""
    from unknot.library import body_rules

    folder = loaded.entry.path.parent
    return script.check(
        loaded.routine,
        loaded.text,
        file=loaded.entry.file,
        body=body_rules(loaded.routine.header.language),
        exists=lambda kind, name: wiring.has_sound(kind, name, folder),
    )
