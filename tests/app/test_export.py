"""`app.export`: sessions as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.errors import AudioFileError, OutOfReach, UnknotError, UsageError, WriteError
from unknot.units import frames

if TYPE_CHECKING:
    from unknot.units import Frames

SCRIPT = "---\ntitle: Breath\nbackground: rain\n---\n\nSit down. [5s, 1s..60s]\n\nBreathe out. [5s, 1s..60s]\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two scripts, in which the program runs."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(SCRIPT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def request(*seconds: float, **more: object) -> app.ExportRequest:
    """The first script at these lengths, as SSML if no other option is given."""
    lengths: tuple[Frames, ...] = tuple(frames(length) for length in seconds)
    words = {"routines": ("one.md",), "lengths": lengths, "options": app.FileOptions("ssml")} | more
    return app.ExportRequest(**words)  # type: ignore[arg-type]


def must_not_be_called(*_: object) -> None:
    """Fails when it is called.

    Raises:
        AssertionError: Always.
    """
    raise AssertionError("the callback was called")


def test_the_result_names_each_file_with_its_length_and_size(home: Path) -> None:
    """The result has the length and the size of each file; a file without sound has no size."""
    made = app.export(request(20, 25))
    assert [(file.path.name, file.frames, file.size) for file in made.files] == [
        ("one-20s.ssml", frames(20), None),
        ("one-25s.ssml", frames(25), None),
    ]
    assert made.missing == ()
    sound = app.export(request(20, options=app.FileOptions("wav"))).files[0]
    assert sound.size == (home / "one-20s.wav").stat().st_size


def test_of_several_files_a_failure_is_reported_at_once_and_the_others_are_made(home: Path) -> None:
    """When one of several files fails, the callback is called at once and the others are written."""
    failures: list[tuple[UnknotError, bool]] = []
    last = home / "one-25s.ssml"
    made = app.export(request(20, 10_800, 25), on_fault=lambda fault: failures.append((fault, last.exists())))
    assert [type(fault) for fault, _ in failures] == [OutOfReach]
    assert [made_before for _, made_before in failures] == [False]
    assert [file.path.name for file in made.files] == ["one-20s.ssml", "one-25s.ssml"]
    assert [path.name for path in made.missing] == ["one-180m.ssml"]


def test_the_failure_of_a_single_file_is_raised(home: Path) -> None:
    """The error of a single file is raised."""
    with pytest.raises(OutOfReach):
        app.export(request(10_800), on_fault=must_not_be_called)
    assert not list(home.glob("*.ssml"))


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"options": app.FileOptions("xyz")}, "cannot write .xyz"),
        ({"output": "file.ssml", "routines": ("one.md", "two.md")}, "cannot share"),
        ({"output": "none/file.ssml"}, "no folder none"),
        ({"output": "one.md"}, "cannot write .md"),
        ({"routines": ("nothing-like-it",)}, "no routine"),
    ],
)
def test_an_impossible_request_is_refused_before_any_work(home: Path, words: dict[str, object], match: str) -> None:
    """An impossible request is refused before any work; no progress is reported."""
    from pathlib import Path

    if isinstance(words.get("output"), str):
        words = words | {"output": Path(str(words["output"]))}
    with pytest.raises(UsageError, match=match):
        app.export(request(20, **words), progress=must_not_be_called)
    assert {path.name for path in home.iterdir()} >= {"one.md", "two.md"}
    assert not list(home.rglob("*.ssml"))


def test_an_existing_file_stops_the_whole_export(home: Path) -> None:
    """An existing file stops the whole export, except with `force`."""
    (home / "one-25s.ssml").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="there already"):
        app.export(request(20, 25))
    assert not (home / "one-20s.ssml").exists()
    app.export(request(20, 25, force=True))
    assert (home / "one-25s.ssml").read_text("utf-8") != "mine"


def test_ssml_reads_no_background(home: Path) -> None:
    """SSML needs no background; a file with sound does."""
    session = app.SessionRequest(background="gone.flac")
    assert app.export(request(20, session=session)).files
    with pytest.raises(AudioFileError, match=r"gone\.flac"):
        app.export(request(20, session=session, options=app.FileOptions("wav")))


def test_progress_is_reported_stage_by_stage(home: Path) -> None:
    """Progress is reported for speaking and then for writing, each to its end."""
    steps: list[tuple[str, int, int]] = []
    app.export(request(20, options=app.FileOptions("wav")), progress=lambda *step: steps.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in steps)) == ["speaking", "writing"]
    assert {stage: done == of for stage, done, of in steps} == {"speaking": True, "writing": True}


def test_what_the_profile_leaves_out_is_reported_for_each_file(home: Path) -> None:
    """An export reports the areas that the profile leaves out."""
    (home / "two.md").write_text(
        "---\ntitle: Two\n---\n\n# Feet\n\nRoll the ball. [10s]\n\n# Jaw\n\nCircle your fingertips on the jaw. [10s]\n",
        "utf-8",
    )
    app.profile_set("avoid", "jaw")
    notices: list[str] = []
    made = app.export(request(20, routines=("two.md",)), notice=notices.append)
    assert made.files
    assert len(notices) == 1
    assert "jaw" in notices[0]


@pytest.mark.parametrize(("output", "folder"), [("new", False), ("new/deep", False), ("new.d", True), ("there", False)])
def test_a_folder_is_made_and_gets_the_files(home: Path, output: str, folder: bool) -> None:
    """A name without a suffix, or one that was written with a slash, is a folder; it is made where there is none."""
    (home / "there").mkdir()
    made = app.export(request(20, 25, output=Path(output), folder=folder))
    assert [file.path for file in made.files] == [Path(output, "one-20s.ssml"), Path(output, "one-25s.ssml")]
    assert all(file.path.exists() for file in made.files)


def test_a_name_with_fields_names_each_file(home: Path) -> None:
    """The fields are filled in, and characters that a file cannot have are left out."""
    (home / "one.md").write_text(SCRIPT.replace("title: Breath", 'title: "In/out: breath?"'), "utf-8")
    made = app.export(request(20, output=Path("out/{title} ({length}, {name}, {language}).ssml")))
    assert [file.path for file in made.files] == [Path("out/In out breath (20s, one, en).ssml")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("{nmae}.ssml", "no field {nmae}"),
        ("{name}.ssml", "2 sessions would be written to one.ssml"),
        ("all.ssml", "cannot share"),
        ("-", "standard output"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_before_any_work(home: Path, name: str, told: str) -> None:
    """An unknown field, and a name for several files, are errors of use; no folder is made."""
    before = sorted(home.iterdir())
    with pytest.raises(UsageError, match=told):
        app.export(request(20, 25, output=Path(name)))
    assert sorted(home.iterdir()) == before


def test_a_folder_that_cannot_be_made_is_an_error_of_writing(home: Path) -> None:
    """A file of that name is in the way."""
    (home / "taken").write_text("mine", "utf-8")
    with pytest.raises(WriteError, match="taken"):
        app.export(request(20, output=Path("taken")))
    assert (home / "taken").read_text("utf-8") == "mine"


def test_progress_tells_which_file_of_how_many(home: Path) -> None:
    """Of several files each stage has the number and the name of the file; of one it has neither."""
    stages: list[str] = []
    app.export(request(20, 25), lambda stage, _done, _of: stages.append(stage))
    assert "file 1 of 2, one-20s.ssml: speaking" in stages
    stages.clear()
    app.export(request(30), lambda stage, _done, _of: stages.append(stage))
    assert set(stages) <= {"speaking"}


def tags_of(path: Path) -> dict[str, str]:
    """The words in the tags of a FLAC."""
    import mutagen

    return {name: text for name, text in mutagen.File(path).tags if not name.startswith("chapter")}


def test_two_lengths_of_a_routine_differ_in_the_list_of_a_player(home: Path) -> None:
    """Title and album have the length; the tracks count on; the summary is the comment."""
    (home / "one.md").write_text(SCRIPT.replace("title: Breath", "title: Breath\nsummary: A short rest."), "utf-8")
    made = app.export(request(60, 75, options=app.FileOptions("flac", series="Evenings", narrator="R. Eader")))
    first, second = (tags_of(file.path) for file in made.files)
    assert (first["title"], second["title"]) == ("Breath (1 min)", "Breath (1:15)")
    assert (first["album"], second["album"]) == ("Breath (1 min)", "Breath (1:15)")
    assert (first["tracknumber"], second["tracknumber"]) == ("1", "2")
    assert (second["series"], second["series-part"], second["composer"]) == ("Evenings", "2", "R. Eader")
    assert (first["genre"], first["comment"]) == ("Audiobook", "A short rest.")
    assert "narrator" not in tags_of(app.export(request(20, options=app.FileOptions("flac"))).files[0].path)


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"date": "2026-13-45"}, "there is no date '2026-13-45'"),
        ({"cover": "one.md"}, "one.md is a text"),
        ({"cover": "gone.png"}, "cannot be read"),
        ({"cover": "."}, "is not a file"),
    ],
)
def test_a_wrong_date_and_a_wrong_cover_are_refused_before_any_work(
    home: Path, options: dict[str, str], match: str
) -> None:
    """No word is spoken, and no file is written."""
    from pathlib import Path

    if "cover" in options:
        options = {"cover": Path(options["cover"])}  # type: ignore[dict-item]
    with pytest.raises(UsageError, match=match):
        app.export(request(20, options=app.FileOptions("wav", **options)), progress=must_not_be_called)  # type: ignore[arg-type]
    assert not list(home.glob("*.wav"))


def test_more_than_255_chapters_are_all_in_the_file_and_a_notice_says_what_players_show(home: Path) -> None:
    """The file is made, and the notice comes before it is written."""
    steps = "\n\n".join(f"# Step {n}\n\nStep. [0.1s]" for n in range(300))
    (home / "one.md").write_text(f"---\ntitle: Steps\n---\n\n{steps}\n", "utf-8")
    events: list[str] = []
    made = app.export(
        app.ExportRequest(("one.md",), options=app.FileOptions("mp3")),
        progress=lambda stage, _done, _of: events.append(stage),
        notice=events.append,
    )
    assert made.files
    notice = next(event for event in events if event.startswith("300 chapters"))
    assert events.index(notice) < events.index("writing")


def test_one_chapter_can_be_exported(home: Path) -> None:
    """The file is as long as the chapter; its title and its track say which it is."""
    (home / "one.md").write_text("---\ntitle: Two\n---\n\n# First\n\nSit. [9s]\n\n# Second\n\nRest. [9s]\n", "utf-8")
    whole = app.export(request(60, options=app.FileOptions("flac"))).files[0]
    parts = [app.export(request(60, options=app.FileOptions("flac", chapter=word))).files[0] for word in ("first", "2")]
    assert [file.path.name for file in parts] == ["one-1m-first.flac", "one-1m-2.flac"]
    assert sum(file.frames for file in parts) == whole.frames
    tags = tags_of(parts[1].path)
    assert tags["title"].startswith("Two: Second (")
    assert tags["tracknumber"] == "2"
