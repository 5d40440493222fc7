"""The settings of a person, and the folders of the cache and of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.config._folders import (
        cache_folder as cache_folder,
        data_folder as data_folder,
        settings_file as settings_file,
        state_folder as state_folder,
    )
    from unknot.config._keys import (
        SETTINGS as SETTINGS,
        Setting as Setting,
        is_named as is_named,
        setting_named as setting_named,
        template as template,
    )
    from unknot.config._settings import (
        Settings as Settings,
        flat as flat,
        load_settings as load_settings,
        load_table as load_table,
        parse_settings as parse_settings,
        settings_in as settings_in,
        with_change as with_change,
    )

_NAMES = {
    "SETTINGS": "_keys",
    "Setting": "_keys",
    "Settings": "_settings",
    "cache_folder": "_folders",
    "data_folder": "_folders",
    "flat": "_settings",
    "is_named": "_keys",
    "load_settings": "_settings",
    "load_table": "_settings",
    "parse_settings": "_settings",
    "setting_named": "_keys",
    "settings_file": "_folders",
    "settings_in": "_settings",
    "state_folder": "_folders",
    "template": "_keys",
    "with_change": "_settings",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
