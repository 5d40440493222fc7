"""The verbs, one private module each, named as the commands: a request in, a result out.

A request is a frozen value that holds everything that was asked, parsed once. Nothing is printed here and nothing
ends here: long work reports to a `ports.ProgressCallback`, notices go to a `ports.Notice`, and what cannot be done
raises an `UnknotError`. The command line is one caller; this is the Python API as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.app._areas import AreasResult as AreasResult, areas as areas
    from unknot.app._bell import BellRequest as BellRequest, bell_routine as bell_routine
    from unknot.app._cache import cache_info as cache_info, cache_prune as cache_prune, cache_verify as cache_verify
    from unknot.app._check import CheckResult as CheckResult, check as check, header_schema as header_schema
    from unknot.app._compose import ComposeRequest as ComposeRequest, ComposeResult as ComposeResult, compose as compose
    from unknot.app._config import (
        SettingInUse as SettingInUse,
        config_edit as config_edit,
        config_get as config_get,
        config_list as config_list,
        config_path as config_path,
        config_set as config_set,
        config_unset as config_unset,
    )
    from unknot.app._export import (
        ExportedFile as ExportedFile,
        ExportRequest as ExportRequest,
        ExportResult as ExportResult,
        FileOptions as FileOptions,
        export as export,
    )
    from unknot.app._files import TextResult as TextResult
    from unknot.app._fmt import FmtRequest as FmtRequest, fmt as fmt, fmt_text as fmt_text
    from unknot.app._handout import Handout as Handout, HandoutRequest as HandoutRequest, handout as handout
    from unknot.app._import import (
        IMPORT_KINDS as IMPORT_KINDS,
        LARGEST_IMPORT as LARGEST_IMPORT,
        ImportKind as ImportKind,
        ImportRequest as ImportRequest,
        ImportResult as ImportResult,
        import_script as import_script,
    )
    from unknot.app._journal import (
        JournalAddRequest as JournalAddRequest,
        JournalEditRequest as JournalEditRequest,
        JournalExportRequest as JournalExportRequest,
        JournalImported as JournalImported,
        JournalReportRequest as JournalReportRequest,
        journal_add as journal_add,
        journal_edit as journal_edit,
        journal_export as journal_export,
        journal_forget as journal_forget,
        journal_forgotten as journal_forgotten,
        journal_import as journal_import,
        journal_list as journal_list,
        journal_report as journal_report,
        journal_restore as journal_restore,
    )
    from unknot.app._like import like as like
    from unknot.app._list import ListRequest as ListRequest, list_routines as list_routines
    from unknot.app._names import NameKind as NameKind, known_names as known_names, profile_names as profile_names
    from unknot.app._never import never as never
    from unknot.app._pack import (
        PackInstallRequest as PackInstallRequest,
        pack_build as pack_build,
        pack_inspect as pack_inspect,
        pack_install as pack_install,
        pack_list as pack_list,
        pack_new as pack_new,
        pack_remove as pack_remove,
    )
    from unknot.app._person import Person as Person, read_person as read_person
    from unknot.app._plan import PlanRequest as PlanRequest, plan as plan
    from unknot.app._play import Listener as Listener, PlayRequest as PlayRequest, play as play
    from unknot.app._plot import PlotRequest as PlotRequest, plot as plot
    from unknot.app._preferences import StepAnswer as StepAnswer, StepRequest as StepRequest
    from unknot.app._profile import profile_set as profile_set, profile_show as profile_show
    from unknot.app._record import (
        RecordCut as RecordCut,
        RecordRequest as RecordRequest,
        record_cut as record_cut,
        record_plan as record_plan,
    )
    from unknot.app._requests import SessionRequest as SessionRequest, VoiceRequest as VoiceRequest
    from unknot.app._routines import LoadedRoutine as LoadedRoutine, load as load
    from unknot.app._say import SayRequest as SayRequest, say as say
    from unknot.app._session import PreparedSession as PreparedSession, prepare as prepare
    from unknot.app._show import (
        SessionPicture as SessionPicture,
        ShowRequest as ShowRequest,
        ShowResult as ShowResult,
        show as show,
    )
    from unknot.app._today import TodayResult as TodayResult, today as today
    from unknot.app._values import (
        DAYS_KEPT as DAYS_KEPT,
        CacheInfo as CacheInfo,
        CachePruned as CachePruned,
        CacheVerified as CacheVerified,
        CatalogueVoice as CatalogueVoice,
        EngineState as EngineState,
        Fit as Fit,
        InstalledPack as InstalledPack,
        InstalledVoice as InstalledVoice,
        JournalEntry as JournalEntry,
        LineCut as LineCut,
        LineToRead as LineToRead,
        Pack as Pack,
        RoutineEntry as RoutineEntry,
        Suggestion as Suggestion,
        TakeCuts as TakeCuts,
        journal_entry_as_json as journal_entry_as_json,
    )
    from unknot.app._voice_install import (
        VoiceInstallRequest as VoiceInstallRequest,
        VoiceInstallResult as VoiceInstallResult,
        voice_install as voice_install,
        voice_remove as voice_remove,
    )
    from unknot.app._voice_try import (
        TriedVoice as TriedVoice,
        VoiceTryRequest as VoiceTryRequest,
        voice_try as voice_try,
    )
    from unknot.app._voices import ListedVoice as ListedVoice, VoiceList as VoiceList, voice_list as voice_list
    from unknot.app._week import WeekResult as WeekResult, week as week

_NAMES = {
    "AreasResult": "_areas",
    "BellRequest": "_bell",
    "CacheInfo": "_values",
    "CachePruned": "_values",
    "CacheVerified": "_values",
    "CatalogueVoice": "_values",
    "CheckResult": "_check",
    "ComposeRequest": "_compose",
    "ComposeResult": "_compose",
    "DAYS_KEPT": "_values",
    "EngineState": "_values",
    "ExportRequest": "_export",
    "ExportResult": "_export",
    "ExportedFile": "_export",
    "FileOptions": "_export",
    "Fit": "_values",
    "FmtRequest": "_fmt",
    "Handout": "_handout",
    "HandoutRequest": "_handout",
    "IMPORT_KINDS": "_import",
    "ImportKind": "_import",
    "ImportRequest": "_import",
    "ImportResult": "_import",
    "InstalledPack": "_values",
    "InstalledVoice": "_values",
    "JournalAddRequest": "_journal",
    "JournalEditRequest": "_journal",
    "JournalEntry": "_values",
    "JournalExportRequest": "_journal",
    "JournalImported": "_journal",
    "JournalReportRequest": "_journal",
    "LARGEST_IMPORT": "_import",
    "LineCut": "_values",
    "LineToRead": "_values",
    "ListRequest": "_list",
    "ListedVoice": "_voices",
    "Listener": "_play",
    "LoadedRoutine": "_routines",
    "NameKind": "_names",
    "Pack": "_values",
    "PackInstallRequest": "_pack",
    "Person": "_person",
    "PlanRequest": "_plan",
    "PlayRequest": "_play",
    "PlotRequest": "_plot",
    "PreparedSession": "_session",
    "RecordCut": "_record",
    "RecordRequest": "_record",
    "RoutineEntry": "_values",
    "SayRequest": "_say",
    "SessionPicture": "_show",
    "SessionRequest": "_requests",
    "SettingInUse": "_config",
    "ShowRequest": "_show",
    "ShowResult": "_show",
    "StepAnswer": "_preferences",
    "StepRequest": "_preferences",
    "Suggestion": "_values",
    "TakeCuts": "_values",
    "TextResult": "_files",
    "TodayResult": "_today",
    "TriedVoice": "_voice_try",
    "VoiceInstallRequest": "_voice_install",
    "VoiceInstallResult": "_voice_install",
    "VoiceList": "_voices",
    "VoiceRequest": "_requests",
    "VoiceTryRequest": "_voice_try",
    "WeekResult": "_week",
    "areas": "_areas",
    "bell_routine": "_bell",
    "cache_info": "_cache",
    "cache_prune": "_cache",
    "cache_verify": "_cache",
    "check": "_check",
    "compose": "_compose",
    "config_edit": "_config",
    "config_get": "_config",
    "config_list": "_config",
    "config_path": "_config",
    "config_set": "_config",
    "config_unset": "_config",
    "export": "_export",
    "fmt": "_fmt",
    "fmt_text": "_fmt",
    "handout": "_handout",
    "header_schema": "_check",
    "import_script": "_import",
    "journal_add": "_journal",
    "journal_edit": "_journal",
    "journal_entry_as_json": "_values",
    "journal_export": "_journal",
    "journal_forget": "_journal",
    "journal_forgotten": "_journal",
    "journal_import": "_journal",
    "journal_list": "_journal",
    "journal_report": "_journal",
    "journal_restore": "_journal",
    "known_names": "_names",
    "like": "_like",
    "list_routines": "_list",
    "load": "_routines",
    "never": "_never",
    "pack_build": "_pack",
    "pack_inspect": "_pack",
    "pack_install": "_pack",
    "pack_list": "_pack",
    "pack_new": "_pack",
    "pack_remove": "_pack",
    "plan": "_plan",
    "play": "_play",
    "plot": "_plot",
    "prepare": "_session",
    "profile_names": "_names",
    "profile_set": "_profile",
    "profile_show": "_profile",
    "read_person": "_person",
    "record_cut": "_record",
    "record_plan": "_record",
    "say": "_say",
    "show": "_show",
    "today": "_today",
    "voice_install": "_voice_install",
    "voice_list": "_voices",
    "voice_remove": "_voice_install",
    "voice_try": "_voice_try",
    "week": "_week",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
