"""`store create`, `sync`, `verify` and `rebuild` from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldassess.cli import main
from sessions.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("FIELDASSESS_WORKSPACE", str(tmp_path / "ann"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_


@pytest.fixture
def recorded(tmp_path: Path) -> str:
    """Ann's workspace with one learner; the learner's id."""
    ann = Workspace(tmp_path / "ann")
    ann.device.become("Ann Bell", "AB", "qualified")
    learner = ann.register(name="Ada Example").id
    ann.close()
    return learner


def test_two_devices_share(run: Run, recorded: str) -> None:
    assert run("store", "create", "shared") == (0, "The shared store is made.\n", "")
    code, out, err = run("sync", "--store", "shared")
    assert (code, out) == (0, "Shared 1 entry about 1 learner.\nNothing new from others.\n")
    code, out, err = run("sync", "--store", "shared", "--workspace", "cal", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "published": 0,
        "taken_in": 1,
        "pending": [],
        "elsewhere": {},
        "quarantined": [],
        "damaged": [],
        "messages": [],
        "problem": None,
    }


def test_the_shared_folder_is_remembered(
    run: Run, recorded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("store", "create", "shared")
    run("sync", "--store", "shared")
    monkeypatch.chdir("/")
    assert run("sync")[:2] == (0, "No entry of this device was waiting to be shared.\nNothing new from others.\n")


def test_a_store_is_made_once(run: Run) -> None:
    run("store", "create", "shared")
    code, out, _ = run("store", "create", "shared")
    assert (code, out) == (0, "That is a shared store already; nothing was changed.\n")
    code, out, _ = run("store", "create", "shared", "--json")
    assert (code, json.loads(out)) == (0, {"created": False, "folder": "shared"})


@pytest.mark.parametrize("place", ["ann", "ann/shared", "."])
def test_a_store_and_a_workspace_are_apart(place: str, run: Run, recorded: str) -> None:
    for command in (("store", "create", place), ("sync", "--store", place)):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert "must not lie in one another" in err


def test_no_folder_chosen(run: Run, recorded: str) -> None:
    code, out, err = run("sync")
    assert (code, out, err) == (2, "", "fieldassess: no shared store is chosen yet; name it with --store STORE\n")


def test_a_folder_that_is_not_there_is_tried_again_later(run: Run, recorded: str, tmp_path: Path) -> None:
    code, out, err = run("sync", "--store", "gone")
    assert (code, out) == (3, "")
    assert err == "fieldassess: The shared folder is not there. Is its drive connected?\n"
    code, out, _ = run("sync", "--store", "gone", "--json")
    assert code == 3
    assert json.loads(out)["problem"] == "The shared folder is not there. Is its drive connected?"
    assert run("sync")[0] == 2, "a place where no store was found is not remembered"


def test_another_store_needs_join(run: Run, recorded: str) -> None:
    for name in ("one", "two"):
        run("store", "create", name)
    run("sync", "--store", "one")
    code, out, err = run("sync", "--store", "two")
    assert (code, out) == (2, "")
    assert err == (
        "fieldassess: That is another shared store than the one this device shares with. Nothing was written. "
        "To share with it from now on: fieldassess sync --join --store STORE\n"
    )
    assert run("sync", "--store", "two", "--join")[:2] == (
        0,
        "Shared 1 entry about 1 learner.\nNothing new from others.\n",
    )
    assert run("sync")[0] == 0


def test_an_empty_folder_is_said_to_be_one(run: Run, recorded: str, tmp_path: Path) -> None:
    (tmp_path / "mount").mkdir()
    code, out, err = run("sync", "--store", "mount")
    assert (code, out) == (3, "")
    assert err.endswith("To begin a new store there: fieldassess store create STORE\n")
    problem = json.loads(run("sync", "--store", "mount", "--json")[1])["problem"]
    assert problem == "The shared folder is empty. If it is on a drive, connect the drive; nothing was written."


def test_a_workspace_in_use_is_tried_again_later(run: Run, recorded: str, tmp_path: Path) -> None:
    run("store", "create", "shared")
    ann = Workspace(tmp_path / "ann")
    code, out, err = run("sync", "--store", "shared")
    assert (code, out) == (3, "")
    assert "open in another window" in err
    assert run("verify")[0] == 0, "reading takes no lock"
    ann.close()
    assert run("sync", "--store", "shared")[0] == 0


def test_a_file_that_is_wrong_is_a_problem_in_the_data(run: Run, recorded: str, tmp_path: Path) -> None:
    run("store", "create", "shared")
    run("sync", "--store", "shared")
    (segment,) = (tmp_path / "shared").rglob("*.jsonl")
    segment.write_bytes(segment.read_bytes().replace(b"Ada", b"Eda"))
    code, out, _ = run("sync", "--store", "shared", "--workspace", "cal")
    assert code == 1
    key = f"learners/{recorded}/{segment.name}"
    assert f"Set aside {key}: its content is not what its name says." in out.splitlines()
    code, out, _ = run("sync", "--workspace", "cal", "--json")
    assert code == 1
    assert json.loads(out)["quarantined"] == [{"file": key, "reason": "its content is not what its name says"}]
    assert json.loads(out)["pending"][0]["entries"] == 1


def test_verify_finds_nothing_wrong(run: Run, recorded: str) -> None:
    assert run("verify") == (0, "", "nothing wrong was found\n")
    assert json.loads(run("verify", "--json")[1]) == {"findings": [], "problem": None}


def test_verify_names_file_and_line(run: Run, recorded: str, tmp_path: Path) -> None:
    (journal,) = (tmp_path / "ann").rglob("*.jsonl")
    journal.write_bytes(journal.read_bytes() * 2)
    code, out, err = run("verify")
    file = f"learners/{recorded}/{journal.name}"
    assert (code, out, err) == (1, f"{file}: line 2: is number 1 where 2 was expected\n", "1 to look into\n")
    code, out, _ = run("verify", "--json")
    (finding,) = json.loads(out)["findings"]
    assert code == 1
    assert finding == {
        "file": file,
        "in_store": False,
        "learner": recorded,
        "what": "line 2: is number 1 where 2 was expected",
    }


def test_verify_checks_the_shared_folder_too(run: Run, recorded: str, tmp_path: Path) -> None:
    run("store", "create", "shared")
    run("sync", "--store", "shared")
    (segment,) = (tmp_path / "shared").rglob("*.jsonl")
    segment.write_bytes(segment.read_bytes()[:-1])
    code, out, _ = run("verify")
    assert code == 1
    assert f"shared store: learners/{recorded}/{segment.name}: it has not fully arrived" in out.splitlines()
    (tmp_path / "shared").rename(tmp_path / "unplugged")
    code, out, err = run("verify")
    assert (code, out) == (3, "")
    assert "the shared store was not checked. The shared folder is not there." in err


def test_verify_needs_a_workspace_and_makes_none(run: Run, tmp_path: Path) -> None:
    code, _, err = run("verify")
    assert code == 2
    assert "there is no workspace" in err
    assert not (tmp_path / "ann").exists()


def test_rebuild_brings_the_caseload_back(run: Run, recorded: str, tmp_path: Path) -> None:
    (tmp_path / "ann" / "caseload.json").write_bytes(b"{")
    (tmp_path / "ann" / "dirty" / recorded).unlink()
    assert run("rebuild") == (0, "Worked out from the journals: 1 learner.\n", "")
    assert json.loads(run("rebuild", "--json")[1]) == {"learners": 1}
    ann = Workspace(tmp_path / "ann")
    assert [row.name for row in ann.caseload.rows()] == ["Ada Example"]
    assert ann.dirty() == [recorded], "what is not shared yet is marked again"
    ann.close()


@pytest.mark.usefixtures("recorded")
def test_who_is_not_taken_in_is_said_with_the_option_that_asks_for_them(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.store.share.SMALL", 0)
    run("store", "create", "shared")
    run("sync", "--store", "shared")
    _, out, _ = run("sync", "--store", "shared", "--workspace", "cal")
    assert "To take them in: fieldassess sync --all, or --from and the initials of a colleague." in out
    _, out, _ = run("sync", "--workspace", "cal", "--from", "AB")
    assert "Took in 1 entry about 1 learner." in out
    assert "To take them in" not in out
