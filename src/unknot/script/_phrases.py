"""The phrases that the checker looks for, by language. A language without a row is not checked for phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Phrases:
    """Regular expressions that match whole words in any case."""

    open_eyes: str
    """Asks for open eyes."""
    claim: str
    """A medical claim."""
    we: str
    """“We” and “let us”."""
    announce: str
    """Announces a silence."""
    pressure: str
    """Pressure on the body."""
    unless: str
    """A negation."""
    high: str
    """Pressure of more than six of ten."""
    tense: str
    """Tenses a muscle."""
    release: str
    """Releases a muscle."""
    change: str
    """Changes to the other side."""
    turn: str
    """Turns over, gets up or lies down."""
    arms_up: str
    """Brings the hands to the head or the neck."""
    arms_down: str
    """Lets the arms rest."""
    elbows: str
    """Supports the elbows."""
    breathe_in: str
    """Begins an in-breath."""
    scale: str
    """A pressure as a number out of ten."""
    scale_explained: str
    """Says what ten of ten is."""
    left: str
    right: str
    both: str
    """Both sides."""


def _any(*alternatives: str) -> str:
    return "|".join(alternatives)


_LIMBS = (
    "hand|arm|forearm|elbow|wrist|palm|thumb|shoulder|side|foot|leg|knee|heel|calf|thigh|hip|ear|temple|jaw|ankle|sole"
)


_HEAD = (
    r"head|neck|nape|skull|scalp|hair|hairline|temples?|jaws?|cheeks?|face|ears?|earlobes?|forehead|brows?|eyebrows?|"
    r"chin|crown"
)
_HANDS = r"hands?|fingers?|fingertips?|palms?|thumbs?|heels? of (?:the|your) hands?"


def _side(name: str) -> str:
    """A side of the body. “right now” and “what is left” do not match."""
    return rf"{name} (?:{_LIMBS})|(?:to|on) (?:the|your) {name}|(?<=,.){name}$|^{name}"


_EN = Phrases(
    open_eyes=_any(
        r"look at",
        r"look (?:up|down|over|closely)",
        r"as (?:shown|pictured)",
        r"(?:shown|pictured) (?:here|below|above)",
        r"watch the (?:screen|video)",
        r"see the (?:picture|video|screen)",
        r"on (?:the|your) screen",
    ),
    claim=_any(
        r"cur(?:e|es|ed|ing)",
        r"heal(?:s|ed|ing)?",
        r"detox\w*",
        r"toxins?",
        r"adhesions?",
        r"breaks? (?:up|down) (?:the )?(?:knots?|scar)",
        r"dissolves?",
        r"(?:eliminates?|fixes|treats) (?:your |the |any )?(?:pain|stress|tension|injur\w+|conditions?|anxiety)",
        r"clinically proven",
        r"guarante\w+",
        r"medically",
    ),
    we=_any(
        r"we",
        r"we'll",
        r"we’ll",
        r"we're",
        r"we’re",
        r"we've",
        r"we’ve",
        r"let us",
        r"let's",
        r"let’s",
    ),
    announce=_any(
        r"minutes?",
        r"seconds?",
        r"quiet(?:ly)?",
        r"silen(?:ce|t)",
        r"still(?:ness)?",
        r"(?:stay|rest|remain|lie) (?:here|there|with|like)",
        r"for a while",
        r"a long(?:er)? (?:rest|pause)",
        r"until (?:the bell|you hear|i speak)",
        r"take your time",
    ),
    pressure=_any(
        r"press(?:es|ing)?",
        r"push(?:es|ing)?",
        r"squeez(?:e|es|ing)",
        r"knead(?:s|ing)?",
        r"dig(?:s|ging)?",
        r"grip(?:s|ping)?",
        r"rub(?:s|bing)?",
        r"massag(?:e|es|ing)",
        r"roll(?:s|ing)?",
        r"lean(?:s|ing)?",
        r"pinch(?:es|ing)?",
        r"work",
    ),
    unless=_any(
        r"not",
        r"never",
        r"no",
        r"don't",
        r"don’t",
        r"avoid",
        r"away from",
        r"clear of",
        r"leave out",
        r"without",
        r"instead of",
    ),
    high=_any(
        r"(?:seven|eight|nine|ten|[789]|10) (?:out )?of (?:ten|10)",
        r"as hard as",
        r"with all your (?:strength|weight)",
        r"until it (?:hurts|burns)",
        r"through the pain",
        r"no pain,? no gain",
    ),
    tense=_any(
        r"tens(?:e|es|ing)",
        r"tighten(?:s|ing)?",
        r"clench(?:es|ing)?",
        r"make a (?:tight )?fist",
    ),
    release=_any(
        r"releas(?:e|es|ing)",
        r"relax(?:es|ing)?",
        r"let (?:it |them |that |everything )?(?:go|drop|fall)",
        r"soften(?:s|ing)?",
    ),
    change=_any(
        r"(?:change|switch|swap) (?:sides?|hands?|arms?|legs?|feet)",
        r"to (?:the|your) other (?:side|hand|foot|leg|arm)",
    ),
    turn=_any(
        r"(?:turn|roll) (?:over|onto)",
        r"come down to the floor",
        r"lie down on the floor",
    ),
    arms_up=_any(
        rf"(?:{_HANDS})[^.?!]*\b(?:to|on|onto|behind|at|into|against|over|under|along|across|around|above|beside|between|"
        rf"in front of|from|through|up)\b[^.?!]*\b(?:{_HEAD})",
        rf"(?:{_HEAD})[^.?!]*\b(?:in|into|between|with|under) (?:both |your |the )*(?:{_HANDS})",
        rf"(?:{_HANDS})[^.?!]*\b(?:over|around|onto|to|on) (?:both |your |the )*(?:closed )?(?:eyes|eyelids)",
        r"(?:raise|lift|reach) (?:both |your |the )*arms?",
    ),
    arms_down=_any(
        r"arms? (?:\w+ ){0,2}(?:down|rest|drop|fall|sink|hang)",
        r"(?:rest|lower|drop|support|prop|settle|set) (?:both |your |the )*(?:arms?|elbows?)",
        rf"(?:rest|lower|drop) (?:both |your |the )*(?:{_HANDS})(?! (?:on|against|behind|over|under|along|at))",
        rf"(?:{_HANDS})[^.?!]*\b(?:down|be still|beside you|in(?:to)? your lap|on your (?:thighs|legs|belly|knees)|"
        r"on the (?:table|desk|bed|pillow|cushion|armrests))",
        rf"let (?:both |your |the )*(?:{_HANDS}) (?:rest|drop|sink|fall)",
    ),
    elbows=_any(r"elbows? [^.?!]*\b(?:on|against|into|supported|propped)", r"(?:support|prop)[^.?!]* elbows?"),
    breathe_in=_any(r"breathe in", r"inhale", r"breath in", r"in-breath"),
    scale=_any(r"(?:out )?of (?:ten|10)"),
    scale_explained=_any(r"(?:ten|10) (?:is|being|means|would be) (?:the|as|more|too|what|un\w+)"),
    left=_side("left"),
    right=_side("right"),
    both=r"both",
)
_HEAD_DE = (
    r"kopf\w*|nacken\w*|hals|schädel\w*|hinterkopf|haar\w*|schläfen?|kiefer\w*|wangen?|gesicht\w*|ohr\w*|stirn|brauen?|"
    r"augenbrauen?|kinn|scheitel|kaumuskel\w*"
)
_HANDS_DE = r"hand|hände|händen|finger|fingern|fingerspitzen|handflächen|handballen|daumen"
_DE = Phrases(
    open_eyes=_any(
        r"(?:schau|sieh|blick)e? (?:dir|auf|an|hin)", r"wie (?:gezeigt|abgebildet)", r"auf dem (?:bild|bildschirm)"
    ),
    claim=_any(
        r"heil(?:t|en|end)",
        r"kurier(?:t|en)",
        r"entgift\w+",
        r"giftstoffe?",
        r"verklebungen",
        r"garantier\w+",
        r"klinisch (?:belegt|erwiesen)",
    ),
    we=_any(
        r"wir",
        r"lass(?:t)? uns",
        r"unsere?",
    ),
    announce=_any(
        r"minuten?",
        r"sekunden?",
        r"ruhe",
        r"ruhig",
        r"stille?",
        r"(?:bleib|ruh)e? (?:hier|so|noch|dich)",
        r"eine weile",
        r"lass dir zeit",
    ),
    pressure=_any(
        r"drück(?:e|en|st|t)?",
        r"press(?:e|en|t)?",
        r"knet(?:e|en|est|et)?",
        r"greif(?:e|en|st|t)?",
        r"reib(?:e|en|st|t)?",
        r"massier(?:e|en|st|t)?",
        r"roll(?:e|en|st|t)?",
        r"lehn(?:e|en|st|t)?",
    ),
    unless=_any(
        r"nicht", r"nie", r"niemals", r"kein(?:e|en|em|er)?", r"weg von", r"meide", r"frei", r"ohne", r"statt", r"außer"
    ),
    high=_any(
        r"(?:sieben|acht|neun|zehn|[789]|10) von (?:zehn|10)",
        r"so fest (?:wie|du kannst)",
        r"mit aller kraft",
        r"bis es weh ?tut",
    ),
    tense=_any(
        r"spann(?:e|en|st|t)?",
        r"ball(?:e|en|st|t)? (?:die |deine )?(?:faust|fäuste|hand|hände)",
    ),
    release=_any(
        r"lass(?:e|en)? (?:\w+ )?los",
        r"entspann(?:e|en|st|t)?",
        r"lös(?:e|en|t)?",
    ),
    change=_any(
        r"wechs(?:el|le|eln) (?:die )?(?:seiten?|hände?|füße?)", r"(?:zur|auf die|jetzt die) andere[nr]? seite"
    ),
    turn=_any(
        r"dreh dich (?:um|auf)",
        r"roll dich",
        r"leg dich auf den boden",
    ),
    arms_up=_any(
        rf"(?:{_HANDS_DE})[^.?!]*\b(?:an|auf|hinter|vor|in|über|unter|neben|zu|zum|zur|entlang|um)\b[^.?!]*\b"
        rf"(?:{_HEAD_DE})",
        rf"(?:{_HEAD_DE})[^.?!]*\b(?:in|mit|zwischen) (?:beide[nr]? |deine[nr]? |die |den )*(?:{_HANDS_DE})",
        rf"(?:{_HANDS_DE})[^.?!]*\b(?:über|auf|um) (?:beide |deine |die )*(?:geschlossenen )?(?:augen|lider)",
        r"heb(?:e|en|st|t)? (?:beide |deine |die )*arme?",
    ),
    arms_down=_any(
        rf"(?:arme?|{_HANDS_DE})[^.?!]*\b(?:sinken|ruhen|senken|hängen|ablegen|in den schoß|im schoß|"
        r"auf die oberschenkel)",
        rf"(?:senk|leg|ruh)(?:e|en|st|t)? (?:beide |deine |die )*(?:arme?|{_HANDS_DE})(?: ab| nieder|$|,|\.)",
        rf"lass (?:beide |deine |die )*(?:arme?|{_HANDS_DE}) (?:\w+ ){{0,2}}(?:ruhen|sinken|los|liegen)",
    ),
    elbows=_any(r"ell(?:en)?bogen [^.?!]*\b(?:auf|ab|gestützt|liegen|ruhen)", r"stütz[^.?!]* ell(?:en)?bogen"),
    breathe_in=_any(r"einatmen", r"atme? (?:\w+ ){0,2}ein", r"einatem"),
    scale=_any(r"von (?:zehn|10)"),
    scale_explained=_any(r"(?:zehn|10) (?:ist|wäre|bedeutet|heißt),? (?:das|der|die|so|mehr|kaum|was|un\w+)"),
    left=_any(
        r"linke?[nrsm]?",
        r"links",
    ),
    right=_any(
        r"rechte?[nrsm]?",
        r"rechts",
    ),
    both=r"beide[nrsm]?",
)
_BY_LANGUAGE: Final = {"en": _EN, "de": _DE}


def phrases(language: str) -> Phrases | None:
    """The phrases of a language, a BCP 47 tag, or None for an unknown language."""
    return _BY_LANGUAGE.get(language.split("-")[0].lower())


@lru_cache(maxsize=512)
def whole(pattern: str) -> re.Pattern[str]:
    """The compiled expression. It matches whole words in any case and with any white space."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """An expression that matches any of these words or phrases as whole words."""
    return whole("|".join(re.escape(word).replace(r"\ ", " ").replace(r"\-", "[ -]") for word in words) or r"(?!)")
