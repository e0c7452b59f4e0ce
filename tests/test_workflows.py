"""The workflow for a feed of one's own: it runs what the parser takes, and needs nothing that a fork lacks."""

import re
import shlex
from pathlib import Path

import yaml

from analysis.cli import parser

DOCS = Path(__file__).parent.parent / "docs"
TEXT = (DOCS / "workflows" / "feed.yml").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load(TEXT)
STEPS = WORKFLOW["jobs"]["report"]["steps"]


def test_every_command_is_one_that_the_parser_takes():
    lines = [line for step in STEPS for line in step.get("run", "").splitlines()]
    documented = re.findall(
        r"^newsbook .*?(?=  #|$)", (DOCS / "monitoring.md").read_text(encoding="utf-8"), re.M
    )
    calls = [line.partition(" > ")[0] for line in [*lines, *documented] if line.startswith("newsbook ")]
    assert len(calls) == 7
    for call in calls:
        assert parser().parse_args(shlex.split(call)[1:])


def test_it_runs_on_a_schedule_keeps_its_store_and_fails_on_an_empty_feed():
    assert WORKFLOW[True]["schedule"]  # YAML reads `on` as true
    cache = next(step for step in STEPS if "actions/cache@" in step.get("uses", ""))
    assert "annotations" in cache["with"]["path"].split()
    annotate = next(step for step in STEPS if "newsbook annotate" in step.get("run", ""))
    assert not {"continue-on-error", "if"} & annotate.keys()
    assert "||" not in annotate["run"]


def test_a_fork_without_pages_or_secrets_only_does_not_publish():
    assert "secrets." not in TEXT
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["jobs"]["publish"]["if"] == "needs.report.outputs.pages == 'true'"
    upload = next(step for step in STEPS if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["if"] == "steps.pages.outputs.there == 'true'"


def test_actions_are_named_by_their_commits():
    used = [step["uses"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name) for name in used)
