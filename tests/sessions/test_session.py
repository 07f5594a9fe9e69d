"""A visit as the assessor makes it: ticks, moments, notes, questions, undo, signatures."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from sessions.entry import Entry, NotRecorded
from sessions.learner import Learner
from sessions.loose_ends import loose_ends
from sessions.portfolio import Portfolio
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack

ME = "Jo Sample"


def shown(session: Session, ref: str) -> list[str]:
    return [mark.shown for mark in session.marks(ref)]


# From opening to signature


def test_a_session_goes_from_open_to_answered(session: Session) -> None:
    states = [session.visit.state]
    for step in (
        session.pause,
        session.resume,
        session.close,
        lambda: session.give_feedback("satisfactory", "all seen"),
        lambda: session.sign("assessor", ME, "on this device"),
        lambda: session.respond("fair", True),
    ):
        step()
        states.append(session.visit.state)
    assert states == ["open", "paused", "open", "writing up", "writing up", "signed", "answered"]
    assert not session.visit.unfinished


def test_steps_that_change_nothing_record_nothing(session: Session) -> None:
    assert session.resume() is None
    session.pause()
    assert session.pause() is None
    session.close()
    assert session.close() is None
    assert session.pause() is None
    session.sign("assessor", ME, "on this device")
    assert session.resume() is None


def test_an_answer_before_the_signature_counts_once_it_is_signed(session: Session) -> None:
    session.respond("fair", True)
    assert session.visit.unfinished
    session.sign("assessor", ME, "on paper")
    assert session.visit.state == "answered"


def test_a_signature_to_follow_signs_nothing(session: Session) -> None:
    session.sign("assessor", ME, "to follow")
    session.judge(["A/1.1"], "met")
    assert session.visit.unfinished
    assert session.visit.amendments == []


def test_time_watched_leaves_pauses_out(session: Session, clock: Any) -> None:
    clock.sleep(minutes=10)
    session.pause()
    clock.sleep(hours=1)
    session.resume()
    clock.sleep(minutes=5)
    session.give_feedback("satisfactory", "all seen")
    clock.sleep(days=30)
    assert session.visit.seconds_watched(clock.now) == pytest.approx(15 * 60, abs=10)


def test_a_clock_that_went_back_is_seen_and_breaks_nothing(session: Session, clock: Any) -> None:
    session.judge(["A/1.1"], "not yet")
    clock.sleep(days=-400)
    session.judge(["A/1.1"], "met")
    assert session.visit.clock_went_back()
    assert shown(session, "A/1.1") == ["not yet", "met"]
    assert session.visit.seconds_watched(clock.now) >= 0


def test_one_person_signs_in_one_role(session: Session) -> None:
    session.sign("assessor", ME, "on this device", who="1" * 10)
    with pytest.raises(NotRecorded, match="one person never signs in two roles"):
        session.sign("learner", "jo  SAMPLE", "on this device")
    with pytest.raises(NotRecorded, match="one person never signs in two roles"):
        session.sign("witness", "J. Sample", "on paper", who="1" * 10)
    session.sign("learner", "Ada Example", "declined")
    session.sign("assessor", ME, "on paper", who="1" * 10)


def test_a_signature_covers_all_that_was_recorded_before_it(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    session.undo()
    signature = session.sign("assessor", ME, "on this device")
    assert session.visit.signature("assessor").covers == signature.prev


def test_after_signing_taking_back_needs_a_reason_and_shows(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    session.judge(["A/1.2"], "met")
    session.sign("assessor", ME, "on this device")
    assert session.visit.amendments == []
    with pytest.raises(NotRecorded, match="needs a reason"):
        session.undo("  ")
    assert shown(session, "A/1.2") == ["met"]
    session.undo("wrong line")
    added = session.note("remembered later")
    assert shown(session, "A/1.2") == []
    assert [e.body.kind for e in session.visit.amendments] == ["withdrawn", "noted"]
    assert added in session.visit.amendments


def test_a_tick_and_a_new_moment_are_taken_in_without_folding_the_session_anew(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.visit.marks == {}
    monkeypatch.delattr("sessions.visit.Told")
    for ref in ("A/1.1", "A/1.2", "A/2.1"):
        session.judge([ref], "not yet")
        session.judge([ref], "met")
        session.judge([ref], "cleared")
        session.note("counted the float", refs=[ref])
        session.cover(["A/RE.1"])
        session.next_moment(["busy"])
    assert [session.visit.customers, shown(session, "A/RE.1")] == [{1, 2, 3}, ["covered"] * 3]


# Undo

ACTS: dict[str, Callable[[Session], Entry | None]] = {
    "met": lambda s: s.judge(["A/1.1"], "met"),
    "not yet": lambda s: s.judge(["A/1.1"], "not yet", reason="too fast"),
    "cleared": lambda s: s.judge(["A/2.1"], "cleared"),
    "stands": lambda s: s.judge(["A/1.1"], "stands"),
    "covered": lambda s: s.cover(["A/RE.1"]),
    "uncovered": lambda s: s.cover(["A/RN.1"], cleared=True),
    "confirmed": lambda s: s.confirm(["A/RS"]),
    "inferred": lambda s: s.infer(["A/K1"]),
    "noted": lambda s: s.note("counted the float", refs=["A/1.1"]),
    "asked": lambda s: s.ask("Why?", ["A/K1"], answer="Because", verdict="satisfied"),
    "moment": lambda s: s.next_moment(["busy"]),
    "described": lambda s: s.describe_moment(["quiet"], "simulation"),
    "feedback": lambda s: s.give_feedback("satisfactory", "well done"),
    "response": lambda s: s.respond("thank you", True),
}


def told(session: Session) -> object:
    """What a session tells now: the visit itself grows."""
    visit = session.visit
    return deepcopy((visit.marks, visit.moments, visit.notes, visit.feedback, visit.response, visit.customers))


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("restart", [False, True], ids=["at once", "after a restart"])
def test_undo_takes_back_the_last_act(
    session: Session, act: Callable[[Session], Entry | None], restart: bool, reopened: Callable[[Session], Session]
) -> None:
    session.judge(["A/2.1"], "met")
    session.cover(["A/RN.1"])
    before = told(session)
    done = act(session)
    assert told(session) != before
    paused = session.pause() is not None  # not while the feedback is written: the clock has stopped then
    if restart:
        session = reopened(session)
    assert session.last_act == done
    assert session.undo() == done
    assert told(session) == before
    assert (session.visit.state == "paused") == paused
    if restart:
        assert told(reopened(session)) == before


def test_undo_goes_back_to_the_beginning_and_no_further(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    session.pause()
    session.note("later")
    assert [session.undo().body.kind, session.undo().body.kind] == ["noted", "judged"]
    assert session.undo() is None
    assert (session.visit.state, session.visit.marks) == ("paused", {})


def test_an_act_that_failed_is_not_undone(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = session.judge(["A/1.1"], "met")
    with monkeypatch.context() as failing:
        failing.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(NotRecorded, match="NOT recorded: no space left on device"):
            session.judge(["A/1.2"], "met")
    assert session.last_act == kept
    assert shown(session, "A/1.2") == []


def test_another_assessor_does_not_take_back_what_the_first_recorded(workspace: Workspace, session: Session) -> None:
    session.judge(["A/1.1"], "met")
    workspace.device.become("Kim Other", "KO", "qualified")
    with pytest.raises(NotRecorded, match="another assessor"):
        session.undo()
    assert shown(session, "A/1.1") == ["met"]


# Ticks and moments


def test_a_tick_twice_in_a_moment_is_one_tick(session: Session) -> None:
    assert session.judge(["A/1.1", "A/1.1"], "met")
    assert session.judge(["A/1.1"], "met") is None
    assert session.judge(["A/1.1", "A/1.2"], "met").body.refs == ("A/1.2",)
    assert session.cover(["A/RE.1"])
    assert session.cover(["A/RE.1"]) is None
    session.next_moment()
    assert session.judge(["A/1.1"], "met")
    assert session.cover(["A/RE.1"])


def test_what_was_told_first_can_be_seen_in_the_same_moment(session: Session) -> None:
    session.judge(["A/1.1"], "met", known="told")
    session.cover(["A/RE.1"], known="told")
    assert session.judge(["A/1.1"], "met")
    assert session.cover(["A/RE.1"])
    assert [m.known for m in session.marks("A/1.1")] == ["told", "seen"]


def test_clear_takes_back_the_moment_s_verdicts_only(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    session.next_moment()
    session.judge(["A/1.1"], "not yet", reason="too fast")
    session.judge(["A/1.1"], "met")
    session.judge(["A/1.1"], "cleared")
    assert [(m.moment, m.shown) for m in session.marks("A/1.1")] == [(1, "met")]
    session.cover(["A/RE.1"])
    session.cover(["A/RE.1"], cleared=True)
    assert session.marks("A/RE.1") == []
    session.confirm(["A/RS"])
    session.confirm(["A/RS"], cleared=True)
    assert session.marks("A/RS") == []


def test_customers_are_moments_that_hold_something(session: Session) -> None:
    assert session.moment_is_empty
    assert session.next_moment() is None
    session.describe_moment(["busy"], None)
    session.judge(["A/1.1"], "met")
    session.judge(["A/1.1"], "cleared")
    session.confirm(["A/period"])
    assert (session.visit.customers, session.next_moment()) == (set(), None)
    session.note("greeted her by name")
    session.next_moment(["quiet"])
    assert (session.moment, session.moment_is_empty, session.visit.customers) == (2, True, {1})
    session.judge(["A/1.1"], "met")
    assert session.visit.customers == {1, 2}


def test_a_moment_s_setting_is_its_own_or_the_session_s(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    assert session.bar("A/1.1") == ""
    session.describe_moment(["fire"], "simulation")
    assert session.bar("A/1.1") == "simulation does not count in this unit"
    assert session.bar("A/1.1", "inferred") == ""
    assert [m.setting for m in session.marks("A/1.1")] == ["simulation"]
    session.next_moment()
    assert session.bar("A/1.1") == ""


def test_mapping_later_keeps_the_time_it_was_seen(session: Session, clock: Any) -> None:
    noted = session.note("counted the float")
    clock.sleep(days=1)
    session.close()
    session.judge(["A/1.1"], "met", note=noted.id, moment=1, seen=noted.happened)
    assert [m.day for m in session.marks("A/1.1")] == [noted.happened.date()]
    assert session.visit.acts[-1].at > noted.at


# Second thoughts


def test_a_reason_given_later_stays_where_the_not_yet_was(session: Session, clock: Any) -> None:
    bare = session.judge(["A/1.1"], "not yet")
    session.next_moment()
    session.judge(["A/1.1"], "met")
    clock.sleep(days=1)
    session.judge(["A/1.1"], "not yet", reason="did not look up", replaces=[bare.id])
    assert [(m.shown, m.moment, m.reason, m.day) for m in session.marks("A/1.1")] == [
        ("not yet", 1, "did not look up", bare.happened.date()),
        ("met", 2, "", bare.happened.date()),
    ]
    session.undo()
    assert [m.reason for m in session.marks("A/1.1")] == ["", ""]


def test_an_edited_note_keeps_its_time_and_moment(session: Session, clock: Any) -> None:
    first = session.note("counted the flaot")
    session.next_moment()
    last = session.note("said goodbye")
    clock.sleep(days=1)
    edited = session.note("counted the float", replaces=first.id)
    assert session.visit.notes == [edited, last]
    assert (edited.happened, edited.body.moment) == (first.happened, 1)
    session.undo()
    assert session.visit.notes == [first, last]


def test_an_edited_answer_keeps_its_day(session: Session, clock: Any) -> None:
    first = session.ask("Why?", ["A/K1"], answer="Becuase", verdict="satisfied")
    clock.sleep(days=1)
    session.ask("Why?", ["A/K1"], answer="Because", verdict="satisfied", replaces=first.id)
    assert [m.day for m in session.marks("A/K1")] == [first.happened.date()]


# Loose ends and links


def test_loose_ends_name_what_deserves_a_look(workspace: Workspace, learner: Learner, till: PinnedPack) -> None:
    session = workspace.open_session(learner, till, ["A"], planned=["A/1.2", "A/2.1"])
    session.judge(["A/1.1"], "met")
    not_yet = session.judge(["A/1.2"], "not yet")
    loose = session.note("tied to nothing", moment=2)
    assert loose_ends(session) == {
        "ticks without a word": ["A/1.1"],
        "not yet without a reason": ["A/1.2"],
        "notes tied to nothing": [loose.id],
        "planned but not seen": ["A/2.1"],
    }
    session.judge(["A/1.2"], "not yet", reason="too fast", replaces=[not_yet.id])
    session.judge(["A/2.1"], "met", note=loose.id, moment=2)
    session.note("greeted her", refs=["A/1.1"])
    assert loose_ends(session) == {}


def test_a_note_that_was_tied_stays_tied_when_it_is_edited(session: Session) -> None:
    noted = session.note("knew the price of every loaf")
    session.infer(["A/K1"], note=noted.id)
    assert loose_ends(session) == {}
    again = session.note("knew the price of each loaf", replaces=noted.id)
    session.note("knew the price of each roll", replaces=again.id)
    assert loose_ends(session) == {}


def test_an_answer_is_the_reason_for_its_own_verdict(session: Session) -> None:
    session.ask("Which law?", ["A/K2"], answer="Could not name one", verdict="not yet")
    assert loose_ends(session) == {}
    assert [m.reason for m in session.marks("A/K2")] == ["Could not name one"]


def test_linked_statements_of_the_learner_s_units_are_offered(
    workspace: Workspace, learner: Learner, till: PinnedPack
) -> None:
    session = workspace.open_session(learner, till, ["A"])
    assert session.alike(["A/2.2"]) == []
    learner.enrol(till.sha, till.pack.id, ["A", "B"])
    assert session.alike(["A/2.2"]) == ["B/2.1"]
    assert session.alike(["A/2.2", "B/2.1"]) == []


def test_hard_text_comes_back_as_typed_and_too_much_is_refused(
    session: Session, reopened: Callable[[Session], Session]
) -> None:
    for text in ("🛒" * 10_000, "[/] שלום", "half \ud800", "\x1b[2J\x00"):
        session.note(text)
    with pytest.raises(NotRecorded, match="longer than 10000 characters"):
        session.note("x" * 10_001)
    with pytest.raises(NotRecorded, match="longer than the 64 KiB"):
        session.ask("🛒" * 10_000, ["A/K1"], answer="🛒" * 10_000)
    kept = [e.body.text for e in reopened(session).visit.notes]
    assert kept == ["🛒" * 10_000, "[/] שלום", "half \ufffd", "␛[2J␀"]


def test_criteria_items_and_knowledge_shown_together_are_one_act(
    workspace: Workspace, learner: Learner, cvq: PinnedPack
) -> None:
    session = workspace.open_session(learner, cvq, ["U09602"])
    unit = session.units[0]
    refs = ["U09602/1.5", "U09602/R1.C.ii", "U09602/K6"]
    before = session.measured(unit)
    assert session.judge(refs, "met")
    assert session.judge(refs, "met") is None
    after = session.measured(unit)
    assert after.criteria["1.5"].standing == "shown"
    assert after.items["R1.C.ii"].missing == ("2", "3")
    assert [s.mark.known for s in after.knowledge["K6"].occasions] == ["inferred"]
    session.undo()
    assert session.measured(unit).outstanding == before.outstanding


def test_a_signed_judgement_changes_only_with_a_reason(session: Session) -> None:
    session.give_feedback("not yet", "Two gaps")
    session.sign("assessor", ME, "on this device")
    with pytest.raises(NotRecorded, match="needs a reason"):
        session.give_feedback("satisfactory", "Both shown")
    session.give_feedback("satisfactory", "Both shown", reason="read the note again")
    assert session.visit.feedback.judgement == "satisfactory"
    assert [e.body.kind for e in session.visit.amendments] == ["feedback"]


def test_declining_is_no_signature(session: Session) -> None:
    session.sign("assessor", ME, "on this device")
    session.sign("learner", "Ana Clarke", "declined")
    assert session.visit.signature("learner") is None
    assert session.visit.declined("learner")
    assert session.visit.state == "answered"
    session.sign("learner", "Ana Clarke", "on paper")
    assert session.visit.signature("learner").how == "on paper"
    assert not session.visit.declined("learner")


def test_nobody_else_signs_as_assessor(workspace: Workspace, session: Session) -> None:
    workspace.device.become("Alex Other", "AO", "qualified")
    with pytest.raises(NotRecorded, match="nobody else signs as assessor"):
        session.sign("assessor", "Alex Other", "on this device")
    assert session.visit.signature("assessor") is None


def test_amendments_stand_in_their_order_whatever_came_first(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    session.judge(["A/1.2"], "met")
    session.sign("assessor", ME, "on this device")
    session.undo("first")
    session.undo("second")
    entries = list(session.portfolio.entries.values())
    backwards = Portfolio.fold(session.learner.id, reversed(entries))
    assert [e.n for e in backwards.visits[session.id].amendments] == [e.n for e in session.visit.amendments]


def test_what_changes_after_signing_is_to_be_signed_again(session: Session) -> None:
    session.judge(["A/1.1"], "met")
    session.give_feedback("satisfactory", "Seen twice")
    session.sign("assessor", ME, "on this device")
    session.sign("learner", "Ana Clarke", "on this device")
    assert session.visit.state == "answered"
    session.undo("wrong learner")
    assert (session.visit.state, session.visit.unfinished) == ("writing up", True)
    session.give_feedback("not yet", "Not seen after all", reason="wrong learner")
    session.sign("assessor", ME, "on this device")
    assert session.visit.state == "answered"


def test_a_session_opened_by_mistake_can_be_discarded_while_it_is_empty(
    workspace: Workspace, session: Session, till: PinnedPack
) -> None:
    session.discard()
    assert session.portfolio.opened_visits() == []
    assert session.learner.unfinished_visits() == []
    kept = workspace.open_session(session.learner, till, ["A"])
    kept.judge(["A/1.1"], "met")
    with pytest.raises(NotRecorded, match="something is recorded"):
        kept.discard()
    assert [v.id for v in session.portfolio.opened_visits()] == [kept.id]


def test_nothing_is_seen_before_the_day_of_the_visit_or_after_now(session: Session, clock: Any) -> None:
    with pytest.raises(NotRecorded, match="began on"):
        session.note("last week", seen=session.visit.opening.at - timedelta(days=7))
    with pytest.raises(NotRecorded, match="still to come"):
        session.note("tomorrow", seen=session.learner.now() + timedelta(days=1))
    assert session.visit.acts == []


def test_what_was_recorded_can_be_edited_after_the_clock_was_put_back(session: Session, clock: Any) -> None:
    note = session.note("helo")
    session.judge(["A/1.1"], "not yet")
    (mark,) = session.marks("A/1.1")
    clock.sleep(days=-3)
    edited = session.note("hello", replaces=note.id)
    tied = session.note("why", refs=["A/1.1"], seen=mark.entry.happened)
    assert (edited.happened, tied.happened) == (note.happened, mark.entry.happened)


def test_hearsay_without_a_source_and_barred_ticks_are_loose_ends(
    workspace: Workspace, learner: Learner, cvq: PinnedPack
) -> None:
    session = workspace.open_session(learner, cvq, ["U09602"], setting="simulation")
    session.judge(["U09602/1.1"], "met")
    heard = session.note("always does it so", known="told")
    ends = loose_ends(session)
    assert ends["ticks that do not count"] == ["U09602/1.1"]
    assert ends["told by whom is not said"] == [heard.id]


def test_the_same_plan_is_not_stated_twice(learner: Learner) -> None:
    assert learner.plan(None, "")
    assert learner.plan(None, "") is None
    assert learner.plan(None, "see a complaint")


def test_a_plan_says_whose_statements_it_names(learner: Learner) -> None:
    learner.plan(None, "", ["U09602/1.5"], pack_id="cvq-l2")
    ((entry, plan),) = learner.portfolio.plans()
    assert (plan.refs_of("cvq-l2"), plan.refs_of("svq-l2")) == (("U09602/1.5",), ())
    learner.plan(None, "only words", pack_id="cvq-l2")
    assert b"pack_id" not in learner.own_lines(entry.n)[0]


def test_a_signature_taken_back_leaves_the_others_and_what_came_after_them_an_amendment(session: Session) -> None:
    session.give_feedback("satisfactory", "Calm")
    assessor = session.sign("assessor", "Jo Sullivan", "on this device")
    learner = session.sign("learner", "Ana Clarke", "on this device")
    session.withdraw(learner.id, "Signed by mistake")
    assert session.visit.state == "signed"
    learner = session.sign("learner", "Ana Clarke", "on this device")
    session.withdraw(assessor.id, "The wrong judgement")
    assert session.visit.unfinished
    assert not session.visit.changed_since(learner)
    session.give_feedback("not yet", "Left the queue")
    session.sign("assessor", "Jo Sullivan", "on this device")
    assert session.visit.changed_since(learner)
    assert "feedback" in {e.body.kind for e in session.visit.amendments}
