"""`packs read` and `packs changes` without a terminal: the report, what is kept and where, and exit codes."""

import json
from pathlib import Path

import pytest

from fieldassess.cli import main
from sessions.workspace import Workspace
from unitdata import Pack, read_pack
from unitdata.handbook.extract import opening

TEA = """\
Level 2 Award in Tea Service
600/1234/5

Unit T101: Brew tea for guests
Assessment criteria
Outcome 1 Prepare the pot
1.1 Warm the pot before the leaves go in
1.2 Measure out the leaves
Knowledge
1. How to tell green tea from black
"""
ID = "600-1234-5"


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDASSESS_WORKSPACE", str(tmp_path / "workspace"))


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    file = tmp_path / "tea.txt"
    file.write_text(TEA)
    return file


def ask(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    code = main([str(each) for each in argv])
    said = capsys.readouterr()
    return code, said.out, said.err


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "workspace" / "packs").glob("*.json"))


def test_the_pack_is_kept_and_the_report_is_the_answer(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    code, out, err = ask(capsys, "packs", "read", tea)
    (file,) = kept(tmp_path)
    assert code == 0
    assert "Read as: Units with outcomes and numbered criteria (general)" in out.splitlines()
    assert file.stem in out
    assert err == f"Kept: {file}\n"
    assert read_pack(file.read_bytes()).pack.id == ID


def test_what_was_read_is_listed_and_shown_by_its_id(capsys: pytest.CaptureFixture[str], tea: Path) -> None:
    ask(capsys, "packs", "read", tea)
    _, listed, _ = ask(capsys, "packs", "list", "--json")
    (own,) = [pack for pack in json.loads(listed) if not pack["shipped"]]
    assert (own["id"], own["wording"]) == (ID, "full")
    code, shown, _ = ask(capsys, "packs", "show", ID)
    assert code == 0
    assert "1.1 Warm the pot before the leaves go in" in shown


def test_as_json_the_report_says_where_the_pack_lies(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    code, out, _ = ask(capsys, "packs", "read", tea, "--json")
    answer = json.loads(out)
    (file,) = kept(tmp_path)
    assert code == 0
    assert answer["kept"] == [str(file)]
    assert (answer["packs"][0]["sha"], answer["refused"]) == (file.stem, None)
    assert [(unit["ref"], unit["criteria"], unit["knowledge"]) for unit in answer["units"]] == [("T101", 2, 1)]


def test_out_writes_one_file_and_keeps_nothing(capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path) -> None:
    target = tmp_path / "pack.json"
    code, _, err = ask(capsys, "packs", "read", tea, "--out", target)
    assert (code, err) == (0, f"Kept: {target}\n")
    assert read_pack(target.read_bytes()).pack.id == ID
    assert not (tmp_path / "workspace").exists()


def test_out_may_be_a_folder_and_overwrites_nothing(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    assert ask(capsys, "packs", "read", tea, "--out", tmp_path)[0] == 0
    file = tmp_path / f"{ID}.json"
    file.write_text("mine")
    code, out, err = ask(capsys, "packs", "read", tea, "--out", tmp_path)
    assert code == 2
    assert "T101" in out
    assert "is there already" in err
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", ["x" * 300, "gone/pack.json", "nul\0", "tea.txt/pack.json"])
def test_where_nothing_can_be_written_the_report_is_said_and_why(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path, name: str
) -> None:
    code, out, err = ask(capsys, "packs", "read", tea, "--out", tmp_path / name)
    assert code == 1
    assert "T101" in out
    assert "cannot be written: " in err


@pytest.mark.parametrize("name", ["x" * 300, "nul\0"])
def test_a_name_that_no_file_can_have_is_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    for action in ("check", "keep"):
        code, out, err = ask(capsys, "packs", action, tmp_path / name)
        assert (code, out) == (2, "")
        assert "cannot be read: " in err
    code, _, err = ask(capsys, "learners", "--workspace", tmp_path / name)
    assert (code, "there is no workspace in" in err) == (2, True)


def test_a_pack_with_something_to_put_right_is_written_where_asked_and_not_kept(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unitdata.handbook.packs.check", lambda pack: ["T101: is brewed twice"])
    code, out, err = ask(capsys, "packs", "read", tea)
    assert (code, kept(tmp_path)) == (1, [])
    assert "  T101: is brewed twice" in out.splitlines()
    assert err.startswith(f"{ID} was not kept: 1 to put right. With --out it is written to a file; ")
    code, out, _ = ask(capsys, "packs", "read", tea, "--json")
    assert (code, json.loads(out)["kept"], json.loads(out)["packs"][0]["problems"]) == (
        1,
        [],
        ["T101: is brewed twice"],
    )
    file = tmp_path / "pack.json"
    assert ask(capsys, "packs", "read", tea, "--out", file)[::2] == (1, f"Kept: {file}\n")
    assert file.exists()


def test_the_report_is_said_though_the_pack_cannot_be_kept(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    try:
        code, out, err = ask(capsys, "packs", "read", tea)
    finally:
        workspace.close()
    assert code == 3
    assert "T101" in out
    assert "fieldassess:" in err
    assert kept(tmp_path) == []


def test_of_too_little_nothing_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n\nthe tea is ready.\n")
    code, out, _ = ask(capsys, "packs", "read", letter)
    assert code == 1
    assert "No pack was made" in out
    assert not (tmp_path / "workspace").exists()


def test_a_layout_can_be_named(capsys: pytest.CaptureFixture[str], tea: Path) -> None:
    code, out, _ = ask(capsys, "packs", "read", tea, "--as", "cvq")
    assert code == 1
    assert "Read as: CVQ units of competence (cvq, as you said)" in out


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (("{tea}", "--as", "nobody"), 2, "there is: edi, "),
        (("{tea}.gone",), 2, "tea.txt.gone: There is no such file."),
        (("{tea}/below",), 2, "below: There is no such file."),
        (("x" * 300,), 1, "The file cannot be read: File name too long."),
        (("nul\0",), 1, "The file cannot be read: embedded null byte."),
        (("{empty}",), 1, "empty.txt: The file is empty."),
    ],
)
def test_what_cannot_be_read_is_said(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path, argv: tuple[str, ...], code: int, words: str
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    answer = ask(capsys, "packs", "read", *(each.format(tea=tea, empty=empty) for each in argv))
    assert answer[:2] == (code, "")
    assert words in answer[2]


def test_what_is_not_installed_is_wrong_use_and_said_with_the_command_that_adds_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "selectolax.py").write_text("raise ModuleNotFoundError(name='selectolax')")
    monkeypatch.syspath_prepend(str(bare))
    page = tmp_path / "tea.html"
    page.write_text("<html><body>tea</body></html>")
    needs = "Reading HTML needs more than is installed. Add it with: pip install 'fieldassess[handbook]'."
    assert ask(capsys, "packs", "read", page) == (2, "", f"fieldassess: tea.html: {needs}\n")


def test_progress_is_narrated_a_few_times(
    capsys: pytest.CaptureFixture[str], tea: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unitdata import handbook

    def many_pages(path: Path, *, progress: handbook.Progress) -> handbook.Document:
        for page in range(201):
            progress(page, 200)
        return opening.extract(path)

    monkeypatch.setattr(handbook, "extract", many_pages)
    _, _, err = ask(capsys, "packs", "read", tea)
    assert [line for line in err.splitlines() if "pages" in line] == [
        f"{page} of 200 pages read" for page in range(20, 201, 20)
    ]


# --- a qualification that does not ship, used the same day ------------------------------------------------------------

INN = f"""\
Level 2 Award in Keeping an Inn

Unit K101: Welcome travellers
Learning outcome 1: Meet travellers at the door
1.1 Greet each traveller before they reach the desk
1.2 {"Choose a room that suits, " * 30}
1.3 Carry bags up
1.3 Carry bags down
Evidence requirements
1. Welcome two of these:
a) travellers who arrive late
b) travellers with children
c) travellers who complain
2. Show that you used three different ways of greeting.

Unit K102: Keep the stable
Knowledge
1. What horses eat

Unit K103: Brew beer
This unit is printed elsewhere.
"""
"""Units without elements and without anything, a number printed twice, and a statement that no line holds."""
DOCUMENTS = Path(__file__).parents[1] / "unitdata" / "handbook" / "documents"
LAYOUTS = ("city_guilds", "cvq", "edi", "general", "ocr", "sqa")


def enrolled(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pack:
    """The pack of a document, with a learner on all its units of whom one visit holds one tick in each."""
    ask(capsys, "packs", "read", file)
    (there,) = kept(tmp_path)
    workspace = Workspace(tmp_path / "workspace")
    workspace.device.become("Jo Sample", "JS", "qualified")
    pinned = workspace.packs.read(there.stem)
    ana = workspace.register(name="Ana Clarke", initials="AC")
    ana.enrol(pinned.sha, pinned.pack.id, [unit.ref for unit in pinned.pack.units])
    session = workspace.open_session(ana, pinned, [unit.ref for unit in pinned.pack.units])
    for unit in pinned.pack.units:
        for ref in list(unit.criteria)[:1]:
            session.judge([unit.full(ref)], "met")
    workspace.close()
    return pinned.pack


@pytest.mark.parametrize("name", ["inn", *LAYOUTS])
def test_a_learner_on_it_has_a_record_and_what_is_outstanding(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    file = DOCUMENTS / f"{name}.txt"
    if name == "inn":
        file = tmp_path / "inn.txt"
        file.write_text(INN)
    pack = enrolled(file, tmp_path, capsys)
    code, out, _ = ask(capsys, "outstanding", "AC", "--json")
    answer = json.loads(out)
    assert code == 0
    assert [unit["ref"] for unit in answer["units"]] == [unit.ref for unit in pack.units]
    judged = sum(bool(unit.criteria) for unit in pack.units)
    assert answer["total"] - answer["open"] == judged > 0
    assert [unmet["rule"] for unmet in answer["award"]["choice_unmet"]] == ["unread"]
    for unit in answer["units"]:
        assert unit["listed_only"] or unit["total"]
        assert all(each["prompt"] for each in unit["outstanding"])
    for command in (["outstanding", "AC"], ["brief", "AC"], ["packs", "show", pack.id], ["learners"]):
        code, out, _ = ask(capsys, *command)
        assert (code, bool(out)) == (0, True), command


# --- a pack put right by hand -----------------------------------------------------------------------------------------


def with_rules(file: Path, *rules: dict[str, object]) -> None:
    raw = json.loads(file.read_text())
    raw["rules"] = list(rules)
    file.write_text(json.dumps(raw))


def test_rules_added_by_hand_are_kept_and_hold(capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path) -> None:
    file = tmp_path / "pack.json"
    ask(capsys, "packs", "read", tea, "--out", file)
    with_rules(file, {"rule": "units from", "groups": ["group-1"], "least": 1})
    code, out, err = ask(capsys, "packs", "keep", file)
    (there,) = kept(tmp_path)
    assert (code, out, err) == (0, "", f"Kept: {there}\n")
    assert there.read_bytes() == file.read_bytes()
    assert ask(capsys, "packs", "select", ID, "--units", "T101")[0] == 0


def test_what_is_wrong_with_a_pack_is_listed_and_it_is_not_kept(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    file = tmp_path / "pack.json"
    ask(capsys, "packs", "read", tea, "--out", file)
    with_rules(file, {"rule": "units from", "groups": ["group-9"], "least": 1})
    code, out, err = ask(capsys, "packs", "keep", file)
    assert code == 1
    assert "rule 1: no group group-9" in out.splitlines()
    assert err == "pack.json was not kept: 2 to put right\n"
    _, answer, _ = ask(capsys, "packs", "keep", file, "--json")
    assert (json.loads(answer)["kept"], len(json.loads(answer)["problems"])) == (None, 2)
    file.write_text("{}")
    assert ask(capsys, "packs", "keep", file)[0] == 1
    assert ask(capsys, "packs", "keep", tmp_path / "gone.json")[0] == 2
    assert not (tmp_path / "workspace").exists()


# --- packs changes ----------------------------------------------------------------------------------------------------


def test_changes_are_listed_by_hash_or_id(capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path) -> None:
    ask(capsys, "packs", "read", tea)
    (first,) = kept(tmp_path)
    tea.write_text(TEA.replace("Measure out the leaves", "Measure the leaves with a spoon") + "2. Where tea grows\n")
    ask(capsys, "packs", "read", tea)
    (second,) = set(kept(tmp_path)) - {first}
    code, out, err = ask(capsys, "packs", "changes", first.stem, second.stem)
    assert (code, err) == (0, "2 changes\n")
    assert out.splitlines() == [
        "T101  Brew tea for guests",
        "  ~ 1.2  was: Measure out the leaves",
        "         now: Measure the leaves with a spoon",
        "  + K2  added: Where tea grows",
    ]
    _, answer, _ = ask(capsys, "packs", "changes", first.stem, second.stem, "--json")
    assert json.loads(answer)[-1] == {
        "unit": "T101",
        "ref": "K2",
        "how": "added",
        "before": None,
        "after": "Where tea grows",
    }


def test_an_id_that_two_editions_share_is_asked_back(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    ask(capsys, "packs", "read", tea)
    tea.write_text(TEA.replace("Warm", "Heat"))
    ask(capsys, "packs", "read", tea)
    code, out, err = ask(capsys, "packs", "changes", ID, "cvq-l2")
    assert (code, out) == (2, "")
    assert all(file.stem in err for file in kept(tmp_path))
