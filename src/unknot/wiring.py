"""Names to things: which routine, which voice, which background, which output, which store. Knows every adapter."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import config, library, script
from unknot.errors import ScriptError, UsageError, WriteError
from unknot.routine import voice_named
from unknot.units import factor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from unknot.audio import Samples
    from unknot.errors import Finding
    from unknot.journal import Journal
    from unknot.library import Entry
    from unknot.library.compose import Composed
    from unknot.library.packs import Installed, Pack
    from unknot.library.profile import Profile
    from unknot.library.today import Pick
    from unknot.player import Keeper
    from unknot.ports import EngineState, Narrator, Output, Speaker, Tags, Tick
    from unknot.routine import Routine, Utterance, VoiceChoice
    from unknot.session import Session, World
    from unknot.store import FileStore
    from unknot.voices.engines import Known

_REFERENCE = -18.0
"""LUFS that ReplayGain 2.0 takes a file to. The voice is brought there, not the whole: whole-session loudness falls
with every pause, and a player that followed it would make the voice of a long session louder."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What a file is to have beside its sound."""

    suffix: str = "mp3"
    """The format, where no file is named."""
    bit_rate: int = 128
    """Thousands of bits a second, for MP3, M4B and Opus."""
    artist: str = ""
    """The script's author where it is empty."""
    album: str = ""
    date: str = ""
    """A year or an ISO date."""
    cover: Path | None = None
    """A PNG or a JPEG; None is the calm one that unknot draws."""
    captions: bool = False
    """Words with times beside it: .lrc, .vtt, .srt and the timeline as .json."""
    stems: bool = False
    """Voice and background beside it, each on its own."""


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
    entry = find(name_or_path)
    text = entry.text
    routine = script.resolve(script.parse(text, entry.file), library.finder(entry.path))
    return Loaded(entry, text, routine)


def find(name_or_path: str) -> Entry:
    """The routine in that file, in the library, or in an installed pack (`evening`, or `knee-week/evening`).

    Raises:
        UsageError: There is none; the nearest are named.
    """
    return library.find(name_or_path, [one.folder for one in packs()])


def entries() -> tuple[Entry, ...]:
    """The routines that ship, and those of installed packs."""
    return library.entries([one.folder for one in packs()])


def packs() -> tuple[Installed, ...]:
    """The homework packs that are installed."""
    folder = config.data_folder() / "packs"
    if not folder.is_dir():
        return ()
    from unknot.library.packs import installed

    return installed(folder)


def install_pack(path: Path, *, replace: bool) -> Installed:
    """Afterwards the pack's routines are at hand.

    Raises:
        UsageError: It is no pack, or one of its name is there and `replace` is False.
    """
    from unknot.library.packs import install

    folder = config.data_folder() / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    return install(path, folder, replace=replace)


def take_over(pack: Pack) -> None:
    """Afterwards the profile has the pack's areas to focus on and to leave out."""
    from unknot.library.profile import save

    save(pack.onto(profile()), profile_file())


def findings(name_or_path: str) -> tuple[Finding, ...]:
    """Everything that the parser and the checker have to say of a script, in the order of its text."""
    try:
        return remarks(load(name_or_path))
    except ScriptError as fault:
        return fault.findings


def refuse_errors(loaded: Loaded) -> None:
    """Return only when the checker has no error to tell of the script; warnings do not stop a session.

    Raises:
        ScriptError: It has; all of them are told.
    """
    errors = [finding for finding in remarks(loaded) if finding.severity == "error"]
    if errors:
        raise ScriptError(
            f"{loaded.entry.file} has {len(errors)} error{'s' * (len(errors) != 1)}",
            findings=errors,
            next_step="mend the lines above",
        )


def remarks(loaded: Loaded) -> tuple[Finding, ...]:
    """What the checker has to say of a script that can be read."""
    from unknot.library.rules import body_rules

    folder = loaded.entry.path.parent
    return script.check(
        loaded.routine,
        loaded.text,
        file=loaded.entry.file,
        body=body_rules(loaded.routine.header.language),
        exists=lambda kind, name: _exists(kind, name, folder),
    )


def _exists(kind: str, name: str, folder: Path) -> bool:
    from unknot.backgrounds import CHIMES, GENERATED

    return name in (CHIMES if kind == "sound" else GENERATED) or (folder / name).exists()


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

    own = settings()
    with contextlib.ExitStack() as opened:
        store = opened.enter_context(contextlib.closing(open_store(config.cache_folder(cache), notice, own.cache_cap)))

        def studio() -> Narrator:
            from unknot.voices import Studio

            engines = _engines(own, folder)
            return Studio(store, own.voice, fallback=fallback, level=own.loudness, notice=notice, known=engines)

        yield World(
            opened.enter_context(contextlib.closing(_WhenAsked(studio))),
            store,
            lambda name: background(name, folder, store),
            lambda name: chime(name, folder),
            own.background,
        )


class _WhenAsked:
    """A narrator that is there once somebody asks it to speak. A `ports.Narrator`."""

    def __init__(self, make: Callable[[], Narrator]) -> None:
        self._make = make
        self._narrator: Narrator | None = None

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """As the narrator's own."""
        if self._narrator is None:
            self._narrator = self._make()
        return self._narrator.clips(utterances, progress)

    def close(self) -> None:
        """Afterwards no voice has a process left."""
        if self._narrator is not None:
            self._narrator.close()


def settings() -> config.Settings:
    """The person's settings, with the likings of their profile in front.

    Raises:
        UsageError: The file of the settings or that of the profile is not one.
    """
    own, liked = config.load_settings(config.settings_file()), profile()
    return replace(
        own,
        voice=voice_named(liked.voice).over(own.voice) if liked.voice else own.voice,
        background=liked.background or own.background,
    )


def profile() -> Profile:
    """What the person told about themselves.

    Raises:
        UsageError: The file is not a profile.
    """
    from unknot.library import profile

    return profile.load(profile_file())


def profile_file() -> Path:
    """Where the profile is, beside the settings."""
    return config.settings_file().with_name("profile.toml")


def deliver(path: Path, prepared: Session, world: World, finish: Finish, tick: Tick) -> None:
    """Afterwards the session stands at `path`, in the format that its suffix names, tagged and checked.

    Raises:
        UsageError: No format has that suffix.
        WriteError: It could not be written; what was there before is still there.
    """
    from unknot.outputs import exporter
    from unknot.ports import FileRequest

    wanted = FileRequest(
        path=path,
        timeline=prepared.timeline,
        mix=lambda: prepared.mix,
        store=world.store,
        tags=_tags(prepared, finish),
        bit_rate=finish.bit_rate,
        captions=finish.captions,
        stems=finish.stems,
    )
    exporter(path).export(wanted, tick)


def _tags(prepared: Session, finish: Finish) -> Tags:
    from unknot.mixer.levels import CEILING
    from unknot.ports import Tags

    header = prepared.routine.header
    return Tags(
        title=header.title,
        artist=finish.artist or header.author or "unknot",
        album=finish.album or "unknot",
        date=finish.date,
        language=header.language,
        cover=finish.cover.read_bytes() if finish.cover else b"",
        gain=_REFERENCE - prepared.mix.levels.voice,
        peak=factor(CEILING),
    )


def output(path: Path) -> Output:
    """The output that a file's suffix asks for, for sound without tags.

    Raises:
        UsageError: No format has that suffix.
    """
    from unknot.outputs import open_output

    return open_output(path)


def speaker(name: str | None) -> Speaker:
    """The loudspeaker of that name, not yet opened; the machine's own where there is no name.

    Raises:
        UsageError: There is none of that name.
        DeviceError: It cannot be used on this machine.
    """
    from unknot.speakers import open_speaker

    return open_speaker(name, output)


def sounds_at_once(background: str) -> bool:
    """Whether the background of that name needs no file to be decoded."""
    from unknot.backgrounds import GENERATED

    return background in GENERATED


def place_to_resume() -> Keeper:
    """Where the last session was broken off, as `play --resume` finds it."""
    from unknot.player import KeptAs
    from unknot.store.small import SmallFile

    return KeptAs(SmallFile(config.state_folder() / "position.json"))


def awake() -> contextlib.AbstractContextManager[None]:
    """Inside the block the machine does not fall asleep, where it can be asked not to."""
    from unknot.speakers.awake import awake

    return awake()


def engine_states() -> tuple[EngineState, ...]:
    """Every engine and its state."""
    from unknot.voices import engine_states

    return engine_states(_engines(settings(), Path()))


def _engines(own: config.Settings, folder: Path) -> Known:
    """Every engine by name, set up by the settings and, before them, by the environment."""
    from unknot.voices import COMMANDS, LOCAL_SERVER, Setup, from_environment, known

    asked = from_environment(os.environ, folder)
    return known(
        Setup(
            http_url=(own.http_url or LOCAL_SERVER) if asked.http_url == LOCAL_SERVER else asked.http_url,
            http_model=os.environ.get("UNKNOT_HTTP_MODEL") or own.http_model or asked.http_model,
            http_key=asked.http_key,
            commands={**COMMANDS, **dict(own.commands), **asked.commands},
            folder=folder,
        )
    )


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
        return find(name_or_path)
    except UsageError:
        return None


def suited(routine: Routine, notice: Callable[[str], None], *, as_written: bool, safety: str) -> Routine:
    """The routine without what the profile leaves out, and with `first`, `later` or `none` of the words of caution.

    `notice` is told what was left out.

    Raises:
        UsageError: Nothing would be left of it; neighbours are named.
    """
    from unknot.library.offers import offer
    from unknot.library.safety import with_safety

    own = profile()
    if own.left_out and not as_written:
        offered = offer(routine, own.left_out, library.entries())
        if offered.routine is None:
            raise UsageError(offered.said, next_step="choose a neighbour, or take it whole with --as-written")
        if offered.said:
            notice(offered.said)
        routine = offered.routine
    if safety == "none":
        return routine
    return with_safety(routine, 0 if safety == "first" else 1, own.conditions)


def caution(language: str, which: str) -> tuple[str, ...]:
    """The words of caution, `first` or `later`, in a BCP 47 language; a line a sentence or two."""
    from unknot.library.anatomy import body, in_language

    words = body().safety
    return tuple(in_language(words.first if which == "first" else words.later, language).strip().splitlines())


def due_safety() -> str:
    """Which words of caution are due before a session: `first`, or `later` once the journal has one.

    `first` as well where there is no journal to be had.
    """
    try:
        with journal() as book:
            return "later" if book.count() else "first"
    except WriteError:
        return "first"


def compose(asked: Mapping[str, Any]) -> Composed:
    """A script for the words of `library.compose.Request`, with the profile's tools, and without what it leaves out.

    Raises:
        UsageError: An area or a tool is unknown, or nothing is left to work on.
    """
    from unknot.library.compose import Request, compose

    own = profile()
    skip = tuple(dict.fromkeys((*asked["skip"], *own.left_out)))
    return compose(Request(**{**asked, "tools": asked["tools"] or own.tools, "skip": skip}), library.entries())


def today(now: datetime) -> tuple[Pick, ...]:
    """The routines that suit this moment, the best first."""
    from unknot.library.today import today

    with journal() as book:
        return today(entries(), profile(), book.sessions(), now)


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
