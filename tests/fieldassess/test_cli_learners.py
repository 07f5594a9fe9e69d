"""`learners`, `outstanding` and `brief` on a workspace with a few learners in it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldassess.cli import main
from sessions.learner import Learner
from sessions.workspace import Workspace
from unitdata import evaluate, open_shipped

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("COLUMNS", "80")
    workspace = Workspace(tmp_path / "mine", clock=lambda: NOW)
    workspace.device.become("Jo Sample", "JS", "qualified")
    yield workspace
    workspace.close()


@pytest.fixture
def ana(workspace: Workspace) -> Learner:
    """A learner with one visit: a tick, a not-yet, an item and an answer to a part of a question."""
    ana = workspace.register(name="Ana Clarke", initials="AC", number="SAMPLE-01", employer="Example Shop")
    pinned = open_shipped("cvq-l2")
    workspace.packs.keep(pinned)
    ana.enrol(pinned.sha, "cvq-l2", ["U09602", "U12902"])
    session = workspace.open_session(ana, pinned, ["U09602", "U12902"])
    session.judge(["U09602/1.2"], "met")
    session.judge(["U09602/1.6"], "not yet", reason="Left waiting without a word")
    session.cover(["U09602/R1.A.ii"])
    session.ask("Which laws?", ["U09602/K2.a"], answer="Named one", verdict="satisfied")
    session.confirm(["U09602/period"])
    ana.plan(date(2026, 11, 26), "Busy morning")
    return ana


@pytest.fixture
def ask(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a subcommand on the workspace, which is open for writing all the while."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = main([*argv, "--workspace", str(workspace.folder)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in [folder, *folder.rglob("*")]}


def find(answer: dict[str, Any], unit: str, ref: str) -> dict[str, Any]:
    (found,) = [o for u in answer["units"] if u["ref"] == unit for o in u["outstanding"] if o["ref"] == ref]
    return dict(found)


@pytest.mark.usefixtures("ana")
def test_outstanding_says_what_is_open_and_why(ask: Ask) -> None:
    code, out, err = ask("outstanding", "SAMPLE-01", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["learner"]["name"] == "Ana Clarke"
    assert answer["next_visit"] == {"when": "2026-11-26", "what": "Busy morning"}
    assert find(answer, "U09602", "1.1")["why"] == "not seen"
    assert find(answer, "U09602", "1.6")["why"] == "not yet: Left waiting without a word"
    assert find(answer, "U09602", "R1.A.ii")["missing_elements"] == ["2", "3"]
    assert find(answer, "U09602", "K2")["open_parts"] == ["K2.b", "K2.c", "K2.d"]
    assert find(answer, "U09602", "customers")["kind"] == "confirmation"
    refs = [o["ref"] for o in answer["units"][0]["outstanding"]]
    assert not {"1.2", "period"} & set(refs)
    assert answer["open"] == sum(unit["open"] for unit in answer["units"])
    busy = next(s for s in answer["one_situation_could_close"] if s["situation"] == "busy")
    assert busy == {"situation": "busy", "statements": 5, "units": ["U09602", "U12902"]}


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_table_fits_the_terminal_and_loses_nothing(ask: Ask, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = ask("outstanding", "ana", "--unit", "u09602")
    table = [line for line in out.splitlines() if re.match(r"\s*(\d|R\d|C\d|K\d)", line)]
    assert max(map(len, table)) <= columns
    words = " ".join(out.split())
    for wanted in ("1.6", "Left", "K2.b", "Data protection", "So far: 1 day, 1 customer, 1 occasion"):
        assert wanted in words


@pytest.mark.usefixtures("ana")
def test_one_unit_is_chosen_by_ref(ask: Ask) -> None:
    _, out, _ = ask("outstanding", "ana", "--unit", "U12902", "--json")
    assert [unit["ref"] for unit in json.loads(out)["units"]] == ["U12902"]
    code, out, err = ask("outstanding", "ana", "--unit", "U99999")
    assert (code, out) == (2, "")
    assert "U09602, U12902" in err


@pytest.mark.usefixtures("ana")
def test_how_far_it_is_to_the_award(ask: Ask) -> None:
    _, out, _ = ask("outstanding", "ana", "--json")
    award, pack = json.loads(out)["award"], open_shipped("cvq-l2").pack
    assert (award["chosen"], award["achieved"], award["by_element"], award["first_claim"]) == (2, [], [], None)
    assert [u["message"] for u in award["unmet"]] == [u.message for u in evaluate(pack, [], said="achieved").unmet]
    assert award["choice_unmet"][-1]["message"] == evaluate(pack, ["U09602", "U12902"]).unmet[-1].message
    _, out, _ = ask("outstanding", "ana")
    assert "To the award: 0 of 2 units\n" in out
    assert f"  {award['unmet'][0]['message']}\n" in out


def enrolled(workspace: Workspace, pack_id: str, *units: str, learner: Learner | None = None) -> Learner:
    pinned = open_shipped(pack_id)
    workspace.packs.keep(pinned)
    learner = learner or workspace.register(name="Dan Reed")
    learner.enrol(pinned.sha, pack_id, units, on=NOW.date())
    return learner


def test_a_first_claim_that_is_still_to_come_is_named(ask: Ask, workspace: Workspace) -> None:
    enrolled(workspace, "edi-l3", "7", "13")
    _, out, _ = ask("outstanding", "dan")
    assert "  First claim from 30 Jan 2027\n" in out
    _, out, _ = ask("outstanding", "dan", "--json")
    assert json.loads(out)["award"]["first_claim"] == "2027-01-30"


def test_what_is_not_printed_is_said_in_the_packs_own_words(ask: Ask, workspace: Workspace) -> None:
    enrolled(workspace, "cg-l4", "303", "403")
    _, out, _ = ask("outstanding", "dan")
    assert "Only listed: assessment criteria yet to be read in from the handbook\n" in out
    _, out, _ = ask("outstanding", "dan", "--unit", "4430-403", "--json")
    assert [unit["ref"] for unit in json.loads(out)["units"]] == ["403"]


def test_one_of_two_qualifications_is_named(ask: Ask, workspace: Workspace, ana: Learner) -> None:
    enrolled(workspace, "svq-l2", "A4", learner=ana)
    _, out, err = ask("outstanding", "ana", "--json")
    assert json.loads(out)["pack"]["id"] == "svq-l2"
    assert "for the other qualification: --pack cvq-l2" in err
    code, out, err = ask("outstanding", "ana", "--pack", "cvq-l2", "--json")
    assert (code, json.loads(out)["pack"]["id"], err) == (0, "cvq-l2", "")
    assert "Customer Service, Level 2" in ask("brief", "ana", "--pack", "cvq-l2")[1]
    code, _, err = ask("outstanding", "ana", "--pack", "edi-l3")
    assert code == 2
    assert "cvq-l2, svq-l2" in err
    _, out, _ = ask("learners")
    assert "svq-l2" in out


@pytest.mark.parametrize("wanted", ["SAMPLE-01", "sample-01", "ac", "clarke ana", "Ana Clarke", "ID"])
def test_a_learner_goes_by_number_initials_words_or_id(ask: Ask, ana: Learner, wanted: str) -> None:
    code, out, _ = ask("outstanding", ana.id if wanted == "ID" else wanted, "--json")
    assert (code, json.loads(out)["learner"]["id"]) == (0, ana.id)


@pytest.mark.usefixtures("ana")
def test_several_learners_of_a_name_are_listed_apart_from_the_answer(ask: Ask, workspace: Workspace) -> None:
    workspace.register(name="Ana Other", number="SAMPLE-02")
    code, out, err = ask("brief", "ana")
    assert (code, out) == (2, "")
    assert "Ana Clarke  SAMPLE-01" in err
    assert "Ana Other  SAMPLE-02" in err


def test_nobody_of_that_name(ask: Ask) -> None:
    code, out, err = ask("outstanding", "nobody")
    assert (code, out) == (2, "")
    assert "no learner here goes by 'nobody'" in err


def test_a_learner_who_is_not_enrolled_has_nothing_to_hold_the_record_against(ask: Ask, workspace: Workspace) -> None:
    workspace.register(name="Ben Okafor")
    code, out, err = ask("outstanding", "ben", "--json")
    assert code == 1
    assert json.loads(out)["pack"] is None
    assert "not enrolled on a qualification yet" in err


def test_a_pack_that_has_not_arrived_is_named(ask: Ask, workspace: Workspace, ana: Learner) -> None:
    workspace.packs.path(ana.portfolio.enrolments()[0][1].pack).unlink()
    code, _, err = ask("outstanding", "ana")
    assert code == 1
    assert "has not arrived on this device" in err


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("command", [["learners"], ["outstanding", "ana"], ["brief", "ana"]])
def test_reading_changes_nothing_while_the_app_is_open(ask: Ask, workspace: Workspace, command: list[str]) -> None:
    before = tree(workspace.folder)
    assert ask(*command)[0] == 0
    assert tree(workspace.folder) == before


@pytest.mark.parametrize("command", [["learners"], ["outstanding", "ana"], ["brief", "ana"]])
def test_no_workspace_is_said_and_none_is_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    assert main([*command, "--workspace", str(tmp_path / "none")]) == 2
    assert "there is no workspace" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_the_caseload_is_worked_out_where_rows_are_missing(ask: Ask, workspace: Workspace, ana: Learner) -> None:
    (workspace.folder / "caseload.json").unlink()
    _, out, _ = ask("learners", "--json")
    (row,) = json.loads(out)
    assert (row["learner"], row["last_visit"], row["next_visit"]) == (ana.id, "2026-11-21", "2026-11-26")
    _, out, _ = ask("learners")
    assert out.splitlines()[1].split()[:2] == ["Ana", "Clarke"]
    assert not (workspace.folder / "caseload.json").exists()


def test_a_long_name_keeps_to_its_line(ask: Ask, workspace: Workspace, ana: Learner) -> None:
    workspace.register(name="Maximiliana " * 12)
    ana.plan(None, "")
    _, out, _ = ask("learners")
    lines = out.splitlines()
    assert len(lines) == 3
    assert all(len(line) <= 80 for line in lines)
    assert next(line for line in lines if line.startswith("Ana")).endswith("21 Nov 2026  to confirm")
    assert "…" in next(line for line in lines if line.startswith("Max"))


def test_an_empty_caseload_says_so_beside_the_answer(ask: Ask) -> None:
    assert ask("learners") == (0, "", "No learners here yet.\n")


@pytest.mark.usefixtures("ana")
def test_the_brief_is_markdown_or_data_or_a_page(ask: Ask, tmp_path: Path) -> None:
    _, out, _ = ask("brief", "ana")
    assert out.startswith("# Visit brief: Ana Clarke\n")
    _, out, _ = ask("brief", "ana", "--json")
    assert json.loads(out)["title"] == "Visit brief: Ana Clarke"
    page = tmp_path / "brief.html"
    code, out, err = ask("brief", "ana", "--html", str(page))
    assert (code, out) == (0, "")
    assert str(page) in err
    assert "Left waiting without a word" in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("ana")
def test_a_page_that_cannot_be_written_is_wrong_use(ask: Ask, tmp_path: Path) -> None:
    code, _, err = ask("brief", "ana", "--html", str(tmp_path))
    assert code == 2
    assert "cannot be written" in err


def test_text_from_people_cannot_act_on_the_terminal(ask: Ask, workspace: Workspace, ana: Learner) -> None:
    session = workspace.open_session(ana, open_shipped("cvq-l2"), ["U09602"])
    session.judge(["U09602/1.7"], "not yet", reason="[red]x[/] \u202eevil :smile:")
    _, out, _ = ask("outstanding", "ana")
    assert "[red]x[/]" in out
    assert ":smile:" in out
    assert "\u202e" not in out


def test_days_are_counted_by_the_workspace_clock(workspace: Workspace, ana: Learner) -> None:

    workspace.clock = lambda: NOW + timedelta(days=52)
    outlook = workspace.outlook(ana.id)
    assert outlook.days_since == 52
    assert outlook.unsigned == 5
