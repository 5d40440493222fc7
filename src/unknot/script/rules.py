"""Every rule by its name: what the parser and the checker can find in a script.

A warning can be allowed by its name in a script's header; an error cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be found in a script."""

    name: str
    severity: Literal["error", "warning"]
    meaning: str
    """What is wrong where it is found, in one line."""


def _error(name: str, meaning: str) -> Rule:
    return Rule(name, "error", meaning)


def _warning(name: str, meaning: str) -> Rule:
    return Rule(name, "warning", meaning)


PARSING = (
    # the text
    _error("control-character", "A character that no editor shows, such as NUL, stands in the text."),
    _error("too-large", "The script, its header or what it unfolds to is larger than any session needs."),
    _error("too-deep", "Fences, choices or includes stand inside each other deeper than anyone can follow."),
    _error("too-many", "So much is wrong that the rest is only counted."),
    # the header
    _error("no-header", "The script does not begin with a header between two lines of `---`."),
    _error("open-header", "The header is not closed by a line of `---`."),
    _error("header-syntax", "The header is not plain YAML: a key, a colon, a value."),
    _error("unknown-key", "The header has a key that means nothing."),
    _error("double-key", "The header says the same key twice."),
    _error("missing-title", "The header has no title."),
    _error("bad-value", "A value of the header is not of the kind that its key takes."),
    _error("unknown-rule", "`allow` names a rule that there is not, or an error."),
    # blocks
    _error("bad-heading", "A heading is empty, has no space behind its `#`, or more than two of them."),
    _error("unknown-fence", "A fence begins with a word that means nothing."),
    _error("open-fence", "A fence is not closed by `:::`."),
    _error("stray-fence", "A `:::` closes nothing, or stands in the middle of a line."),
    _error("bad-fence", "A fence holds nothing, or something that it cannot hold."),
    _error("open-comment", "A comment is not closed by `-->`."),
    _error("stray-line", "A line of dashes stands in the body, where it means nothing."),
    _error("note-continues", "Prose stands right under a note, where Markdown shows it as part of the note."),
    # inside a line
    _error("unknown-tag", "Square brackets hold something that is no tag."),
    _error("open-bracket", "A square bracket or a brace is not closed."),
    _error("stray-bracket", "A square bracket or a brace closes nothing."),
    _error("misplaced-tag", "A tag stands where only words can: in a heading, a choice, an emphasis, a hold's line."),
    _error("unknown-variable", "Braces hold a name that means nothing here."),
    _error("bad-choice", "One of the choices in braces is empty."),
    _error("bad-emphasis", "A star begins or ends no emphasis."),
    _error("unknown-escape", "A backslash stands before something that needs none."),
    _error("markup", "Markup in angle brackets, which a voice would read aloud."),
    # values
    _error("bad-duration", "Not a duration, or not one that can stand here."),
    _error("bad-range", "The two ends of a range, or the length between them, do not fit together."),
    _error("bad-count", "Not a whole number that can stand here."),
    _error("bad-argument", "A tag or fence lacks something, or has something that it does not know."),
    _error("unsafe-path", "A file's name leads out of the script's folder."),
    # includes
    _error("unknown-include", "The included script was not found beside the script nor in the library."),
    _error("include-circle", "A script includes itself, directly or through others."),
)
"""What makes a text no script."""

CHECKING: tuple[Rule, ...] = ()
"""What a script can be read with and should still be told."""

RULES = {rule.name: rule for rule in (*PARSING, *CHECKING)}
"""Every rule by name."""
