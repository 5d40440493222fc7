"""How other people write a pause: in brackets and in words of many languages, with or without a number.

One table of words says what each word means. `import`, `fmt` and the checker all ask here, so they agree.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from unknot.script._values import LONGEST, write_duration
from unknot.units import SAMPLE_RATE, Frames, frames

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT: Final = frames(2)
"""A short pause without a number."""
USUAL: Final = frames(4)
"""A pause without a number."""
LONG: Final = frames(10)
"""A long pause without a number."""
BREATH: Final = frames(6)
"""One breath, where a pause is counted in breaths: ten a minute, as resting people breathe."""
DOTS: Final = frames(2.5)
"""A line of dots."""
MILLISECONDS_FROM: Final = 1000
"""A number without a unit is milliseconds from here on: nobody pauses for a thousand seconds."""
LONGEST_PHRASE: Final = 100
"""Characters of the longest text that is looked at as a pause."""

STRENGTHS: Final = {"none": 0.0, "x-weak": 0.25, "weak": 0.5, "medium": 0.75, "strong": 1.5, "x-strong": 3.0}
"""Seconds of a break that says only how strong it is, as SSML has it."""
_TIMES = ("time", "length", "duration", "dur", "sec", "secs", "ms", "msec", "value")
"""What engines call the attribute that says how long a break is."""

BREAKS: Final = {"break", "pause", "silence", "sil", "wait", "slnc", "pau"}
"""What engines call a pause in angle brackets or behind a backslash."""
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>/]+))")

_UNITS = {
    "second": (
        "s sec secs second seconds sek sekunde sekunden seconde secondes seg segs segundo segundos secondo secondi "
        "seconden sekund sekunder sekunders sekunda sekundy sekundu sekuntia sekunti saniye секунда секунды секунд "
        "секунду сек с δευτερολεπτα 秒 秒間 秒钟 초"
    ),
    "minute": (
        "m min mins minute minutes minuten minuto minutos minuti minuut minuten minut minuter minutter minuty minuta "
        "minutu minuuttia dakika минута минуты минут минуту мин λεπτα 分 分間 分钟 분"
    ),
    "thousandth": "ms msec msecs millisecond milliseconds millisekunde millisekunden milliseconde millisecondes",
    "breath": (
        "breath breaths atemzug atemzuge atemzugen atemzugs respiration respirations respiracion respiraciones respiro "
        "respiri respiracao respiracoes ademhaling ademhalingen andetag nefes вдох вдоха вдохов 呼吸 次呼吸"
    ),
}
_WORDS = {
    "pause": (
        "pause pauses pausing pausa pausas pausen pauze pauzes paus pauser pauza pauzy przerwa tauko taukoa duraklama "
        "пауза паузу перерыв παυση 休止 停顿 停頓 暂停 暫停 ポーズ 멈춤 일시정지 쉼"
    ),
    "silence": (
        "silence silences silent silencio silenzio silence stille schweigen stilte tystnad stillhet stilhed hiljaisuus "
        "cisza ticho sessizlik тишина тишины молчание σιωπη 沈黙 静寂 静默 静默 寂静 침묵 "
        "break breaks wait waiting beat stillness warten wartezeit wacht wachten attente attends attendez espera "
        "esperar esperen attesa attendere attendi ruhepause atempause denkpause"
    ),
    "short": (
        "short brief briefly tiny quick small little kurz kurze kurzer kurzes kurzen kleine court courte breve breves "
        "bref petite petit corta corto curta curto korte kort kortare krotka lyhyt kisa короткая короткую 短い 短 小"
    ),
    "long": (
        "long longer extended deep lang lange langer langes langen langere grosse longue longues larga largo lunga "
        "lungo longa longo lang lange dluga pitka uzun длинная долгая длинную долгую 長い 长 長"
    ),
    "middling": "medium normal usual mittlere mittel moyenne media normale gentle full",
    "half": "half halbe halben demi demie media medio mezzo mezza meia meio halve pol 1⁄2",
    "few": "few several some couple einige paar quelques unos unas alcuni alcune alguns algumas enkele nagra",
    "moment": "moment moments augenblick momento momentos attimo instant ogenblik stund while",
    "filler": (
        "a an the of for and und et og och about around approx approximately circa ca roughly another here now take "
        "delay gap rest let there be hold to cycle cycles fur von etwa ungefahr ein eine einen einer der die das d de "
        "du des pour environ un une le la el los las por unos di per circa il lo o os as um uma voor van een ongeveer "
        "i pa for na w в на по の と て to bis y e"
    ),
}
"""What each word means, by meaning; written without accents, as `_folded` leaves them."""
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici",
    "um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze",
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien",
    "一 二 三 四 五 六 七 八 九 十",
)
"""The numbers from one on, a language a row."""
_TENS = {
    20: "twenty zwanzig vingt veinte venti vinte twintig",
    30: "thirty dreissig trente treinta trenta trinta dertig",
    40: "forty vierzig quarante cuarenta quaranta quarenta veertig",
    45: "funfundvierzig",
    50: "fifty funfzig cinquante cincuenta cinquanta cinquenta vijftig",
    60: "sixty sechzig soixante sesenta sessanta sessenta zestig",
    90: "ninety neunzig noventa novanta negentig",
}
_LETTERS = {
    "pause": "P", "silence": "P", "short": "z", "long": "Z", "middling": "x", "half": "H", "few": "F", "moment": "M",
    "filler": " ", "second": "s", "minute": "m", "thousandth": "i", "breath": "b",
}  # fmt: skip
"""Each meaning as one letter; a number is N, a clock time C, a mark between two numbers `-`."""
_SECONDS = {"s": 1.0, "m": 60.0, "i": 0.001, "b": BREATH / SAMPLE_RATE}
_PARTS = r"1⁄2|\d{1,3}(?::[0-5]\d){1,2}(?![\d:])|\d+(?:[.,]\d+)?|[.,]\d+|[^\W\d_]+|\s+|[-–—=:;,_.…~/|*#+'’()\[\]\"]+"
_AMOUNT = re.compile(
    r"(?P<range>N[ -]+N ?(?P<of>[smib]))|(?P<clock>C)|(?P<sum>(?:N ?H? ?[smib] ?)+N?)|(?P<part>[HF] *[smib])"
    r"|(?P<one>[smb])|(?P<bare>N)|(?P<moment>M)"
)
_RANGE = re.compile(r"\d\w*\s*\.\.(?!\.)")
"""A range as a routine writes it, which is not how others do."""
_SIZED = re.compile(r"[Pxz Z-]*")


def _folded(text: str) -> str:
    """The text in lower case without its accents, for comparing words of many languages."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _numbers() -> dict[str, float]:
    counted = {word: float(n) for row in _NUMBERS for n, word in enumerate(_folded(row).split(), 1)}
    tens = {word: float(value) for value, row in _TENS.items() for word in _folded(row).split()}
    return counted | tens


_VALUES = _numbers()
_MEANINGS = {
    word: _LETTERS[meaning] for meaning, row in [*_WORDS.items(), *_UNITS.items()] for word in _folded(row).split()
}
"""The letter of each word."""
_EAST = sorted((w for w in {**_MEANINGS, **_VALUES} if w[0] >= "\u2e80"), key=len, reverse=True)
"""Words of scripts that put no space between words; the longest first."""
_TOKEN = re.compile("|".join([*map(re.escape, _EAST), _PARTS]))
_PROPER = frozenset(_folded(_WORDS["pause"]).split())
"""Words that mean a pause and nothing else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as the table of words reads it."""

    letters: str
    """One letter a word, as in `_LETTERS`."""
    numbers: tuple[float, ...]
    """The values of its N and C, in order; of a C in seconds."""


def foreign_pause(text: str) -> str | None:
    """The tag for a pause in words: `PAUSE:5`, `10 second pause`, `kurze Pause` give `[5s]`, `[10s]`, `[2s]`."""
    reading = _reading(text)
    return None if reading is None else _tag(reading)


def foreign_aside(text: str) -> str | None:
    """The tag for a pause in round brackets; unlike in square ones it has to say that it is one."""
    reading = _reading(text)
    return _tag(reading) if reading is not None and "P" in reading.letters else None


def bare_pause(line: str) -> str | None:
    """The tag for a line without brackets that holds nothing but a pause: `Pause 10 seconds`, `- long pause -`.

    A word such as “silence” may be meant for the listener, so alone it counts only with a number.
    """
    text = line.strip(" \t-–—~*_=/|.!…")
    reading = _reading(text)
    if reading is None or "P" not in reading.letters:
        return None
    proper = any(word in _PROPER for word in _folded(text).split())
    return _tag(reading) if proper or "N" in reading.letters or "C" in reading.letters else None


def begins_as_pause(text: str) -> bool:
    """Whether the first word of a text in brackets means a pause, as in `pause and notice`."""
    first = re.match(r"\W*([^\W\d_]+)", _folded(text[:LONGEST_PHRASE]))
    return first is not None and first[1] in _PROPER


def is_dots(text: str) -> bool:
    """Whether a text is nothing but dots, at least two of them: `...`, `. . .`, `…`."""
    marks = "".join(text.split())
    return bool(marks) and not marks.strip(".…·•・‥") and (len(marks) > 1 or marks in "…‥")


def read_length(text: str) -> Frames | None:
    """The time that a cell or an attribute stands for: `30`, `60s`, `1:30`, `2,5`, `.5s`, `2 seconds`, `1 min 30`.

    A number alone is seconds. None where it is no time, or is longer than a day.
    """
    reading = _reading(text.strip().removeprefix("+"))
    if reading is None or "-" in reading.letters.strip():
        return None
    match = _AMOUNT.fullmatch(reading.letters.strip())
    if match is None or match["one"] or match["moment"] or match["range"]:
        return None
    return _frames(reading.numbers[0] if match["bare"] else _seconds(match, list(reading.numbers)))


def break_tag(attributes: Mapping[str, str]) -> str | None:
    """The tag for a break that says its length or its strength; `[0s]` is none, None one that cannot be read.

    Args:
        attributes: As in `<break time="3s" strength="weak"/>`, their names in small letters.
    """
    times = [(key, attributes[key]) for key in _TIMES if key in attributes]
    if times:
        length = _break_length(*times[0])
    elif "strength" in attributes:
        strength = STRENGTHS.get(attributes["strength"].strip().lower())
        length = None if strength is None else frames(strength)
    else:
        length = frames(STRENGTHS["medium"])
    return None if length is None else f"[{write_duration(length)}]"


def read_markup(tag: str) -> tuple[str, str | None]:
    """The name of a tag in angle brackets, in small letters, and the pause that it stands for, if it is one.

    `<break time="3s"/>`, `<break strength="weak"/>`, `<pause=1s>`, `<silence 500ms>`, `<<pause>>`.
    """
    inside = tag.strip("<>/ \n\v")
    name = re.match(r"[\w:-]*", inside)
    word = name[0].lower() if name else ""
    rest = inside[len(word) :].strip(" :=")
    if word not in BREAKS or tag.startswith("</"):
        return word, foreign_pause(inside) if tag.startswith("<<") else None
    said = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(rest)}
    if said or not rest:
        return word, break_tag(said) if said or word == "break" else foreign_pause("pause")
    return word, break_tag({"time": rest}) or foreign_pause(f"pause {rest}")


def _break_length(key: str, text: str) -> Frames | None:
    """Numbers without a unit are thousandths from a hundred on: no engine takes a break that long in seconds."""
    bare = re.fullmatch(r"\s*\+?(\d{1,9}(?:\.\d{1,6})?)\s*", text)
    if bare and (float(bare[1]) >= 100 or key.startswith("ms")):
        return _frames(float(bare[1]) / 1000)
    return read_length(text)


@lru_cache(maxsize=4096)
def _reading(text: str) -> Reading | None:
    """What each word of a short phrase means, or None where one of them means nothing here."""
    if len(text) > LONGEST_PHRASE or _RANGE.search(text):
        return None
    folded, letters, numbers, end = _folded(text.strip()), [], [], 0
    for match in _TOKEN.finditer(folded):
        if match.start() != end:
            return None
        end = match.end()
        letter, value = _meaning(match[0])
        if not letter:
            return None
        letters.append(letter)
        numbers += [] if value is None else [value]
    return Reading(_compact("".join(letters), numbers), tuple(numbers)) if end == len(folded) and letters else None


def _meaning(part: str) -> tuple[str, float | None]:
    """The letter of a part, none for an unknown word, and its value where it is a number."""
    if part in _MEANINGS:
        return _MEANINGS[part], None
    if part in _VALUES:
        return "N", _VALUES[part]
    if ":" in part and part[0].isdigit():
        return "C", _clock(part)
    if part[0].isdecimal() or part[-1].isdecimal():
        return ("N", float(part.replace(",", "."))) if len(part) < 12 else ("", None)
    if part.isspace():
        return " ", None
    return ("", None) if part[0].isalpha() else ("-" if part in "-–—" else " ", None)


def _clock(token: str) -> float:
    seconds = 0
    for part in token.split(":"):
        seconds = seconds * 60 + int(part)
    return float(seconds)


def _compact(letters: str, numbers: list[float]) -> str:
    """The letters without needless blanks; `forty-five` is one number."""
    letters = re.sub(r" {2,}", " ", letters).strip()
    at = -1
    for found in re.finditer("[NC]", letters):
        at += 1
        following = letters[found.start() :]
        if following.startswith(("N-N", "N N")) and numbers[at] in {20, 30, 40, 50} and 0 < numbers[at + 1] < 10:
            numbers[at : at + 2] = [numbers[at] + numbers[at + 1]]
            return _compact(letters[: found.start()] + letters[found.start() + 2 :], numbers)
    return letters


def _tag(reading: Reading) -> str | None:
    match = _AMOUNT.search(reading.letters)
    if match is None:
        return _sized(reading.letters)
    around = reading.letters[: match.start()] + reading.letters[match.end() :]
    if not _SIZED.fullmatch(around) or ((match["bare"] or match["moment"] or match["one"]) and "P" not in around):
        return None
    if match["moment"]:
        return _sized(around)
    if match["range"]:
        low, high = (_frames(n * _SECONDS[match["of"]]) for n in reading.numbers[:2])
        both = low is not None and high is not None and low < high
        return f"[{write_duration(low)}..{write_duration(high)}]" if both and low and high else None
    if match["bare"]:
        number = reading.numbers[0]
        length = _frames(number / 1000 if number >= MILLISECONDS_FROM else number)
    else:
        length = _frames(_seconds(match, list(reading.numbers)))
    return None if length is None else f"[{write_duration(length)}]"


def _sized(letters: str) -> str | None:
    """The tag for a pause that has a size at most."""
    if "P" not in letters or not _SIZED.fullmatch(letters):
        return None
    return f"[{write_duration(LONG if 'Z' in letters else SHORT if 'z' in letters else USUAL)}]"


def _seconds(match: re.Match[str], numbers: list[float]) -> float:
    """The amount in seconds; a number behind minutes is seconds."""
    if match["clock"]:
        return numbers[0]
    if match["one"]:
        return _SECONDS[match["one"]]
    if match["part"]:
        return (0.5 if match["part"][0] == "H" else 3.0) * _SECONDS[match["part"][-1]]
    total = 0.0
    for half, unit in re.findall(r"N ?(H?) ?([smib]?)", match["sum"]):
        total += (numbers.pop(0) + (0.5 if half else 0)) * _SECONDS[unit or "s"]
    return total


def _frames(seconds: float) -> Frames | None:
    length = frames(round(min(seconds, 1e6), 3))
    return length if length <= LONGEST else None
