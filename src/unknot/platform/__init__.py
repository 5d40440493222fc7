"""What is needed of the operating system: files that appear whole, child processes with deadlines, locks, ffmpeg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.platform._children import cores as cores, start_child as start_child, stop_child as stop_child
    from unknot.platform._files import (
        DISK_FULL as DISK_FULL,
        AtomicFile as AtomicFile,
        SmallTextFile as SmallTextFile,
        atomic_path as atomic_path,
        check_room as check_room,
        no_room_error as no_room_error,
        sync_to_disk as sync_to_disk,
        write_error as write_error,
    )
    from unknot.platform._locks import lock as lock
    from unknot.platform._supervised import (
        ExitedChild as ExitedChild,
        SupervisedChild as SupervisedChild,
        start_supervised as start_supervised,
    )
    from unknot.platform._toml_file import (
        changed_toml as changed_toml,
        edit_toml as edit_toml,
        write_private as write_private,
    )
    from unknot.platform._worker import Worker as Worker, WorkerFault as WorkerFault, WorkerRefusal as WorkerRefusal

_NAMES = {
    "AtomicFile": "_files",
    "DISK_FULL": "_files",
    "ExitedChild": "_supervised",
    "SmallTextFile": "_files",
    "SupervisedChild": "_supervised",
    "Worker": "_worker",
    "WorkerFault": "_worker",
    "WorkerRefusal": "_worker",
    "atomic_path": "_files",
    "changed_toml": "_toml_file",
    "check_room": "_files",
    "cores": "_children",
    "edit_toml": "_toml_file",
    "lock": "_locks",
    "no_room_error": "_files",
    "start_child": "_children",
    "start_supervised": "_supervised",
    "stop_child": "_children",
    "sync_to_disk": "_files",
    "write_error": "_files",
    "write_private": "_toml_file",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
