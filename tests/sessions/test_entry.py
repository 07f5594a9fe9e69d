"""Lines and entries: what is written comes back, and what is no entry is refused without being quoted."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions import bodies
from sessions.bodies import Body, Newer
from sessions.entry import LINE_LIMIT, BadLine, NotRecorded, read_line, write_line
from sessions.text import clean, clean_line
from unitdata import digest

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ID = "0" * 32
BODIES: list[Body] = [
    bodies.Registered(name="Ada Example", number="0001"),
    bodies.Detail(field="registered on", value="2026-01-01", replaces=(ID,), reason="typing error"),
    bodies.Enrolled(pack=ID, pack_id="till", units=("A", "B"), on=date(2026, 1, 1)),
    bodies.CarriedOver(
        pack=ID, pack_id="till", units=("A",), was="1" * 32, renamed=(("A/1.1", "A/1.2"),), not_counted=("A/K1",)
    ),
    bodies.Planned(when=None, what="call first", refs=("A/1.1",), pack_id="till"),
    bodies.SamePerson(other="5" * 26, same=False, replaces=(ID,), reason="a namesake"),
    bodies.Opened(
        method="observation",
        number="JS-1-1",
        pack=ID,
        units=("A",),
        assessor="J",
        standing="qualified",
        manager_told=False,
    ),
    bodies.Paused(),
    bodies.Resumed(),
    bodies.Closed(),
    bodies.Feedback(judgement="not yet", why="too fast"),
    bodies.Signed(covers=ID, who="0" * 10, name="J", role="assessor", how="on paper"),
    bodies.Responded(comment="fair", agrees=True),
    bodies.Moment(number=2, situations=("busy",), setting="simulation"),
    bodies.Noted(text="gave change", known="told", source="supervisor", refs=("A/1.1",), moment=1, replaces=ID),
    bodies.Judged(refs=("A/1.1",), verdict="stands", replaces=(ID,)),
    bodies.Covered(refs=("A/RO",), name="card", moment=1),
    bodies.Confirmed(refs=("A/period",), cleared=True),
    bodies.Inferred(refs=("A/K1",), note=ID),
    bodies.Asked(question="Why?", answer="Because", refs=("A/K1",), verdict="partly", source="A/K1", follows=ID),
    bodies.Withdrawn(target=ID, reason="wrong learner"),
]


def written(body: Body, **rest: Any) -> bytes:
    return write_line(body, device="0" * 10, n=1, prev=None, at=AT, by="1" * 10, learner="2" * 26, **rest)


def raw(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(bodies.Noted(text="hello")))
    return found | changes


def line(**changes: Any) -> bytes:
    return json.dumps(raw(**changes)).encode()


def test_every_kind_of_entry_is_among_those_tried() -> None:
    assert {type(body) for body in BODIES} == set(bodies.Body.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_what_is_written_is_read_back(body: Body) -> None:
    line = written(body, session="3" * 26, seen=AT, draft="4" * 26)
    read = read_line(line)
    assert read.body == body
    assert (read.session, read.happened, read.draft) == ("3" * 26, AT, "4" * 26)
    assert read.id == digest(line)
    assert b"\n" not in line


@pytest.mark.parametrize(
    "newer",
    [
        raw(v=2),
        raw(mood="fine"),
        raw(body={"kind": "danced", "with": "whom"}),
        raw(body={"kind": "noted", "text": "hello", "mood": "fine"}),
        raw(v=2, body={"kind": "noted", "text": ["not", "a", "text", "any", "more"]}),
        raw(body={"kind": "judged", "refs": ["no unit"], "verdict": "met"}),
        raw(body={"kind": "judged", "refs": ["A/1"], "verdict": "nearly"}),
        raw(body={"kind": "noted", "text": "longer than notes may be now " * 400}),
    ],
    ids=["version", "field", "kind", "body-field", "other-type", "other-ref", "other-verdict", "longer"],
)
def test_what_a_newer_version_wrote_is_kept_and_not_counted(newer: dict[str, Any]) -> None:
    read = read_line(json.dumps(newer).encode())
    assert isinstance(read.body, Newer)
    assert read.body.kind == newer["body"]["kind"]
    assert (read.device, read.n, read.learner) == ("0" * 10, 1, "2" * 26)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'"\\ud800"',
        b"[" * 20_000,
        line(v=0),
        line(n=0),
        line(n=10**9),
        line(device="secretname"),
        line(learner="../secretname"),
        line(at="2026-03-02T09:00:00"),
        line(at="secretname"),
        line(body={"text": "secretname"}),
        line(body={"kind": 7, "text": "secretname"}),
        line(secretname=1, n="secretname"),
        line(n=0, body={"kind": "secretname"}),
        line(v=2, learner="secretname"),
    ],
)
def test_what_is_no_entry_is_refused_and_not_quoted(bad: bytes) -> None:
    with pytest.raises(BadLine) as refused:
        read_line(bad)
    assert str(refused.value)
    assert "secretname" not in str(refused.value)
    assert refused.value.__cause__ is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.binary(max_size=200)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.sampled_from([*raw(), "other"]), JSON).map(lambda changes: line(**changes))
    | st.dictionaries(st.sampled_from(["kind", "text", "refs", "other"]), JSON).map(lambda body: line(body=body))
)
def test_whatever_bytes_come_they_are_an_entry_or_a_bad_line(data: bytes) -> None:
    try:
        read = read_line(data)
    except BadLine:
        return
    assert read.id == digest(data)
    assert read.n >= 1


def test_a_line_longer_than_a_line_may_be_is_refused_both_ways() -> None:
    with pytest.raises(BadLine, match="64 KiB"):
        written(bodies.Asked(question="🛒" * 10_000, answer="🛒" * 10_000))
    with pytest.raises(BadLine, match="64 KiB"):
        read_line(b" " * LINE_LIMIT)


HARD = {
    "emoji": "🛒" * 10_000,
    "letters": "x" * 10_000,
    "quotes": '"\\' * 5_000,
    "right to left": "שלום \u202e\u2066مرحبا",
    "joined": "👩🏽‍🍳e\u0301\ufeff\u2028",
    "brackets": "[b]not bold[/b] [/]",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_text_comes_back_as_it_was_typed(text: str) -> None:
    assert clean(text) == text
    read = read_line(written(bodies.Noted(text=clean(text))))
    assert isinstance(read.body, bodies.Noted)
    assert read.body.text == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00\x1b[31mred\x7f", "␀␛[31mred␡"),
        ("\x9b2J", "\ufffd2J"),
        ("\ud83d half", "\ufffd half"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_control_characters_are_made_visible(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


@given(st.text(st.characters(exclude_categories=())))
def test_cleaned_text_can_be_recorded_and_cleaning_again_changes_nothing(typed: str) -> None:
    text = clean(typed)
    assert clean(text) == text
    read = read_line(written(bodies.Noted(text=text)))
    assert isinstance(read.body, bodies.Noted)
    assert read.body.text == text


def test_a_single_line_has_no_newlines_and_no_ends() -> None:
    assert clean_line("  Ada \n\t Example\u00a0 ") == "Ada Example"


def test_text_that_is_too_long_is_refused_not_cut() -> None:
    with pytest.raises(NotRecorded, match="longer than 10000 characters"):
        clean("x" * 10_001)
    with pytest.raises(NotRecorded, match="longer than 200 characters"):
        clean_line("x" * 201)


def test_a_line_leaves_out_what_the_defaults_say() -> None:
    line = json.loads(written(bodies.Judged(refs=("A/1.1",), verdict="met", reason="", moment=None)))
    assert line["body"] == {"kind": "judged", "refs": ["A/1.1"], "verdict": "met"}
    assert list(line) == ["v", "device", "n", "at", "by", "learner", "body"]
