"""Which adapter answers to which name: voices, backgrounds, outputs, loudspeakers, the cache. Knows every adapter.

Only the verbs (`unknot.app`) ask here. An adapter is imported when it is asked for.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import config
from unknot._faces import lazy
from unknot.ports import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.cache import (
        CacheInfo as CacheInfo,
        CachePruned as CachePruned,
        CacheVerified as CacheVerified,
        FileCache,
    )
    from unknot.outputs import exporter as exporter, picture_exporter as picture_exporter, picture_text as picture_text
    from unknot.platform import atomic_path as atomic_path
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
    "LineCut": "voices",
    "LineToRead": "voices",
    "TakeCuts": "voices",
    "atomic_path": "platform",
    "catalogue": "voices",
    "catalogue_voice": "voices",
    "exporter": "outputs",
    "keep_awake": "speakers",
    "passage": "voices",
    "picture_exporter": "outputs",
    "picture_text": "outputs",
    "record_cut": "voices",
    "record_plan": "voices",
    "record_write": "voices",
}
"""Names that are passed on unchanged, each with its package. What needs the settings or a folder is below."""

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
    """What a session of a script in `folder` needs. Afterwards no voice is left running.

    Args:
        folder: Where names of files begin that are no whole paths.
        settings: The person's.
        cache: The folder of the cache; None is the usual one.
        fallback: The voice that takes over when the first one fails.
        notice: Told in words what a person should know and what does not stop the work.
    """
    from unknot.backgrounds import background, chime
    from unknot.cache import open_cache

    with contextlib.ExitStack() as opened:
        root = config.cache_folder(cache)
        store = opened.enter_context(contextlib.closing(open_cache(root, notice, settings.cache_cap)))

        def clip_maker() -> Narrator:
            from unknot.voices import ClipMaker

            engines = _engines(settings, folder)
            return ClipMaker(
                store, settings.voice, fallback=fallback, level=settings.loudness, notice=notice, known=engines
            )

        yield Services(
            opened.enter_context(contextlib.closing(_LateNarrator(clip_maker))),
            store,
            lambda name: background(name, folder, store),
            lambda name: chime(name, folder),
        )


class _LateNarrator:
    """A narrator (`ports.Narrator`) that is made when it is first asked to speak."""

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


def engine_states(settings: config.Settings) -> tuple[EngineState, ...]:
    """Every voice engine and its state."""
    from unknot.voices import engine_states

    return engine_states(_engines(settings, Path()))


def engine_state(name: str, settings: config.Settings) -> EngineState:
    """The state of one voice engine; not ready where there is none of that name."""
    from unknot.voices import engine_state

    return engine_state(name, _engines(settings, Path()))


def _engines(settings: config.Settings, folder: Path) -> EngineTable:
    """Every voice engine by name, set up by the environment and, where that says nothing, by the settings."""
    from unknot.voices import COMMANDS, LOCAL_SERVER, EngineSettings, from_environment, known_engines

    asked = from_environment(os.environ, folder)
    return known_engines(
        EngineSettings(
            http_url=(settings.http_url or LOCAL_SERVER) if asked.http_url == LOCAL_SERVER else asked.http_url,
            http_model=os.environ.get("UNKNOT_HTTP_MODEL") or settings.http_model or asked.http_model,
            http_key=asked.http_key,
            commands={**COMMANDS, **dict(settings.commands), **asked.commands},
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
    """Whether there is a background, or with the kind `sound` a chime, of that name for a script in `folder`."""
    from unknot.backgrounds import CHIMES, GENERATED

    return name in (CHIMES if kind == "sound" else GENERATED) or (folder / name).exists()


def sounds_at_once(background: str) -> bool:
    """Whether the background of that name needs no file to be decoded."""
    from unknot.backgrounds import GENERATED

    return background in GENERATED


def speaker(name: str | None) -> Speaker:
    """The loudspeaker of that name, not yet opened; the machine's own where there is no name.

    Raises:
        UsageError: There is none of that name.
        DeviceError: It cannot be used on this machine.
    """
    from unknot.speakers import open_speaker

    return open_speaker(name, _recording)


def _recording(path: Path) -> Output:
    from unknot.outputs import open_output

    return open_output(path)


def position_keeper() -> PositionStore:
    """Where the last session was broken off, as `play --resume` finds it."""
    from unknot.platform import SmallTextFile
    from unknot.player import TextPositionStore

    return TextPositionStore(SmallTextFile(config.state_folder() / "position.json"))


def store(cache: Path | None, cap: int) -> FileCache:
    """The cache as it is, for looking after it; `cap` is how many bytes it may take."""
    from unknot.cache import FileCache

    return FileCache(config.cache_folder(cache), cap)
