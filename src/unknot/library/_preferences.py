"""Steps that a person wants more of, or never: an instruction with the time to do it, known by its words."""

from __future__ import annotations

import difflib
import json
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.errors import UsageError
from unknot.library._sections import FENCES, groups, inside, sections, words_of
from unknot.library._without_areas import with_reached_length
from unknot.platform import write_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from unknot.routine import Node, Routine


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person has said of steps, each by its words."""

    more: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def with_step(self, words: str, kind: str) -> Preferences:
        """The preferences with a step under `more` or `never`, and not under the other; `""` is under neither."""
        lists = {name: tuple(one for one in getattr(self, name) if not _same(one, words)) for name in ("more", "never")}
        if kind:
            lists[kind] = (*lists[kind], words)
        return Preferences(**lists)


def load_preferences(path: Path) -> Preferences:
    """The preferences in a file; none where there is no file.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return Preferences(tuple(map(str, data.get("more", ()))), tuple(map(str, data.get("never", ()))))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError, TypeError) as fault:
        raise UsageError(f"cannot read {path}: {fault}", next_step=f"correct or remove {path}") from fault


def save_preferences(preferences: Preferences, path: Path) -> None:
    """Afterwards the file has the preferences, whole or not at all.

    Raises:
        WriteError: It could not be written.
    """
    rows = (("more", preferences.more), ("never", preferences.never))
    lists = (f"{name} = {json.dumps(list(steps), ensure_ascii=False, indent=4)}\n" for name, steps in rows)
    write_private(path, "".join(lists))


def steps_of(routine: Routine) -> tuple[str, ...]:
    """The words of every step between the opening and the return of a routine, each once."""
    inner = sections(routine)[1:-1]
    return tuple(dict.fromkeys(words for section in inner for words in _steps(section.nodes)))


def find_step(routine: Routine, said: str) -> str:
    """The words of the step that has these words in it.

    Raises:
        UsageError: There is none, or there are several; the next step names them.
    """
    steps = steps_of(routine)
    found = [step for step in steps if " ".join(said.lower().split()) in step.lower()]
    if len(found) == 1:
        return found[0]
    near = found or difflib.get_close_matches(said, steps, n=3, cutoff=0.4) or steps
    what = "several steps have" if found else "no step has"
    raise UsageError(f"{what} the words {said!r}", next_step=f"write more of one: {'; '.join(near)}")


def without_steps(routine: Routine, never: Iterable[str]) -> tuple[Routine, tuple[str, ...]]:
    """The routine without those steps, and the words of each that was left out. The opening and the return stay.

    The length in its header stays where the rest still reaches it.
    """
    never = tuple(never)
    parts = list(groups(routine.body))
    found = tuple(step for step in steps_of(routine) if any(_same(step, one) for one in never))
    if not found or len(parts) < 3:
        return routine, ()
    inner = tuple(node for part in parts[1:-1] for node in nodes_without_steps(part, never))
    return with_reached_length(replace(routine, body=(*parts[0], *inner, *parts[-1]))), found


def nodes_without_steps(nodes: Sequence[Node], never: Iterable[str]) -> tuple[Node, ...]:
    """The nodes without those steps, each with the hold that follows it, and without fences that become empty."""
    never = tuple(never)
    kept: list[Node] = []
    dropping = False
    for node in nodes:
        if isinstance(node, tree.Work) and dropping:
            dropping = False
            continue
        dropping = any(_same(_step(node), one) for one in never) if isinstance(node, tree.Paragraph) else False
        body = inside(node)
        rest = nodes_without_steps(body, never)
        if dropping or (body and not any(map(_does, rest))):
            continue
        kept.append(replace(node, body=rest) if body and isinstance(node, FENCES) else node)
    return tuple(kept)


def has_step(nodes: Iterable[Node], wanted: Iterable[str]) -> bool:
    """Whether one of the steps is in the nodes."""
    wanted = tuple(wanted)
    return any(_same(step, one) for step in _steps(nodes) for one in wanted)


def _steps(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, tree.Paragraph) and (words := _step(node)):
            yield words
        yield from _steps(inside(node))


def _step(node: Node) -> str:
    """The words of the first instruction of a paragraph; empty where it only asks or is silent."""
    items = node.items if isinstance(node, tree.Paragraph) else ()
    said = (words_of(item.pieces) for item in items if isinstance(item, tree.Say))
    return next((words for words in said if not words.endswith("?")), "")


def _does(node: Node) -> bool:
    return not isinstance(node, tree.Heading | tree.NoteBlock | tree.Comment)


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(one.lower().split()) == " ".join(other.lower().split())
