"""Creates the adapters: voices, backgrounds, outputs, loudspeakers, the cache.

Only the verbs (`unknot.app`) use this module. An adapter is imported when it is first used.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import config
from unknot._faces import lazy
from unknot.ports import Services
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.backgrounds import GENERATED as GENERATED
    from unknot.cache import (
        CacheInfo as CacheInfo,
        CachePruned as CachePruned,
        CacheVerified as CacheVerified,
        FileCache,
    )
    from unknot.outputs import (
        SUFFIXES as SUFFIXES,
        checked_date as checked_date,
        draw_cover as draw_cover,
        exporter as exporter,
        picture_exporter as picture_exporter,
        picture_text as picture_text,
        read_cover as read_cover,
    )
    from unknot.platform import atomic_path as atomic_path, edit_toml as edit_toml, write_private as write_private
    from unknot.player import PositionStore
    from unknot.ports import CatalogueVoice, EngineState, InstalledVoice, Narrator, Output, Speaker
    from unknot.routine import Utterance, VoiceChoice
    from unknot.speakers import keep_awake as keep_awake
    from unknot.voices import (
        EngineTable,
        LineCut as LineCut,
        LineToRead as LineToRead,
        TakeCuts as TakeCuts,
        catalogue as catalogue,
        catalogue_voice as catalogue_voice,
        passage as passage,
        record_cut as record_cut,
        record_plan as record_plan,
        record_write as record_write,
    )

_NAMES = {
    "CacheInfo": "cache",
    "CachePruned": "cache",
    "CacheVerified": "cache",
    "GENERATED": "backgrounds",
    "LineCut": "voices",
    "LineToRead": "voices",
    "SUFFIXES": "outputs",
    "TakeCuts": "voices",
    "atomic_path": "platform",
    "catalogue": "voices",
    "catalogue_voice": "voices",
    "edit_toml": "platform",
    "checked_date": "outputs",
    "draw_cover": "outputs",
    "exporter": "outputs",
    "keep_awake": "speakers",
    "passage": "voices",
    "picture_exporter": "outputs",
    "picture_text": "outputs",
    "read_cover": "outputs",
    "record_cut": "voices",
    "record_plan": "voices",
    "record_write": "voices",
    "write_private": "platform",
}
"""Names that are exported unchanged, each with its package. Functions that need settings or a folder are below."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy("unknot", _NAMES)


@contextlib.contextmanager
def services(
    folder: Path,
    settings: config.Settings,
    cache: Path | None,
    fallback: VoiceChoice | None,
    notice: Callable[[str], None],
) -> Iterator[Services]:
    """The services for a session of a script in `folder`. After the block, no voice is running.

    Args:
        folder: Relative paths in the script start here.
        settings: The settings of the person.
        cache: The folder of the cache; None is the usual folder.
        fallback: The voice that takes over when the first one fails.
        notice: Is called with a text about each problem that does not stop the work.
    """
    from unknot.backgrounds import background, chime
    from unknot.cache import open_cache

    with contextlib.ExitStack() as stack:
        root = config.cache_folder(cache)
        file_cache = stack.enter_context(contextlib.closing(open_cache(root, notice, settings.cache_cap)))

        def make_narrator() -> Narrator:
            from unknot.voices import ClipMaker

            engines = _engines(settings, folder)
            return ClipMaker(
                file_cache, settings.voice, fallback=fallback, level=settings.loudness, notice=notice, known=engines
            )

        yield Services(
            stack.enter_context(contextlib.closing(_LazyNarrator(make_narrator))),
            file_cache,
            lambda name: background(name, folder, file_cache, notice),
            lambda name: chime(name, folder),
        )


class _LazyNarrator:
    """A narrator (`ports.Narrator`) that is created at its first utterance."""

    def __init__(self, make: Callable[[], Narrator]) -> None:
        self._make = make
        self._narrator: Narrator | None = None

    def lengths(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Frames]:
        """As in `ports.Narrator`."""
        return self._made().lengths(utterances, progress)

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """As in `ports.Narrator`."""
        return self._made().clips(utterances, progress)

    def close(self) -> None:
        """After this, no voice has a process."""
        if self._narrator is not None:
            self._narrator.close()

    def _made(self) -> Narrator:
        if self._narrator is None:
            self._narrator = self._make()
        return self._narrator


def engine_states(settings: config.Settings) -> tuple[EngineState, ...]:
    """Every voice engine and its state."""
    from unknot.voices import engine_states

    return engine_states(_engines(settings, Path()))


def engine_state(name: str, settings: config.Settings) -> EngineState:
    """The state of one voice engine; not ready where there is none of that name."""
    from unknot.voices import engine_state

    return engine_state(name, _engines(settings, Path()))


def check_voice(choice: VoiceChoice, settings: config.Settings) -> None:
    """Returns only when there is such a voice here. It does not speak.

    Raises:
        VoiceError: There is none.
    """
    from unknot.voices import find_voice

    find_voice(choice, _engines(settings, Path()))


def voice_names(settings: config.Settings) -> tuple[str, ...]:
    """Every engine, and every voice that is installed or can be installed, by name."""
    from unknot.voices import catalogue

    return tuple(dict.fromkeys((*_engines(settings, Path()), *(voice.name for voice in catalogue()))))


def spoken_languages() -> tuple[str, ...]:
    """Every language that some voice speaks (BCP 47)."""
    from unknot.voices import catalogue, engine_state, known_engines

    listed = (language for voice in catalogue() for language in voice.languages)
    return tuple(dict.fromkeys((*listed, *engine_state("espeak", known_engines()).names)))


def _engines(settings: config.Settings, folder: Path) -> EngineTable:
    """Every voice engine by name, with the settings of the environment, or else those of the person."""
    from unknot.voices import COMMANDS, LOCAL_SERVER, EngineSettings, from_environment, known_engines

    environment = from_environment(os.environ, folder)
    return known_engines(
        EngineSettings(
            http_url=(settings.http_url or LOCAL_SERVER)
            if environment.http_url == LOCAL_SERVER
            else environment.http_url,
            http_model=os.environ.get("UNKNOT_HTTP_MODEL") or settings.http_model or environment.http_model,
            http_key=environment.http_key,
            http_format=environment.http_format,
            commands={**COMMANDS, **dict(settings.commands), **environment.commands},
            folder=folder,
            voices=_voice_folder(),
        )
    )


def installed_voices() -> tuple[InstalledVoice, ...]:
    """The voices that are installed, by name."""
    from unknot.voices import installed_voices

    return installed_voices(_voice_folder())


def install_voice(voice: CatalogueVoice, source: Path | None, progress: Callable[[int, int], None]) -> InstalledVoice:
    """The voice, installed from the file or folder `source`, or else from `UNKNOT_VOICES_URL` or where it is published.

    Raises:
        UsageError: There is nothing at `source`, or `UNKNOT_VOICES_URL` is not an address.
        VoiceError: A file could not be had, or another process is installing the voice.
        WriteError: It could not be written.
    """
    from unknot.voices import folder_source, install_voice, web_source

    fetch = folder_source(source) if source else web_source(os.environ.get("UNKNOT_VOICES_URL", ""))
    return install_voice(voice, _voice_folder(), fetch, progress)


def remove_voice(name: str) -> int:
    """How many bytes the installed voice took. Afterwards no file of it is left.

    Raises:
        UsageError: It is not installed.
        VoiceError: Another process is installing it.
        WriteError: It could not be removed.
    """
    from unknot.voices import remove_voice

    return remove_voice(name, _voice_folder())


def _voice_folder() -> Path:
    """Where installed voices are."""
    return config.data_folder() / "voices"


def has_sound(kind: str, name: str, folder: Path) -> bool:
    """Whether a script in `folder` can use a background of that name, or for the kind `sound` a chime."""
    from unknot.backgrounds import CHIMES, GENERATED, exists

    return name in (CHIMES if kind == "sound" else GENERATED) or exists(name, folder)


def chime_names() -> tuple[str, ...]:
    """The generated chimes."""
    from unknot.backgrounds import CHIMES

    return tuple(CHIMES)


def chime_frames(name: str, folder: Path) -> Frames:
    """How long a chime sounds.

    Raises:
        AudioFileError: There is no such chime, or its file cannot be used.
    """
    from unknot.backgrounds import chime

    return Frames(len(chime(name, folder)))


def background_names() -> tuple[str, ...]:
    """The generated backgrounds."""
    from unknot.backgrounds import GENERATED

    return GENERATED


def needs_no_decoding(background: str) -> bool:
    """Whether the background of that name is generated, so that no file has to be decoded before it plays."""
    from unknot.backgrounds import GENERATED

    return background in GENERATED


def speaker(name: str | None) -> Speaker:
    """The loudspeaker of that name, not yet opened; None is the default device.

    Raises:
        UsageError: There is no such loudspeaker.
        DeviceError: It cannot be used on this machine.
    """
    from unknot.speakers import open_speaker

    return open_speaker(name, _open_recording)


def _open_recording(path: Path) -> Output:
    from unknot.outputs import open_output

    return open_output(path)


def position_store() -> PositionStore:
    """The saved position of the last session, for `play --resume`."""
    from unknot.platform import SmallTextFile
    from unknot.player import TextPositionStore

    return TextPositionStore(SmallTextFile(config.state_folder() / "position.json"))


def file_cache(folder: Path | None, cap: int) -> FileCache:
    """The cache in `folder`, None is the usual folder, with a limit of `cap` bytes."""
    from unknot.cache import FileCache

    return FileCache(config.cache_folder(folder), cap)
