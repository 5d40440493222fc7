"""Ordinary conditions of a machine are never called a bug."""

from __future__ import annotations

import errno
import os

import pytest

from unknot import cli
from unknot.cli._system_errors import system_error


def fault(number: int, name: str | None = None) -> OSError:
    """The error of the system with that number."""
    return OSError(number, os.strerror(number), name)


@pytest.mark.parametrize(
    ("cause", "words", "step"),
    [
        (fault(errno.EMFILE, "/x"), "/x: Too many open files", "ulimit -n"),
        (fault(errno.EROFS, "/x"), "Read-only file system", "can be written"),
        (fault(errno.ENOENT, "/tmp"), "No such file or directory", "exists"),
        (fault(errno.ENOMEM), "Cannot allocate memory", "close other programs"),
        (MemoryError(), "not enough memory", "shorter length"),
        (RuntimeError("can't start new thread"), "no more threads", "ulimit -u"),
        (ImportError("x.so: failed to map segment from shared object"), "not enough memory", "close other programs"),
    ],
)
def test_a_machine_that_has_no_more_is_status_7(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cause: Exception, words: str, step: str
) -> None:
    """One line says what is missing, one what to do."""

    def fail(*_: object) -> None:
        raise cause

    monkeypatch.setattr("unknot.app.list_routines", fail)
    assert cli.run(["list"]) == 7
    shown = capsys.readouterr().err
    assert words in shown
    assert step in shown
    assert "bug" not in shown


@pytest.mark.parametrize("cause", [RuntimeError("a mistake"), ImportError("no module"), OSError("no number")])
def test_other_faults_are_still_reported_as_bugs(cause: Exception) -> None:
    """They are not the machine's."""
    assert system_error(cause) is None


def test_an_error_names_the_environment_variable_of_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    """Otherwise nobody knows why that place was taken."""
    monkeypatch.setenv("UNKNOT_DATA", __file__)
    assert cli.run(["journal", "list"]) == 7
    assert "(set by UNKNOT_DATA)" in capsys.readouterr().err
