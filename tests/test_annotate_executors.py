import gc
import os
import re
import signal
import time
from collections.abc import Iterator

import pytest

from analysis.annotate import executors
from analysis.annotate.executors import Task
from analysis.settings import Settings


def task(number: int, articles: tuple[str, ...] = ("a",)) -> Task:
    return Task("store", f"part-{number}", articles, Settings(engine="rules"), ("quotations",), {}, {})


def name_of(given: Task) -> tuple[str, str | None]:
    return given.name, os.environ.get("OMP_NUM_THREADS")


def die_of_poison(given: Task) -> tuple[str, ...]:
    """A batch whose poisonous articles end the process, as native code can."""
    articles = given.only or tuple(a for a in given.articles if a not in given.skip)
    if any("poison" in a for a in articles):
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGKILL)
    return articles


def test_processes_share_the_cores() -> None:
    found = dict(executors.processes(name_of, [task(1), task(2)], workers=2))
    assert found == dict.fromkeys(("part-1", "part-2"), str(max(1, executors.cores() // 2)))


def test_tasks_here_are_done_as_they_come() -> None:
    assert [name for name, _ in executors.here(name_of, [task(1), task(2)])] == ["part-1", "part-2"]


def test_results_come_before_the_tasks_are_all_handed_out() -> None:
    handed: list[int] = []

    def endless() -> Iterator[Task]:
        for number in range(100_000):
            handed.append(number)
            yield task(number)

    running = executors.processes(name_of, endless(), workers=1)
    next(running)
    running.close()  # type: ignore[attr-defined]
    assert len(handed) <= executors.IN_FLIGHT + 1


def test_what_kills_its_process_is_found_and_left_out() -> None:
    tasks = [task(1, ("a", "b")), task(2, ("c", "poison", "d")), task(3, ("e",)), task(4, ("f",))]
    found = sorted(executors.processes(die_of_poison, tasks, workers=2))
    assert found == [("a", "b"), ("c", "d"), ("e",), ("f",)]


def busy(given: Task) -> tuple[str, ...]:
    """A batch whose endless article never comes back to Python: the pattern is tried in 2^n ways."""
    articles = given.only or tuple(a for a in given.articles if a not in (*given.skip, *given.slow))
    if any("endless" in a for a in articles):
        re.match(r"(?:a|a)*b", "a" * 64)
    return (*articles, "slow:", *given.slow)


@pytest.mark.parametrize("several", [False, True])
def test_what_takes_too_long_is_found_given_up_and_named(several: bool) -> None:
    tasks = [task(1, ("a", "b")), task(2, ("c", "endless", "d")), task(3, ("e",))]
    limited = [t._replace(seconds=(0.3,) * len(t.articles)) for t in tasks]
    found = executors.processes(busy, limited, workers=2) if several else executors.here(busy, limited)
    assert sorted(found) == [("a", "b", "slow:"), ("c", "d", "slow:", "endless"), ("e", "slow:")]


def test_the_time_of_a_batch_is_far_less_than_that_of_all_its_articles() -> None:
    whole = task(1, ("a",) * 50)._replace(seconds=(30.0,) * 50)
    assert whole.budget() == 60
    one = task(1, ("a", "b"))._replace(seconds=(30.0, 90.0), only=("b",))
    assert one.budget() == 90
    assert task(1).budget() == 0


def test_other_errors_are_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        list(executors.processes(divide, [task(1)], workers=1))


def divide(given: Task) -> float:
    return 1 / 0


def test_garbage_is_looked_for_seldom_while_a_task_runs_and_as_before_behind_it():
    before = gc.get_threshold()
    during = list(executors.here(lambda _: gc.get_threshold()[0], [task(1)]))
    assert during[0] > before[0]
    assert gc.get_threshold() == before
