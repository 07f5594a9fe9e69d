"""The command line without a terminal: answers, narration and exit codes."""

import argparse
import io
import json
import subprocess
import sys
from itertools import pairwise, takewhile
from pathlib import Path

import pytest

from fieldassess import __version__, console
from fieldassess.cli import main
from fieldassess.console import Exit, packs, workspace_folder
from sessions.workspace import Workspace
from unitdata import open_shipped, read_pack, shipped

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
    rows = [line.split(None, 2) for line in out.splitlines()[1:]]
    assert [row[0] for row in rows] == shipped()
    assert ["cvq-l2", "CCA010-02"] in [row[:2] for row in rows]
    assert any(row[2].startswith("Customer Service, Level 2") for row in rows)
    assert err == ""


def test_list_as_json_pins_each_pack(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "packs", "list", "--json")
    assert code == 0
    (cvq,) = [pack for pack in json.loads(out) if pack["id"] == "cvq-l2"]
    assert cvq["units"][0] == "U09602"
    assert len(cvq["sha"]) == 32


def shown(capsys: pytest.CaptureFixture[str], pack_id: str) -> list[str]:
    code, out, err = ask(capsys, "packs", "show", pack_id)
    assert (code, err) == (0, "")
    return out.splitlines()


def test_show_is_an_outline_with_the_questions_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "cvq-l2")
    assert "U13502 Process customer service information" in lines
    assert "    1.2 Greets warmly and shows interest in helping" in lines
    assert "  simulation partly (elements 2, 3, 4), realistic environment unstated" in lines
    assert "  R2.A Types of customer (all 3 wanted; elements 2, 3)" in lines
    assert "    5.1 Finds hazards promptly and puts them right (by any route)" in lines
    assert "  R6.B Customer and staff areas (all 4 wanted; at least 2 by performance; element 6)" in lines
    assert "    Ask: What rights do your customers have?" in lines


def test_show_says_what_makes_the_award_and_who_is_registered(capsys: pytest.CaptureFixture[str]) -> None:
    about = list(takewhile(lambda line: not line.startswith("401 "), shown(capsys, "cg-l4")))
    assert "Delivery: 307, 308, 309, 405, 406, 407, 408, 409" in about
    assert about[about.index("What makes the award:") :] == [
        "What makes the award:",
        "  67 credits needed in all.",
        "  35 credits at level 4 needed in all.",
        "  Both mandatory units needed.",
        "  20 credits needed from the mandatory units.",
        "  47 credits needed from the optional units.",
        "  1 unit needed from each optional group.",
        "Registration:",
        "  Nobody under 18 is registered.",
        "  Nobody is registered after 31 Jul 2014.",
        "  No certificates are issued after 31 Jul 2017.",
        "  Nobody verifies their own assessment.",
        "",
    ]
    assert "  10 weeks between registration and the first claim." in shown(capsys, "edi-l3")


def test_show_gives_what_is_printed_about_a_unit(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "cg-l4")
    assert "  also 4430-401, J/601/1630, F5 · level 4 · 10 credits · 65 hours" in lines
    assert "  simulation partly (drill), realistic environment barred" in lines
    assert "  what is barred does not count as evidence of any kind" in lines
    assert "  listed only: its assessment criteria are yet to be read in" in lines
    ocr = shown(capsys, "ocr-l3")
    heads = [line for line, facts in pairwise(ocr) if facts == "  also Y/601/1597 · level 4 · 11 credits"]
    assert [head.partition(" ")[0] for head in heads] == ["D18"]
    assert "  counts as performance: seen, looked at, told by a witness" in ocr
    assert "  SCQF level 5" in shown(capsys, "svq-l2")


def test_show_marks_what_is_asked_about_judged_whole_guidance_or_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  3 Understand principles of customer service (asked about)" in shown(capsys, "ocr-l3")
    svq = shown(capsys, "svq-l2")
    assert any(line.startswith("  F2.2 ") and line.endswith(" (judged as a whole)") for line in svq)
    assert any(line.startswith("  A4.1 ") and line.endswith(" (judged as a whole)") for line in svq)
    assert "  ER4 Communicates effectively in each situation (guidance)" in svq
    cg = shown(capsys, "cg-l4")
    assert any(line.endswith(" (may serve)") for line in cg)
    assert any(line.endswith(" (2 of 5 wanted)") for line in cg)
    assert any(line.endswith(" (2 communication media wanted)") for line in cg)
    edi = shown(capsys, "edi-l3")
    assert any(line.endswith(" (consistently)") for line in edi)
    assert any(line.endswith(" (2 examples)") for line in edi)


def test_show_of_full_wording_prints_it_below_each_prompt_that_says_it_otherwise(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    units = json.loads(open_shipped("cvq-l2").data)["units"]
    first, second = units[0]["elements"][0]["criteria"][:2]
    first["text"], second["text"] = "Say hello to each guest.", f"{second['prompt']}."
    folder, sha = kept(tmp_path, wording="full", units=units)
    code, out, _ = ask(capsys, "--workspace", folder, "packs", "show", sha)
    lines = out.splitlines()
    assert code == 0
    assert lines[lines.index(f"    1.1 {first['prompt']}") + 1 :][:2] == [
        "      “Say hello to each guest.”",
        f"    1.2 {second['prompt']}",
    ]
    assert "“" not in lines[lines.index(f"    1.2 {second['prompt']}") + 1]


def test_show_names_the_other_editions_that_are_here(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    units = json.loads(open_shipped("cvq-l2").data)["units"]
    units[0]["elements"][0]["criteria"][0]["text"] = "Say hello to each guest."
    folder, sha = kept(tmp_path, wording="full", units=units)
    code, out, err = ask(capsys, "--workspace", folder, "packs", "show", "cvq-l2")
    assert (code, err) == (0, f"Another edition of it is here, with its full wording: {sha}\n")
    assert "prompts, not the handbook's wording" in out
    _, _, err = ask(capsys, "--workspace", folder, "packs", "show", sha)
    assert err == f"Another edition of it is here, with prompts alone: {open_shipped('cvq-l2').sha}\n"


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


def kept(tmp_path: Path, **changes: object) -> tuple[str, str]:
    """A workspace that keeps a pack; where it lies, and the pack's hash."""
    raw = json.loads(open_shipped("cvq-l2").data) | changes
    workspace = Workspace(tmp_path / "records")
    pinned = read_pack(json.dumps(raw).encode())
    workspace.packs.keep(pinned)
    workspace.close()
    return str(workspace.folder), pinned.sha


def test_a_pack_kept_in_the_workspace_is_found_by_its_id_and_its_hash(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, sha = kept(tmp_path, id="own-pack", title="Our own")
    for name in ("own-pack", sha):
        code, out, _ = ask(capsys, "--workspace", folder, "packs", "show", name)
        assert code == 0
        assert out.startswith("Our own · CCA010-02")
    assert ask(capsys, "--workspace", folder, "packs", "select", "own-pack", "--units", AWARD)[0] == 0
    code, out, err = ask(capsys, "packs", "show", "own-pack")
    assert (code, out) == (2, "")
    assert "there is no pack 'own-pack'" in err
    code, _, err = ask(capsys, "--workspace", folder, "packs", "show", "other")
    assert code == 2
    assert "svq-l3, own-pack" in err


def test_of_several_kept_editions_one_is_named_by_its_hash(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, first = kept(tmp_path, id="own-pack")
    _, second = kept(tmp_path, id="own-pack", edition="second")
    code, out, err = ask(capsys, "--workspace", folder, "packs", "show", "own-pack")
    assert (code, out) == (2, "")
    assert first in err
    assert second in err
    assert "edition second" in ask(capsys, "--workspace", folder, "packs", "show", second)[1]


def test_another_edition_of_a_shipped_pack_is_found_by_its_hash(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, sha = kept(tmp_path, edition="read at our centre")
    assert "edition undated" in ask(capsys, "--workspace", folder, "packs", "show", "cvq-l2")[1]
    assert "edition read at our centre" in ask(capsys, "--workspace", folder, "packs", "show", sha)[1]


def test_a_damaged_copy_of_a_pack_is_passed_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, sha = kept(tmp_path, id="own-pack")
    (Path(folder) / "packs" / f"{sha}.json").write_text("{}", encoding="utf-8")
    assert ask(capsys, "--workspace", folder, "packs", "show", "own-pack")[0] == 2


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
    # A3 5, B2 5, C3 6 and D1 6 at level 2 make 22 credits with none at level 3.
    code, out, _ = ask(capsys, "packs", "select", "ocr-l3", "--units", "F3,F4,A3,B2,C3,D1", "--json")
    assert code == 1
    assert json.loads(out) == {
        "valid": False,
        "unmet": [
            {"rule": "credits from", "message": "30 credits needed from groups B to E, 22 chosen."},
            {"rule": "credits from", "message": "10 credits at level 3 needed from groups B to E, none chosen."},
            {"rule": "credits from", "message": "42 credits needed in all, 34 chosen."},
        ],
    }


def test_select_lists_every_rule_with_its_figures_and_the_credits_by_level(capsys: pytest.CaptureFixture[str]) -> None:
    # A13 6 and B9 6 are at level 3, so are the 12 of group A; A3 5, C3 6 and D1 6 are at level 2.
    code, out, err = ask(capsys, "packs", "select", "ocr-l3", "--units", "F3,F4,A3,A13,B9,C3,D1")
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "These units do not make the award.",
        "  ✓ Both units from group A needed, 2 chosen.",
        "  ✓ 12 credits needed from group A, 12 chosen.",
        "  ! 30 credits needed from groups B to E, 29 chosen.",
        "  ✓ 1 unit needed from each of groups B to E, chosen from all 4.",
        "  ✓ 10 credits at level 3 needed from groups B to E, 12 chosen.",
        "  ! 42 credits needed in all, 41 chosen.",
        "7 units · 41 credits: 17 at level 2, 24 at level 3",
    ]
    code, out, _ = ask(capsys, "packs", "select", "cvq-l2", "--units", AWARD)
    assert code == 0
    assert out.splitlines() == [
        "These units make the award.",
        "  ✓ All 5 mandatory units needed, 5 chosen.",
        "  ✓ 1 unit needed from the optional units, 1 chosen.",
        "  ✓ 6 units needed in all, 6 chosen.",
        "6 units",
    ]


@pytest.mark.parametrize(
    ("pack_id", "units"),
    [
        ("cvq-l2", "u09602, u12902, U13002, u13102, u00306, u13402"),
        ("edi-l3", "NU5034, nu5035, NU5036, 18, nu 5043, 32, 39, 40"),
        ("cg-l4", "4430-401, F6, j/601/1238, 4430-410, B12, D14, 415, c6, 304"),
        ("ocr-l3", "K/601/1622,j/601/1627,r/601/1226,B9,c7,D8,a14"),
    ],
)
def test_units_go_by_any_number_printed_for_them(capsys: pytest.CaptureFixture[str], pack_id: str, units: str) -> None:
    assert "Not in this qualification" not in ask(capsys, "packs", "select", pack_id, "--units", units)[1]


def test_a_unit_named_by_two_of_its_numbers_counts_once(capsys: pytest.CaptureFixture[str]) -> None:
    out = ask(capsys, "packs", "select", "ocr-l3", "--units", "F3,K/601/1622,f3")[1]
    assert out.splitlines()[-1] == "1 unit · 6 credits: 6 at level 3"


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
        "group mandatory: is mandatory, and no rule needs all of it",
        "U09602/1.1: explained_by names R9.X, which is no requirement",
    ]
    assert "3 to put right" in err
    code, out, _ = ask(capsys, "packs", "check", str(file), "--json")
    assert code == 1
    assert json.loads(out)["valid"] is False
    assert len(json.loads(out)["problems"]) == 3


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
