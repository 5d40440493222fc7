"""What is written is said in words, in English and German, and the rest is left to the voice."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, strategies as st

from unknot.reading import spoken_text
from unknot.reading._normaliser import all_plain

ENGLISH = [
    # units
    ("Hold 30 s.", "Hold thirty seconds."),
    ("Rest 1s, then 1.5 s, then .5 s.", "Rest one second, then one point five seconds, then zero point five seconds."),
    ("1 h, or 1h 30m, or 2 h 1 min", "one hour, or one hour and thirty minutes, or two hours and one minute"),
    ("approx. 5 min. each; 10 sec. hold", "approximately five minutes each; ten seconds hold"),
    ("a 10-min rest, a 5-minute rest, a 30-s hold", "a ten-minute rest, a five-minute rest, a thirty-second hold"),
    ("with 10 kg, 5 lbs, 6 ft and 2 kg/day", "with ten kilograms, five pounds, six feet and two kilograms per day"),
    ("5 km/h, 3 times/week", "five kilometres per hour, three times per week"),
    ("20°C, 98.6 °F, 90°, 1°, -5 °C",
     "twenty degrees Celsius, ninety-eight point six degrees Fahrenheit, ninety degrees, "
     "one degree, minus five degrees Celsius"),
    ("5%, 1 %, ±2, 100% cotton.", "five percent, one percent, plus or minus two, one hundred percent cotton."),
    ("10 x 20 cm, 4 × 4, 2×10", "ten by twenty centimetres, four times four, two times ten"),
    ("3x each side, 1× here, x3, 3-4x", "three times each side, one time here, three times, three to four times"),
    ("5'10\" tall, 120/80 mmHg", "five feet ten tall, one hundred and twenty over eighty millimetres of mercury"),
    # ranges and fractions
    ("2-3 times, 10–15 s, 5%-10%", "two to three times, ten to fifteen seconds, five percent to ten percent"),
    ("4-7-8 breathing, a 1:2 ratio", "four seven eight breathing, a one to two ratio"),
    ("1/2 turn, ½ turn, 1/4 turn, 3/4 of it", "half a turn, half a turn, a quarter of a turn, three quarters of it"),
    ("2½ minutes, 2 1/2 hours, 1/2 hour, ½ kg",
     "two and a half minutes, two and a half hours, half an hour, half a kilogram"),
    ("Press at 3/10, half the time: 24/7.", "Press at three out of ten, half the time: twenty-four seven."),
    ("C1-C7, L4/L5, the 2nd–3rd rib, 3 sets × 10", "C1 to C7, L4 L5, the second to third rib, three sets of ten"),
    ("7 a.m. and 9 p.m. tonight, 10k steps", "seven AM and nine PM tonight, ten thousand steps"),
    # times, dates, years, money
    ("At 10:30 p.m. we rest.", "At ten thirty PM we rest."),
    ("At 10:00, 7:05 or 9:00 am.", "At ten o'clock, seven oh five or nine AM."),
    ("It takes 1:30 min.", "It takes one minute and thirty seconds."),
    ("It was Jan. 5 again.", "It was January fifth again."),
    ("Jan. 5, 2026; 5 Jan 2026; January 5th",
     "January fifth, twenty twenty-six; the fifth of January, twenty twenty-six; "
     "January fifth"),
    ("2026-11-25 or 10/12/2026", "November twenty-fifth, twenty twenty-six or ten twelve twenty twenty-six"),
    ("in 1984, since 2005, the 1980s, 1984 steps", "in nineteen eighty-four, since two thousand and five, the nineteen "
     "eighties, one thousand nine hundred and eighty-four steps"),
    ("$5, $5.50, $1, 5 €, £3, $2 million",
     "five dollars, five dollars and fifty cents, one dollar, five euros, three pounds, "
     "two million dollars"),
    # numbers
    ("the 1st, 2nd, 3rd and 21st", "the first, second, third and twenty-first"),
    ("1,000 steps, 1000000, 007, 3.14", "one thousand steps, one million, zero zero seven, three point one four"),
    ("L5, T12 and 3D", "L5, T12 and 3D"),
    ("Chapter IV, Part II, Phase I.", "Chapter four, Part two, Phase one."),
    ("Part I like. I rest.", "Part I like. I rest."),
    # abbreviations
    ("This is vol. 3, p. 4, pp. 4-6.", "This is volume three, page four, pages four to six."),
    ("No. 3, no. 4, #5, no.", "Number three, number four, number five, no."),
    ("Sgt. Bob met Capt. Al and Dr. Kim.", "Sergeant Bob met Captain Al and Doctor Kim."),
    ("The U.S. Army, the U.K.", "The U S Army, the U K."),
    ("St. John's is at Main St.", "Saint John's is at Main Street."),
    ("e.g. this, i.e. that, etc.", "for example this, that is that, et cetera."),
    ("and/or, w/ a ball, w/o it, left/right", "and or, with a ball, without it, left or right"),
    ("this & that @ home + more", "this and that at home plus more"),
    # what is no word
    ("Relax your jaw 😌 and let go ✨.", "Relax your jaw and let go."),
    ("Let go :-) now 👩🏽‍⚕️ rest 🇩🇪 ok 1️⃣.", "Let go now rest ok."),
    ("Breathe in → breathe out.", "Breathe in, breathe out."),
    ("Rest ### now, *** snake_case", "Rest now, snake case"),
    ("Visit https://example.org/calm now.", "Visit example dot org slash calm now."),
    ("Mail anna.b@example.org or see www.example.org.", "Mail anna dot b at example dot org or see example dot org."),
    ("The α wave", "The alpha wave"),
    # sounds
    ("Shhhhhhhhhhhhhh.", "Shh."),
    ("Aaaaaah. Mmmmmm. Ommmm. Hmmmm.", "Ah. Mmm. Om. Hmm."),
    ("Sooo calm, sleeeep, goood, slooowly.", "So calm, sleep, good, slowly."),
]  # fmt: skip
GERMAN = [
    ("Halte 30 s.", "Halte dreißig Sekunden."),
    ("1 s, 1 Std., 1 cm, 20 cm, 10 kg",
     "eine Sekunde, eine Stunde, ein Zentimeter, zwanzig Zentimeter, zehn Kilogramm"),
    ("ca. 5 Min., Nr. 3, 10 Sek. lang", "zirka fünf Minuten, Nummer drei, zehn Sekunden lang"),
    ("Halte 5 Min.", "Halte fünf Minuten."),
    ("z. B. so, z.B. so, d. h. das, bzw. dies",
     "zum Beispiel so, zum Beispiel so, das heißt das, beziehungsweise dies"),
    ("usw. und so, etc.", "und so weiter und so, et cetera."),
    ("3x, 1x, 2–3x pro Seite, 2×10", "dreimal, einmal, zwei bis dreimal pro Seite, zwei mal zehn"),
    ("10 x 20 cm, 5–10 Min.", "zehn mal zwanzig Zentimeter, fünf bis zehn Minuten."),
    ("1.–3. Übung, die 3. Übung, der 2. Atemzug", "erste bis dritte Übung, die dritte Übung, der zweite Atemzug"),
    ("am 3. Mai, 3. Mai 2026, am 2. Tag", "am dritten Mai, dritter Mai zweitausendsechsundzwanzig, am zweiten Tag"),
    ("25.11.2026, im Jahr 1984",
     "fünfundzwanzigster November zweitausendsechsundzwanzig, im Jahr neunzehnhundertvierundachtzig"),
    ("½ Stunde, 1/2 Drehung, eine ½ Drehung", "eine halbe Stunde, eine halbe Drehung, eine halbe Drehung"),
    ("2½ Minuten, ¼ Drehung, 3/4 der Zeit, 7/10",
     "zweieinhalb Minuten, ein Viertel Drehung, drei Viertel der Zeit, sieben von zehn"),
    ("1/2 kg, 1/2 l", "ein halbes Kilogramm, ein halber Liter"),
    ("um 10:30 Uhr, um 10:00, 8.15 Uhr, 1:30 Min.",
     "um zehn Uhr dreißig, um zehn Uhr, acht Uhr fünfzehn, eine Minute und dreißig Sekunden"),
    ("5 €, 5,50 €, 1 €, $5", "fünf Euro, fünf Euro fünfzig, ein Euro, fünf Dollar"),
    ("20 °C, 5 %, 90°, -5 °C", "zwanzig Grad Celsius, fünf Prozent, neunzig Grad, minus fünf Grad Celsius"),
    ("1 Minute, 1 Atemzug, 1 Mal", "eine Minute, ein Atemzug, ein Mal"),
    ("1.000 Schritte, 2,5 kg", "eintausend Schritte, zwei Komma fünf Kilogramm"),
    ("links/rechts, Kapitel IV, S. 4", "links oder rechts, Kapitel vier, Seite vier"),
    ("Dr. Müller & Frau", "Doktor Müller und Frau"),
    ("Ein → aus 😌.", "Ein, aus."),
    ("Schhhh. Mmmmm. Ahhhh.", "Schh. Mmm. Ah."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), ENGLISH)
def test_english_is_said_in_words(text: str, words: str) -> None:
    """Figures, units, abbreviations and symbols."""
    assert spoken_text(text, "en") == words


@pytest.mark.parametrize(("text", "words"), GERMAN)
def test_german_is_said_in_words(text: str, words: str) -> None:
    """Figures, units, abbreviations and symbols, with the endings that German asks for."""
    assert spoken_text(text, "de-AT") == words


@pytest.mark.parametrize(
    ("text", "words"), [("Respirez 😌 30 s & calme.", "Respirez 30 s & calme."), ("½ — 5 %", "½ — 5 %")]
)
def test_other_languages_keep_what_their_engines_read(text: str, words: str) -> None:
    """Only emoji are left out."""
    assert spoken_text(text, "fr") == words


@given(
    st.text(st.sampled_from("aB sx0123456789 .,:;/-–%°½#&@→_*(){}$€Shm.\n"), max_size=60), st.sampled_from(["en", "de"])
)
def test_no_digit_is_left_on_its_own(text: str, language: str) -> None:
    """Whatever the text: no figure, no mark that a voice spells, no space before a full stop at the end of a word."""
    said = spoken_text(text, language)
    assert not re.search(r"(?<![\w.,])\d+(?![\w.,])", said)
    assert not re.search(r"[#&@→_*{}€½°%]", said)


@given(st.text(max_size=80))
def test_white_space_at_the_ends_stays(text: str) -> None:
    """Pieces of a cue are put together again."""
    said = spoken_text(text, "en")
    assert len(said) - len(said.lstrip()) >= len(text) - len(text.lstrip()) or not text.strip()


def test_plain_words_are_given_back_as_they_are() -> None:
    """And cost nothing more than one look."""
    text = "Sit back, and let your shoulders drop; don’t hurry... "
    assert all_plain("Sit back, and let your shoulders drop.")
    assert spoken_text(text, "en") == text


def test_a_long_text_takes_time_in_proportion() -> None:
    """No rule goes over the text again and again."""
    for text in ("Hold 30 s, then 2-3 times. ", "1 ", "a/b ", "1.", "((", "x1x", "10:3", "- "):
        began = time.process_time()
        spoken_text(text * (20_000 // len(text)), "en")
        assert time.process_time() - began < 4, text
