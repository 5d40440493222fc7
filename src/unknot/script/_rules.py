"""The rules of the parser and the checker.

The header of a script can allow a warning by its name, but not an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding in a script."""

    name: str
    severity: Literal["error", "warning"]
    meaning: str
    """What is wrong, in one line."""


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
"""The rules of the parser."""

CHECKING = (
    # what cannot be made into a session
    _error("nothing-to-say", "No words are spoken and no bell sounds anywhere in the script."),
    _error("unspeakable", "Words without a letter or a digit, which a voice can make nothing of."),
    _error("unknown-file", "A sound or a background that there is not."),
    # words
    _warning("long-sentence", "A sentence of more than 25 words; closed eyes follow shorter ones."),
    _warning("open-eyes", "Words that ask for open eyes, such as “look at” or “as shown”."),
    _warning("medical-claim", "A claim that no routine can keep, such as “cures” or “releases toxins”."),
    _warning("we-form", "“We” and “let us”, which listeners like least; speak to one person."),
    _warning("foreign-pause", "A pause in round brackets, which a voice would read aloud."),
    _warning("list-line", "A line that Markdown shows as part of a list; here it is prose, its mark included."),
    _warning("emoji", "An emoji or a face of punctuation, which is not spoken."),
    _warning("address", "A web or mail address, which nobody can follow by ear; it belongs in a note."),
    _warning("symbol", "A mark that is only seen, such as an arrow or a row of `###`, and is not spoken."),
    _warning("foreign-letters", "Letters of an alphabet that a voice for the language of the script cannot read."),
    _warning("misread", "A date, a unit or an abbreviation that a voice may read in another way than it is meant."),
    # time
    _warning("long-cue-after-pause", "Over 20 words at once after 30 s of silence; attention returns slowly."),
    _warning("unannounced-silence", "A silence of 60 s or more that the words before it do not announce."),
    _warning("long-breath", "A breath cycle of more than 15 s."),
    _warning("speech-share", "More speech than the pace takes."),
    _warning("words-per-minute", "A chapter talks faster than the pace takes, its pauses counted in."),
    _warning("voice-rate", "A voice slower than 100 or faster than 170 words a minute."),
    _warning("moment-outside", "Words inside a hold that come after its longest end."),
    _warning("many-chapters", "More than 15 chapters, too many to find one's way in on a phone."),
    # the body
    _warning("uneven-sides", "One side is named and the other is not, or gets less time."),
    _warning("missing-caution", "An area is worked on and its caution is not said."),
    _warning("unsafe-pressure", "Pressure words with a place that takes none, such as the front of the neck."),
    _warning("tool-on-area", "A tool on an area that it is never used on."),
    _warning("high-pressure", "Pressure of more than six out of ten."),
    _warning("unexplained-scale", "A pressure “out of ten”, and nothing says before what ten is."),
    _warning("unknown-word", "An area, a tool, a posture, a setting or a level that the program does not know."),
    _warning("long-work", "More work on one side of an area than is sensible for it."),
    _warning("long-hold", "A hold of more than 90 s on one spot."),
    _warning("long-tension", "Tensing for more than 10 s before it is let go."),
    _warning("long-setup-pause", "More than 6 s after an instruction of the opening, or after an in-breath."),
    _warning("arms-raised", "Arms raised for more than 120 s without support and without a rest of 5 s."),
    _warning("short-change", "Less than 4 s to change sides, or less than 10 s to turn over."),
)
"""The rules of the checker, for scripts that can be parsed."""

IMPORTING = (_warning("not-carried", "Something of another program's script that a routine cannot say."),)
"""The rules of `import`."""

RULES = {rule.name: rule for rule in (*PARSING, *CHECKING, *IMPORTING)}
"""Every rule by name."""
