"""Abbreviations: what they stand for, and whether their full stop can end a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


def _table(rows: str) -> dict[str, str]:
    """Abbreviation, two spaces, words: without the full stop at the end, in the case in which it is written."""
    pairs = (row.strip().split("  ", 1) for row in rows.strip().split("\n"))
    return {short: words.strip() for short, words in pairs}


ENGLISH: Final = _table("""
    e.g  for example
    i.e  that is
    etc  et cetera
    vs  versus
    approx  approximately
    ca  circa
    cf  compare
    incl  including
    excl  excluding
    esp  especially
    max  maximum
    min  minimum
    reps  repetitions
    temp  temperature
    dept  department
    Dr  Doctor
    Mr  Mister
    Mrs  Missus
    Prof  Professor
    Sgt  Sergeant
    Capt  Captain
    Lt  Lieutenant
    Cpl  Corporal
    Maj  Major
    Gen  General
    Col  Colonel
    Rev  Reverend
    Hon  Honourable
    Gov  Governor
    Sen  Senator
    Jr  Junior
    Sr  Senior
    Mt  Mount
    Ave  Avenue
    Blvd  Boulevard
    Rd  Road
    Mon  Monday
    Tue  Tuesday
    Tues  Tuesday
    Wed  Wednesday
    Thu  Thursday
    Thur  Thursday
    Thurs  Thursday
    Fri  Friday
    Jan  January
    Feb  February
    Apr  April
    Aug  August
    Sept  September
    Sep  September
    Oct  October
    Nov  November
    Dec  December
""")
"""Written with a full stop. None of them is a word of its own that could end a sentence; see `ONLY_BEFORE`."""
ENGLISH_NUMBERED: Final = _table("""
    p  page
    pp  pages
    vol  volume
    vols  volumes
    no  number
    nos  numbers
    ch  chapter
    chap  chapter
    fig  figure
    figs  figures
    sec  section
    sect  section
    par  paragraph
    ed  edition
    art  article
    ex  exercise
    pt  part
    lvl  level
""")
"""Those that stand for something only before a number: `p. 4`, `no. 3`."""
GERMAN: Final = _table("""
    z. B  zum Beispiel
    d. h  das heißt
    u. a  unter anderem
    o. Ä  oder Ähnliches
    o. ä  oder ähnlich
    u. Ä  und Ähnliches
    u. U  unter Umständen
    i. d. R  in der Regel
    v. a  vor allem
    z. T  zum Teil
    z. Zt  zurzeit
    u. s. w  und so weiter
    m. E  meines Erachtens
    i. A  im Auftrag
    s. o  siehe oben
    s. u  siehe unten
    bzw  beziehungsweise
    ca  zirka
    usw  und so weiter
    etc  et cetera
    evtl  eventuell
    ggf  gegebenenfalls
    inkl  inklusive
    exkl  exklusive
    vgl  vergleiche
    max  maximal
    min  mindestens
    mind  mindestens
    bes  besonders
    insb  insbesondere
    insbes  insbesondere
    jew  jeweils
    sog  sogenannte
    allg  allgemein
    entspr  entsprechend
    gem  gemäß
    zzgl  zuzüglich
    abzgl  abzüglich
    Wdh  Wiederholungen
    Tel  Telefon
    Hr  Herr
    Hrn  Herrn
    Fr  Frau
    Dr  Doktor
    Prof  Professor
    Dipl  Diplom
    St  Sankt
    Jan  Januar
    Feb  Februar
    Apr  April
    Aug  August
    Sept  September
    Sep  September
    Okt  Oktober
    Nov  November
    Dez  Dezember
    li  links
    re  rechts
    Std  Stunden
    Min  Minuten
    Sek  Sekunden
""")
GERMAN_NUMBERED: Final = _table("""
    S  Seite
    Nr  Nummer
    nr  Nummer
    Bd  Band
    Kap  Kapitel
    Abb  Abbildung
    Abs  Absatz
    Abschn  Abschnitt
    Art  Artikel
    Üb  Übung
    Aufl  Auflage
""")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SENTENCE_WORDS: Final = _words(
    """
    the this that these those then now next and but or so it he she you we they there here if when while after
    before let rest breathe repeat hold press feel keep take do at in on for with as a i der die das dann jetzt nun
    und aber oder es er sie du wir ihr wenn während nach vor lass atme halte wiederhole drücke spüre danach
    anschließend hier dort im am bei mit
    """
)
"""Words that begin a sentence far more often than they follow an abbreviation with a capital letter."""
_ENDING: Final = _words("etc usw reps temp jr sr am pm max li re wdh")
"""Abbreviations after which a capital letter begins a sentence."""
_UNITS: Final = _words(
    """
    s sec secs min mins h hr hrs cm mm m km kg g mg lb lbs oz ft yd in ml l
    """
)
"""Abbreviations of units, in English without capital letters."""
_GERMAN_UNITS: Final = frozenset(("Min", "Sek", "Std"))
_ORDINAL_BEFORE: Final = _words(
    """
    am im vom zum beim ins ans der die das dem den des dieser diese dieses diesem diesen jeder jede jedes jedem
    jeden ein eine einer einem einen zur ab
    """
)
_GERMAN_MONTHS: Final = re.compile(
    r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jan|feb|apr|aug|sept?|"
    r"okt|nov|dez|monat|tag|woche|jahr)\b"
)
_LETTER: Final = re.compile(r"[^\W\d_]\. [^\W\d_]\.")
"""Two letters with full stops: `z. B.`"""
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def _known(*tables: Mapping[str, str]) -> frozenset[str]:
    return frozenset(short.lower().replace(" ", "") for table in tables for short in table)


_NUMBERED: Final = _known(ENGLISH_NUMBERED, GERMAN_NUMBERED)
_ALWAYS: Final = _known(ENGLISH, GERMAN) | {"ms", "st", "hon"}
_WORDS_TOO: Final = _words(
    """
    mon sat sun wed fri gen col sen gov rev par art fig ex ed no pt ch re mind bes gem
    """
)
"""Abbreviations that are words, too: without a number or a name after them, their full stop ends the sentence."""
_TITLES: Final = _words("gen col sen gov rev fr")
"""Those of them that stand before a name."""


def ends_sentence(before: str, following: str) -> bool:
    """Whether a full stop ends a sentence.

    Args:
        before: The text up to the full stop, without it.
        following: The text after it, from its first letter or digit on. It does not begin with a small letter.
    """
    words = before.split()
    last = words[-1].lstrip("\"'“„‘(*[") if words else ""
    first = re.match(r"[^\W\d_]*", following)
    begins = bool(first and first[0].lower() in _SENTENCE_WORDS)
    if _LETTER.match(f"{last}. {following}") or (
        len(last) == 1 and len(words) > 1 and _LETTER.match(words[-2] + " a.")
    ):
        return False
    if last.isdecimal():
        return _ends_with_number(words, following)
    if last.lower() in _UNITS or last in _GERMAN_UNITS:
        return _ends_with_unit(words, last, following, begins)
    if _INITIALS.fullmatch(last):
        return (begins or last.lower() in ("a.m", "p.m")) and last.lower() not in _ALWAYS
    return not _continues(last, following, begins)


def _continues(last: str, following: str, begins: bool) -> bool:
    """Whether a sentence goes on after the abbreviation `last` or an initial."""
    short, digit = last.lower(), following[:1].isdigit()
    if short in _NUMBERED and digit:
        return True
    if short in _ENDING:
        return digit and short not in ("etc", "usw")
    if short in _WORDS_TOO:
        return short in _TITLES and last[:1].isupper() and not begins
    if short in _ALWAYS:
        return True
    return len(last) == 1 and last.isalpha() and last.isupper() and last != "I" and not begins


def _ends_with_number(words: list[str], following: str) -> bool:
    """A number and a full stop is a German ordinal after an article, and before a month."""
    after_article = len(words) > 1 and words[-2].lower().lstrip('(„“"') in _ORDINAL_BEFORE
    return not (after_article or _GERMAN_MONTHS.match(following.lower()))


def _ends_with_unit(words: list[str], last: str, following: str, begins: bool) -> bool:
    """After a number and an English unit, a capital letter begins a sentence; German nouns have one anyway."""
    counted = len(words) > 1 and words[-2][-1:].isdigit()
    if following[:1].isdigit():
        return counted and last in ("in", "m", "h", "l", "g", "s")
    return begins if not counted or last in _GERMAN_UNITS else True
