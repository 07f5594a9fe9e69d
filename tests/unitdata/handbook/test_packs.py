"""Which packs a document gives: those that ship, where it is theirs, and a report of all that was found."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from unitdata import Pack, open_shipped, shipped
from unitdata.changes import changes
from unitdata.handbook import packs, read_handbook, report_on
from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.extract import Document
from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.packs import Made, make_packs
from unitdata.handbook.printed import Printed, PrintedUnit, Reading
from unitdata.handbook.report import Report, about

SHA = "0123456789abcdef" * 2
PLACE = Place(9, 4)


def document(*lines: str) -> Document:
    return Document("book.txt", "plain text", SHA, tuple(Line(n, None, (text,)) for n, text in enumerate(lines, 1)))


def reading_of(*of: Pack) -> Reading:
    """What a reader finds in a document that words each prompt a little longer than the packs do."""
    return Reading({unit.ref: printed(unit.ref, pack) for pack in of for unit in pack.units})


def printed(ref: str, pack: Pack) -> PrintedUnit:
    unit = pack.unit[ref]
    body = [
        Printed("element", e.ref, n, e.title, PLACE, below=_each("criterion", e.criteria))
        for n, e in enumerate(unit.elements, 1)
    ]
    body += [
        Printed("requirement", r.ref, n, _long(r.title), PLACE, below=_each("item", r.items))
        for n, r in enumerate(unit.requirements, 1)
    ]
    body += [
        Printed("knowledge", k.ref, n, _long(k.prompt), PLACE, below=_each("part", k.parts))
        for n, k in enumerate(unit.knowledge, 1)
    ]
    return PrintedUnit(ref, unit.title, PLACE, body=body)


def _each(what: str, statements: Iterable[object]) -> list[Printed]:
    return [
        Printed(what, statement.ref, n, _long(statement.prompt), PLACE)  # type: ignore[attr-defined, arg-type]
        for n, statement in enumerate(statements, 1)
    ]


def _long(prompt: str) -> str:
    return f"It is shown that this holds: {prompt}"


def made_of(reading: Reading, *lines: str) -> list[Made]:
    return make_packs(document(*lines), LAYOUTS["general"], reading)


@pytest.mark.parametrize("pack_id", shipped())
def test_a_shipped_pack_gets_its_wording_and_changes_in_nothing_else(pack_id: str) -> None:
    pinned = open_shipped(pack_id)
    (made,) = made_of(reading_of(pinned.pack), pinned.pack.number)
    assert (made.pinned.pack.id, made.shipped, made.problems) == (pack_id, pinned.sha, ())
    assert {change.how for change in changes(pinned.pack, made.pinned.pack)} == {"wording added"}
    assert made.doubts == ()
    assert all(has == of for has, of in made.worded.values())
    assert (made.pinned.pack.wording, made.pinned.pack.read_from) == ("full", SHA)


def test_a_document_of_two_qualifications_gives_both() -> None:
    two, three = open_shipped("svq-l2").pack, open_shipped("svq-l3").pack
    made = made_of(reading_of(two, three), two.number, three.number)
    assert [each.pinned.pack.id for each in made] == ["svq-l2", "svq-l3"]
    assert [each.doubts for each in made] == [(), ()]


def test_the_number_may_be_missing_where_every_unit_is_the_packs() -> None:
    pack = open_shipped("ocr-l3").pack
    (made,) = made_of(reading_of(pack), "A student guide")
    assert made.pinned.pack.id == "ocr-l3"
    assert [doubt.what for doubt in made.doubts] == ["The number 03456 is not printed."]


def test_a_unit_that_is_printed_under_two_of_its_numbers_is_read_once_and_the_other_is_said() -> None:
    pack = open_shipped("cg-l4").pack
    unit = next(unit for unit in pack.units if unit.aliases and not unit.listed_only)
    alias = unit.aliases[0]
    again = replace(printed(unit.ref, pack), ref=alias, place=Place(700))
    for each in again.all():
        each.text = f"Otherwise: {each.text}"
    (made,) = made_of(Reading({**reading_of(pack).units, alias: again}), pack.number)
    assert not any("Otherwise" in (s.text or "") for s in made.pinned.pack.unit[unit.ref].statements.values())
    assert [(d.place.line, d.unit, d.weight) for d in made.doubts] == [(700, unit.ref, "missing")]
    assert f"printed as {unit.ref} and as {alias} too" in made.doubts[0].what


def test_another_edition_is_said_at_the_top_with_both() -> None:
    pack = open_shipped("cg-l4").pack
    reading = reading_of(pack)
    made = made_of(reading, pack.number, "March 2014", "Version 3.0")
    doubt = made[0].doubts[0]
    assert (doubt.weight, doubt.place.line) == ("missing", 1)
    assert doubt.what == (
        "The document prints Version 3.0, March 2014, and the pack was made from August 2011, version 2.0."
    )
    book = document(pack.number, "March 2014", "Version 3.0")
    said = list(Report(book, LAYOUTS["general"], False, reading, made).opening())
    assert said[-1] == (
        "Another edition, by its front: Version 3.0, March 2014. The pack cg-l4 was made from August 2011, version 2.0."
    )


def test_a_unit_that_is_found_nowhere_stays_as_it_was_and_is_said() -> None:
    pack = open_shipped("cvq-l2").pack
    reading = reading_of(pack)
    del reading.units["U13502"]
    (made,) = made_of(reading, pack.number)
    assert [(doubt.unit, doubt.weight) for doubt in made.doubts] == [("U13502", "missing")]
    assert made.pinned.pack.unit["U13502"] == pack.unit["U13502"]


def test_what_stays_open_is_in_the_notes_after_the_packs_own() -> None:
    pack = open_shipped("svq-l2").pack
    reading = reading_of(pack, open_shipped("svq-l3").pack)
    ref = pack.units[0].ref
    reading.doubts = [Doubt(PLACE, ref, "check", "A cup?", "Kept."), Doubt(PLACE, "D10", "missing", "Pot.", "Left.")]
    reading.units["Z1"] = PrintedUnit("Z1", "Brew tea", PLACE, body=[Printed("element", "1", 1, "Pour", PLACE)])
    two, three = made_of(reading, pack.number, open_shipped("svq-l3").pack.number)
    assert two.pinned.pack.notes == (
        *pack.notes, "Z1: The qualification has no unit Z1: Brew tea. It was left out.", f"{ref}: A cup? Kept."
    )  # fmt: skip
    assert three.pinned.pack.notes[-1] == "D10: Pot. Left."


def test_a_unit_of_that_number_and_another_title_is_another_unit() -> None:
    pack = open_shipped("cvq-l2").pack
    reading = reading_of(pack)
    reading.units["U13502"].title = "Brew tea"
    (made,) = made_of(reading, pack.number)
    assert [(doubt.weight, doubt.what) for doubt in made.doubts] == [
        ("missing", "The unit U13502 there is 'Brew tea'.")
    ]
    assert made.pinned.pack.unit["U13502"] == pack.unit["U13502"]


def test_a_unit_that_the_pack_has_not_is_said() -> None:
    pack = open_shipped("cvq-l2").pack
    reading = reading_of(pack)
    reading.units["U99999"] = PrintedUnit("U99999", "Brew tea", Place(70))
    (made,) = made_of(reading, pack.number)
    assert made.doubts == (
        Doubt(Place(70), "U99999", "missing", "The qualification has no unit U99999: Brew tea", "It was left out."),
    )


def test_a_unit_that_was_only_listed_is_read_in() -> None:
    pack = open_shipped("ocr-l3").pack
    listed = next(unit for unit in pack.units if unit.listed_only)
    reading = reading_of(pack)
    criteria = [Printed("criterion", f"1.{n}", n, text, PLACE) for n, text in enumerate(("Greet", "Listen"), 1)]
    reading.units[listed.ref].body = [Printed("element", "1", 1, "Meet people", PLACE, below=criteria)]
    (made,) = made_of(reading, pack.number)
    unit = made.pinned.pack.unit[listed.ref]
    assert (unit.listed_only, [c.prompt for c in unit.criteria.values()]) == (False, ["Greet", "Listen"])
    assert (unit.credit, unit.level, unit.aliases) == (listed.credit, listed.level, listed.aliases)
    assert made.worded[listed.ref] == (2, 2)
    assert f"Unit {listed.ref} was only listed so far." in [doubt.what for doubt in made.doubts]


def test_other_units_under_a_shipped_number_are_another_qualification() -> None:
    pack = open_shipped("cvq-l2").pack
    reading = reading_of(pack)
    for unit in reading.units.values():
        unit.title = "Brew tea"
    (made,) = made_of(reading, f"Award in Tea Service {pack.number}")
    assert made.shipped == ""
    assert made.pinned.pack.id not in shipped()


@pytest.mark.parametrize("absent", [False, True])
def test_it_can_be_given_up_at_every_unit(absent: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = open_shipped("cvq-l2").pack
    if absent:
        monkeypatch.setattr(packs, "shipped", list)
    told: list[None] = []
    make_packs(document(pack.number), LAYOUTS["cvq"], reading_of(pack), lambda: told.append(None))
    assert len(told) == len(pack.units)


@pytest.mark.parametrize("at", [1, 4])
def test_what_progress_raises_ends_the_reading_and_the_making_of_packs(at: int) -> None:
    class GivenUp(Exception):
        pass

    looks = iter(range(1, at + 1))

    def give_up(done: int, of: int) -> None:
        if next(looks) == at:
            raise GivenUp

    text = ("Award in Tea", "Unit 1 Serve tea", "Learning outcome 1 Pour", "1.1 Warm the pot", "1.2 Pour", "1.3 Wait")
    with pytest.raises(GivenUp):
        report_on(document(*text), LAYOUTS["general"], progress=give_up)


# --- the report -------------------------------------------------------------------------------------------------------


@pytest.fixture
def report() -> Report:
    pack = open_shipped("cvq-l2").pack
    reading = reading_of(pack)
    first = reading.units["U09602"]
    first.of("criterion")[0].ref = "7.7"
    first.pass_over("context", Place(50, 6))
    first.pass_over("context", Place(52, 7))
    reading.units["U99999"] = PrintedUnit("U99999", "Brew tea", Place(70))
    said_first = Doubt(Place(30, 5), "U09602", "check", "Said first.", "Kept.")
    reading.doubts += [said_first, Doubt(Place(2), "", "note", "Two.", "Left.")]
    book, layout = document(pack.number), LAYOUTS["cvq"]
    return Report(book, layout, True, reading, make_packs(book, layout, reading))


def test_the_report_leaves_nothing_out(report: Report) -> None:
    text, answer = "\n".join(report.lines()), json.dumps(report.json(), ensure_ascii=False)
    for made in report.packs:
        assert len(made.doubts) == 3
        for doubt in (*report.reading.doubts, *made.doubts):
            for words in (str(doubt.place), doubt.what, doubt.done):
                assert words in text
            for words in (doubt.what, doubt.done, doubt.weight):
                assert json.dumps(words, ensure_ascii=False)[1:-1] in answer


def test_the_report_counts_unit_by_unit(report: Report) -> None:
    unit = report.json()["units"][0]
    own = open_shipped("cvq-l2").pack.unit["U09602"]
    assert [unit[name] for name in ("elements", "criteria", "requirements", "items", "knowledge", "parts")] == [
        len(own.elements),
        len(own.criteria),
        len(own.requirements),
        len(own.items),
        len(own.knowledge),
        sum(len(knowledge.parts) for knowledge in own.knowledge),
    ]
    assert unit["passed_over"] == {
        "context": {"lines": 2, "first": {"line": 50, "page": 6}, "last": {"line": 52, "page": 7}}
    }
    lines = list(report.lines())
    assert "  U09602: context, 2 lines, page 6 to page 7" in lines
    assert any(line.startswith("U99999") and line.endswith("listed only") for line in lines)


def test_doubts_come_in_the_order_of_the_document_under_their_count(report: Report) -> None:
    lines = list(report.lines())
    head = lines.index("In the document: 1 check, 1 note")
    assert lines[head + 1 : head + 3] == [
        "  [note] line 2: Two. Left.",
        "  [check] page 5, U09602: Said first. Kept.",
    ]


def test_doubts_that_say_the_same_stand_in_one_line(report: Report) -> None:
    same = [
        Doubt(Place(line), unit, "note", "ER1 is about conditions.", "Held.") for line, unit in ((7, "A"), (9, "B"))
    ]
    (first, *others) = report.packs
    told = replace(report, packs=[replace(first, doubts=tuple(same)), *others])
    assert "  [note] ER1 is about conditions. Held. (line 7, A; line 9, B)" in told.lines()


def test_units_without_any_statement_to_word_are_not_counted(report: Report) -> None:
    made = replace(report.packs[0], worded={"A": (4, 5), "B": (0, 0), "C": (2, 2)})
    assert list(about(made))[1:] == ["Full wording: 6 of 7 statements in 2 units.", "  A: 4 of 5"]


def test_a_layout_that_was_named_is_said_to_be(report: Report) -> None:
    assert "Read as: CVQ units of competence (cvq, as you said)" in report.lines()
    assert report.json()["scheme"] == {"id": "cvq", "name": "CVQ units of competence", "forced": True}


# --- the handbooks themselves, where a centre's copy is at hand -------------------------------------------------------

SHARED = Path(__file__).parents[4] / "shared" / "handbooks"
WORDED = {"edi-l3": 669, "svq-l2": 285, "svq-l3": 282, "cg-l4": 535, "ocr-l3": 42, "cvq-l2": 570}
"""How many statements of each pack get their wording: all but one that its document prints without words."""
SAID = {
    ("edi-l3", "24", "24.1.e"),  # worded anew by our prompts, and close to that of 24.1.c
    ("svq-l2", "A5", "ER5"),  # printed without words
    ("edi-l3", "43", "ER6.a"),  # "tabulated" is no word of our "table"
    ("svq-l3", "D12", "ER6.a"),  # the same
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not at hand")
def test_every_shipped_pack_gets_its_wording_from_its_handbook() -> None:
    made = [each for file in sorted(SHARED.glob("*.txt")) for each in read_handbook(file).packs]
    assert {each.pinned.pack.id: sum(has for has, _ in each.worded.values()) for each in made} == WORDED
    assert {each.problems for each in made} == {()}
    doubts = [(each.pinned.pack, doubt) for each in made for doubt in each.doubts]
    to_look_up = {
        (pack.id, doubt.unit, doubt.what.split()[0])
        for pack, doubt in doubts
        if doubt.weight != "note" and doubt.unit in pack.unit
    }
    assert to_look_up == SAID


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not at hand")
def test_without_the_shipped_packs_each_handbook_gives_a_sound_pack_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "shipped", list)
    for file in sorted(SHARED.glob("*.txt")):
        (made,) = read_handbook(file).packs
        assert made.problems == ()
        assert made.shipped == ""
        assert sum(of - has for has, of in made.worded.values()) <= 1
