"""Running tasks: here, in processes of this machine, or on a Dask cluster; with a few in flight at a time.

A task that kills its process (out of memory, a crash in native code) costs the others nothing: its articles
are tried one by one, and those that kill again are named and left out.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from analysis.settings import Settings

IN_FLIGHT = 256  # tasks handed out and not done; bounds memory and what lies in `incoming`
Result = TypeVar("Result")


class Task(NamedTuple):
    """One batch to annotate: everything a process anywhere needs to know, and no data.

    `parts` are the files that have its rows, at least its articles; `stages` the names of those to run.
    """

    store: str
    name: str
    articles: tuple[str, ...]
    settings: Settings
    stages: tuple[str, ...]
    parts: Mapping[str, str]
    corrected: bool = False
    only: tuple[str, ...] = ()  # try these alone, and write nothing
    skip: tuple[str, ...] = ()  # do not annotate these: they kill the process


Work = Callable[[Task], Result]
Submit = Callable[[Task], Any]


def cores() -> int:
    """Processor cores this process may use, container limits included."""
    from loky import cpu_count

    return int(cpu_count())


def threads_environment(threads: int) -> dict[str, str]:
    """Environment that keeps numeric libraries to a number of threads; read when they are first imported."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    return {**dict.fromkeys((*names, "RAYON_NUM_THREADS"), str(threads)), "TOKENIZERS_PARALLELISM": "false"}


def here(work: Work[Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """The results of the tasks, done one after another in this process."""
    return map(work, tasks)


def processes(work: Work[Result], tasks: Iterable[Task], *, workers: int) -> Iterator[Result]:
    """The results of the tasks as they come, from `workers` processes that share the cores among them.

    The processes do not import the caller's main module, so scripts need no `if __name__ == "__main__"`.
    """
    from loky import ProcessPoolExecutor

    environment = threads_environment(max(1, cores() // workers))
    pools: list[ProcessPoolExecutor] = []

    def start() -> ProcessPoolExecutor:
        pools.append(
            ProcessPoolExecutor(workers, env=environment, initializer=_begin, initargs=(os.getpid(),))
        )
        return pools[-1]

    def submit(task: Task) -> Future[Result]:
        try:
            return (pools[-1] if pools else start()).submit(work, task)
        except BrokenExecutor:
            return start().submit(work, task)

    try:
        yield from _drive(submit, tasks, died=(BrokenExecutor,), in_flight=IN_FLIGHT)
    finally:
        for pool in pools:
            pool.shutdown(wait=True, kill_workers=True)


def dask(work: Work[Result], tasks: Iterable[Task], *, scheduler: str) -> Iterator[Result]:
    """The results of the tasks as they come, from the workers of the Dask cluster at the address `scheduler`.

    ValueError when Dask is not installed. Workers need newsbook installed and the store reachable under the
    same path or URL; when one dies, others do its tasks.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise ValueError("a scheduler needs the extra: pip install 'newsbook[scale]'") from error

    with Client(scheduler, set_as_default=False) as client:

        def submit(task: Task) -> Any:
            return client.submit(work, task, pure=False)

        yield from _drive(submit, tasks, died=(KilledWorker,), in_flight=16 * IN_FLIGHT)


def _begin(parent: int) -> None:
    """Set up a worker process: Arrow, which heeds no environment, on one thread; no life after the parent's."""
    import pyarrow as pa

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _drive(
    submit: Submit, tasks: Iterable[Task], *, died: tuple[type[BaseException], ...], in_flight: int
) -> Iterator[Any]:
    """Hand out tasks, a bounded number at a time, and yield their results; then see to those that died."""
    waiting: dict[Any, Task] = {}
    done: SimpleQueue[Any] = SimpleQueue()
    suspects: list[Task] = []
    source = iter(tasks)
    exhausted = False
    while waiting or not exhausted:
        if not exhausted and len(waiting) < in_flight:
            task = next(source, None)
            exhausted = task is None
            if task is not None:
                waiting[future := submit(task)] = task
                future.add_done_callback(done.put)
        with suppress(Empty):
            future = done.get(block=bool(waiting) and (exhausted or len(waiting) >= in_flight))
            task = waiting.pop(future)
            try:
                yield future.result()
            except died:
                suspects.append(task)
    for task in suspects:
        yield _alone(submit, task, died)


def _alone(submit: Submit, task: Task, died: tuple[type[BaseException], ...]) -> Any:
    """The result of a task under way when a process died: once more by itself, else without the killers."""
    try:
        return submit(task).result()
    except died:
        killers = tuple(a for a in task.articles if _kills(submit, task._replace(only=(a,)), died))
        return submit(task._replace(skip=killers)).result()


def _kills(submit: Submit, task: Task, died: tuple[type[BaseException], ...]) -> bool:
    try:
        submit(task).result()
    except died:
        return True
    return False
