"""Everything that descends from a child is found by its environment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from unknot.platform._process_tree import MarkedTree, UntrackedTree, process_tree


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_tree_ends_the_processes_with_its_word_and_no_others() -> None:
    """Another tree's process runs on."""
    trees = MarkedTree(), MarkedTree()
    command = [sys.executable, "-I", "-S", "-c", "import time; print(flush=True); time.sleep(600)"]
    children = [subprocess.Popen(command, env=os.environ | tree.environment, stdout=subprocess.PIPE) for tree in trees]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    trees[0].end()
    assert children[0].wait(20) == -9
    assert children[1].poll() is None
    trees[1].end()
    assert children[1].wait(20) == -9
    for child in children:
        child.communicate()


def test_each_system_has_its_own_kind_of_tree() -> None:
    """Where descendants cannot be found, ending the tree does nothing."""
    kinds = {"linux": "MarkedTree", "win32": "WindowsJob"}
    assert type(process_tree()).__name__ == kinds.get(sys.platform, "UntrackedTree")
    UntrackedTree().end()
