"""One learner over all chosen units: counts, what is left, and why it is not the whole picture."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sessions.bodies import Detail, Newer, Planned
from sessions.learner import Learner
from sessions.outlook import make_outlook
from sessions.rows import refresh, stale
from sessions.workspace import Workspace
from unitdata import Pack, PinnedPack, open_shipped, read_pack

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "mine", clock=lambda: NOW)
    workspace.device.become("Jo Sample", "JS", "qualified")
    yield workspace
    workspace.close()


@pytest.fixture
def ana(workspace: Workspace) -> Learner:
    return workspace.register(name="Ana Clarke", employer="Example Shop")


@pytest.fixture
def cvq(workspace: Workspace) -> PinnedPack:
    pinned = open_shipped("cvq-l2")
    workspace.packs.keep(pinned)
    return pinned


def other_pack(workspace: Workspace, cvq: PinnedPack, pack_id: str) -> PinnedPack:
    """A pack of one unit that its handbook only lists."""
    unit = cvq.pack.units[0].model_dump() | {"ref": "X1", "listed_only": True, "sufficiency": ()}
    unit |= {"elements": (), "requirements": (), "knowledge": ()}
    pack = Pack.model_validate(cvq.pack.model_dump() | {"id": pack_id, "units": [unit], "groups": (), "rules": ()})
    pinned = read_pack(pack.model_dump_json().encode())
    workspace.packs.keep(pinned)
    return pinned


def test_units_stand_in_the_packs_order_and_are_counted_together(
    workspace: Workspace, ana: Learner, cvq: PinnedPack
) -> None:
    ana.enrol(cvq.sha, "cvq-l2", ["U12902", "U09602"])
    outlook = workspace.outlook(ana.id)
    assert list(outlook.covers) == ["U09602", "U12902"]
    assert (outlook.open_count, outlook.total) == (100, 100)
    assert [o.ref for unit, o in outlook.to_confirm if unit == "U12902"] == ["C1", "period", "customers", "occasions"]
    assert outlook.would_close[0] == ("busy", 5, ("U09602", "U12902"))
    assert (outlook.last_visit, outlook.days_since, outlook.plan, outlook.problems) == (None, None, None, ())


def test_only_confirmations_then_nothing(workspace: Workspace, ana: Learner, cvq: PinnedPack) -> None:
    ana.enrol(cvq.sha, "cvq-l2", ["U12902"])
    session = workspace.open_session(ana, cvq, ["U12902"])
    unit = session.units[0]
    session.judge([unit.full(ref) for ref in unit.criteria], "met")
    session.cover([unit.full(ref) for ref in unit.items])
    session.infer([unit.full(k.ref) for k in unit.knowledge])
    outlook = workspace.outlook(ana.id)
    assert (outlook.open_count, bool(outlook.to_confirm), outlook.achieved) == (0, True, ())
    assert (outlook.unsigned, outlook.days_since) == (3, 0)
    session.confirm([unit.full(o.ref) for _, o in outlook.to_confirm])
    outlook = workspace.outlook(ana.id)
    assert (outlook.to_confirm, outlook.achieved) == ((), ("U12902",))


def test_a_unit_that_is_only_listed_is_never_achieved(workspace: Workspace, ana: Learner, cvq: PinnedPack) -> None:
    listed = other_pack(workspace, cvq, "listed")
    ana.enrol(listed.sha, "listed", ["X1", "X2"])
    outlook = workspace.outlook(ana.id)
    assert (outlook.open_count, outlook.achieved) == (0, ())
    assert outlook.unread_units == ("X1", "X2")
    assert outlook.problems == (
        "X2: not in this qualification",
        "X1: only listed in the handbook; what is to be shown is yet to be read in",
    )


def test_a_unit_is_achieved_when_nothing_is_outstanding_in_it(
    workspace: Workspace, ana: Learner, cvq: PinnedPack
) -> None:
    ana.enrol(cvq.sha, "cvq-l2", ["U12902", "U13502"])
    session = workspace.open_session(ana, cvq, ["U12902"])
    unit = session.units[0]
    session.judge([unit.full(ref) for ref in unit.criteria], "met")
    session.cover([unit.full(ref) for ref in unit.items])
    session.infer([unit.full(k.ref) for k in unit.knowledge])
    assert workspace.outlook(ana.id).achieved == ()
    session.confirm([unit.full(o.ref) for _, o in workspace.outlook(ana.id).to_confirm])
    assert workspace.outlook(ana.id).achieved == ("U12902",)


def test_of_a_unit_printed_in_part_the_elements_judged_whole_are_named(workspace: Workspace, ana: Learner) -> None:
    svq = open_shipped("svq-l2")
    workspace.packs.keep(svq)
    ana.enrol(svq.sha, "svq-l2", ["F2", "A4"])
    missing = "the handbook prints no performance criteria"
    assert workspace.outlook(ana.id).problems == (
        f"A4: {missing}; each element is judged as a whole until they are read in",
        f"F2: {missing} for element F2.2, judged as a whole until they are read in",
    )


def test_each_of_two_qualifications_has_an_outlook_and_sessions_of_both_count(
    workspace: Workspace, ana: Learner, cvq: PinnedPack
) -> None:
    listed = other_pack(workspace, cvq, "listed")
    ana.enrol(cvq.sha, "cvq-l2", ["U09602"])
    workspace.open_session(ana, cvq, ["U09602"]).judge(["U09602/1.1"], "met")
    ana.enrol(listed.sha, "listed", ["X1"])
    outlooks = [workspace.outlook(ana.id, pack_id) for pack_id in (None, "cvq-l2", "listed", "unheard-of")]
    assert [outlook.pack_id for outlook in outlooks] == ["listed", "cvq-l2", "listed", "listed"]
    assert {outlook.pack_ids for outlook in outlooks} == {("cvq-l2", "listed")}
    assert outlooks[1].problems == ()
    assert (outlooks[1].open_count, outlooks[1].total) == (55, 56)


def test_the_caseload_counts_the_units_of_both_qualifications(
    workspace: Workspace, ana: Learner, cvq: PinnedPack
) -> None:
    listed = other_pack(workspace, cvq, "listed")
    ana.enrol(cvq.sha, "cvq-l2", ["U09602"])
    ana.enrol(listed.sha, "listed", ["X1"])
    refresh(workspace, [ana.id])
    row = workspace.caseload.get(ana.id)
    assert row is not None
    assert (row.pack_id, row.also, row.units, row.total) == ("listed", ("cvq-l2",), 2, 56)
    assert row.unread == 1


def test_a_row_saved_before_unread_units_were_counted_is_worked_out_anew(workspace: Workspace, ana: Learner) -> None:
    refresh(workspace, [ana.id])
    workspace.clear_dirty(ana.id)
    rows = workspace.folder / "caseload.json"
    rows.write_text(rows.read_text().replace('"unread"', '"level"'))
    assert stale(Workspace(workspace.folder, clock=lambda: NOW, writable=False)) == [ana.id]


def test_a_pack_that_is_missing_leaves_the_rest_to_be_seen(
    workspace: Workspace, ana: Learner, cvq: PinnedPack, tmp_path: Path
) -> None:
    ana.enrol(cvq.sha, "cvq-l2", ["U09602"])
    workspace.packs.path(cvq.sha).unlink()
    reader = Workspace(tmp_path / "mine", clock=lambda: NOW, writable=False)
    outlook = reader.outlook(ana.id)
    assert (outlook.pack, outlook.covers, outlook.portfolio.name) == (None, {}, "Ana Clarke")
    assert outlook.problems == ("the qualification this was recorded with has not arrived on this device",)


def test_what_nobody_settled_is_named(workspace: Workspace, ana: Learner, cvq: PinnedPack) -> None:
    ana.enrol(cvq.sha, "cvq-l2", ["U09602"])
    ana.record(Detail(field="employer", value="Example Hotel"))
    ana.record(Planned(when=date(2026, 11, 26), what="One"))
    ana.record(Planned(when=date(2026, 11, 27), what="Two"))
    outlook = workspace.outlook(ana.id)
    assert outlook.problems == (
        "people disagree about the employer",
        "2 plans for the next visit stand; one is shown",
    )
    assert outlook.plan is not None
    assert outlook.plan.what == "Two"


def test_what_has_not_arrived_and_what_is_newer_is_said(workspace: Workspace, ana: Learner) -> None:
    newer = next(iter(ana.portfolio.entries.values())).model_copy(
        update={"n": 99, "id": "9" * 32, "body": Newer(kind="danced")}
    )
    ana.portfolio.add(newer)
    outlook = make_outlook(ana, lambda sha: None, date(2026, 3, 2), ["waiting for 3 entries of AB's device 7QKD"])
    assert outlook.problems[0] == "waiting for 3 entries of AB's device 7QKD"
    assert "entries recorded by a newer version: 1, not counted" in outlook.problems
