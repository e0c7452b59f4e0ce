"""Running tasks: here or in processes of this machine, with a few in flight at a time; on clusters see `clusters`.

A task that kills its process (out of memory, a crash in native code) or takes more processor time than it may costs
the others nothing: its articles are tried one by one, and those that do so again are named and left out.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from analysis.settings import Settings

IN_FLIGHT = 256  # tasks handed out and not done; bounds memory and what lies in `incoming`
_COLLECTED = 50_000  # objects more than gone from which on garbage is looked for, see `gc`
Result = TypeVar("Result")


class Task(NamedTuple):
    """One batch to annotate: everything a process anywhere needs to know, and no data.

    `parts` are the files that have its rows, at least its articles; `stages` the names of those to run. `maker` is
    what the process that wrote it would annotate with, by `stages.maker`: another has to be the same.
    """

    store: str
    name: str
    articles: tuple[str, ...]
    settings: Settings
    stages: tuple[str, ...]
    parts: Mapping[str, str]
    maker: Mapping[str, str]
    corrected: bool = False
    only: tuple[str, ...] = ()  # try these alone, and write nothing
    skip: tuple[str, ...] = ()  # do not annotate these: they kill the process
    slow: tuple[str, ...] = ()  # nor these: they take too long
    seconds: tuple[float, ...] = ()  # processor time that each of the articles may take; none = any

    def budget(self) -> float:
        """Processor time that the task may take: of one article its own, of several much less than all of theirs.

        0 = any. When a task takes more, its articles are tried one by one.
        """
        if self.only:
            return sum(s for a, s in zip(self.articles, self.seconds, strict=False) if a in self.only)
        return max(self.seconds, default=0) + sum(self.seconds) / 50


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


class Overran(BaseException):
    """A task took more processor time than it may; no error of an article, so that nobody takes it for one."""


def here(work: Work[Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """The results of the tasks, done one after another in this process.

    The articles of a task that overruns are tried in a process of their own, which can be ended.
    """
    for task in tasks:
        try:
            with _alarm(task.budget()), _few_collections():
                result = work(task)
        except Overran:
            result = _alone(work, task)
        yield result


@contextmanager
def _few_collections() -> Iterator[None]:
    """Inside, garbage in cycles is looked for seldom: few of millions of small objects lie in any."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Overran, in whatever runs inside, after some processor time; where signals cannot be had, nothing happens."""
    main = threading.current_thread() is threading.main_thread()
    if not seconds or not main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise Overran

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limited(work: Work[Result], task: Task) -> Result:
    """The result of a task in a process that the system ends when it overruns, whatever it is busy with."""
    with _few_collections():
        if not hasattr(signal, "setitimer"):
            return work(task)
        signal.setitimer(signal.ITIMER_PROF, task.budget())
        try:
            return work(task)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


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
            return (pools[-1] if pools else start()).submit(limited, work, task)
        except BrokenExecutor:
            return start().submit(limited, work, task)

    try:
        yield from drive(work, submit, tasks, died=(BrokenExecutor,), in_flight=IN_FLIGHT)
    finally:
        for pool in pools:
            pool.shutdown(wait=True, kill_workers=True)


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


def drive(
    work: Work[Any],
    submit: Submit,
    tasks: Iterable[Task],
    *,
    died: tuple[type[BaseException], ...],
    in_flight: int,
    watch: Callable[[], None] | None = None,
) -> Iterator[Any]:
    """Hand out tasks, a bounded number at a time, and yield their results; then see to those that died.

    `watch` is called about once a second while nothing comes, and raises when nothing will come.
    """
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
            wait = bool(waiting) and (exhausted or len(waiting) >= in_flight)
            future = done.get(block=wait, timeout=None if watch is None else 1)
            task = waiting.pop(future)
            try:
                yield future.result()
            except died:
                suspects.append(task)
            continue
        if watch is not None:
            watch()
    for task in suspects:
        yield _alone(work, task)


def _alone(work: Work[Result], task: Task) -> Result:
    """The result of a task under way when a process died or overran: of those articles that do neither by themselves.

    They are tried one by one in a process of this machine.
    """
    from loky import ProcessPoolExecutor

    killers: list[str] = []
    slow: list[str] = []
    pool = ProcessPoolExecutor(1, initializer=_begin, initargs=(os.getpid(),))
    try:
        for article in task.articles:
            try:
                pool.submit(limited, work, task._replace(only=(article,))).result()
            except BrokenExecutor as error:
                (slow if "SIGPROF" in str(error) else killers).append(article)
                pool = ProcessPoolExecutor(1, initializer=_begin, initargs=(os.getpid(),))
        rest = task._replace(skip=tuple(killers), slow=tuple(slow), seconds=())
        return pool.submit(limited, work, rest).result()
    finally:
        pool.shutdown(wait=True, kill_workers=True)
