"""Names to things: which routine, which voice, which background, which output, which store. Knows every adapter."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import config, library, script
from unknot.errors import ScriptError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.errors import Finding
    from unknot.journal import Journal
    from unknot.library import Entry
    from unknot.ports import EngineState, Output, Speaker
    from unknot.routine import Routine, VoiceChoice
    from unknot.session import World
    from unknot.store import FileStore
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Loaded:
    """A routine that was found and read, with everything it includes."""

    entry: Entry
    text: str
    routine: Routine


def load(name_or_path: str) -> Loaded:
    """The routine of that name or in that file.

    Raises:
        UsageError: There is none.
        ScriptError: It has faults; all of them are told.
    """
    entry = library.find(name_or_path)
    text = entry.text
    routine = script.resolve(script.parse(text, entry.file), library.finder(entry.path))
    return Loaded(entry, text, routine)


def findings(name_or_path: str) -> tuple[Finding, ...]:
    """Everything that the parser and the checker have to say of a script, in the order of its text."""
    try:
        load(name_or_path)
    except ScriptError as fault:
        return fault.findings
    return ()


@contextlib.contextmanager
def world(
    folder: Path,
    *,
    cache: Path | None = None,
    fallback: VoiceChoice | None = None,
    notice: Callable[[str], None] = lambda _: None,
) -> Iterator[World]:
    """The world of a script in `folder`, with the person's settings. Afterwards no voice is left running.

    `notice` is told in words of what a person should know and what does not stop the work.
    """
    from unknot.backgrounds import background, chime
    from unknot.session import World
    from unknot.store import open_store
    from unknot.voices import Studio

    own = settings()
    with contextlib.ExitStack() as opened:
        store = opened.enter_context(contextlib.closing(open_store(config.cache_folder(cache), notice, own.cache_cap)))
        studio = Studio(store, own.voice, fallback=fallback, level=own.loudness, notice=notice)
        yield World(
            opened.enter_context(contextlib.closing(studio)),
            lambda name: background(name, folder, store),
            lambda name: chime(name, folder),
            own.background,
        )


def settings() -> config.Settings:
    """The person's settings.

    Raises:
        UsageError: The file of the settings is not one.
    """
    return config.load_settings(config.settings_file())


def output(path: Path, timeline: Timeline) -> Output:
    """The output that a file's suffix asks for.

    Raises:
        UsageError: No format has that suffix.
    """
    from unknot.outputs import Tags, open_output

    return open_output(path, timeline, Tags(title=timeline.title, language=timeline.language))


def speaker(name: str | None) -> Speaker:
    """The loudspeaker of that name, not yet opened; the machine's own where there is no name.

    Raises:
        UsageError: There is none of that name.
        DeviceError: It cannot be used on this machine.
    """
    from unknot.outputs import open_output
    from unknot.outputs.speakers import open_speaker

    return open_speaker(name, open_output)


def engine_states() -> tuple[EngineState, ...]:
    """Every engine and its state."""
    from unknot.voices import engine_states

    return engine_states()


def store(cache: Path | None) -> FileStore:
    """The cache as it is, for looking after it."""
    from unknot.store import FileStore

    return FileStore(config.cache_folder(cache), settings().cache_cap)


def journal() -> Journal:
    """The person's journal, opened.

    Raises:
        WriteError: It cannot be opened or made.
    """
    from unknot.journal import Journal

    return Journal(config.data_folder() / "journal.db")


def known(name_or_path: str) -> Entry | None:
    """The routine of that name or in that file, or None where there is none."""
    try:
        return library.find(name_or_path)
    except UsageError:
        return None


def area_name(word: str) -> str:
    """An area's own name for the word that a person wrote.

    Raises:
        UsageError: There is no such area; the nearest are named.
    """
    from unknot.library.anatomy import body

    return body().area(word).key


def stop_words() -> tuple[str, ...]:
    """Words for signs to stop at and to ask about, in every language."""
    from unknot.library.anatomy import body

    return tuple(word for words in body().safety.stop.values() for word in words)
