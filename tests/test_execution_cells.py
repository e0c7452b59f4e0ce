"""How seldom a notebook is written while it runs."""

from types import SimpleNamespace

import pytest

from analysis.execution import cells


@pytest.fixture
def written(monkeypatch):
    """A notebook's manager whose saves are noted, and a clock that is set by hand."""
    now = [100.0]
    monkeypatch.setattr(cells.time, "monotonic", lambda: now[0])
    saves: list[float] = []
    return SimpleNamespace(save=lambda **_: saves.append(now[0])), saves, now


def test_a_notebook_is_written_at_most_twice_a_minute(written):
    manager, saves, now = written
    with cells._seldom_saved(manager):
        for second in (101.0, 129.0, 130.0, 131.0, 159.0, 165.0):
            now[0] = second
            manager.save(nb=None)
    assert saves == [130.0, 165.0]


def test_behind_the_run_it_is_written_when_it_is_asked_for_however_that_ended(written):
    manager, saves, _ = written

    def stopped() -> None:
        with cells._seldom_saved(manager):
            manager.save()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert saves == []
    manager.save()
    assert saves == [100.0]
