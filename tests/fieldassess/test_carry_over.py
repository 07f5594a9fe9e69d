"""Carrying a learner over to another edition: shown first, and recorded when asked, in the app and without it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.brief import Line, make_brief
from fieldassess.cli import main
from fieldassess.screens.learner.carry import CarryOver
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.observe.opening import Opening
from fieldassess.widgets.fields import LineField
from fieldassess.widgets.rows import Rows
from sessions.bodies import CarriedOver
from sessions.carrying import carry_over, offer
from sessions.finding import find
from sessions.rows import current_rows
from sessions.workspace import Workspace
from unitdata import PinnedPack, open_shipped, read_pack

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> str:
    return find(current_rows(caseload), "S-01")[0].learner


@pytest.fixture
def later(caseload: Workspace) -> PinnedPack:
    """An invented edition: of what Ana showed one criterion is reworded, one has gone, and others moved or are new."""
    pack = json.loads(open_shipped("cvq-l2").data)
    pack["edition"] = "2027"
    unit = pack["units"][0]
    first, *_ = unit["elements"]
    kept = {criterion["ref"]: criterion for criterion in first["criteria"]}
    kept["1.1"]["prompt"] = "Comes to work dressed for the day"
    del kept["1.3"]
    last = max(kept, key=lambda ref: int(ref.partition(".")[2]))
    kept[last]["ref"] = "1.20"
    first["criteria"] = [*kept.values(), {"ref": "1.21", "prompt": "Says when the queue will move"}]
    unit["elements"][0]["criteria"] = [c for c in first["criteria"] if c["ref"] != "1.3"]
    pinned = read_pack(json.dumps(pack).encode())
    caseload.packs.keep(pinned)
    return pinned


@pytest.fixture
def full(caseload: Workspace) -> PinnedPack:
    """The qualification with an invented full wording beside each criterion."""
    pack = json.loads(open_shipped("cvq-l2").data)
    pack["wording"] = "full"
    for unit in pack["units"]:
        for element in unit["elements"]:
            for criterion in element["criteria"]:
                criterion["text"] = f"The learner does, at length, what {criterion['ref']} is about."
    pinned = read_pack(json.dumps(pack).encode())
    caseload.packs.keep(pinned)
    return pinned


def enrolled(caseload: Workspace, learner: str) -> Any:
    [(_, body)] = caseload.learner(learner).portfolio.enrolments()
    return body


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_counts_on_and_what_not_is_shown_before_anything_is_recorded(
    caseload: Workspace, ana: str, later: PinnedPack, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "c")
        assert isinstance(app.screen, CarryOver)
        golden(app, "carry-over")
        await press(pilot, "escape")
        assert isinstance(app.screen, LearnerPage)
    assert enrolled(caseload, ana).pack != later.sha


@pytest.mark.parametrize(("ticks", "days"), [((), 0), (("down", "down", "down", "space"), 2)], ids=["left", "same"])
async def test_a_reworded_statement_counts_on_only_where_it_is_ticked(
    caseload: Workspace, ana: str, later: PinnedPack, press: Any, screen_text: Any, ticks: tuple[str, ...], days: int
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "c", *ticks)
        assert ("☑ U09602/1.1" in "\n".join(screen_text(app))) == bool(ticks)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, LearnerPage)
    assert enrolled(caseload, ana).pack == later.sha
    criteria = caseload.outlook(ana).covers["U09602"].criteria
    assert len(criteria["1.1"].days) == days
    assert len(criteria["1.2"].days) == 1


async def test_full_wording_read_in_carries_everything_over_from_the_learners_screen(
    caseload: Workspace, ana: str, full: PinnedPack, press: Any, screen_text: Any
) -> None:
    before = caseload.outlook(ana)
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "Another edition is here: press c" in "\n".join(screen_text(app))
        await press(pilot, "c")
        shown = "\n".join(screen_text(app))
        assert "What was recorded about 8 of 8 statements counts on." in shown
        assert "Full wording added" in shown
        await press(pilot, "ctrl+s")
        assert "Another edition is here" not in "\n".join(screen_text(app)), "the one before is no news"
        await press(pilot, "h", "end")
        assert "carried over from edition" in " ".join("\n".join(screen_text(app)).split())
    after = caseload.outlook(ana)
    assert after.pack == full.pack
    assert (after.open_count, after.problems) == (before.open_count, before.problems)


async def test_one_that_says_the_same_is_no_news(
    caseload: Workspace, full: PinnedPack, press: Any, screen_text: Any
) -> None:
    new = find(current_rows(caseload), "S-03")[0].learner
    caseload.learner(new).enrol(full.sha, "cvq-l2", ["U09602"])
    from_another_file = json.loads(full.data) | {"read_from": "1" * 32}
    caseload.packs.keep(read_pack(json.dumps(from_another_file).encode()))
    app = FieldAssess(caseload, start=lambda: LearnerPage(new))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "Another edition is here" not in "\n".join(screen_text(app))


async def test_with_the_full_wording_the_prompts_alone_are_no_news(
    caseload: Workspace, full: PinnedPack, press: Any, screen_text: Any
) -> None:
    new = find(current_rows(caseload), "S-03")[0].learner
    caseload.learner(new).enrol(full.sha, "cvq-l2", ["U09602"])
    app = FieldAssess(caseload, start=lambda: LearnerPage(new))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "Another edition is here" not in "\n".join(screen_text(app))
        await press(pilot, "c")
        assert isinstance(app.screen, CarryOver)


async def test_what_was_ticked_is_not_lost_without_asking(
    caseload: Workspace, ana: str, later: PinnedPack, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "c", "down", "down", "down", "enter", "escape")
        assert "Leave without carrying over?" in "\n".join(screen_text(app))
        await press(pilot, "s")
        assert isinstance(app.screen, CarryOver)
        await press(pilot, "escape", "l")
        assert isinstance(app.screen, LearnerPage)
    assert not isinstance(enrolled(caseload, ana), CarriedOver)


async def test_without_another_edition_it_is_not_offered(caseload: Workspace, ana: str, press: Any) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test() as pilot:
        await press(pilot, "c")
        assert isinstance(app.screen, LearnerPage)


async def test_of_several_editions_one_is_chosen(
    caseload: Workspace, ana: str, later: PinnedPack, full: PinnedPack, press: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "c", "'full wording", "enter", "ctrl+s")
    assert enrolled(caseload, ana).pack == full.sha


async def test_one_in_error_is_taken_back_by_carrying_over_to_the_edition_before(
    caseload: Workspace, ana: str, later: PinnedPack, full: PinnedPack, press: Any, screen_text: Any
) -> None:
    before = caseload.outlook(ana)
    carry_over(caseload, offer(caseload, ana, later))
    assert caseload.outlook(ana).open_count != before.open_count
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "c", "'was on it before", "enter")
        shown = " ".join(" ".join(screen_text(app)).split())
        assert "What was recorded about 6 of 6 statements counts on." in shown
        assert "What did not count any more counts again: U09602/1.1, U09602/1.3." in shown
        await press(pilot, "ctrl+s")
    after = caseload.outlook(ana)
    assert (after.pack, after.open_count, after.problems) == (before.pack, before.open_count, before.problems)
    assert {ref: c.days for ref, c in after.covers["U09602"].criteria.items()} == {
        ref: c.days for ref, c in before.covers["U09602"].criteria.items()
    }


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_was_planned_is_shown_as_what_it_is_now(
    caseload: Workspace, ana: str, later: PinnedPack, press: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    planned_in = caseload.open_session(caseload.learner(ana), open_shipped("cvq-l2"), ["U09602"])
    caseload.learner(ana).plan(
        None, "Once more", ["U09602/1.3", "U09602/1.7"], pack_id="cvq-l2", agreed_in=planned_in.id
    )
    planned_in.sign("assessor", "Jo Bramwell", "on this device")
    carry_over(caseload, offer(caseload, ana, later))
    prompts = {ref: open_shipped("cvq-l2").pack.statement(f"U09602/{ref}").prompt for ref in ("1.3", "1.7")}  # type: ignore[union-attr]
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        while app.screen.query_one(Rows).cursor_key != "plan":
            await press(pilot, "down")
        shown = " ".join(" ".join(screen_text(app)).replace("▁", "").split())
        assert f"U09602 1.3 gone from this edition: {prompts['1.3']}" in shown
        assert f"U09602 1.20 {prompts['1.7']}" in shown
        await press(pilot, "o", "n")
        assert isinstance(app.screen, Opening)
        assert app.screen.query_one("#field-planned", LineField).value == "U09602/1.20"
        assert "U09602 1.3 gone" in " ".join(" ".join(screen_text(app)).split())
    [planned, *_] = make_brief(caseload.outlook(ana), date(2026, 11, 21)).sections
    assert (planned.lines, planned.more) == ((Line("U09602 1.20", prompts["1.7"]),), 1), "what is gone comes last"


async def test_choosing_units_of_another_edition_offers_it_too(
    caseload: Workspace, ana: str, later: PinnedPack, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "u", "'caribbean 2027", "enter", "c")
        assert isinstance(app.screen, CarryOver)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, LearnerPage)
    assert (enrolled(caseload, ana).kind, enrolled(caseload, ana).pack) == ("carried over", later.sha)


async def test_two_who_say_otherwise_of_what_counts_are_settled(
    caseload: Workspace, ana: str, later: PinnedPack, press: Any, screen_text: Any
) -> None:
    mine = carry_over(caseload, offer(caseload, ana, later)).body
    assert isinstance(mine, CarriedOver)
    theirs = mine.model_copy(update={"not_counted": ("U09602/1.3",)})
    caseload.learner(ana).record(theirs)
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "s")
        assert "U09602/1.1, U09602/1.3" in "\n".join(screen_text(app))
        await press(pilot, "2", "'we looked at it together", "enter")
    assert caseload.learner(ana).portfolio.disagreements() == {}
    assert enrolled(caseload, ana).not_counted == ("U09602/1.3",)
    assert len(caseload.outlook(ana).covers["U09602"].criteria["1.1"].days) == 2


@pytest.fixture
def retitled(caseload: Workspace) -> PinnedPack:
    """An edition in which a unit has another title, and every statement of it the same words."""
    pack = json.loads(open_shipped("cvq-l2").data)
    pack["units"][0]["title"] = "Manage a service team"
    pinned = read_pack(json.dumps(pack).encode())
    caseload.packs.keep(pinned)
    return pinned


async def test_the_same_words_of_another_unit_are_shown_with_both_units(
    caseload: Workspace, ana: str, retitled: PinnedPack, press: Any, screen_text: Any
) -> None:
    unit = open_shipped("cvq-l2").pack.unit["U09602"]
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "c")
        assert "What was recorded about 1 of 8 statements counts on." in "\n".join(screen_text(app))
        while app.screen.query_one(Rows).cursor_key != "reworded:U09602/1.1":
            await press(pilot, "down")
        shown = " ".join(" ".join(screen_text(app)).replace("▁", "").split())
        prompt = unit.criteria["1.1"].prompt
        assert f"was: {unit.title} › {prompt} now: Manage a service team › {prompt}" in shown


# On the command line ----------------------------------------------------------------------------------------------


@pytest.fixture
def ask(caseload: Workspace, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `carry-over` on the workspace, which nobody else holds then: its code, answer and narration."""
    caseload.close()

    def asked(*argv: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(caseload.folder), "carry-over", *argv])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def stands(folder: Path, learner: str) -> Any:
    workspace = Workspace(folder, writable=False)
    return enrolled(workspace, learner)


def test_it_is_shown_and_not_recorded_without_yes(caseload: Workspace, ana: str, later: PinnedPack, ask: Any) -> None:
    code, out, err = ask("S-01", "--to", "cvq-l2")
    assert code == 0
    assert "  ~ 1.1  was: " in out
    assert "What was recorded about 6 of 8 statements counts on." in out
    assert "U09602/1.7 counts as U09602/1.20." in out
    assert err == "Nothing was recorded. To carry the learner over: the same again with --yes\n"
    assert stands(caseload.folder, ana).kind == "enrolled"


def test_it_is_recorded_with_yes(caseload: Workspace, ana: str, later: PinnedPack, ask: Any) -> None:
    words = ("--same", "U09602/1.1", "--reason", "the same thing", "--yes", "--json")
    code, out, err = ask("ana", "--to", later.sha[:8], *words)
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["recorded_about"], answer["counts_on"], answer["done"]) == (8, 7, True)
    assert answer["pack"] == {"id": "cvq-l2", "was": open_shipped("cvq-l2").sha, "to": later.sha}
    assert answer["not_counted_of_these"] == ["U09602/1.3"]
    body = stands(caseload.folder, ana)
    assert (body.pack, body.not_counted, body.reason) == (later.sha, ("U09602/1.3",), "the same thing")


def test_going_back_says_what_counts_again(caseload: Workspace, ana: str, later: PinnedPack, ask: Any) -> None:
    ask("S-01", "--to", later.sha, "--yes")
    code, out, _ = ask("S-01", "--to", "cvq-l2", "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["recorded_about"], answer["counts_on"]) == (6, 6)
    assert (answer["counts_again"], answer["not_counted_of_these"]) == (["U09602/1.1", "U09602/1.3"], [])
    ask("S-01", "--to", "cvq-l2", "--yes")
    assert stands(caseload.folder, ana).pack == open_shipped("cvq-l2").sha


def test_of_an_edition_enrolled_on_all_the_same_nothing_counts_on_and_all_counts_again(
    caseload: Workspace, ana: str, later: PinnedPack, ask: Any
) -> None:
    workspace = Workspace(caseload.folder)
    workspace.learner(ana).enrol(later.sha, "cvq-l2", ["U09602"])
    workspace.close()
    _, out, _ = ask("S-01", "--to", "cvq-l2")
    assert "\nWhat did not count any more counts again: U09602/1.1, U09602/1.2, " in out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("S-01", "--to", "unheard-of"), "there is no pack 'unheard-of' here"),
        (("S-01", "--to", "svq-l2"), "Ana Clarke is not enrolled on svq-l2"),
        (("S-01", "--to", "cvq-l2", "--same", "U09602/1.2"), "U09602/1.2: not worded otherwise"),
        (("S-03", "--to", "cvq-l2"), "2 editions go by 'cvq-l2'; name one by its hash"),
        (("nobody", "--to", "cvq-l2"), "no learner here goes by"),
    ],
    ids=["pack", "other", "same", "several", "learner"],
)
def test_what_cannot_be_done_is_said(later: PinnedPack, ask: Any, argv: tuple[str, ...], said: str) -> None:
    code, out, err = ask(*argv, "--yes")
    assert (code, out) == (2, "")
    assert said in err


def test_a_unit_named_means_the_same_with_all_its_statements(
    caseload: Workspace, ana: str, retitled: PinnedPack, ask: Any
) -> None:
    _, out, _ = ask("S-01", "--to", retitled.sha, "--json")
    asked = json.loads(out)
    assert (asked["recorded_about"], asked["counts_on"]) == (8, 1), "one is of another unit"
    _, out, _ = ask("S-01", "--to", retitled.sha, "--same", "U09602", "--json")
    assert (json.loads(out)["counts_on"], json.loads(out)["not_counted"]) == (8, [])
    code, _, err = ask("S-01", "--to", retitled.sha, "--same", "U0960,U09602/1.1")
    assert (code, err) == (2, "fieldassess: U0960: not worded otherwise in that edition\n")
