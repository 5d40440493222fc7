"""`play`: a session through a loudspeaker, steered while it is heard."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from unknot import player, wiring
from unknot.app._person import read_person
from unknot.app._play_position import find_session
from unknot.app._requests import SessionRequest
from unknot.app._routines import services_for
from unknot.ports import no_notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from unknot.app._play_session import LiveSession
    from unknot.player import Controls, Ended, PlayerEvent
    from unknot.ports import Notice, Speaker


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """Which session is to be played, and how."""

    routine: str | None
    """A name in the library, or a file; None with `resume` is the one that was broken off."""
    session: SessionRequest = field(default_factory=SessionRequest)
    player: str | None = None
    """The loudspeaker: null, record:FILE.wav; None is the machine's own."""
    on_time: bool = True
    """After a pause or a repeat: end when it was going to."""
    feedback: Literal["tone", "voice", "none"] = "tone"
    """What answers a command."""
    resume: bool = False
    """Go on where the last session was broken off."""
    before: str = ""
    """How it feels before, for the journal: `neck 6, jaw 4`."""
    journal: bool = True
    """Write this session down."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Whoever listens: is told what happens, and steers."""

    tell: Callable[[PlayerEvent], None]
    """Told all that happens, in order, from the thread that plays. Must be quick."""
    steering: Callable[[str], AbstractContextManager[Controls]]
    """What brings commands while a session of that title plays."""
    notice: Notice = no_notice


def play(request: PlayRequest, listener: Listener) -> Ended:
    """How the session ended. Its lead-in sounds at once, its words as soon as the first of them are there.

    Raises:
        UsageError: There is no such routine or loudspeaker, or no session to go on with.
        ScriptError: The script has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a chime cannot be read.
        DeviceError: The loudspeaker could not be opened.
        WriteError: There is no journal for the words of `before`, or a recording could not be written.
    """
    from unknot.app._play_journal import written_down
    from unknot.app._play_session import LiveRequest, LiveSession

    found, notice = find_session(request.routine, request.session, resume=request.resume), listener.notice
    speaker, person, tellers = wiring.speaker(request.player), read_person(), [listener.tell]
    live = LiveRequest(found.loaded, found.request, request.on_time, live=speaker.paced, anew=found.start is None)
    with contextlib.ExitStack() as opened:
        services = opened.enter_context(services_for(found.loaded, found.request.voice, person, notice))
        if speaker.paced and request.journal:  # a recording is nothing that somebody heard
            down = written_down(found.loaded.entry, found.request.length, request.before, notice)
            tellers.append(opened.enter_context(down))
        making = opened.enter_context(LiveSession(live, person, services, notice))
        settings = player.PlaybackOptions(request.feedback, found.name, found.start)
        return _performed(making, speaker, tellers, listener, settings)


def _performed(
    making: LiveSession,
    speaker: Speaker,
    tellers: Sequence[Callable[[PlayerEvent], None]],
    listener: Listener,
    settings: player.PlaybackOptions,
) -> Ended:
    header = making.routine.header
    announcer = player.PromptAnnouncer(making.narrator, header.language, header.voice)
    if settings.feedback == "voice":
        announcer.preload(player.feedback_texts(header.language))

    def told(event: PlayerEvent) -> None:
        for tell in tellers:
            tell(event)

    with listener.steering(header.title) as controls, contextlib.closing(announcer):
        context = player.PlayerContext(
            speaker,
            told,
            controls,
            announcer,
            wiring.position_keeper(),
            lambda: wiring.keep_awake(),  # here, because what it needs is imported after the first sound
            concerns=making.concerns,
        )
        return player.play_session(making.first_controller(), context, settings)
