"""The verbs, one private module each, named as the commands: a request in, a result out.

A request is a frozen value that holds everything that was asked, parsed once. Nothing is printed here and nothing
ends here: long work tells a `ports.Tick` how far it is and a `ports.Notice` what a person should know, and what cannot
be done raises an `UnknotError`. The command line is one caller; this is the Python API as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.app._areas import areas as areas
    from unknot.app._cache import cache_info as cache_info
    from unknot.app._cache import cache_prune as cache_prune
    from unknot.app._cache import cache_verify as cache_verify
    from unknot.app._check import CheckResult as CheckResult
    from unknot.app._check import check as check
    from unknot.app._check import header_schema as header_schema
    from unknot.app._compose import ComposeRequest as ComposeRequest
    from unknot.app._compose import ComposeResult as ComposeResult
    from unknot.app._compose import compose as compose
    from unknot.app._export import ExportedFile as ExportedFile
    from unknot.app._export import ExportRequest as ExportRequest
    from unknot.app._export import ExportResult as ExportResult
    from unknot.app._export import Finish as Finish
    from unknot.app._export import export as export
    from unknot.app._files import TextResult as TextResult
    from unknot.app._fmt import FmtRequest as FmtRequest
    from unknot.app._fmt import fmt as fmt
    from unknot.app._fmt import fmt_text as fmt_text
    from unknot.app._import import IMPORT_KINDS as IMPORT_KINDS
    from unknot.app._import import ImportKind as ImportKind
    from unknot.app._import import ImportRequest as ImportRequest
    from unknot.app._import import ImportResult as ImportResult
    from unknot.app._import import import_script as import_script
    from unknot.app._journal import JournalAddRequest as JournalAddRequest
    from unknot.app._journal import JournalExportRequest as JournalExportRequest
    from unknot.app._journal import JournalReportRequest as JournalReportRequest
    from unknot.app._journal import journal_add as journal_add
    from unknot.app._journal import journal_export as journal_export
    from unknot.app._journal import journal_forget as journal_forget
    from unknot.app._journal import journal_list as journal_list
    from unknot.app._journal import journal_report as journal_report
    from unknot.app._list import ListRequest as ListRequest
    from unknot.app._list import list_routines as list_routines
    from unknot.app._pack import PackInstallRequest as PackInstallRequest
    from unknot.app._pack import pack_build as pack_build
    from unknot.app._pack import pack_inspect as pack_inspect
    from unknot.app._pack import pack_install as pack_install
    from unknot.app._pack import pack_list as pack_list
    from unknot.app._person import Person as Person
    from unknot.app._person import read_person as read_person
    from unknot.app._plan import PlanRequest as PlanRequest
    from unknot.app._plan import plan as plan
    from unknot.app._play import Listener as Listener
    from unknot.app._play import PlayRequest as PlayRequest
    from unknot.app._play import play as play
    from unknot.app._plot import PlotRequest as PlotRequest
    from unknot.app._plot import plot as plot
    from unknot.app._profile import profile_set as profile_set
    from unknot.app._profile import profile_show as profile_show
    from unknot.app._record import RecordCut as RecordCut
    from unknot.app._record import RecordRequest as RecordRequest
    from unknot.app._record import record_cut as record_cut
    from unknot.app._record import record_plan as record_plan
    from unknot.app._requests import Caution as Caution
    from unknot.app._requests import SessionRequest as SessionRequest
    from unknot.app._requests import VoiceRequest as VoiceRequest
    from unknot.app._routines import Loaded as Loaded
    from unknot.app._routines import load as load
    from unknot.app._say import SayRequest as SayRequest
    from unknot.app._say import say as say
    from unknot.app._session import PreparedSession as PreparedSession
    from unknot.app._session import prepare as prepare
    from unknot.app._show import SessionPicture as SessionPicture
    from unknot.app._show import ShowRequest as ShowRequest
    from unknot.app._show import ShowResult as ShowResult
    from unknot.app._show import show as show
    from unknot.app._today import today as today
    from unknot.app._values import Cut as Cut
    from unknot.app._values import Cutting as Cutting
    from unknot.app._values import EngineState as EngineState
    from unknot.app._values import Entry as Entry
    from unknot.app._values import Fit as Fit
    from unknot.app._values import Info as Info
    from unknot.app._values import Installed as Installed
    from unknot.app._values import JournalEntry as JournalEntry
    from unknot.app._values import Line as Line
    from unknot.app._values import Pack as Pack
    from unknot.app._values import Pick as Pick
    from unknot.app._values import Pruned as Pruned
    from unknot.app._values import Verified as Verified
    from unknot.app._voices import voices as voices
    from unknot.app._week import week as week

_NAMES = {
    "Caution": "_requests",
    "CheckResult": "_check",
    "ComposeRequest": "_compose",
    "ComposeResult": "_compose",
    "Cut": "_values",
    "Cutting": "_values",
    "EngineState": "_values",
    "Entry": "_values",
    "ExportRequest": "_export",
    "ExportResult": "_export",
    "ExportedFile": "_export",
    "Finish": "_export",
    "Fit": "_values",
    "FmtRequest": "_fmt",
    "IMPORT_KINDS": "_import",
    "ImportKind": "_import",
    "ImportRequest": "_import",
    "ImportResult": "_import",
    "Info": "_values",
    "Installed": "_values",
    "JournalAddRequest": "_journal",
    "JournalEntry": "_values",
    "JournalExportRequest": "_journal",
    "JournalReportRequest": "_journal",
    "Line": "_values",
    "ListRequest": "_list",
    "Listener": "_play",
    "Loaded": "_routines",
    "Pack": "_values",
    "PackInstallRequest": "_pack",
    "Person": "_person",
    "Pick": "_values",
    "PlanRequest": "_plan",
    "PlayRequest": "_play",
    "PlotRequest": "_plot",
    "PreparedSession": "_session",
    "Pruned": "_values",
    "RecordCut": "_record",
    "RecordRequest": "_record",
    "SayRequest": "_say",
    "SessionPicture": "_show",
    "SessionRequest": "_requests",
    "ShowRequest": "_show",
    "ShowResult": "_show",
    "TextResult": "_files",
    "Verified": "_values",
    "VoiceRequest": "_requests",
    "areas": "_areas",
    "cache_info": "_cache",
    "cache_prune": "_cache",
    "cache_verify": "_cache",
    "check": "_check",
    "compose": "_compose",
    "export": "_export",
    "fmt": "_fmt",
    "fmt_text": "_fmt",
    "header_schema": "_check",
    "import_script": "_import",
    "journal_add": "_journal",
    "journal_export": "_journal",
    "journal_forget": "_journal",
    "journal_list": "_journal",
    "journal_report": "_journal",
    "list_routines": "_list",
    "load": "_routines",
    "pack_build": "_pack",
    "pack_inspect": "_pack",
    "pack_install": "_pack",
    "pack_list": "_pack",
    "plan": "_plan",
    "play": "_play",
    "plot": "_plot",
    "prepare": "_session",
    "profile_set": "_profile",
    "profile_show": "_profile",
    "read_person": "_person",
    "record_cut": "_record",
    "record_plan": "_record",
    "say": "_say",
    "show": "_show",
    "today": "_today",
    "voices": "_voices",
    "week": "_week",
}
"""What is public, and the private module that has it, which is imported when it is asked for."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
