"""Full wording added to a unit of a pack: what goes together, what does not, and that nothing of either is lost."""

from typing import Any

import pytest

from unitdata import Pack, Unit
from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.layout import What
from unitdata.handbook.meet import Met, meet_unit
from unitdata.handbook.printed import Printed, PrintedUnit


def said(what: What, ref: str, text: str, *below: Printed, line: int = 1, page: int | None = None) -> Printed:
    return Printed(what, ref, 1, text, Place(line, page), below=list(below))


def printed(*body: Printed) -> PrintedUnit:
    return PrintedUnit("T1", "Brew", Place(1), body=list(body))


@pytest.fixture
def brew(invented: dict[str, Any]) -> Unit:
    return Pack.model_validate(invented).units[0]


def whole() -> list[Printed]:
    """All of the invented unit, in a body's words."""
    return [
        said(
            "element",
            "1",
            "Warm the pot",
            said("criterion", "1.1", "Bring fresh water to the boil", line=3, page=2),
            said("criterion", "1.2", "Rinse the pot with it until it is warm", line=4),
        ),
        said(
            "scope",
            "R1",
            "Warm the pot",
            said(
                "requirement",
                "R1.A",
                "Teas that are served",
                said("item", "R1.A.i", "green ones"),
                said("item", "R1.A.ii", "black ones"),
            ),
        ),
        said("knowledge", "K1", "The places where tea grows", said("part", "K1.a", "in the hills")),
        said("knowledge", "K2", "For how long each tea has to brew"),
    ]


def without(ref: str) -> list[Printed]:
    """The same without one statement."""
    body = whole()
    for each in (top for tree in body for top in tree.all()):
        each.below = [below for below in each.below if below.ref != ref]
    return [each for each in body if each.ref != ref]


def weighed(met: Met) -> list[tuple[str, str]]:
    return [(doubt.weight, doubt.what) for doubt in met.doubts]


def test_every_statement_gets_its_wording_and_its_place(brew: Unit) -> None:
    met = meet_unit(brew, printed(*whole()))
    assert met.doubts == []
    assert all(statement.text for statement in met.unit.statements.values())
    first = met.unit.criteria["1.1"]
    assert (first.text, first.prompt) == ("Bring fresh water to the boil", "Boils water")
    assert first.origin is not None
    assert (first.origin.line, first.origin.page) == (3, 2)


def test_what_is_ours_stays(brew: Unit) -> None:
    met = meet_unit(brew, printed(*whole()))
    ours = {"text", "origin"}

    def stripped(data: Any) -> Any:
        if isinstance(data, dict):
            return {name: stripped(value) for name, value in data.items() if name not in ours}
        return [stripped(each) for each in data] if isinstance(data, list | tuple) else data

    assert stripped(met.unit.model_dump()) == stripped(brew.model_dump())


def test_a_statement_that_the_document_lacks_is_listed(brew: Unit) -> None:
    met = meet_unit(brew, printed(*without("1.2")))
    assert weighed(met) == [("missing", "1.2 was not found: Warms the pot")]
    assert met.unit.criteria["1.2"].text is None


def test_a_statement_that_the_pack_lacks_is_listed(brew: Unit) -> None:
    more = said("knowledge", "K3", "Why the water must be fresh", line=40)
    (doubt,) = meet_unit(brew, printed(*whole(), more)).doubts
    assert doubt == Doubt(
        Place(40), "T1", "missing", "The pack has no knowledge K3: Why the water must be fresh", "It was left out."
    )


def test_wording_that_reads_like_another_prompts_is_not_added(brew: Unit) -> None:
    body = whole()
    one, two = body[0].below
    one.text, two.text = two.text.replace("Rinse", "Warm"), one.text.replace("Bring", "Boil")
    met = meet_unit(brew, printed(*body))
    assert [weight for weight, _ in weighed(met)] == ["missing", "missing"]
    assert (met.unit.criteria["1.1"].text, met.unit.criteria["1.2"].text) == (None, None)


def test_wording_of_other_things_is_added_and_to_check(brew: Unit) -> None:
    body = whole()
    body[0].below[1].text = "Arrange the budget of the kitchen"
    met = meet_unit(brew, printed(*body))
    assert weighed(met) == [("check", "1.2 has no word in common with the prompt: Arrange the budget of the kitchen")]
    assert met.unit.criteria["1.2"].text == "Arrange the budget of the kitchen"


def test_a_list_of_other_things_is_one_doubt(brew: Unit) -> None:
    body = whole()
    for each in body[0].below:
        each.text = "Arrange the budget of the kitchen"
    ((weight, what),) = weighed(meet_unit(brew, printed(*body)))
    assert (weight, what[:45]) == ("check", "1.1 and 1 more of its list have no word in co")


def test_wording_that_denies_its_prompt_is_to_check(brew: Unit) -> None:
    body = whole()
    body[0].below[1].text = "Never warm the pot"
    assert weighed(meet_unit(brew, printed(*body))) == [
        ("check", "1.2 has a negative, and none is in the prompt: Never warm the pot")
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("It must be shown over a sufficient period and on different occasions.", "sufficiency"),
        ("Evidence comes from a real job, and simulation is not allowed.", "conditions"),
    ],
)
def test_what_the_pack_holds_otherwise_is_no_lack(brew: Unit, text: str, held: str) -> None:
    unit = barring(brew).model_copy(update={"sufficiency": ("period", "occasions")})
    (doubt,) = meet_unit(unit, printed(*whole(), said("requirement", "ER1", text))).doubts
    assert (doubt.weight, doubt.what) == ("note", f"ER1 is about {held}: {text}")


def barring(unit: Unit) -> Unit:
    """The same with simulation barred."""
    barred = unit.conditions.model_copy(update={"simulation": "barred", "elements": ()})
    return unit.model_copy(update={"conditions": barred})


@pytest.mark.parametrize(
    "text",
    ["Simulation is allowed for all evidence", "Simulation is allowed. You must serve five guests."],
)
def test_conditions_that_are_plainly_others_than_the_packs_are_said_as_both_are(brew: Unit, text: str) -> None:
    unit = barring(brew)
    met = meet_unit(unit, printed(*whole(), said("requirement", "ER1", text, line=50)))
    doubt = met.doubts[0]
    assert (doubt.place, doubt.weight) == (Place(50), "missing")
    quoted = text.partition(" You")[0]
    assert doubt.what == f"It says “{quoted}”, and the pack holds simulation as barred."
    assert not any("The pack holds it" in each.done for each in met.doubts)
    assert met.unit.conditions == unit.conditions


def test_conditions_in_a_line_that_is_no_statement_count_as_well(brew: Unit) -> None:
    lines = ["Guests come for tea.", "Simulation may be used."]
    assert [weight for weight, _ in weighed(meet_unit(barring(brew), printed(*whole()), lines))] == ["missing"]
    agreeing = brew.model_copy(update={"conditions": brew.conditions.model_copy(update={"simulation": "allowed"})})
    assert meet_unit(agreeing, printed(*whole()), lines).doubts == []


def test_conditions_that_are_others_and_not_plain_are_to_check(brew: Unit) -> None:
    more = said("requirement", "ER1", "Evidence from a work placement cannot be accepted at all.")
    unit = brew.model_copy(
        update={"conditions": brew.conditions.model_copy(update={"realistic_environment": "allowed"})}
    )
    (doubt,) = meet_unit(unit, printed(*whole(), more)).doubts
    assert (doubt.weight, doubt.done) == ("check", "The pack's own conditions stand, which say otherwise or more.")


def test_guidance_lays_down_no_conditions(brew: Unit) -> None:
    more = said("requirement", "ER1", "Simulation is allowed.")
    more.guidance = True
    (doubt,) = meet_unit(barring(brew), printed(*whole(), more), [more.text]).doubts
    assert (doubt.weight, doubt.done) == (
        "note",
        "It is guidance, and the pack's own conditions stand, which say otherwise.",
    )


def test_facts_of_sufficiency_that_the_pack_has_not_are_a_lack(brew: Unit) -> None:
    unit = brew.model_copy(update={"sufficiency": ("period",)})
    text = "It must be done so over a sufficient period with different customers."
    (doubt,) = meet_unit(unit, printed(*whole(), said("requirement", "ER1", text))).doubts
    assert (doubt.weight, doubt.what[:35]) == ("missing", "The pack has no requirement ER1: It")


@pytest.mark.parametrize("more", ["You must serve five guests.", "Write down what each asked for."])
def test_what_asks_for_more_than_the_pack_holds_is_a_lack(brew: Unit, more: str) -> None:
    unit = barring(brew).model_copy(update={"sufficiency": ("period", "occasions")})
    for text in ("Simulation is not allowed.", "It must be shown over a sufficient period."):
        (doubt,) = meet_unit(unit, printed(*whole(), said("requirement", "ER1", f"{text} {more}"))).doubts
        assert doubt.weight == "missing"
        assert more in doubt.what


def test_critical_aspects_that_are_grouped_otherwise_go_by_letter(invented: dict[str, Any]) -> None:
    invented["units"][0]["requirements"] = [
        {
            "ref": "C1",
            "title": "Served to guests",
            "source": "critical",
            "items": [{"ref": "C1.a", "prompt": "Hurried guests"}, {"ref": "C1.b", "prompt": "Guests who complain"}],
        },
        {"ref": "C2", "title": "Kept to the rules of the tea room", "source": "critical"},
    ]
    unit = Pack.model_validate(invented).units[0]
    body = [each for each in whole() if each.what != "scope"]
    body += [
        said("requirement", "C1", "Your evidence shows that you followed the rules of the tea room."),
        said("requirement", "C2", "You served guests:", said("item", "C2.a", "in a hurry")),
        said("requirement", "C3", "You also served guests:", said("item", "C3.b", "with complaints")),
    ]
    met = meet_unit(unit, printed(*body))
    texts = {ref: statement.text for ref, statement in met.unit.statements.items() if ref.startswith("C")}
    assert texts == {
        "C1": "You served guests:",
        "C1.a": "in a hurry",
        "C1.b": "with complaints",
        "C2": "Your evidence shows that you followed the rules of the tea room.",
    }
    assert [doubt.what for doubt in met.doubts] == ["The pack has no requirement C3: You also served guests:"]


def test_what_is_longer_than_a_pack_takes_is_cut_and_said(brew: Unit) -> None:
    body = whole()
    body[0].below[0].text = "Boil fresh water " * 400
    met = meet_unit(brew, printed(*body))
    text = met.unit.criteria["1.1"].text
    assert text is not None
    assert 3900 < len(text) <= 4000
    assert weighed(met) == [("missing", "1.1 has 6,799 characters, and a pack takes 4,000.")]


def test_a_number_without_words_is_no_wording(brew: Unit) -> None:
    body = whole()
    body[0].below[0].text = ""
    met = meet_unit(brew, printed(*body))
    assert weighed(met) == [("missing", "1.1 has no words.")]
    assert met.unit.criteria["1.1"].text is None
