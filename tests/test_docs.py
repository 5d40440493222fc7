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
from unknot.config import SETTINGS, parse_settings
from unknot.mixer import Levels
from unknot.mixer._background_placement import JOIN_LEAST
from unknot.mixer._gain_tracks import DOWN, FADE_IN, FADE_OUT, HELD, UP, UP_LEAST
from unknot.units import SAMPLE_RATE

TOP = Path(__file__).parents[1]
SOUND = (TOP / "docs" / "sound.md").read_text("utf-8")
PAGES = sorted([*(TOP / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING")), *TOP.glob("docs/**/*.md")])
COMMAND = re.compile(r"^ +(?:\$ )?(?:\.venv/bin/)?unknot ([a-z].*?)(?:  +#.*)?$|`unknot ([a-z][^`]*)`", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def commands_on(page: Path) -> list[str]:
    """Every `unknot …` that a page tells its reader to type."""
    return [a or b for a, b in COMMAND.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_a_page_is_one_that_there_is(page: Path) -> None:
    """The command exists and takes the options that the page gives it."""
    context = click.Context(program)
    for words in map(shlex.split, (line.split(" > ")[0].replace("…", "").rstrip("\\") for line in commands_on(page))):
        command = program.get_command(context, words.pop(0))
        assert command is not None
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            word = words.pop(0)
            command = command.commands.get(word) if word.islower() else command
            assert command is not None
        known = {flag for option in command.params for flag in [*option.opts, *option.secondary_opts]} | {
            "--help",
            "-h",
        }
        used = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert used <= known, f"{page.name}: {used - known}"


def lengths_on_the_first_page() -> list[tuple[str, str]]:
    """Every routine and length that the README tells its reader to type."""
    found = []
    for words in map(shlex.split, commands_on(TOP / "README.md")):
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
