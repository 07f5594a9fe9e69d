"""Whole visits at the app, with real keys in a real terminal: from first start to shared record, and through a kill."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from journeys.steps import begin, observe, register

from sessions.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

SIZES = [(80, 24), (40, 20)]


def command(*arguments: str) -> Any:
    """What a subcommand answers with --json; it must succeed."""
    done = subprocess.run([sys.executable, "-m", "fieldassess", *arguments, "--json"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def entries(folder: Path) -> list[Any]:
    """Everything on disk about the only learner, in order."""
    workspace = Workspace(folder, writable=False)
    (learner,) = workspace.learner_ids()
    return sorted(workspace.learner(learner).portfolio.entries.values(), key=lambda e: e.n)


def last(folder: Path) -> Any:
    """What the last entry on disk says."""
    return entries(folder)[-1].body


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_from_first_start_to_shared_record(terminal: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    folder, store, colleague = tmp_path / "mine", tmp_path / "store", tmp_path / "theirs"
    command("store", "create", str(store))
    with terminal("--workspace", str(folder), size=size) as seen:
        begin(seen)
        register(seen, "Ana Clarke")
        observe(seen, "Ana Clarke")
        seen.press(" ")
        seen.wait_for("✓ a1.1")
        seen.press("Calm with a queue of nine")
        seen.wait_for("queue of nine")
        seen.press("enter")
        seen.wait_for(lambda: last(folder).kind == "noted")
        seen.press("1", "6", "-")
        seen.wait_for("why?")
        seen.press("Left them waiting", "enter")
        seen.wait_for("NY a1.6")
        seen.press("escape")
        seen.wait_for("Finish this visit")
        seen.press("f")
        seen.wait_for("Loose ends")
        seen.press("ctrl+s")
        seen.wait_for("Went well")
        seen.press(" ", "\t", "Kept calm and clear", "ctrl+s")
        seen.wait_for(lambda: last(folder).kind == "feedback")
        seen.wait_for("What was agreed")
        seen.press("See a complaint", "ctrl+s")
        seen.wait_for(lambda: last(folder).kind == "planned")
        seen.wait_for("Enough?")
        seen.press("ctrl+s")
        seen.wait_for("Agrees with it")
        seen.press("ctrl+s")
        seen.wait_for("not signed")
        seen.press("enter")
        seen.wait_for("signs as assessor")
        seen.press("d")
        seen.wait_for(lambda: last(folder).kind == "signed")
        seen.press("ctrl+s")
        seen.wait_for("Next visit")
        seen.press("ctrl+q")
        assert seen.process.wait(timeout=30) == 0

    shared = command("sync", "--workspace", str(folder), "--store", str(store))
    assert shared["published"] == len(entries(folder))
    assert shared["problem"] is None
    again = command("sync", "--workspace", str(folder))
    assert (again["published"], again["taken_in"]) == (0, 0)
    taken = command("sync", "--workspace", str(colleague), "--store", str(store))
    assert taken["taken_in"] == shared["published"]
    assert command("outstanding", "Ana Clarke", "--workspace", str(colleague)) == command(
        "outstanding", "Ana Clarke", "--workspace", str(folder)
    )


def test_kill_in_mid_observation_loses_nothing(terminal: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    with terminal("--workspace", str(folder)) as seen:
        begin(seen)
        register(seen, "Ana Clarke")
        observe(seen, "Ana Clarke")
        seen.press(" ")
        seen.wait_for("✓ a1.1")
        seen.press("enter")
        seen.wait_for("customer 2")
        seen.press("down", " ")
        seen.wait_for("✓ a1.2")
        before = [e.id for e in entries(folder)]
        seen.press("Card refused, angry, moved to the off")
        seen.wait_for("moved to the off")
        seen.wait_for(lambda: any("moved to the off" in d.read_text() for d in (folder / "drafts").glob("*.json")))
        seen.kill()

    assert [e.id for e in entries(folder)] == before
    with terminal("--workspace", str(folder)) as seen:
        seen.wait_for("Unfinished: Ana Clarke, observation")
        assert "3 entries" in seen.text
        seen.press("enter")
        seen.wait_for("customer 2")
        seen.wait_for("moved to the off")
        assert "✓  1.1" in seen.text
        seen.press("ice", "enter")
        seen.wait_for(lambda: last(folder).kind == "noted")
        assert last(folder).text == "Card refused, angry, moved to the office"
        seen.press(",")
        seen.wait_for(lambda: last(folder).kind == "withdrawn")
        seen.press(",")
        seen.wait_for(lambda: [e.body.kind for e in entries(folder)[-2:]] == ["withdrawn", "withdrawn"])
        assert last(folder).target == before[-1]
    assert command("verify", "--workspace", str(folder))["findings"] == []
