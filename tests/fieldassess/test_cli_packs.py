"""The command line without a terminal: answers, narration and exit codes."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from fieldassess import __version__, console
from fieldassess.cli import main
from fieldassess.console import Exit, packs, workspace_folder

AWARD = "U09602,U12902,U13002,U13102,U00306,U13402"


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("FIELDASSESS_WORKSPACE", raising=False)


def ask(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_list_names_each_pack(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capsys, "packs", "list")
    assert code == 0
    assert any(line.startswith("cvq-l2  CCA010-02  Customer Service, Level 2") for line in out.splitlines())
    assert err == ""


def test_list_as_json_pins_each_pack(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "packs", "list", "--json")
    assert code == 0
    (cvq,) = [pack for pack in json.loads(out) if pack["id"] == "cvq-l2"]
    assert cvq["units"][0] == "U09602"
    assert len(cvq["sha"]) == 32


def test_show_is_an_outline_with_the_questions_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "packs", "show", "cvq-l2")
    lines = out.splitlines()
    assert code == 0
    assert "U13502 Process customer service information" in lines
    assert "    1.2 Greets warmly and shows interest in helping" in lines
    assert "  simulation partly (elements 2, 3, 4), realistic environment unstated" in lines
    assert "  R2.A Types of customer (elements 2, 3)" in lines
    assert "    5.1 Finds hazards promptly and puts them right (by any route)" in lines
    assert "  R6.B Customer and staff areas (element 6), at least 2 by performance" in lines
    assert "    Ask: What rights do your customers have?" in lines


def test_show_as_json_is_the_pack_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = ask(capsys, "packs", "show", "cvq-l2", "--json")
    assert code == 0
    copy = tmp_path / "copy.json"
    copy.write_text(out, encoding="utf-8")
    assert ask(capsys, "packs", "check", str(copy))[0] == 0
    assert len(json.loads(out)["units"]) == 9


def test_show_of_an_unknown_pack_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capsys, "packs", "show", "nothing")
    assert code == 2
    assert out == ""
    assert "cvq-l2" in err


def test_select_accepts_units_that_make_the_award(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "packs", "select", "cvq-l2", "--units", AWARD, "--json")
    assert code == 0
    assert json.loads(out) == {"valid": True, "unmet": []}


def test_select_names_what_is_unmet(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "packs", "select", "cvq-l2", "--units", f"{AWARD}, F2", "--json")
    assert code == 1
    assert json.loads(out) == {
        "valid": False,
        "unmet": [{"rule": "structure", "message": "Not in this qualification: F2."}],
    }
    code, out, _ = ask(capsys, "packs", "select", "cvq-l2", "--units", AWARD.removesuffix(",U13402"))
    assert code == 1
    assert "  Optional units: at least 1 needed of 4, 0 chosen." in out.splitlines()


def test_check_names_each_problem_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    raw = json.loads(ask(capsys, "packs", "show", "cvq-l2", "--json")[1])
    raw["units"][0]["elements"][0]["criteria"][0]["explained_by"] = ["R9.X"]
    raw["rules"][0]["groups"] = ["none"]
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    code, out, err = ask(capsys, "packs", "check", str(file))
    assert code == 1
    assert out.splitlines() == [
        "rule 1: no group none",
        "U09602/1.1: explained_by names R9.X, which is no requirement",
    ]
    assert "2 to put right" in err
    code, out, _ = ask(capsys, "packs", "check", str(file), "--json")
    assert code == 1
    assert json.loads(out)["valid"] is False
    assert len(json.loads(out)["problems"]) == 2


def test_check_of_what_is_no_pack_says_where(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"title": 3}', encoding="utf-8")
    code, out, _ = ask(capsys, "packs", "check", str(file))
    assert code == 1
    assert "title: Input should be a valid string" in out


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_check_of_what_cannot_be_read_is_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    code, out, err = ask(capsys, "packs", "check", str(tmp_path / name))
    assert code == 2
    assert out == ""
    assert "cannot be read" in err


@pytest.mark.parametrize("argv", [["packs"], ["nonsense"], ["packs", "select", "cvq-l2"], ["packs", "list", "--what"]])
def test_wrong_use_exits_2_with_the_usage(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    code, out, err = ask(capsys, *argv)
    assert code == 2
    assert out == ""
    assert "usage: fieldassess" in err


def test_version_and_help_answer_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "--version") == (0, f"fieldassess {__version__}\n", "")
    code, out, _ = ask(capsys, "--help")
    assert code == 0
    assert "packs" in out


def test_without_a_terminal_the_app_does_not_open(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    code, out, err = ask(capsys)
    assert code == 2
    assert out == ""
    assert "needs a terminal" in err


def test_a_crash_says_so_without_what_it_was_holding(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(args: object) -> int:
        raise KeyError("Ana Clarke")

    monkeypatch.setattr(packs, "_list", fail)
    code, out, err = ask(capsys, "packs", "list")
    assert code == 70
    assert out == ""
    assert "fault of its own (KeyError)" in err
    assert "Ana" not in err
    assert "Traceback" not in err


def test_text_that_could_act_on_the_terminal_is_printed_as_replacement(capsys: pytest.CaptureFixture[str]) -> None:
    console.out("\x1b[2J\u202eé 👩‍🏫 שלום")
    assert capsys.readouterr().out == "\ufffd[2J\ufffdé 👩‍🏫 שלום\n"


def test_columns_line_up_by_what_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    console.table(("A", "B"), [("日本", "x"), ("é", "y")])
    assert capsys.readouterr().out == "A     B\n日本  x\né     y\n"


@pytest.mark.parametrize(
    ("argv", "variable", "folder"),
    [
        (["--workspace", "one", "packs", "list"], "two", "one"),
        (["packs", "list", "--workspace", "one"], "two", "one"),
        (["--workspace", "one", "packs", "list", "--workspace", "three"], "two", "three"),
        (["packs", "list"], "two", "two"),
    ],
)
def test_the_workspace_is_the_one_named(
    monkeypatch: pytest.MonkeyPatch, argv: list[str], variable: str, folder: str
) -> None:
    found: list[Path] = []

    def keep(args: argparse.Namespace) -> int:
        found.append(workspace_folder(args))
        return Exit.DONE

    monkeypatch.setenv("FIELDASSESS_WORKSPACE", variable)
    monkeypatch.setattr(packs, "_list", keep)
    assert main(argv) == 0
    assert found == [Path(folder)]


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_help_starts_without_the_heavy_libraries() -> None:
    heavy = "'textual', 'pydantic', 'rich', 'tinydb', 'filelock', 'platformdirs'"
    done = run(f"import sys; from fieldassess.cli import main; main(['--help']); print({{{heavy}}} & set(sys.modules))")
    assert done.stdout.splitlines()[-1] == "set()"


def test_packs_answer_without_textual() -> None:
    done = run("import sys; from fieldassess.cli import main; main(['packs', 'list']); print('textual' in sys.modules)")
    assert done.stdout.splitlines()[-1] == "False"


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    command = "from fieldassess.cli import main; raise SystemExit(main(['packs', 'show', 'cvq-l2', '--json']))"
    with subprocess.Popen(
        [sys.executable, "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == ""
