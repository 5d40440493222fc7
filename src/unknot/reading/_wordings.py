"""The words for units, symbols and addresses in the languages that have rules of their own: English and German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot.reading import _abbreviations, _numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.reading._numbers import NumberWords


@dataclass(frozen=True, slots=True)
class Wording:
    """What one language says for what is written."""

    numbers: NumberWords
    thousands: str
    """The mark between thousands."""
    decimal: str
    """The mark before decimals."""
    abbreviations: Mapping[str, str]
    numbered: Mapping[str, str]
    """Abbreviations before a number."""
    units: Mapping[str, tuple[str, str]]
    """One, with its number, and what stands after the number of several."""
    currencies: Mapping[str, tuple[str, str]]
    """As `units`."""
    months: tuple[str, ...]
    symbols: Mapping[str, str]
    """What is said for a symbol, wherever it stands."""
    marks: Mapping[str, str]
    """What is said for the marks inside an address."""
    to: str
    """Between the ends of a range."""
    by: str
    """Between the sides of a rectangle."""
    times: str
    out_of: str
    per: str
    number: str
    """Before a number: `#5`."""
    joined: str
    """Between hours and minutes."""
    choice: str
    """Between two words with a slash."""
    parts: str
    """Words before a Roman numeral, as a regular expression."""


def _row(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _units(rows: str) -> dict[str, tuple[str, str]]:
    """Per row: the spellings, what one is called with its number, what several are called, between bars."""
    found = {}
    for row in rows.strip().split("\n"):
        spellings, one, many = (part.strip() for part in row.split("|"))
        found.update(dict.fromkeys(spellings.split(), (one, many)))
    return found


_GREEK: Final = (
    ("α", "alpha", "Alpha"), ("β", "beta", "Beta"), ("γ", "gamma", "Gamma"), ("δ", "delta", "Delta"),
    ("θ", "theta", "Theta"), ("λ", "lambda", "Lambda"), ("π", "pi", "Pi"), ("σ", "sigma", "Sigma"),
    ("ω", "omega", "Omega"), ("Δ", "delta", "Delta"), ("Ω", "omega", "Omega"), ("μ", "mu", "Mü"), ("µ", "mu", "Mü"),
)  # fmt: skip

ENGLISH: Final = Wording(
    numbers=_numbers.ENGLISH,
    thousands=",",
    decimal=".",
    abbreviations=_abbreviations.ENGLISH,
    numbered=_abbreviations.ENGLISH_NUMBERED,
    units=_units("""
        s sec secs | one second | seconds
        min mins | one minute | minutes
        h hr hrs | one hour | hours
        ms msec | one millisecond | milliseconds
        wk wks | one week | weeks
        yr yrs | one year | years
        mo mos | one month | months
        mm | one millimetre | millimetres
        cm | one centimetre | centimetres
        m | one metre | metres
        km | one kilometre | kilometres
        ft | one foot | feet
        yd yds | one yard | yards
        mg | one milligram | milligrams
        g | one gram | grams
        kg kgs | one kilogram | kilograms
        lb lbs | one pound | pounds
        oz | one ounce | ounces
        ml mL | one millilitre | millilitres
        cl | one centilitre | centilitres
        l L | one litre | litres
        Hz | one hertz | hertz
        kHz | one kilohertz | kilohertz
        dB | one decibel | decibels
        bpm BPM | one beat per minute | beats per minute
        rpm | one turn per minute | turns per minute
        mph | one mile per hour | miles per hour
        km/h kph | one kilometre per hour | kilometres per hour
        m/s | one metre per second | metres per second
        kcal | one kilocalorie | kilocalories
        cal | one calorie | calories
        mmHg | one millimetre of mercury | millimetres of mercury
        kPa | one kilopascal | kilopascals
        W | one watt | watts
        kW | one kilowatt | kilowatts
        V | one volt | volts
        mm² | one square millimetre | square millimetres
        cm² | one square centimetre | square centimetres
        m² | one square metre | square metres
        cm³ | one cubic centimetre | cubic centimetres
        m³ | one cubic metre | cubic metres
        °C ℃ | one degree Celsius | degrees Celsius
        °F ℉ | one degree Fahrenheit | degrees Fahrenheit
        ° deg | one degree | degrees
        % pct | one percent | percent
        ‰ | one per thousand | per thousand
    """),
    currencies=_units("""
        $ USD US$ | one dollar | dollars
        € EUR | one euro | euros
        £ GBP | one pound | pounds
        ¥ JPY | one yen | yen
        CHF | one franc | francs
    """),
    months=_row(
    """
    January February March April May June July August September October November December
    """
),
    symbols={
        "&": "and", "@": "at", "+": "plus", "=": "equals", "±": "plus or minus", "≈": "about", "~": "about",
        "<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "×": "times", "÷": "divided by",
        "−": "minus", "%": "percent", "°": "degrees", "§": "section", "€": "euros", "£": "pounds", "∞": "infinity",
        **{letter: english for letter, english, _ in _GREEK},
    },
    marks={".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", ":": "colon", "+": "plus"},
    to="to",
    by="by",
    times="times",
    out_of="out of",
    per="per",
    number="number",
    joined="and",
    choice="or",
    parts="chapter|part|phase|stage|step|level|section|volume|act|book|type|grade|round|set|series",
)  # fmt: skip

GERMAN: Final = Wording(
    numbers=_numbers.GERMAN,
    thousands=".",
    decimal=",",
    abbreviations=_abbreviations.GERMAN,
    numbered=_abbreviations.GERMAN_NUMBERED,
    units=_units("""
        s sec Sek sek Sek. sek. | eine Sekunde | Sekunden
        min Min Min. | eine Minute | Minuten
        h Std Std. std Stdn | eine Stunde | Stunden
        ms | eine Millisekunde | Millisekunden
        Wo Wo. | eine Woche | Wochen
        mm | ein Millimeter | Millimeter
        cm | ein Zentimeter | Zentimeter
        m | ein Meter | Meter
        km | ein Kilometer | Kilometer
        mg | ein Milligramm | Milligramm
        g | ein Gramm | Gramm
        kg | ein Kilogramm | Kilogramm
        ml | ein Milliliter | Milliliter
        cl | ein Zentiliter | Zentiliter
        l L | ein Liter | Liter
        Hz | ein Hertz | Hertz
        kHz | ein Kilohertz | Kilohertz
        dB | ein Dezibel | Dezibel
        bpm BPM | ein Schlag pro Minute | Schläge pro Minute
        km/h | ein Stundenkilometer | Stundenkilometer
        m/s | ein Meter pro Sekunde | Meter pro Sekunde
        kcal | eine Kilokalorie | Kilokalorien
        mmHg | ein Millimeter Quecksilbersäule | Millimeter Quecksilbersäule
        W | ein Watt | Watt
        kW | ein Kilowatt | Kilowatt
        V | ein Volt | Volt
        mm² | ein Quadratmillimeter | Quadratmillimeter
        cm² | ein Quadratzentimeter | Quadratzentimeter
        m² qm | ein Quadratmeter | Quadratmeter
        cm³ | ein Kubikzentimeter | Kubikzentimeter
        m³ | ein Kubikmeter | Kubikmeter
        °C ℃ | ein Grad Celsius | Grad Celsius
        °F ℉ | ein Grad Fahrenheit | Grad Fahrenheit
        ° | ein Grad | Grad
        % | ein Prozent | Prozent
        ‰ | ein Promille | Promille
        Wdh Wdh. | eine Wiederholung | Wiederholungen
    """),
    currencies=_units("""
        € EUR Euro | ein Euro | Euro
        $ USD | ein Dollar | Dollar
        £ GBP | ein Pfund | Pfund
        CHF Fr. | ein Franken | Franken
    """),
    months=_row(
    """
    Januar Februar März April Mai Juni Juli August September Oktober November Dezember
    """
),
    symbols={
        "&": "und", "@": "ät", "+": "plus", "=": "gleich", "±": "plus minus", "≈": "etwa", "~": "etwa",
        "<": "kleiner als", ">": "größer als", "≤": "höchstens", "≥": "mindestens", "×": "mal", "÷": "geteilt durch",
        "−": "minus", "%": "Prozent", "°": "Grad", "§": "Paragraf", "€": "Euro", "£": "Pfund", "∞": "unendlich",
        **{letter: german for letter, _, german in _GREEK},
    },
    marks={".": "Punkt", "/": "Schrägstrich", "-": "Bindestrich", "_": "Unterstrich", "@": "ät", ":": "Doppelpunkt",
           "+": "plus"},
    to="bis",
    by="mal",
    times="mal",
    out_of="von",
    per="pro",
    number="Nummer",
    joined="und",
    choice="oder",
    parts="kapitel|teil|phase|stufe|schritt|abschnitt|band|akt|buch|typ|grad|runde|serie|satz",
)  # fmt: skip

WORDINGS: Final = {"en": ENGLISH, "de": GERMAN}
"""By the primary part of a BCP 47 tag."""


def wording_of(language: str) -> Wording | None:
    """What a language (BCP 47) says for what is written; None where its engines read it as they can."""
    return WORDINGS.get(primary(language))


def primary(language: str) -> str:
    """The primary part of a BCP 47 tag, in small letters."""
    return language.replace("_", "-").partition("-")[0].lower()
