"""Running tasks on a Dask cluster, of other machines or of this one; what is wrong with it is said in a sentence."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from analysis.annotate.executors import IN_FLIGHT, Result, Task, Work, drive, limited
from analysis.store import lock, place
from analysis.store.place import StoreError

PATIENCE = 15.0  # seconds after which a scheduler or workers that do not answer are given up
_KEPT = "what is done is kept; run it again, and the rest is done."


def dask(work: Work[Result], tasks: Iterable[Task], *, scheduler: str, store: str) -> Iterator[Result]:
    """The results of the tasks as they come, from the workers of the Dask cluster at the address `scheduler`.

    Workers need newsbook installed and the store reachable under the same path or URL; when one dies, others do its
    tasks. StoreError, within half a minute, when no scheduler answers, when there are no workers or one of them lacks
    newsbook or does not see the store, and when the scheduler is lost. ValueError when Dask is not installed.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise ValueError("a cluster needs the extra: pip install 'newsbook[scale]'") from error
    with _quiet():
        try:
            client = Client(scheduler, set_as_default=False, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise StoreError(f"no Dask scheduler answers at {scheduler} ({_line(error)})") from error
        try:
            _check_workers(client, scheduler, store)

            def submit(task: Task) -> Any:
                return client.submit(limited, work, task, pure=False)

            watch = _watching(client, scheduler)
            results = drive(work, submit, tasks, died=(KilledWorker,), in_flight=16 * IN_FLIGHT, watch=watch)
            try:
                yield from results
            except CancelledError as error:
                raise _lost(scheduler) from error
        finally:
            with suppress(Exception):
                client.close(timeout=2)


def local(work: Work[Result], tasks: Iterable[Task], *, workers: int, store: str) -> Iterator[Result]:
    """The results of the tasks as they come, from a Dask cluster of so many processes that is started here.

    A script that calls this needs `if __name__ == "__main__"`. ValueError when Dask is not installed.
    """
    try:
        from distributed import LocalCluster
    except ImportError as error:
        raise ValueError("a cluster needs the extra: pip install 'newsbook[scale]'") from error
    with (
        _quiet(),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield from dask(work, tasks, scheduler=cluster.scheduler_address, store=store)


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's own account of lost connections, with tracebacks, is not shown: we say what is wrong in a sentence."""
    logger = logging.getLogger("distributed")
    before = {name: logging.getLogger(name).level for name in ("distributed", *_children(logger))}
    for name in before:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _children(logger: logging.Logger) -> list[str]:
    return [name for name in logger.manager.loggerDict if name.startswith(logger.name + ".")]


def _check_workers(client: Any, scheduler: str, store: str) -> None:
    """StoreError unless there are workers, and all have newsbook and see the store as it is seen here."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (TimeoutError, OSError) as error:
        raise StoreError(
            f"the Dask cluster at {scheduler} has no workers; start some: dask worker {scheduler} --nthreads 1"
        ) from error
    for worker, answer in _asked(client, exec, "import analysis.annotate.clusters").items():
        if isinstance(answer, BaseException):
            raise StoreError(
                f"worker {worker} of {scheduler} has no newsbook that can be imported ({_line(answer)}); "
                "install the same newsbook, with the extra `scale`, on every machine"
            )
    here = owner_of(store)
    for worker, answer in _asked(client, owner_of, store).items():
        if isinstance(answer, BaseException) or answer != here:
            why = f" ({_line(answer)})" if isinstance(answer, BaseException) else ""
            raise StoreError(
                f"worker {worker} of {scheduler} does not see the store {store}{why}; "
                "keep it where all machines reach it under the same path, or behind a URL such as s3://"
            )


def _asked(client: Any, question: Callable[..., Any], *given: Any) -> dict[str, Any]:
    """What each worker answers to a call, or the exception that it ended with."""
    try:
        answers = client.sync(
            client._run, question, *given, on_error="return", wait=True, callback_timeout=PATIENCE
        )
    except (TimeoutError, OSError) as error:
        return {"(any)": error}
    return dict(answers)


def owner_of(store: str) -> bytes | None:
    """Who holds a store, as it is seen from here."""
    return place.read(place.of(store), lock.OWNER)


def _watching(client: Any, scheduler: str) -> Callable[[], None]:
    """What raises StoreError when the scheduler or all workers have been away for a while."""
    well = [time.monotonic()]

    def watch() -> None:
        if client.status == "running" and client.scheduler_info(n_workers=1)["workers"]:
            well[0] = time.monotonic()
        elif time.monotonic() - well[0] > PATIENCE or client.status == "closed":
            raise (
                _lost(scheduler)
                if client.status != "running"
                else StoreError(f"the Dask cluster at {scheduler} has no workers any more; {_KEPT}")
            )

    return watch


def _lost(scheduler: str) -> StoreError:
    return StoreError(f"the Dask scheduler at {scheduler} is lost; {_KEPT}")


def _line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
