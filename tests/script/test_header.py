"""The header: YAML of strings, with a fault for everything else."""

import pytest

from unknot.errors import ScriptError
from unknot.routine import Header, VoiceChoice
from unknot.script import parse, to_text
from unknot.script._header import KEYS
from unknot.units import frames


def header(lines: str) -> Header:
    """The header of these lines."""
    return parse(f"---\n{lines}\n---\n", "t.md").header


def faults(lines: str) -> list[str]:
    """`line:column rule` for every fault of a header, its first line being 2."""
    with pytest.raises(ScriptError) as caught:
        parse(f"---\n{lines}\n---\nRest.\n", "t.md")
    return [f"{f.place.line}:{f.place.column} {f.rule}" for f in caught.value.findings]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("summary: no", {"summary": "no"}),
        ("summary: 1:30", {"summary": "1:30"}),
        ("summary: |\n  two\n  lines", {"summary": "two lines"}),
        ("length: 1:30", {"length": frames(90)}),
        ("length: 10", {"length": frames(10)}),
        ("areas: neck", {"areas": ("neck",)}),
        ("areas: neck, Upper back", {"areas": ("neck", "upper-back")}),
        ("areas: [neck, upper_back]", {"areas": ("neck", "upper-back")}),
        ("areas:\n  - neck\n  - jaw", {"areas": ("neck", "jaw")}),
        ("background: off", {"background": ""}),
        ("background: sounds/rain.flac", {"background": "sounds/rain.flac"}),
        ("voice: {name: No 9, rate: 130}", {"voice": VoiceChoice(name="No 9", rate=130)}),
        ("say: {sacrum: say-krum, T4: T four}", {"say": (("sacrum", "say-krum"), ("T4", "T four"))}),
        ("cautions: Not today, please.", {"cautions": ("Not today, please.",)}),
        ("allow: we-form", {"allow": ("we-form",)}),
        ("language: pt-BR", {"language": "pt-BR"}),
        ("summary: 'x' # why", {"summary": "x"}),
    ],
)
def test_a_key_takes_what_people_write(line: str, expected: dict[str, object]) -> None:
    """Each key reads its usual forms; one value instead of a list is a list of one."""
    assert header(f"title: T\n{line}") == Header(title="T", **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ["1:1 missing-title"]),
        ("title:", ["2:7 bad-value"]),
        ("title: [T]", ["2:8 bad-value"]),
        ("title: T\ntitel: T", ["3:1 unknown-key"]),
        ("title: T\ntitle: T", ["3:1 double-key"]),
        ("title: T\n<<: {pace: calm}", ["3:1 unknown-key"]),
        ("title: &a T", ["2:8 header-syntax"]),
        ("title: T\nsummary: *a", ["3:10 header-syntax"]),
        ("title: !!python/object:os.system T", ["2:8 header-syntax"]),
        ("title: 'T", ["3:1 header-syntax"]),
        ("title: T: U", ["2:9 header-syntax"]),
        ("title: T\n- x", ["3:1 header-syntax"]),
        ("- title", ["2:1 header-syntax"]),
        ("{a: b}: c", ["2:1 header-syntax"]),
        ("title: T\nareas: [[[[x]]]]", ["3:10 header-syntax"]),
        ('title: "\\ud800"', ["2:8 bad-value"]),
        ('title: "\\UFFFFFFFF"', ["2:1 header-syntax"]),
        ("title: T\nareas: [a!, 'b c', '*']", ["3:9 bad-value"]),
        ("title: T\nlanguage: English!", ["3:11 bad-value"]),
        ("title: T\npace: clam", ["3:7 bad-value"]),
        ("title: T\nlength: long", ["3:9 bad-duration"]),
        ("title: T\nlength: 0", ["3:9 bad-duration"]),
        ("title: T\nvoice: espeak", ["3:8 bad-value"]),
        ("title: T\nvoice: {rate: 30}", ["3:15 bad-count"]),
        ("title: T\nvoice: {speed: 130}", ["3:9 bad-argument"]),
        ("title: T\nsay: [a]", ["3:6 bad-value"]),
        ("title: T\nsay: {a: b, a: c}", ["3:13 double-key"]),
        ("title: T\nsay: {a: /7e/}", ["3:10 bad-value"]),
        ("title: T\nbackground: ../rain.flac", ["3:13 unsafe-path"]),
        ("title: T\nallow: [we-from, unknown-tag]", ["3:9 unknown-rule"]),
        ("pace: clam\nlength: x", ["1:1 missing-title", "2:7 bad-value", "3:9 bad-duration"]),
    ],
)
def test_a_fault_has_its_place(lines: str, expected: list[str]) -> None:
    """Each key has its own faults, with line and column."""
    assert faults(lines) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rest.", ["1:1 no-header"]),
        ("", ["1:1 no-header"]),
        ("---\ntitle: T\n\nRest. [x]", ["1:4 open-header", "4:8 unknown-tag"]),
        ("---", ["1:3 open-header", "1:1 missing-title"]),
    ],
)
def test_a_missing_or_open_header_is_reported_with_the_other_faults(text: str, expected: list[str]) -> None:
    """The body is parsed also when the header is missing or open."""
    with pytest.raises(ScriptError) as caught:
        parse(text, "t.md")
    assert sorted(f"{f.place.line}:{f.place.column} {f.rule}" for f in caught.value.findings) == sorted(expected)


@pytest.mark.parametrize("text", ["\ufeff---\ntitle: T\n---", "\n\n---\ntitle: T\n---", "---\r\ntitle: T\r\n--- \r\n"])
def test_a_byte_order_mark_and_other_line_ends_are_no_fault(text: str) -> None:
    """A byte order mark, empty lines and other line ends before the header are no fault."""
    assert parse(text, "t.md").header == Header(title="T")


def test_the_table_of_keys_is_the_header() -> None:
    """Each field has a row, and the example of each row is read and written back."""
    assert {key.word for key in KEYS} == set(Header.__dataclass_fields__)
    for key in KEYS:
        whole = parse(f"---\ntitle: T\n{key.word}: {key.form}\n---\n".replace("title: T\ntitle", "title"), "t.md")
        assert parse(to_text(whole), "t.md") == whole
