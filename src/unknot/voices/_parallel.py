"""Many jobs on a few threads, results as they come, and nobody left working when it ends early."""

from __future__ import annotations

import queue
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HEARTBEAT: Final = 0.25
"""Seconds after which the waiting thread looks for Ctrl-C, for systems where waiting hides it."""

Job = TypeVar("Job")
Result = TypeVar("Result")


def run_parallel(
    jobs: Sequence[Job], work: Callable[[Job], Result], hands: int, abandon: Callable[[], None]
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result, as they are done, `hands` at a time.

    When the iterator ends early, for whatever reason, what has not begun is dropped, `abandon` is called to end what
    has, and all threads are waited for.
    """
    done: queue.SimpleQueue[tuple[Job, Future[Result]]] = queue.SimpleQueue()
    left = len(jobs)
    pool = ThreadPoolExecutor(max(1, min(hands, left)))
    try:
        for job in jobs:
            pool.submit(work, job).add_done_callback(lambda future, job=job: done.put((job, future)))  # type: ignore[misc]
        while left:
            try:
                job, future = done.get(timeout=_HEARTBEAT)
            except queue.Empty:
                continue
            left -= 1
            yield job, future.result()
    finally:
        if left:
            pool.shutdown(wait=False, cancel_futures=True)
            abandon()
        pool.shutdown(wait=True)
