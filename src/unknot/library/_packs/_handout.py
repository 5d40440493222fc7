"""What is on the page of a hand-out, in the language of the pack."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unknot.library._anatomy import body_data, in_language
from unknot.library._body_parts import all_parts
from unknot.units import SAMPLE_RATE, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unknot.library._body_parts import BodyPart
    from unknot.library._packs._pack import Pack
    from unknot.timeline import Timeline
    from unknot.units import Frames

_DATA = Path(__file__).parent.parent / "data" / "handout.toml"


@dataclass(frozen=True, slots=True)
class HandoutSession:
    """A routine on the page."""

    title: str
    files: tuple[tuple[str, str], ...]
    """The length and the name of each file."""
    chapters: tuple[tuple[str, float], ...]
    """The title of each chapter and its share of the session, from 0 to 1; the picture is drawn from them."""


@dataclass(frozen=True, slots=True)
class HandoutPage:
    """The page, as plain texts."""

    language: str
    title: str
    by: str
    words: tuple[str, ...]
    """The therapist's words, a paragraph each."""
    dose: tuple[str, tuple[str, ...]]
    """A heading and its lines."""
    cautions: tuple[str, tuple[str, ...]]
    sessions: tuple[str, tuple[HandoutSession, ...]]
    write: tuple[str, tuple[str, ...]]
    """A heading, and the heads of the columns of the table to fill in."""
    link: tuple[str, str]
    """What is said about the link, and the link; empty where there is none."""


def handout_page(
    pack: Pack, areas: Iterable[str], sessions: Sequence[HandoutSession], lengths: Iterable[Frames], link: str = ""
) -> HandoutPage:
    """The page for the sessions of a pack.

    Args:
        pack: The pack.
        areas: The areas that its sessions work on.
        sessions: What is on the page, in order.
        lengths: The lengths of the files.
        link: An address; empty for none.
    """
    words = in_language(_words(), pack.language)
    return HandoutPage(
        language=pack.language,
        title=pack.title,
        by=words["by"].format(author=pack.author) if pack.author else "",
        words=tuple(filter(None, (" ".join(part.split()) for part in pack.notes.split("\n\n")))),
        dose=(words["dose"], _dose(pack, sorted(set(lengths)), words)),
        cautions=(words["cautions"], _cautions(pack, areas, words)),
        sessions=(words["sessions"], tuple(sessions)),
        write=(words["write"], tuple(words["columns"])),
        link=(words["scan"], link) if link else ("", ""),
    )


def handout_session(title: str, files: Sequence[tuple[Frames, str]], timeline: Timeline) -> HandoutSession:
    """A routine with the length and the name of each file; the chapters are those of `timeline`."""
    names = tuple((clock(frames), name) for frames, name in files)
    chapters = tuple((chapter.title, chapter.frames / timeline.frames) for chapter in timeline.chapters)
    return HandoutSession(title, names, chapters)


def _dose(pack: Pack, lengths: Sequence[Frames], words: dict[str, Any]) -> tuple[str, ...]:
    minutes = [f"{length / SAMPLE_RATE / 60:.3g}" for length in lengths]
    joined = f" {words['or']} ".join([", ".join(minutes[:-1]), minutes[-1]] if minutes[1:] else minutes)
    lines = [
        _counted(words["times"], pack.sessions or 2),
        words["minutes"][joined != "1"].format(lengths=joined),
        words["pressure"],
    ]
    if pack.weeks:
        lines.append(_counted(words["weeks"], pack.weeks))
    return tuple(line[:1].upper() + line[1:] for line in lines)


def _counted(forms: Sequence[str], count: int) -> str:
    """The form for a number: one for each of the first numbers, and the last one for all others."""
    return forms[min(count, len(forms)) - 1].format(count=count)


def _cautions(pack: Pack, areas: Iterable[str], words: dict[str, Any]) -> tuple[str, ...]:
    known = [body_data().areas[key] for key in dict.fromkeys(areas)]
    lines = [line for area in known for line in in_language(area.caution, pack.language).splitlines()]
    avoided = [_part(part, pack.language, words) for part in all_parts(pack.avoid)]
    out = [words["left_out"].format(areas=", ".join(avoided))] if avoided else []
    return tuple(dict.fromkeys([*out, *lines, words["stop"], words["ask"]]))


def _part(part: BodyPart, language: str, words: dict[str, Any]) -> str:
    """The name of an area, with its side where only one is meant."""
    name = str(in_language(body_data().areas[part.area].name, language))
    return f"{name} ({words['sides'][part.side]})" if part.side else name


def _words() -> dict[str, Any]:
    with _DATA.open("rb") as file:
        return tomllib.load(file)
