"""`unknot config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import print_json, print_table, report
from unknot.cli._options import as_json
from unknot.cli._printing import echo

if TYPE_CHECKING:
    from unknot.app import SettingInUse


@click.group()
def config() -> None:
    """The settings file: what is in it, and changes to it. docs/settings.md explains every key."""


@config.command("list")
@as_json
def list_settings(*, as_json: bool) -> None:
    """Every setting: its value, and where the value comes from."""
    rows = app.config_list()
    if as_json:
        print_json([_as_json(row) for row in rows])
    else:
        cells = [(row.key, _shown(row.value), row.source, row.setting.meaning) for row in rows]
        print_table(cells, head=("key", "value", "from", "what it is"))


@config.command()
@click.argument("key")
@as_json
def get(key: str, *, as_json: bool) -> None:
    """The value of one setting; an empty line where it has none."""
    row = app.config_get(key)
    if as_json:
        print_json(_as_json(row))
    else:
        echo("" if row.value is None else str(row.value))


@config.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("value")
def set_value(key: str, value: str) -> None:
    """Change one setting: `unknot config set background_level -3`. Comments in the file stay."""
    echo(f"{key}: {app.config_set(key, value)}")


@config.command()
@click.argument("key")
def unset(key: str) -> None:
    """Take one setting out of the file, so that its default holds."""
    if not app.config_unset(key):
        report(f"{key} was not set")


@config.command()
def path() -> None:
    """Where the settings file is, or would be."""
    echo(str(app.config_path()))


@config.command()
def edit() -> None:
    """Open the settings file in your text editor (VISUAL or EDITOR). It is checked before it is saved."""
    changed = app.config_edit(lambda text: click.edit(text, extension=".toml"))
    report("the settings are saved" if changed else "nothing was changed")


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def _as_json(row: SettingInUse) -> dict[str, object]:
    return {"key": row.key, "value": row.value, "source": row.source, "default": row.setting.default}
