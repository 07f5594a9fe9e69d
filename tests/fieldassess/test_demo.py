"""The sample centre: who is in it, that it is whole, and that it never touches anything else."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import platformdirs
import pytest

from fieldassess import config, demo
from fieldassess.cli import main
from sessions.finding import find
from sessions.loose_ends import loose_ends
from sessions.outlook import Outlook
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace
from unitdata import evaluate, first_claim

NOW = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample centre, built once; tests only read it."""
    folder = tmp_path_factory.mktemp("demo") / "centre"
    demo.build(folder, clock=clock)
    return folder


@pytest.fixture
def jo(centre: Path) -> Iterator[Workspace]:
    with closing(Workspace(centre / demo.FIRST, clock=clock, writable=False)) as workspace:
        yield workspace


@pytest.fixture
def alex(centre: Path) -> Iterator[Workspace]:
    with closing(Workspace(centre / demo.SECOND, clock=clock, writable=False)) as workspace:
        yield workspace


def of(workspace: Workspace, number: str) -> Outlook:
    (row,) = find(workspace.caseload.rows(), number)
    return workspace.outlook(row.learner)


def test_everyone_in_it_is_plainly_invented(jo: Workspace, alex: Workspace) -> None:
    rows = jo.caseload.rows()
    assert len(rows) == 10
    assert all(row.number.startswith("SAMPLE-") for row in rows)
    assert all("Example" in row.employer or "Sample" in row.employer for row in rows)
    assert [w.device.me.name for w in (jo, alex) if w.device.me] == ["Jo Sample", "Alex Example"]


def test_it_holds_three_months_of_visits_and_not_too_much(jo: Workspace) -> None:
    days = [day for learner in jo.learner_ids() for day in jo.learner(learner).portfolio.visit_days()]
    assert (NOW.date() - min(days)).days == 84
    assert max(days) == NOW.date()
    assert len(days) > 20
    assert sum(len(jo.learner(learner).portfolio.entries) for learner in jo.learner_ids()) <= 1500


def test_learners_stand_at_different_stages(jo: Workspace) -> None:
    assert of(jo, "SAMPLE-05").last_visit is None
    assert (of(jo, "SAMPLE-02").days_since or 0) > 50
    chloe = of(jo, "SAMPLE-03")
    assert (chloe.open_count, bool(chloe.to_confirm)) == (0, True)
    assert 0 < len(chloe.to_confirm) < 20
    not_yets = [c for cover in of(jo, "SAMPLE-04").covers.values() for c in cover.criteria.values() if c.not_yets]
    assert len(not_yets) == 2
    assert all(cover.not_yets[-1].reason for cover in not_yets)
    opens = [row.open for row in jo.caseload.rows()]
    assert len(set(opens)) == len(opens)


def test_three_learners_are_on_other_schemes(jo: Workspace) -> None:
    schemes = {row.number: row.pack_id for row in jo.caseload.rows()}
    others = {number: pack for number, pack in schemes.items() if pack != "cvq-l2"}
    assert others == {"SAMPLE-08": "edi-l3", "SAMPLE-09": "svq-l3", "SAMPLE-10": "cg-l4"}


def test_the_edi_learner_is_seen_on_several_units_at_once_and_asked_about_unit_7(jo: Workspace) -> None:
    hana = of(jo, "SAMPLE-08")
    visits = [(v.opened.method, len(v.opened.units)) for v in hana.portfolio.opened_visits() if v.opened]
    assert visits == [("observation", 4), ("observation", 4), ("questions", 1)]
    assert hana.pack
    assert evaluate(hana.pack, tuple(hana.covers)).valid
    assert sum(c.standing == "shown" for c in hana.covers["7"].criteria.values()) == 8
    assert sum(item.done for item in hana.covers["32"].items.values()) > 5
    assert hana.plan
    assert hana.plan.when == first_claim(hana.pack.registration, NOW.date() - timedelta(days=58))


def test_the_svq_candidate_is_judged_by_element_on_a_choice_that_breaks_two_rules(jo: Workspace) -> None:
    iona = of(jo, "SAMPLE-09")
    assert iona.pack
    assert [ruling.message for ruling in evaluate(iona.pack, tuple(iona.covers)).unmet] == [
        "At most 1 unit above SCQF level 6 from the optional units, 2 chosen: C7 and D11.",
        "5 units at SCQF level 6 needed in all, 4 chosen.",
    ]
    assert iona.achieved == ("B10",)
    assert [ref for ref, c in iona.covers["C7"].criteria.items() if c.standing == "not yet"] == ["C7.2"]


def test_the_city_and_guilds_learner_makes_the_award_with_a_unit_that_is_only_listed(jo: Workspace) -> None:
    meera = of(jo, "SAMPLE-10")
    assert meera.pack
    assert evaluate(meera.pack, tuple(meera.covers)).valid
    assert meera.unread_units == ("309",)
    looked = {show.mark.known for show in meera.covers["411"].criteria["3.1"].occasions}
    assert (looked, meera.covers["411"].criteria["3.1"].standing) == ({"looked"}, "shown")


def test_no_signed_visit_has_a_note_tied_to_nothing_or_a_tick_that_does_not_count(jo: Workspace) -> None:
    sessions = [
        jo.session(learner, v.id) for learner in jo.learner_ids() for v in jo.learner(learner).portfolio.opened_visits()
    ]
    assert len(sessions) > 25
    assert {title for session in sessions for title in loose_ends(session)} == set()


def test_one_observation_is_still_open(jo: Workspace) -> None:
    assert [(u.name, u.state, u.began.date()) for u in unfinished_sessions(jo)] == [("Ana Clarke", "open", NOW.date())]


def test_one_session_is_not_signed_yet(alex: Workspace) -> None:
    assert [(u.name, u.method, u.state) for u in unfinished_sessions(alex)] == [("Grace Li", "questions", "writing up")]


def test_what_both_assessors_saw_meets_in_both_workspaces(jo: Workspace, alex: Workspace) -> None:
    for workspace in (jo, alex):
        portfolio = of(workspace, "SAMPLE-06").portfolio
        assert {visit.number[:2] for visit in portfolio.opened_visits()} == {"JS", "AE"}
    stated = {s.value for s in of(jo, "SAMPLE-06").portfolio.disagreements()["employer"]}
    assert stated == {"Sample Bank, Branch 1 (moved)", "Sample Bank, head office"}
    assert "people disagree about the employer" in of(jo, "SAMPLE-06").problems


def test_only_today_is_not_shared_yet(jo: Workspace, alex: Workspace) -> None:
    assert {row.number for row in jo.caseload.rows() if row.unshared} == {"SAMPLE-01"}
    assert not [row.number for row in alex.caseload.rows() if row.unshared]
    assert of(jo, "SAMPLE-01").open_count < of(alex, "SAMPLE-01").open_count


def test_nothing_is_recorded_ahead_of_its_time(jo: Workspace) -> None:
    entries = [e for learner in jo.learner_ids() for e in jo.learner(learner).portfolio.entries.values()]
    assert max(entry.at for entry in entries) <= NOW
    assert not [
        v for learner in jo.learner_ids() for v in jo.learner(learner).portfolio.opened_visits() if v.clock_went_back()
    ]


def test_all_evidence_counts(jo: Workspace) -> None:
    shows = [
        occasion
        for learner in jo.learner_ids()
        for cover in jo.outlook(learner).covers.values()
        for kind in (cover.criteria, cover.items, cover.knowledge)
        for found in kind.values()
        for occasion in found.occasions
    ]
    assert [s.why_not for s in shows if not s.counts] == []


def test_both_workspaces_know_the_store(centre: Path) -> None:
    for name in (demo.FIRST, demo.SECOND):
        settings, wrong = config.load(centre / name)
        assert (settings.store, wrong) == (str(centre / demo.STORE), None)
    assert (centre / demo.STORE / "store.json").exists()


def test_the_same_day_gives_the_same_centre(centre: Path, jo: Workspace, tmp_path: Path) -> None:
    def told(workspace: Workspace) -> list[tuple[object, ...]]:
        rows = workspace.caseload.rows()
        return [(r.name, r.open, r.to_confirm, r.last_visit, r.next_visit, r.unshared) for r in rows]

    again = demo.build(tmp_path / "again", clock=clock)
    with closing(Workspace(again, clock=clock, writable=False)) as workspace:
        assert told(workspace) == told(jo)


def test_a_sample_centre_that_is_there_is_left_as_it_is(centre: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in centre.rglob("*")}
    assert demo.build(centre, clock=clock) == centre / demo.FIRST
    assert {path: path.stat().st_mtime_ns for path in centre.rglob("*")} == before


def test_a_folder_with_other_things_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert main(["demo", "--no-app", "--dir", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_build_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, "tell", fail)
    assert main(["demo", "--no-app", "--dir", str(tmp_path / "new")]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_command_builds_beside_real_records_and_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--no-app", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    real = platformdirs.user_data_path("fieldassess", appauthor=False)
    folder = real.with_name("fieldassess-sample")
    assert answer == {
        "workspace": str(folder / "jo"),
        "second_workspace": str(folder / "alex"),
        "store": str(folder / "shared"),
    }
    assert not real.exists()
    assert main(["learners", "--workspace", answer["workspace"]]) == 0
    assert "Chloé Durand" in capsys.readouterr().out


def test_without_a_terminal_the_app_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--dir", str(tmp_path / "new")]) == 2
    assert "--no-app" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
