"""What must not drift: pages and commands, the version and the changelog, names and promises."""

from __future__ import annotations

import itertools
import math
import re
import shlex
from pathlib import Path

import click
import pytest

import unknot
from unknot import cli
from unknot.backgrounds import CHIMES, GENERATED
from unknot.backgrounds._noise import PERIOD
from unknot.cli._commands import program
from unknot.cli._reference import reference
from unknot.cli._voices import VoiceGroup
from unknot.config import SETTINGS, parse_settings
from unknot.mixer import Levels
from unknot.mixer._background_placement import JOIN_LEAST
from unknot.mixer._gain_tracks import DOWN, FADE_IN, FADE_OUT, HELD, UP, UP_LEAST
from unknot.units import SAMPLE_RATE

TOP = Path(__file__).parents[1]
SOUND = (TOP / "docs" / "sound.md").read_text("utf-8")
PAGES = sorted([*(TOP / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING")), *TOP.glob("docs/**/*.md")])
LINE = re.compile(r"\s*(?:\$ |> )?(?:\.venv/bin/|\.venv\\Scripts\\)?unknot ([a-z].*?)(?:\s+#.*)?(?:\s+[>|].*)?")
"""A line of a block of code that runs the program: what is after its name, without a comment and a pipe."""
INLINE = re.compile(r"`unknot ([a-z][^`]*)`")
PLACEHOLDER = re.compile(r"[A-Z]{2,}|…|\.\.\.")
"""A word that a reader replaces, as in `unknot voices install NAME`."""
CHEAP = {
    "list",
    "today",
    "week",
    "areas",
    "help",
    "completion",
    "profile show",
    "journal list",
    "pack list",
    "cache info",
}
"""Commands that need no file and no voice, and change nothing."""
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def commands_on(page: Path) -> list[list[str]]:
    """The words of every `unknot …` that a page tells its reader to type."""
    text, fenced = page.read_text("utf-8"), False
    found: list[str] = []
    for line in text.replace("\\\n", " ").splitlines():
        fenced ^= line.startswith("```")
        command = LINE.fullmatch(line) if fenced or line.startswith("    ") else None
        found += [command[1]] if command else INLINE.findall(line)
    return [shlex.split(re.split(r" \\?[>|] ", command)[0]) for command in found]


def parsed(words: list[str]) -> list[str]:
    """The names of the command that the words call. Its options exist, and their values have the right form.

    Files need not exist, and a placeholder is a value of every form.
    """
    context, names = click.Context(program, info_name="unknot", **program.context_settings), []
    while isinstance(context.command, click.Group) and words and words[0].islower():
        command = context.command.get_command(context, words[0])
        if command is None and isinstance(context.command, VoiceGroup):
            break
        assert command is not None, words
        names.append(words[0])
        context = click.Context(command, info_name=words[0], parent=context, **command.context_settings)
        words = words[1:]
    values, rest, _ = context.command.make_parser(context).parse_args(list(words))
    assert isinstance(context.command, click.Group) or not rest, words
    for option in context.command.params:
        value = values.get(option.name or "")
        if isinstance(value, str) and not isinstance(option.type, click.Path) and not PLACEHOLDER.search(value):
            option.type_cast_value(context, value)
    return names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_a_page_is_one_that_there_is(page: Path) -> None:
    """The command exists and takes the options and the values that the page gives it."""
    for words in commands_on(page):
        assert parsed(words), words


@pytest.mark.parametrize(
    "words",
    sorted({" ".join(words) for page in PAGES for words in commands_on(page) if " ".join(parsed(words)) in CHEAP}),
)
def test_a_command_of_a_page_that_needs_no_file_does_its_work(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who types it gets an answer."""
    if PLACEHOLDER.search(words):
        pytest.skip("the reader replaces a word")
    monkeypatch.chdir(tmp_path)
    assert cli.run(shlex.split(words)) == 0


def test_the_readme_tells_how_to_install_without_make() -> None:
    """Each way names the folder of the source, since that works without a package index that has the program."""
    readme = (TOP / "README.md").read_text("utf-8")
    for line in (
        "uv tool install .",
        "pipx install .",
        "python -m pip install .",
        r".venv\Scripts\python -m pip install .",
    ):
        assert line in readme


def lengths_on_the_first_page() -> list[tuple[str, str]]:
    """Every routine and length that the README tells its reader to type."""
    found = []
    for words in commands_on(TOP / "README.md"):
        lengths = [after for word, after in itertools.pairwise(words) if word in ("--length", "-l")]
        if words[0] in ("plan", "export", "play") and lengths and words[1] != "mine.md":
            found += [(words[1], length) for length in lengths[0].split(",")]
    return found


@pytest.mark.parametrize(("routine", "length"), lengths_on_the_first_page())
def test_every_length_in_the_readme_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, routine: str, length: str
) -> None:
    """The script on the page, and the routines that it names, can have the lengths of its commands."""
    script = re.search(r"```markdown\n(.*?)```", (TOP / "README.md").read_text("utf-8"), re.DOTALL)
    assert script is not None
    (tmp_path / "one-quiet-minute.md").write_text(script[1], "utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["plan", routine, "--length", length]) == 0


def test_the_quiet_minute_of_the_readme_can_be_one_minute() -> None:
    """Its title says so."""
    assert ("one-quiet-minute.md", "1m") in lengths_on_the_first_page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_on_a_page_leads_somewhere(page: Path) -> None:
    """Links between pages are to files that are there."""
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_reference_of_commands_is_their_own_help() -> None:
    """`make docs` writes it anew."""
    assert (TOP / "docs" / "commands.md").read_text("utf-8") == reference()


def test_the_changelog_begins_with_this_version() -> None:
    """A release without a word of what is new is not one."""
    newest = re.search(r"^## (\S+)", (TOP / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == unknot.__version__


def decisions() -> list[Path]:
    """The pages of the decisions, without their index."""
    return sorted(page for page in (TOP / "docs" / "decisions").glob("*.md") if page.name != "README.md")


def test_every_decision_has_a_number_of_its_own() -> None:
    """docs/decisions/NNNN-title.md."""
    numbers = [path.name[:4] for path in decisions()]
    assert all(number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_the_index_of_decisions_has_each_number_title_date_and_status() -> None:
    """One row for each decision, in the order of their numbers."""
    index = (TOP / "docs" / "decisions" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \[(\d{4})\]\((.*?)\) \| (.*?) \| \d{4}-\d\d-\d\d \| (.*?) \|$", index, re.MULTILINE)
    titles = [page.read_text("utf-8").partition("\n")[0] for page in decisions()]
    assert [name for _, name, _, _ in rows] == [page.name for page in decisions()]
    assert [f"# {number}: {title}" for number, _, title, _ in rows] == titles
    assert all(status.startswith(("accepted", "replaced")) for _, _, _, status in rows)


@pytest.mark.parametrize("name", [*GENERATED, *CHIMES])
def test_every_background_and_chime_is_on_the_page_about_sound(name: str) -> None:
    """docs/sound.md names each generated background and each chime."""
    assert f"`{name}`" in SOUND


@pytest.mark.parametrize("frames", [DOWN, UP, HELD, UP_LEAST, JOIN_LEAST])
def test_every_time_of_ducking_is_on_the_page_about_sound(frames: int) -> None:
    """docs/sound.md gives the times of ducking in seconds, to a hundredth."""
    assert f"{frames / SAMPLE_RATE:.2f} s" in SOUND


def test_fades_period_and_levels_are_on_the_page_about_sound() -> None:
    """docs/sound.md gives the fades, the period and the levels."""
    assert f"in over {FADE_IN / SAMPLE_RATE:.0f} s and out over {FADE_OUT / SAMPLE_RATE:.0f} s" in SOUND
    assert f"after {PERIOD / SAMPLE_RATE:.0f} seconds" in SOUND
    assert f"{-Levels().background:.0f} LU under the voice" in SOUND
    assert f"{-Levels().under_voice:.0f} LU under the voice" in SOUND


def test_every_setting_is_on_the_page_about_settings() -> None:
    """One row for each key, with its kind, range and meaning, and a default where the table has one."""
    page = (TOP / "docs" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| ([\w ]+) \| (.*?) ?\| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert [(key, kind, meaning) for key, kind, _, _, meaning in rows] == [(s.key, s.kind, s.meaning) for s in SETTINGS]
    for setting, (_, _, allowed, default, _) in zip(SETTINGS, rows, strict=True):
        assert allowed == ("" if math.isinf(setting.lowest) else setting.allowed)
        shown = f"{setting.default:g}" if isinstance(setting.default, float) else setting.default
        assert setting.default is None or default == f"`{shown}`"
    whole = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert whole is not None
    assert parse_settings(whole[1], Path("settings.toml")).voice.rate == 135


def test_only_one_module_of_the_command_line_prints() -> None:
    """`click.echo` escapes nothing, so what others wrote could steer the terminal."""
    sources = (TOP / "src" / "unknot" / "cli").glob("*.py")
    assert [path.name for path in sources if re.search(r"click\.(?:s?echo|style)\(", path.read_text("utf-8"))] == []
