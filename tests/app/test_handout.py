"""`pack handout` and `pack new`."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdf
import pytest

from unknot import app
from unknot.errors import UnknotError, UsageError
from unknot.routine import VoiceChoice
from unknot.units import frames

VOICE = app.SessionRequest(voice=app.VoiceRequest(VoiceChoice("espeak")), background="")
ROUTINE = """---
title: {title}
areas: [calves]
---

# Settle

Leave the calves out with a clot or varicose veins, and stay light behind the knee. [2s]

::: each side: left, right

# Calf, {{side}}

Knead your {{side}} calf. [hold 5s, 2s..60s]

:::

# Return

Rest. [3s]
"""


@pytest.fixture(autouse=True)
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pack of three routines, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "knee"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.md").write_text(ROUTINE.format(title=f"Routine {name}"), "utf-8")
    (folder / "pack.toml").write_text(
        'name = "knee"\ntitle = "Für die Wade – “sanft”"\nauthor = "A. Therapist"\nsessions = 3\nweeks = 2\n'
        'routines = ["one.md", "two.md", "three.md"]\navoid = ["left calf"]\nnotes = "Easy does it."\n',
        "utf-8",
    )
    return folder


def request(**how: object) -> app.HandoutRequest:
    """A request for two short lengths."""
    words = {"pack": "knee", "lengths": (frames(40), frames(60)), "session": VOICE, "output": Path("out")}
    return app.HandoutRequest(**{**words, **how})  # type: ignore[arg-type]


def test_a_hand_out_is_a_folder_and_a_zip_with_sound_and_a_page(pack: Path) -> None:
    """The first two routines are in it; the page is first; nothing else is left behind."""
    made = app.handout(request(link="https://example.org/a"))
    assert made.files == ("1-page.html", "1-page.pdf", "one-1m.mp3", "one-40s.mp3", "two-1m.mp3", "two-40s.mp3")
    assert made.left_out == ("three.md",)
    assert sorted(zipfile.ZipFile("out.zip").namelist()) == list(made.files)
    assert sorted(path.name for path in Path().iterdir()) == ["cache", "knee", "out", "out.zip"]


def test_the_page_has_the_words_the_dose_and_the_cautions(pack: Path) -> None:
    """The HTML and the PDF, one page of A4, say the same. What the pack leaves out is in no chapter."""
    app.handout(request(lengths=(frames(60),), link="https://example.org/a"))
    pdf = pypdf.PdfReader("out/1-page.pdf")
    html, text = Path("out/1-page.html").read_text("utf-8"), pdf.pages[0].extract_text()
    assert len(pdf.pages) == 1
    for words in ("Easy does it.", "3 times a week", "1 minute each time", "five out of ten", "varicose veins"):
        assert words in html
        assert words in " ".join(text.split())
    assert "Für die Wade" in text
    assert "Calf, right" in html
    assert "Calf, left" not in html
    assert "<svg" in html
    assert "http" not in html.replace("https://example.org/a", "").replace("http://www.w3.org/2000/svg", "")


def test_all_routines_can_be_asked_for_and_large_letters(pack: Path) -> None:
    """Without a link there is no code."""
    made = app.handout(request(lengths=(frames(40),), every=True, large=True))
    assert made.left_out == ()
    html = Path("out/1-page.html").read_text("utf-8")
    assert "font: 20pt" in html
    assert "<svg" not in html


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"pack": "kneee"}, "no pack"),
        ({"lengths": ()}, "which length"),
        ({"lengths": (frames(1),)}, "cannot be 0:01"),
        ({"output": Path("knee")}, "exists already"),
    ],
)
def test_what_cannot_be_made_leaves_nothing_behind(pack: Path, how: dict[str, object], told: str) -> None:
    """There is no folder, no zip and no temporary folder afterwards."""
    with pytest.raises(UnknotError, match=told):
        app.handout(request(**how))
    assert {path.name for path in Path().iterdir()} <= {"knee", "cache"}


def test_an_older_hand_out_is_replaced_only_with_force(pack: Path) -> None:
    """The new one has its own files only."""
    app.handout(request(lengths=(frames(40),)))
    with pytest.raises(UsageError, match="exists already"):
        app.handout(request(lengths=(frames(60),)))
    made = app.handout(request(lengths=(frames(60),), force=True))
    assert "one-40s.mp3" not in made.files
    assert sorted(path.name for path in Path("out").iterdir()) == list(made.files)


def test_a_new_pack_builds_as_it_is() -> None:
    """It has copies of the routines, and a list with comments."""
    folder = app.pack_new(Path("Meine Woche"), ["feet-by-hand", "breathing"], 'Say "hello"')
    built = app.pack_build(folder, Path("a.zip"))
    assert set(built.names) >= {"feet-by-hand.md", "breathing.md", "pack.toml"}
    assert app.pack_inspect(Path("a.zip")).pack.name == "meine-woche"
    with pytest.raises(UsageError, match="exists already"):
        app.pack_new(folder, ["breathing"], "Again")


def test_letters_of_other_languages_are_printed(pack: Path) -> None:
    """Names, quotation marks and dashes are in the PDF as they were written."""
    list_file = pack / "pack.toml"
    list_file.write_text(list_file.read_text("utf-8").replace("A. Therapist", "Łukasz Żak – „Ω“ …"), "utf-8")
    made = app.handout(request())
    text = pypdf.PdfReader(made.folder / "1-page.pdf").pages[0].extract_text()
    assert "Łukasz Żak – „Ω“ …" in text


def test_force_replaces_a_hand_out_and_no_other_folder(tmp_path: Path) -> None:
    """A folder with other files stays as it is."""
    app.handout(request(lengths=(frames(40),)))
    app.handout(request(lengths=(frames(40),), force=True))
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Documents" / "thesis.txt").write_text("precious", "utf-8")
    with pytest.raises(UsageError, match="other things"):
        app.handout(request(output=Path("Documents"), force=True))
    assert (tmp_path / "Documents" / "thesis.txt").read_text("utf-8") == "precious"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "https://a b", "https://e.org/" + "x" * 4000])
def test_a_link_is_an_address_on_the_web(link: str) -> None:
    """Anything else is refused before work begins."""
    with pytest.raises(UsageError, match="no address"):
        app.handout(request(link=link))


def test_a_routine_without_the_area_stays_as_it_is(pack: Path) -> None:
    """A meditation has nothing to leave out; the page names the side that is left out."""
    plain = ROUTINE.format(title="Rest").replace("areas: [calves]\n", "").replace("alf", "all").replace("alves", "alls")
    (pack / "one.md").write_text(plain, "utf-8")
    made = app.handout(request(lengths=(frames(60),)))
    assert "Left out: calves (left)." in (made.folder / "1-page.html").read_text("utf-8")
