"""The fold: the same portfolio whatever the order, what counts against what, and disagreements until settled."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.bodies import (
    Asked,
    Body,
    CarriedOver,
    Closed,
    Confirmed,
    Covered,
    Detail,
    Enrolled,
    Judged,
    Moment,
    Noted,
    Opened,
    Paused,
    Planned,
    Registered,
    Signed,
    Withdrawn,
)
from sessions.entry import Entry, read_line, write_line
from sessions.measure import cover_unit
from sessions.portfolio import Portfolio
from unitdata import Unit

DEVICES = ("0" * 10, "1" * 10, "2" * 10)
PEOPLE = ("P" * 10, "Q" * 10)
LEARNER = "2" * 26
SESSIONS = ("S" * 26, "T" * 26, "V" * 26)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PACK, OLD, OLDEST = "0" * 32, "1" * 32, "2" * 32
REFS = ("A/1.1", "A/1.2", "A/RE.1", "A/RN.2", "A/RO", "A/K1", "A/K2.a", "A/period")
OPENED = Opened(method="observation", number="N-1", pack=PACK, units=("A",), assessor="J", standing="qualified")


class Writer:
    """Writes entries as so many devices would, each chain its own."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.lines: list[bytes] = []
        self._last: dict[str, Entry] = {}

    def write(self, body: Body, *, device: int = 0, by: int = 0, session: str | None = None, day: int = 0) -> Entry:
        before = self._last.get(DEVICES[device])
        line = write_line(
            body,
            device=DEVICES[device],
            n=before.n + 1 if before else 1,
            prev=before.id if before else None,
            at=AT + timedelta(days=day, minutes=len(self.entries)),
            by=PEOPLE[by],
            learner=LEARNER,
            session=session,
        )
        self.lines.append(line)
        entry = self._last[DEVICES[device]] = read_line(line)
        self.entries.append(entry)
        return entry


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Some devices and people at work on one learner, now and then against the rules."""
    writer = Writer()

    def some_ids() -> tuple[str, ...]:
        return tuple(
            draw(st.lists(st.sampled_from([e.id for e in writer.entries]), max_size=2)) if writer.entries else ()
        )

    def maybe_id() -> str | None:
        return draw(st.sampled_from((None, one_id())))

    def one_id() -> str:
        return draw(st.sampled_from([PACK, *(e.id for e in writer.entries)]))

    refs = st.lists(st.sampled_from(REFS), min_size=1, max_size=3, unique=True).map(tuple)
    moment = st.sampled_from((None, 1, 2))
    about_learner: list[Callable[[], Body]] = [
        lambda: Registered(name=draw(st.sampled_from(("Ada", "Bo")))),
        lambda: Detail(field="name", value=draw(st.sampled_from(("Ada", "Cy", ""))), replaces=some_ids()),
        lambda: Enrolled(pack=PACK, pack_id="till", units=draw(st.sampled_from((("A",), ("B",)))), replaces=some_ids()),
        lambda: CarriedOver(
            pack=draw(st.sampled_from((PACK, OLD))),
            was=draw(st.sampled_from((PACK, OLD, OLDEST))),
            pack_id="till",
            units=("A",),
            renamed=draw(st.sampled_from(((), (("A/1.1", "A/1.2"),)))),
            not_counted=draw(st.sampled_from(((), ("A/1.2", "A/K1")))),
            replaces=some_ids(),
        ),
        lambda: Planned(what="call", replaces=some_ids()),
    ]
    in_session: list[Callable[[], Body]] = [
        lambda: OPENED,
        lambda: OPENED.model_copy(update={"pack": draw(st.sampled_from((OLD, OLDEST)))}),
        Paused,
        Closed,
        lambda: Signed(covers=one_id(), name="J", role="assessor", how="on paper"),
        lambda: Moment(number=draw(st.sampled_from((1, 2))), setting=draw(st.sampled_from((None, "simulation")))),
        lambda: Noted(
            text="saw", refs=draw(refs), moment=draw(moment), replaces=draw(st.sampled_from((None, one_id())))
        ),
        lambda: Judged(
            refs=draw(refs),
            verdict=draw(st.sampled_from(("met", "not yet", "cleared", "stands"))),
            moment=draw(moment),
            replaces=some_ids(),
        ),
        lambda: Covered(refs=draw(refs), cleared=draw(st.booleans()), name=draw(st.sampled_from(("", "cash")))),
        lambda: Confirmed(refs=draw(refs), cleared=draw(st.booleans())),
        lambda: Asked(
            question="Why?", refs=draw(refs), verdict="satisfied", replaces=draw(st.sampled_from((None, one_id())))
        ),
    ]
    for _ in range(draw(st.integers(1, 25))):
        session = draw(st.sampled_from((None, *SESSIONS)))
        make = draw(st.sampled_from([*(in_session if session else about_learner), lambda: Withdrawn(target=one_id())]))
        writer.write(
            make(),
            device=draw(st.sampled_from((0, 0, 1, 2))),
            by=draw(st.sampled_from((0, 0, 1))),
            session=session,
            day=draw(st.sampled_from((0, 1))),
        )
    return writer.entries


def seen(portfolio: Portfolio, unit: Unit) -> dict[str, Any]:
    """All that screens ask of a portfolio."""
    return {
        "cover": cover_unit(unit, portfolio, PACK),
        "days": portfolio.visit_days(),
        "details": (portfolio.name, portfolio.disagreements(), portfolio.enrolments(), portfolio.plans()),
        "newer": portfolio.newer,
        "visits": {
            visit.id: (
                (visit.state, visit.acts, visit.notes, visit.moments, visit.marks, visit.amendments, visit.strays),
                (visit.customers, visit.feedback, visit.response, visit.last),
                [visit.marks_in(ref, moment) for ref in REFS for moment in (1, 2)],
            )
            for visit in portfolio.opened_visits()
        },
        "waiting": sorted(entry.id for entry in portfolio.waiting_withdrawals()),
    }


@settings(max_examples=100, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_any_repeats_and_reading_in_between_give_one_portfolio(
    unit: Unit, history: list[Entry], chance: Random
) -> None:
    expected = Portfolio.fold(LEARNER, history)
    shuffled = history + chance.choices(history, k=3)
    chance.shuffle(shuffled)
    grown = Portfolio(LEARNER)
    for entry in shuffled:
        grown.add(entry)
        seen(grown, unit)
    assert grown == expected
    assert seen(grown, unit) == seen(expected, unit)


@settings(max_examples=60, deadline=None)
@given(histories())
def test_each_entry_applied_in_place_gives_what_folding_anew_gives(unit: Unit, history: list[Entry]) -> None:
    grown = Portfolio(LEARNER)
    for n, entry in enumerate(history, 1):
        grown.add(entry)
        assert seen(grown, unit) == seen(Portfolio.fold(LEARNER, history[:n]), unit)


def fold(writer: Writer) -> Portfolio:
    return Portfolio.fold(LEARNER, writer.entries)


def test_only_the_person_who_recorded_it_can_take_it_back() -> None:
    writer = Writer()
    writer.write(OPENED, session=SESSIONS[0])
    judged = writer.write(Judged(refs=("A/1.1",), verdict="met"), session=SESSIONS[0])
    writer.write(Withdrawn(target=judged.id), by=1, session=SESSIONS[0])
    assert "A/1.1" in fold(writer).visits[SESSIONS[0]].marks
    writer.write(Withdrawn(target=judged.id), device=1, session=SESSIONS[0])
    assert "A/1.1" not in fold(writer).visits[SESSIONS[0]].marks


def test_a_withdrawal_cannot_be_withdrawn_and_may_come_before_its_target() -> None:
    writer = Writer()
    writer.write(OPENED, session=SESSIONS[0])
    judged = writer.write(Judged(refs=("A/1.1",), verdict="met"), session=SESSIONS[0])
    taken_back = writer.write(Withdrawn(target=judged.id), session=SESSIONS[0])
    writer.write(Withdrawn(target=taken_back.id), session=SESSIONS[0])
    assert fold(writer).visits[SESSIONS[0]].marks == {}
    early = Portfolio.fold(LEARNER, [taken_back])
    assert early.waiting_withdrawals() == [taken_back]
    for entry in writer.entries:
        early.add(entry)
    assert early == fold(writer)
    assert early.waiting_withdrawals() == []


def test_a_moment_begun_after_something_was_said_of_it_gives_that_its_setting() -> None:
    writer, grown = Writer(), Portfolio(LEARNER)
    writer.write(OPENED, session=SESSIONS[0])
    writer.write(Judged(refs=("A/1.1",), verdict="met", moment=2), session=SESSIONS[0])
    writer.write(Moment(number=2, setting="simulation"), session=SESSIONS[0])
    for entry in writer.entries:
        grown.add(entry)
        marks = grown.visits[SESSIONS[0]].marks
    assert [mark.setting for mark in marks["A/1.1"]] == ["simulation"]


def test_what_another_device_writes_into_a_session_does_not_count() -> None:
    writer = Writer()
    writer.write(OPENED, session=SESSIONS[0])
    stray = writer.write(Judged(refs=("A/1.1",), verdict="met"), device=1, session=SESSIONS[0])
    visit = fold(writer).visits[SESSIONS[0]]
    assert visit.strays == [stray]
    assert visit.marks == {}


def test_two_who_change_a_detail_apart_disagree_until_one_settles_it() -> None:
    writer = Writer()
    first = writer.write(Registered(name="Ada Example", employer="Shop"))
    here = writer.write(Detail(field="employer", value="Bakery", replaces=(first.id,)))
    there = writer.write(Detail(field="employer", value="Butcher", replaces=(first.id,)), device=1, by=1)
    portfolio = fold(writer)
    assert [s.value for s in portfolio.disagreements()["employer"]] == ["Bakery", "Butcher"]
    assert portfolio.detail("employer") == "Bakery"
    writer.write(
        Detail(field="employer", value="Butcher", replaces=(here.id, there.id), reason="asked"), device=1, by=1
    )
    assert fold(writer).disagreements() == {}
    assert fold(writer).detail("employer") == "Butcher"


def test_two_who_say_the_same_do_not_disagree() -> None:
    writer = Writer()
    first = writer.write(Registered(name="Ada Example"))
    for device in (0, 1):
        writer.write(Detail(field="place", value="Main Street", replaces=(first.id,)), device=device, by=device)
    assert fold(writer).disagreements() == {}


def test_two_choices_of_units_are_a_disagreement_and_both_are_kept() -> None:
    writer = Writer()
    for device, units in ((0, ("A",)), (1, ("A", "B"))):
        writer.write(Enrolled(pack=PACK, pack_id="till", units=units), device=device, by=device)
    portfolio = fold(writer)
    assert [s.value for s in portfolio.disagreements()["units of till"]] == ["A", "A, B"]
    ids = tuple(entry.id for entry, _ in portfolio.enrolments())
    writer.write(Enrolled(pack=PACK, pack_id="till", units=("B",), replaces=ids, reason="agreed by telephone"))
    assert fold(writer).disagreements() == {}
    assert [body.units for _, body in fold(writer).enrolments()] == [("B",)]


def test_the_plan_that_stands_is_the_one_nobody_replaced() -> None:
    writer = Writer()
    first = writer.write(Planned(when=date(2026, 4, 1), what="busy hour"))
    writer.write(Planned(when=date(2026, 4, 8), what="later", replaces=(first.id,)))
    assert [body.what for _, body in fold(writer).plans()] == ["later"]


def test_a_newer_entry_is_kept_and_not_counted() -> None:
    writer = Writer()
    writer.write(OPENED, session=SESSIONS[0])
    writer.write(Judged(refs=("A/1.1",), verdict="met"), session=SESSIONS[0])
    later = read_line(writer.lines[1].replace(b'"verdict"', b'"mood":"fine","verdict"'))
    portfolio = Portfolio.fold(LEARNER, [writer.entries[0], later])
    assert portfolio.newer == [later]
    assert later.id in portfolio.entries
    assert portfolio.visits[SESSIONS[0]].marks == {}


def test_an_edit_taken_back_does_not_bring_back_what_a_later_edit_replaced() -> None:
    writer = Writer()
    writer.write(OPENED, session=SESSIONS[0])
    first = writer.write(Noted(text="first"), session=SESSIONS[0])
    second = writer.write(Noted(text="second", replaces=first.id), session=SESSIONS[0])
    third = writer.write(Noted(text="third", replaces=second.id), session=SESSIONS[0])
    writer.write(Withdrawn(target=second.id), session=SESSIONS[0])
    assert fold(writer).visits[SESSIONS[0]].notes == [third]
    writer.write(Withdrawn(target=third.id), session=SESSIONS[0])
    assert fold(writer).visits[SESSIONS[0]].notes == [first]


def test_a_session_whose_opening_has_not_arrived_shows_nothing_yet() -> None:
    writer = Writer()
    opening = writer.write(OPENED, session=SESSIONS[0])
    judged = writer.write(Judged(refs=("A/1.1",), verdict="met"), session=SESSIONS[0])
    portfolio = Portfolio.fold(LEARNER, [judged])
    assert portfolio.opened_visits() == []
    assert portfolio.visits[SESSIONS[0]].marks == {}
    portfolio.add(opening)
    assert list(portfolio.visits[SESSIONS[0]].marks) == ["A/1.1"]
