"""Holding a record against a unit: what counts, what reopens, what is left."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.bodies import Judged, Opened, Setting
from sessions.conditions import barred
from sessions.coverage import UnitCover, what_would_close
from sessions.entry import read_line, write_line
from sessions.learner import Learner
from sessions.portfolio import Portfolio
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import Known, PinnedPack, Unit, open_shipped, read_pack


def cover(session: Session, ref: str = "A") -> UnitCover:
    return session.measured(session.pack.unit[ref])


def why(session: Session, ref: str, unit: str = "A") -> str | None:
    """Why a statement is outstanding; None when it is not."""
    return next((o.why for o in cover(session, unit).outstanding if o.ref == ref), None)


@pytest.fixture
def another(workspace: Workspace, learner: Learner, till: PinnedPack) -> Callable[..., Session]:
    """A further session of the same learner."""
    return lambda **options: workspace.open_session(learner, till, ["A", "B"], **options)


# Criteria


def test_a_criterion_is_open_until_it_was_seen(session: Session, clock: Any) -> None:
    assert why(session, "1.1") == "not seen"
    session.judge(["A/1.1"], "met")
    found = cover(session).criteria["1.1"]
    assert (found.standing, found.why, found.days) == ("shown", "", (clock.now.date(),))
    assert [(s.signed, s.mark.number) for s in found.occasions] == [(False, session.visit.number)]
    session.sign("assessor", "Jo Sample", "on this device")
    assert [s.signed for s in cover(session).criteria["1.1"].occasions] == [True]
    assert cover(session).unsigned == 0


def test_shown_consistently_means_on_more_than_one_day(
    session: Session, another: Callable[..., Session], clock: Any
) -> None:
    session.judge(["A/1.1", "A/1.2"], "met")
    session.next_moment()
    session.judge(["A/1.1"], "met")
    assert cover(session).criteria["1.1"].once_only
    assert not cover(session).criteria["1.2"].once_only
    clock.sleep(days=1)
    another().judge(["A/1.1"], "met")
    assert not cover(session).criteria["1.1"].once_only


def test_a_not_yet_reopens_until_shown_again(session: Session, another: Callable[..., Session], clock: Any) -> None:
    session.judge(["A/1.1"], "met")
    first = cover(session).criteria["1.1"].days
    clock.sleep(days=1)
    later = another()
    later.judge(["A/1.1"], "not yet", reason="looked away")
    found = cover(session).criteria["1.1"]
    assert (found.standing, found.why, found.days) == ("not yet", "not yet: looked away", first)
    later.next_moment()
    later.judge(["A/1.1"], "met")
    assert cover(session).criteria["1.1"].standing == "shown"


def test_earlier_evidence_stands_when_the_assessor_says_why(session: Session, another: Callable[..., Session]) -> None:
    session.judge(["A/1.1"], "met")
    bare = another()
    not_yet = bare.judge(["A/1.1"], "not yet")
    bare.judge(["A/1.1"], "stands", reason="the till was down", replaces=[not_yet.id])
    assert cover(session).criteria["1.1"].standing == "shown"
    bare.judge(["A/1.1"], "not yet", reason="looked away", replaces=[not_yet.id])
    assert cover(session).criteria["1.1"].standing == "shown"
    bare.judge(["A/1.1"], "not yet", reason="again")
    assert why(session, "1.1") == "not yet: again"


def test_a_reason_given_after_it_was_shown_again_does_not_reopen(session: Session) -> None:
    bare = session.judge(["A/1.1"], "not yet")
    session.next_moment()
    session.judge(["A/1.1"], "met")
    session.judge(["A/1.1"], "not yet", reason="looked away", replaces=[bare.id])
    assert cover(session).criteria["1.1"].standing == "shown"


def test_an_edit_of_a_failed_answer_does_not_reopen(session: Session) -> None:
    failed = session.ask("Price?", ["A/K1"], answer="Dunno", verdict="not yet")
    session.ask("Price?", ["A/K1"], answer="Two", verdict="satisfied")
    session.ask("Price?", ["A/K1"], answer="Did not know", verdict="not yet", replaces=failed.id)
    assert cover(session).knowledge["K1"].standing == "shown"


def test_what_was_seen_before_a_not_yet_and_mapped_after_it_is_not_shown_again(
    session: Session, another: Callable[..., Session], clock: Any
) -> None:
    noted = session.note("counted the float")
    clock.sleep(days=1)
    another().judge(["A/1.1"], "not yet", reason="looked away")
    session.judge(["A/1.1"], "met", note=noted.id, moment=1, seen=noted.happened)
    assert why(session, "1.1") == "not yet: looked away"


def on_another_device(session: Session, verdict: str, days: int) -> None:
    """Fold in what a colleague's device recorded so many days after."""
    opened = session.visit.opening
    assert isinstance(opened.body, Opened)
    bodies, last = (opened.body, Judged(refs=("A/1.1",), verdict=verdict, reason="far away")), None  # type: ignore[arg-type]
    for n, body in enumerate(bodies, 1):
        line = write_line(
            body,
            device="9" * 10,
            n=n,
            prev=last,
            at=opened.at + timedelta(days=days),
            by="8" * 10,
            learner=opened.learner,
            session="7" * 26,
        )
        entry = read_line(line)
        last = entry.id
        session.portfolio.add(entry)


@pytest.mark.parametrize(("days", "standing"), [(-1, "shown"), (0, "not yet"), (1, "not yet")])
def test_a_not_yet_on_another_device_is_closed_by_a_later_day_only(session: Session, days: int, standing: str) -> None:
    session.judge(["A/1.1"], "met")
    on_another_device(session, "not yet", days)
    assert cover(session).criteria["1.1"].standing == standing


def test_performance_wants_to_be_seen_where_the_unit_says_so(session: Session) -> None:
    session.judge(["A/1.1", "A/2.2", "B/1.1"], "met", known="told")
    session.ask("How?", ["A/1.2"], answer="So", verdict="satisfied")
    assert why(session, "1.1") == "only told by a witness: performance is wanted"
    assert why(session, "1.2") == "only answered in questions: performance is wanted"
    assert why(session, "2.2") is None
    assert why(session, "1.1", "B") is None
    session.judge(["A/1.1"], "met")
    assert why(session, "1.1") is None


# What the unit bars


@pytest.mark.parametrize(
    ("unit", "ref", "setting", "known", "expected"),
    [
        ("A", "1.1", "real work", "seen", ""),
        ("A", "1.1", "placement", "seen", "only real work counts in this unit"),
        ("B", "1.1", "placement", "seen", ""),
        ("A", "1.1", "simulation", "seen", "simulation does not count in this unit"),
        ("A", "1.1", "simulation", "told", "simulation does not count in this unit"),
        ("A", "K1", "simulation", "questions", ""),
        ("A", "K1", "simulation", "inferred", ""),
        ("A", "1.1", "realistic environment", "seen", "only real work counts in this unit"),
        ("B", "1.1", "simulation", "seen", ""),
        ("B", "RE.1", "simulation", "seen", ""),
        ("B", "RO", "simulation", "seen", ""),
        ("B", "2.1", "simulation", "seen", "simulation counts only for elements 1"),
        ("B", "K1", "simulation", "questions", "simulation counts only for elements 1"),
        ("B", "1.1", "realistic environment", "seen", ""),
    ],
)
def test_what_is_barred_is_barred(
    till: PinnedPack, unit: str, ref: str, setting: Setting, known: Known, expected: str
) -> None:
    assert barred(till.pack.unit[unit], ref, setting, known) == expected


def test_barred_evidence_is_listed_and_does_not_count(another: Callable[..., Session]) -> None:
    session = another(setting="simulation")
    session.judge(["A/1.1"], "met")
    session.cover(["A/RE.1"])
    session.cover(["A/RO"], name="card")
    found = cover(session)
    assert found.open_count == found.total
    assert [s.why_not for s in found.criteria["1.1"].occasions] == ["simulation does not count in this unit"]
    assert (why(session, "1.1"), why(session, "RE.1")) == ("simulation does not count in this unit",) * 2
    assert (found.sufficient.customers, found.sufficient.occasions) == (0, 0)
    session.describe_moment([], "real work")
    assert why(session, "1.1") is None


# Range, evidence and critical requirements


def test_an_item_is_wanted_with_every_element_it_applies_to(session: Session) -> None:
    assert why(session, "RE.1") == "not seen"
    session.cover(["A/RE.1"])
    assert why(session, "RE.1") == "nothing of this unit was judged with it"
    session.judge(["A/1.1"], "met")
    assert why(session, "RE.1") == "not seen with 2"
    session.next_moment()
    session.judge(["A/2.1"], "met")
    assert why(session, "RE.1") == "not seen with 2"
    session.cover(["A/RE.1"])
    assert why(session, "RE.1") is None


def test_a_gap_in_range_can_be_closed_by_a_question(session: Session) -> None:
    session.ask("And on the telephone?", ["A/RE.1"], answer="The same", verdict="satisfied")
    assert why(session, "RE.1") is None


def test_a_number_of_items_and_of_them_by_performance(session: Session) -> None:
    assert why(session, "RN") == "2 more of 3"
    session.ask("Which?", ["A/RN.1", "A/RN.2"], answer="These", verdict="satisfied")
    assert why(session, "RN") == "1 more by performance"
    session.judge(["A/1.1"], "met")
    session.cover(["A/RN.3"])
    assert why(session, "RN") is None


def test_all_by_any_route_but_some_by_performance_are_both_counted(session: Session) -> None:
    before = cover(session)
    for ref in ("A/RP.1", "A/RP.2"):
        session.ask("Which?", [ref], answer="That", verdict="satisfied")
        assert why(session, "RP") == "2 more by performance"
        assert cover(session).open_count == before.open_count
    session.judge(["A/1.1"], "met")
    before = cover(session)
    session.cover(["A/RP.1"])
    assert why(session, "RP") == "1 more by performance"
    session.cover(["A/RP.2"])
    assert cover(session).open_count == before.open_count - 2


def test_what_the_pack_does_not_list_is_counted_by_name(session: Session) -> None:
    assert why(session, "RO") == "2 more ways to pay"
    for name in ("Cash", "cash ", "card"):
        session.cover(["A/RO"], name=name)
    found = cover(session).requirements["RO"]
    assert (found.have, found.need, found.done) == (2, 2, True)


def test_a_statement_is_confirmed_not_shown(session: Session) -> None:
    found = cover(session)
    assert {o.ref for o in found.to_confirm} == {"RS", "period", "customers", "occasions"}
    assert not {o.ref for o in found.open} & {o.ref for o in found.to_confirm}
    session.confirm(["A/RS", "A/period"])
    found = cover(session)
    assert {o.ref for o in found.to_confirm} == {"customers", "occasions"}
    session.confirm(["A/RS"], cleared=True)
    assert why(session, "RS") == "to be confirmed"


# Knowledge


def test_knowledge_may_be_inferred_unless_the_unit_wants_it_asked(session: Session) -> None:
    session.infer(["A/K1", "A/K3"], why="explained it to the customer")
    assert why(session, "K1") is None
    assert why(session, "K3") == "only inferred: this unit wants it asked"
    session.ask("What drill?", ["A/K3"], answer="Ring the bell", verdict="satisfied")
    assert why(session, "K3") is None


def test_knowledge_with_parts_is_known_when_each_part_is_or_the_whole(session: Session) -> None:
    session.ask("Age?", ["A/K2.a"], answer="18", verdict="satisfied")
    found = cover(session).knowledge["K2"]
    assert (found.standing, found.open_parts) == ("partly", ("K2.b",))
    session.ask("Refunds?", ["A/K2.b"], answer="28 days", verdict="satisfied")
    assert why(session, "K2") is None
    session.undo()
    session.ask("Which law?", ["A/K2"], answer="All of it", verdict="satisfied")
    assert (why(session, "K2"), cover(session).knowledge["K2"].open_parts) == (None, ())


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("partly", "partly shown"), ("not judged", "not asked"), ("not yet", "not yet: Do not know"), ("satisfied", None)],
)
def test_an_answer_counts_as_it_was_judged(session: Session, verdict: Any, expected: str | None) -> None:
    session.ask("What does it cost?", ["A/K1"], answer="Do not know", verdict=verdict)
    assert why(session, "K1") == expected


@pytest.mark.parametrize("again", [["A/K2"], ["A/K2.a", "A/K2.b"]], ids=["whole", "parts"])
def test_a_question_failed_on_the_whole_is_closed_by_the_whole_or_all_its_parts(
    session: Session, again: list[str]
) -> None:
    session.ask("Which law?", ["A/K2"], answer="None", verdict="not yet")
    for ref in again:
        assert why(session, "K2") == "not yet: None"
        session.ask("And now?", [ref], answer="This one", verdict="satisfied")
    assert why(session, "K2") is None


# Period, customers and occasions


def test_period_customers_and_occasions_are_three_facts(
    session: Session, another: Callable[..., Session], clock: Any
) -> None:
    session.judge(["A/1.1"], "met")
    session.next_moment()
    session.cover(["A/RE.1"])
    assert cover(session).sufficient.customers == 1, "an item alone is no customer of this unit"
    session.judge(["A/1.2"], "met")
    session.note("a third person only asked the way", moment=3)
    clock.sleep(days=9)
    later = another()
    later.judge(["A/1.1"], "not yet", reason="looked away")
    assert cover(session).sufficient.days == 1
    later.judge(["A/1.2"], "met")
    facts = cover(session).sufficient
    assert (facts.days, facts.occasions, facts.customers) == (10, 2, 3)
    assert facts.asked == ("period", "customers", "occasions")
    assert facts.confirmed == frozenset()
    assert cover(session, "B").sufficient.asked == ()


def test_what_one_situation_would_close(session: Session) -> None:
    assert what_would_close([cover(session, "A"), cover(session, "B")]) == [
        ("busy", 3, ("A", "B")),
        ("quiet", 1, ("B",)),
    ]
    session.judge(["A/1.1", "B/1.1"], "met")
    assert what_would_close([cover(session, "A"), cover(session, "B")]) == [("busy", 1, ("A",))]


# Real units


@st.composite
def shows_of(draw: st.DrawFn, pack: PinnedPack) -> list[tuple[str, str, str]]:
    """(`UNIT/ref`, act, how known), good evidence only, in some order."""
    unit = draw(st.sampled_from(pack.pack.units))
    acts, knowns = st.sampled_from(("watch", "ask")), st.sampled_from(("seen", "told"))
    refs = st.sampled_from(sorted(unit.full(ref) for ref in unit.statements))
    return draw(st.lists(st.tuples(refs, acts, knowns), max_size=60))


def show(session: Session, full: str, act: str, known: Any) -> None:
    unit, _, ref = full.partition("/")
    if act == "ask":
        session.ask("Tell me", [full], answer="So", verdict="satisfied")
    elif ref in session.pack.unit[unit].criteria:
        session.judge([full], "met", known=known)
    elif ref.startswith("K"):
        session.infer([full])
    else:
        session.cover([full], known=known, name=f"name {known}")
    if Random(full).random() < 0.2:
        session.next_moment()


def check_counts(found: UnitCover) -> None:
    assert 0 <= found.open_count <= found.total
    assert found.closed + found.open_count == found.total
    open_refs = {o.ref for o in found.outstanding}
    assert all((c.standing == "shown") != (ref in open_refs) for ref, c in (found.criteria | found.knowledge).items())
    for requirement in found.requirements.values():
        refs = {requirement.requirement.ref, *(item.ref for item in requirement.items)}
        assert requirement.done != bool(refs & open_refs)
        assert requirement.have <= requirement.need or requirement.statement
    assert all(o.count >= 1 and o.why for o in found.outstanding)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_good_evidence_never_opens_anything_and_the_counts_add_up(
    data: st.DataObject, workspace: Workspace, learner: Learner, cvq: PinnedPack, till: PinnedPack
) -> None:
    pack = data.draw(st.sampled_from([cvq, till]))
    shows = data.draw(shows_of(pack))
    session = workspace.open_session(learner, pack, [unit.ref for unit in pack.pack.units])
    learner.portfolio = Portfolio.fold(learner.id, [session.visit.opening])
    before = {unit.ref: session.measured(unit).open_count for unit in pack.pack.units}
    for full, act, known in shows:
        show(session, full, act, known)
        unit = pack.pack.unit[full.partition("/")[0]]
        found = session.measured(unit)
        check_counts(found)
        assert found.open_count <= before[unit.ref]
        before[unit.ref] = found.open_count


def test_a_unit_shown_in_full_has_nothing_left_but_confirmations(
    workspace: Workspace, learner: Learner, cvq: PinnedPack
) -> None:
    for unit in cvq.pack.units:
        session = workspace.open_session(learner, cvq, [unit.ref])
        session.judge([unit.full(ref) for ref in unit.criteria], "met")
        session.cover([unit.full(ref) for ref in unit.items])
        session.ask("All?", [unit.full(k.ref) for k in unit.knowledge], answer="All", verdict="satisfied")
        for requirement in unit.requirements:
            for n in range(requirement.need or 0 if not requirement.items else 0):
                session.cover([unit.full(requirement.ref)], name=f"kind {n}")
        found = session.measured(unit)
        check_counts(found)
        assert (found.open, found.closed) == ((), found.total)
        session.confirm([unit.full(o.ref) for o in found.to_confirm])
        assert session.measured(unit).outstanding == ()


def test_u00306_wants_some_areas_seen_and_its_knowledge_asked(
    workspace: Workspace, learner: Learner, cvq: PinnedPack
) -> None:
    unit: Unit = cvq.pack.unit["U00306"]
    session = workspace.open_session(learner, cvq, [unit.ref])
    session.judge([unit.full(c) for c, e in unit.element_of.items() if e == "6"], "met")
    places = [unit.full(ref) for ref in unit.items if ref.startswith("R6.")]
    session.ask("Where?", places, answer="There", verdict="satisfied")
    session.infer([unit.full(k.ref) for k in unit.knowledge])
    found = session.measured(unit)
    open_here = {o.ref: (o.why, o.count) for o in found.open if o.ref.startswith("R6.")}
    assert open_here == {
        "R6.A": ("1 more by performance", 1),
        "R6.B": ("2 more by performance", 2),
        "R6.C": ("2 more by performance", 2),
    }
    assert {o.why for o in found.open if o.kind == "knowledge"} == {"only inferred: this unit wants it asked"}
    session.cover([unit.full(r) for r in ("R6.A.i", "R6.B.i", "R6.B.ii", "R6.C.i", "R6.C.ii")])
    assert not any(o.ref.startswith("R6.") for o in session.measured(unit).open)


def test_u00306_takes_simulation_for_fire_parcels_and_accidents_only(
    workspace: Workspace, learner: Learner, cvq: PinnedPack
) -> None:
    session = workspace.open_session(learner, cvq, ["U00306"], setting="simulation")
    assert session.bar("U00306/2.1") == session.bar("U00306/R2.A.i") == session.bar("U00306/K1", "questions") == ""
    assert session.bar("U00306/1.1") == session.bar("U00306/R6.A.i") == "simulation counts only for elements 2, 3, 4"


def test_what_was_recorded_with_another_edition_does_not_count(workspace: Workspace, learner: Learner) -> None:
    old, new = open_shipped("cvq-l2"), read_pack(open_shipped("cvq-l2").data.replace(b"undated", b"revised"))
    before = workspace.open_session(learner, old, ["U09602"])
    before.judge(["U09602/1.1"], "met")
    after = workspace.open_session(learner, new, ["U09602"])
    unit = after.units[0]
    assert before.measured(unit).criteria["1.1"].standing == "shown"
    assert after.measured(unit).criteria["1.1"].standing == "not seen"
