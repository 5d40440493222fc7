"""`play`: a live session through a loudspeaker."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from unknot import player, wiring
from unknot.app._person import read_person
from unknot.app._play_position import find_session
from unknot.app._requests import SessionRequest
from unknot.app._routines import pack_of, services_for
from unknot.errors import UsageError
from unknot.ports import no_notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from unknot.app._play_position import FoundSession
    from unknot.app._play_session import LiveSession
    from unknot.app._routines import LoadedRoutine
    from unknot.planning import Fit
    from unknot.player import Controls, Ended, PlanController, PlayerEvent
    from unknot.ports import Notice, Speaker


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """Which session to play, and how."""

    routine: str | LoadedRoutine | None
    """A name in the library, a file, or a routine that is loaded already; with `resume`, None is the last session."""
    session: SessionRequest = field(default_factory=SessionRequest)
    player: str | None = None
    """The loudspeaker: null, record:FILE.wav; None is the default device."""
    on_time: bool = True
    """After a pause or a repeat, keep the original time of the end."""
    feedback: Literal["tone", "voice", "none"] = "tone"
    """How commands are answered."""
    resume: bool = False
    """Resume the last session from its saved position."""
    chapter: str = ""
    """The chapter to begin with: its number from 1, its title, or the beginning of its title. Empty is the start."""
    before: str = ""
    """Tension before the session, for the journal: `neck 6, jaw 4`."""
    journal: bool = True
    """Write this session into the journal."""


@dataclass(frozen=True, slots=True)
class Listener:
    """The callbacks of a live session."""

    emit: Callable[[PlayerEvent], None]
    """Is given every event, in order, in the thread that plays. Must be quick."""
    controls: Callable[[str], AbstractContextManager[Controls]]
    """Gives the commands while the session of that title is played."""
    notice: Notice = no_notice


def play(request: PlayRequest, listener: Listener) -> Ended:
    """How the session ended. Its lead-in begins at once, its words when the first clips are made.

    Raises:
        UsageError: There is no such routine or loudspeaker, or no session to resume.
        ScriptError: The script has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a chime cannot be read.
        DeviceError: The loudspeaker could not be opened.
        WriteError: `before` is given and the journal cannot be opened, or a recording could not be written.
    """
    from unknot.app._play_journal import journal_writer
    from unknot.app._play_session import LiveRequest, LiveSession

    found, notice = find_session(request.routine, request.session, resume=request.resume), listener.notice
    speaker, person, emitters = wiring.speaker(request.player), read_person(), [listener.emit]
    find_start = _find_start(found, request.chapter, notice)
    if (pack := pack_of(found.loaded)) and pack.pack.notes:
        notice(f"{pack.pack.author or pack.pack.title}: {' '.join(pack.pack.notes.split())}")
    live = LiveRequest(found.loaded, found.request, request.on_time, live=speaker.paced, find_start=find_start)
    with contextlib.ExitStack() as stack:
        services = stack.enter_context(services_for(found.loaded, found.request.voice, person, notice))
        if speaker.paced and request.journal:  # a recording is not a session that a person heard
            writer = journal_writer(found.loaded.entry, found.request.length, request.before, notice)
            emitters.append(stack.enter_context(writer))
        session = stack.enter_context(LiveSession(live, person, services, notice))
        controller = session.first_controller()
        options = player.PlaybackOptions(request.feedback, found.name, session.start)
        return _played(session, controller, speaker, emitters, listener, options)


def _find_start(found: FoundSession, chapter: str, notice: Notice) -> Callable[[Fit], player.StartItem] | None:
    """Finds the chapter or the saved position in the fitted session; None when it begins at its start."""
    start = found.start
    if chapter and start is not None:
        raise UsageError("a session goes on at one place", next_step="leave --from or --resume away")
    if chapter:
        return lambda fit: player.StartItem(_chapter_item(fit, chapter))
    if start is None:
        return None
    if found.edited:
        notice("the script has changed since; going on at the nearest place")

    def find(fit: Fit) -> player.StartItem:
        from unknot.planning import find_place

        left = start.left if found.same_length and not found.edited else None
        return player.StartItem(find_place(fit, start.place, edited=found.edited), left)

    return find


def _chapter_item(fit: Fit, chapter: str) -> int:
    from unknot.planning import find_chapter

    return find_chapter(fit.timeline, chapter)


def _played(
    session: LiveSession,
    controller: PlanController,
    speaker: Speaker,
    emitters: Sequence[Callable[[PlayerEvent], None]],
    listener: Listener,
    options: player.PlaybackOptions,
) -> Ended:
    header = session.routine.header
    announcer = player.PromptAnnouncer(session.narrator, header.language, header.voice)
    if options.feedback == "voice":
        announcer.preload(player.feedback_texts(header.language))

    def emit(event: PlayerEvent) -> None:
        for emitter in emitters:
            emitter(event)

    with listener.controls(header.title) as controls, contextlib.closing(announcer):
        context = player.PlayerContext(
            speaker,
            emit,
            controls,
            announcer,
            wiring.position_store(),
            lambda: wiring.keep_awake(),  # a lambda, so that its module is imported after the first sound
            concerns=session.concerns,
        )
        return player.play_session(controller, context, options)
