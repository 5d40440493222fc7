"""The routines that ship, a person's own ones, the body data, the profile and packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.library._alternatives import alternative_for as alternative_for
    from unknot.library._anatomy import (
        Area as Area,
        BodyData as BodyData,
        area_facts as area_facts,
        body_data as body_data,
        body_rules as body_rules,
        in_language as in_language,
        one_of as one_of,
    )
    from unknot.library._body_parts import (
        BodyPart as BodyPart,
        all_parts as all_parts,
        body_parts as body_parts,
        parts_in_words as parts_in_words,
    )
    from unknot.library._composition import CompositionRequest as CompositionRequest, compose as compose
    from unknot.library._occasions import occasions as occasions
    from unknot.library._packs._build import BuiltPack as BuiltPack, build_pack as build_pack
    from unknot.library._packs._handout import (
        HandoutPage as HandoutPage,
        handout_page as handout_page,
        handout_session as handout_session,
    )
    from unknot.library._packs._handout_html import handout_html as handout_html
    from unknot.library._packs._handout_pdf import handout_pdf as handout_pdf
    from unknot.library._packs._install import (
        InstalledPack as InstalledPack,
        install_pack as install_pack,
        installed_packs as installed_packs,
        remove_pack as remove_pack,
    )
    from unknot.library._packs._pack import Pack as Pack, pack_template as pack_template
    from unknot.library._packs._zip_file import PackContents as PackContents, inspect_pack as inspect_pack
    from unknot.library._preferences import (
        Preferences as Preferences,
        find_step as find_step,
        load_preferences as load_preferences,
        save_preferences as save_preferences,
        steps_of as steps_of,
        without_steps as without_steps,
    )
    from unknot.library._profile import (
        PROFILE_KEYS as PROFILE_KEYS,
        Profile as Profile,
        load_profile as load_profile,
        profile_value as profile_value,
        save_profile as save_profile,
        with_value as with_value,
    )
    from unknot.library._routines import (
        RoutineEntry as RoutineEntry,
        find_routine as find_routine,
        include_finder as include_finder,
        matching_entries as matching_entries,
        read_script as read_script,
        routine_entries as routine_entries,
        shipped_folder as shipped_folder,
    )
    from unknot.library._safety import (
        Caution as Caution,
        due_caution as due_caution,
        safety_lines as safety_lines,
        with_safety as with_safety,
    )
    from unknot.library._today import (
        Suggestion as Suggestion,
        advice_to_rest as advice_to_rest,
        suggestions as suggestions,
    )
    from unknot.library._without_areas import without_areas as without_areas

_NAMES = {
    "Area": "_anatomy",
    "BodyData": "_anatomy",
    "BodyPart": "_body_parts",
    "BuiltPack": "_packs._build",
    "Caution": "_safety",
    "CompositionRequest": "_composition",
    "HandoutPage": "_packs._handout",
    "InstalledPack": "_packs._install",
    "PROFILE_KEYS": "_profile",
    "Pack": "_packs._pack",
    "PackContents": "_packs._zip_file",
    "Preferences": "_preferences",
    "Profile": "_profile",
    "RoutineEntry": "_routines",
    "Suggestion": "_today",
    "advice_to_rest": "_today",
    "all_parts": "_body_parts",
    "alternative_for": "_alternatives",
    "area_facts": "_anatomy",
    "body_data": "_anatomy",
    "body_parts": "_body_parts",
    "body_rules": "_anatomy",
    "build_pack": "_packs._build",
    "compose": "_composition",
    "due_caution": "_safety",
    "find_routine": "_routines",
    "find_step": "_preferences",
    "handout_html": "_packs._handout_html",
    "handout_page": "_packs._handout",
    "handout_pdf": "_packs._handout_pdf",
    "handout_session": "_packs._handout",
    "in_language": "_anatomy",
    "include_finder": "_routines",
    "inspect_pack": "_packs._zip_file",
    "install_pack": "_packs._install",
    "installed_packs": "_packs._install",
    "load_preferences": "_preferences",
    "load_profile": "_profile",
    "matching_entries": "_routines",
    "occasions": "_occasions",
    "one_of": "_anatomy",
    "pack_template": "_packs._pack",
    "parts_in_words": "_body_parts",
    "profile_value": "_profile",
    "read_script": "_routines",
    "remove_pack": "_packs._install",
    "routine_entries": "_routines",
    "safety_lines": "_safety",
    "save_preferences": "_preferences",
    "save_profile": "_profile",
    "shipped_folder": "_routines",
    "steps_of": "_preferences",
    "suggestions": "_today",
    "with_safety": "_safety",
    "with_value": "_profile",
    "without_areas": "_without_areas",
    "without_steps": "_preferences",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
