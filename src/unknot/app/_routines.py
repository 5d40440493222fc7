"""Routines: found by name or path, read, checked, and adapted to a person."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import config, library, script, wiring
from unknot.app._person import sources_named
from unknot.errors import ScriptError, UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.app._person import Person
    from unknot.app._requests import VoiceRequest
    from unknot.errors import Finding
    from unknot.library import Caution, InstalledPack, RoutineEntry
    from unknot.ports import Services
    from unknot.routine import Routine


@dataclass(frozen=True, slots=True)
class LoadedRoutine:
    """A routine that was read, with the scripts that it includes."""

    entry: RoutineEntry
    text: str
    """The script as it is in its file."""
    routine: Routine


def load(name_or_path: str | LoadedRoutine) -> LoadedRoutine:
    """The routine of that name or in that file; one that is loaded already, as it is.

    Raises:
        UsageError: There is no such routine.
        ScriptError: The script cannot be parsed. The error has all findings.
    """
    if isinstance(name_or_path, LoadedRoutine):
        return name_or_path
    entry = find(name_or_path)
    text = entry.text
    routine = script.resolve(script.parse(text, entry.file), library.include_finder(entry.path))
    return LoadedRoutine(entry, text, routine)


def find(name_or_path: str) -> RoutineEntry:
    """The routine in that file, in the library, or in an installed pack (`evening`, or `knee-week/evening`).

    Raises:
        UsageError: There is none. The message names similar ones.
    """
    return library.find_routine(name_or_path, [one.folder for one in packs()])


def entries() -> tuple[RoutineEntry, ...]:
    """The routines of the library and of installed packs."""
    return library.routine_entries([one.folder for one in packs()])


def packs() -> tuple[InstalledPack, ...]:
    """The installed homework packs."""
    folder = packs_folder()
    if not folder.is_dir():
        return ()
    from unknot.library import installed_packs

    return installed_packs(folder)


def packs_folder() -> Path:
    """The folder in which packs are installed."""
    return config.data_folder() / "packs"


def pack_of(loaded: LoadedRoutine) -> InstalledPack | None:
    """The installed pack that a routine is from; None for any other, for which no pack is read."""
    folder = loaded.entry.path.parent
    if folder.parent != packs_folder():
        return None
    return next((one for one in packs() if one.folder == folder), None)


def findings(name_or_path: str) -> tuple[Finding, ...]:
    """Every finding of the parser and the checker in a script, in the order of its text.

    Raises:
        UsageError: There is no such routine.
    """
    try:
        return _checked(load(name_or_path))
    except ScriptError as fault:
        return fault.findings


def suited(
    loaded: LoadedRoutine, person: Person, notice: Callable[[str], None], *, as_written: bool = False
) -> Routine:
    """The routine without what the person's profile leaves out, and without what the pack leaves out that it is from.

    Args:
        loaded: The routine.
        person: Whose profile it is.
        notice: Is called with a text about what was left out.
        as_written: Leave nothing out.

    Raises:
        ScriptError: The checker finds errors in the script. The error has all of them.
        UsageError: Nothing would be left of the routine. The message names similar routines.
    """
    _refuse_errors(loaded)
    if as_written:
        return loaded.routine
    routine = _without_never(loaded.routine, notice)
    pack = pack_of(loaded)
    avoid = (*person.profile.left_out, *(pack.pack.avoid if pack else ()))
    if not avoid:
        return routine
    from unknot.library import alternative_for

    offered = alternative_for(routine, avoid, library.routine_entries())
    if offered.routine is None:
        raise UsageError(offered.message, next_step="choose a neighbour, or take it whole with --as-written")
    if offered.message:
        notice(offered.message)
    return offered.routine


def _without_never(routine: Routine, notice: Callable[[str], None]) -> Routine:
    """The routine without the steps that the person never wants."""
    from unknot.app._preferences import preferences

    never = preferences().never
    if not never:
        return routine
    left, dropped = library.without_steps(routine, never)
    for words in dropped:
        notice(f"left out, as you said never: {words}")
    return left


def caution_by_journal() -> Caution:
    """The general words of caution for a live session, by the number of sessions in the journal.

    A session without areas, such as one of bells, has none of these words and does not count.
    """
    from unknot.app._journal import open_journal
    from unknot.library import due_caution

    try:
        with open_journal() as book:
            return due_caution(sum(entry.counts for entry in book.sessions() if entry.areas))
    except WriteError:
        return "first"


def with_caution(routine: Routine, requested: Caution | None, due: Caution, person: Person) -> Routine:
    """The routine with words of caution at the beginning of its first chapter.

    Without a request they are those that are due, and what matters of the person's conditions is said in any case.
    """
    if requested == "none":
        return routine
    from unknot.library import with_safety

    return with_safety(routine, requested or due, person.profile.conditions)


def caution_lines(routine: Routine, which: Caution) -> tuple[str, ...]:
    """The general words of caution for a routine, as texts; each has one or two sentences."""
    from unknot.library import safety_lines

    return safety_lines(routine, which)


@contextlib.contextmanager
def services_for(
    loaded: LoadedRoutine, voice: VoiceRequest, person: Person, notice: Callable[[str], None]
) -> Iterator[Services]:
    """The services for a session of the routine with that voice. After the block, no voice is running."""
    folder = loaded.entry.path.parent
    with sources_named(person), wiring.services(folder, person.settings, voice.cache, voice.fallback, notice) as found:
        yield found


def _refuse_errors(loaded: LoadedRoutine) -> None:
    """Return only when the checker finds no errors in the script. Warnings do not stop a session."""
    errors = [finding for finding in _checked(loaded) if finding.severity == "error"]
    if errors:
        raise ScriptError(
            f"{loaded.entry.file} has {len(errors)} error{'s' * (len(errors) != 1)}",
            findings=errors,
            next_step="mend the lines above",
        )


def _checked(loaded: LoadedRoutine) -> tuple[Finding, ...]:
    """The findings of the checker in a script that could be parsed."""
    from unknot.library import body_rules

    folder = loaded.entry.path.parent
    return script.check(
        loaded.routine,
        loaded.text,
        file=loaded.entry.file,
        body=body_rules(loaded.routine.header.language),
        exists=lambda kind, name: wiring.has_sound(kind, name, folder),
    )
