"""`erase` from the command line: it asks for the name, and says what is still to follow."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldassess.cli import main
from sessions.erasing import hide
from sessions.joining import join
from sessions.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FIELDASSESS_WORKSPACE", str(tmp_path / "ann"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a subcommand; `typed` is what someone types when asked."""

    def run_(*argv: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(argv)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_


@pytest.fixture
def ada(tmp_path: Path) -> str:
    """Ann's workspace with one learner; the learner's id."""
    ann = Workspace(tmp_path / "ann")
    ann.device.become("Ann Bell", "AB", "qualified")
    learner = ann.register(name="Ada Example", number="0001").id
    ann.close()
    return learner


def here(run: Run, *options: str) -> list[str]:
    return [row["name"] for row in json.loads(run("learners", "--json", *options)[1])]


def test_it_says_what_goes_and_asks_for_the_name(run: Run, ada: str, tmp_path: Path) -> None:
    code, out, err = run("erase", "ada", typed="ada  example\n")
    assert (code, out) == (0, "Erased from this device.\n")
    assert "Everything about Ada Example goes: 1 entry by 1 device, 0 visits (0 signed)" in err
    assert "It cannot be taken back." in err
    assert err.endswith("it follows with the first share.\n")
    assert here(run) == []
    assert not (tmp_path / "ann" / "learners" / ada).exists()


@pytest.mark.parametrize(("typed", "options"), [("Ada\n", ()), ("", ()), ("Ada Example\n", ("--yes", "Ben Example"))])
def test_without_the_name_nothing_is_erased(typed: str, options: tuple[str, ...], run: Run, ada: str) -> None:
    code, out, err = run("erase", "ada", *options, typed=typed)
    assert (code, out) == (2, "")
    assert err.endswith("that is not the learner's name; nothing was erased\n")
    assert here(run) == ["Ada Example"]


def test_the_shared_store_follows_at_once(run: Run, ada: str, tmp_path: Path) -> None:
    run("store", "create", "shared")
    run("sync", "--store", "shared")
    run("sync", "--store", "shared", "--workspace", "cal")
    code, out, err = run("erase", "0001", "--yes", "Ada Example", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"learner": ada, "store": True, "problem": None}
    assert (tmp_path / "shared" / "erased" / ada).exists()
    assert not (tmp_path / "shared" / "learners" / ada).exists()
    code, out, _ = run("sync", "--workspace", "cal")
    assert (code, here(run, "--workspace", "cal")) == (0, [])
    assert "Confirm on the sharing screen, or with `fieldassess erase`" in out
    code, out, _ = run("erase", "Ada Example", "--yes", "Ada Example", "--workspace", "cal")
    assert (code, out) == (0, "Erased from this device.\nErased from the shared store.\n")
    assert not (tmp_path / "cal" / "learners" / ada).exists()
    assert run("erase", "Ada Example", "--yes", "Ada Example", "--workspace", "cal")[0] == 2


def test_a_store_that_is_not_at_hand_follows_with_the_next_share(run: Run, ada: str, tmp_path: Path) -> None:
    run("store", "create", "shared")
    run("sync", "--store", "shared")
    away = (tmp_path / "shared").rename(tmp_path / "away")
    code, out, err = run("erase", ada, "--yes", "Ada Example")
    assert (code, out) == (3, "Erased from this device.\n")
    assert err == (
        "fieldassess: the shared store follows with the next share. "
        "The shared folder is not there. Is its drive connected?\n"
    )
    away.rename(tmp_path / "shared")
    assert run("sync")[0] == 0
    assert not (tmp_path / "shared" / "learners" / ada).exists()


def test_another_store_is_left_alone(run: Run, ada: str, tmp_path: Path) -> None:
    for place in ("shared", "other"):
        run("store", "create", place)
    run("sync", "--store", "shared")
    code, _, err = run("erase", ada, "--yes", "Ada Example", "--store", "other")
    assert code == 2
    assert "That is another shared store" in err
    assert not (tmp_path / "other" / "erased").exists()


def test_there_is_nobody_to_erase_where_no_records_are(run: Run, tmp_path: Path) -> None:
    code, _, err = run("erase", "ada", "--workspace", "nowhere")
    assert code == 2
    assert "there is no workspace in nowhere" in err
    assert not (tmp_path / "nowhere").exists()


def test_one_person_under_two_ids_whom_a_colleague_erased_is_one(run: Run, ada: str, tmp_path: Path) -> None:
    ann = Workspace(tmp_path / "ann")
    twin = ann.register(name="Ada Example").id
    join(ann, ada, twin)
    hide(ann, [ada, twin])
    ann.close()
    code, out, err = run("erase", "Ada Example", typed="Ada Example\n")
    assert (code, out) == (0, "Erased from this device.\n"), err
    assert "Everything about Ada Example goes: 3 entries" in err
    assert not list((tmp_path / "ann" / "learners").iterdir())
