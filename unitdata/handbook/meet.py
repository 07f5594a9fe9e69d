"""Full wording for a pack that ships: a reading's statements added to the pack's own, matched by unit and ref."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from unitdata.handbook.conditions import contradicted, holds
from unitdata.handbook.doubts import Doubt, Weight
from unitdata.handbook.layout import What
from unitdata.handbook.likeness import likeness, negates, strangers, unrelated
from unitdata.handbook.phrases import allows_only, on_routes, only_conditions, only_sufficiency, sufficiency
from unitdata.handbook.printed import Printed, PrintedUnit
from unitdata.handbook.wording import cut, letters, plain, wording
from unitdata.pack import Criterion, Element, Item, Knowledge, Part, Requirement, Unit
from unitdata.structure import Model

Key = tuple[What, str]
"""What a statement is, and its ref."""
_M = TypeVar("_M", bound=Model)

_KINDS: Final[dict[type[Model], What]] = {
    Element: "element",
    Criterion: "criterion",
    Requirement: "requirement",
    Item: "item",
    Knowledge: "knowledge",
    Part: "part",
}
_BELOW: Final = ("elements", "criteria", "requirements", "items", "knowledge", "parts")
_SAME = 0.25
"""So much of a prompt's weight must stand in a paragraph without a number before the two are taken for one."""
_SHOWN, _SENTENCE = 80, 400


@dataclass
class Met:
    """A unit of a pack with wording added, and what there is to look up."""

    unit: Unit
    doubts: list[Doubt]


def meet_unit(unit: Unit, printed: PrintedUnit, texts: Sequence[str] = ()) -> Met:
    """The pack's unit with the wording that was read. Its prompts, questions and conditions stay as they are.

    `texts`: all the unit's lines, statements or not.
    """
    meeting = _Meeting(unit, printed)
    meeting.pair()
    meeting.check()
    meeting.check_words()
    meeting.check_conditions(texts)
    meeting.list_rest()
    added = _with_wording(unit, meeting.pairs, printed.ref, meeting.doubts)
    return Met(added, meeting.doubts)


class _Meeting:
    """One unit of a pack beside one that was read. `pairs`: which statement of the pack each printed one words."""

    def __init__(self, unit: Unit, printed: PrintedUnit) -> None:
        self.unit = unit
        self.printed = printed
        self.pairs: dict[Key, Printed] = {}
        self.doubts: list[Doubt] = []
        self._own = dict(_statements(unit))
        self._read = [each for top in printed.body for each in top.all() if each.what != "scope"]
        self._said: set[int] = set()  # ids of printed statements that a doubt is about already
        self._strange: set[Key] = set()

    # Which belongs to which -----------------------------------------------------------------------------------------

    def pair(self) -> None:
        """By ref; critical aspects, which documents group in more than one way, by the letters of their items."""
        critical = [r for r in self.unit.requirements if r.source == "critical"]
        refs = {ref for r in critical for ref in (r.ref, *(item.ref for item in r.items))}
        for each in self._read:
            if (each.what, each.ref) in self._own and each.ref not in refs:
                self.pairs.setdefault((each.what, each.ref), each)
        if critical:
            self._pair_critical(critical)

    def _pair_critical(self, critical: Sequence[Requirement]) -> None:
        taken = set(map(id, self.pairs.values()))
        lists = [r for r in self._read if r.what == "requirement" and r.ref.startswith("C") and id(r) not in taken]
        for requirement in critical:
            holders: Counter[int] = Counter()
            for item in requirement.items:
                letter = item.ref.rpartition(".")[2]
                found = [(n, i) for n, r in enumerate(lists) for i in r.below if i.ref.rpartition(".")[2] == letter]
                if found:
                    row = likeness([i.text for _, i in found], [item.prompt])
                    holder, each = found[max(range(len(found)), key=lambda n: row[n])]
                    self.pairs["item", item.ref] = each
                    holders[holder] += 1
            if holders:
                self.pairs["requirement", requirement.ref] = lists[holders.most_common(1)[0][0]]
        self._pair_paragraphs(critical, lists)

    def _pair_paragraphs(self, critical: Sequence[Requirement], lists: Sequence[Printed]) -> None:
        """Statements without a list, best likeness first."""
        bare = [r for r in critical if not r.items]
        free = [r for r in lists if not r.below]
        alike = likeness([r.text for r in free], [r.title for r in bare])
        taken = set(map(id, self.pairs.values()))
        for score, row, column in sorted(
            ((score, -r, -c) for r, scores in enumerate(alike) for c, score in enumerate(scores)), reverse=True
        ):
            key: Key = ("requirement", bare[-column].ref)
            if score >= _SAME and key not in self.pairs and id(free[-row]) not in taken:
                self.pairs[key] = free[-row]
                taken.add(id(free[-row]))

    # Whether it can be so -------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Take back the pairs whose texts read like those of other prompts of their list; one alone is only said."""
        for keys in self._lists():
            pairs = [(key, self.pairs[key]) for key in keys if key in self.pairs and self.pairs[key].text]
            texts, own = [each.text for _, each in pairs], [_prompt(self._own[key]) for key, _ in pairs]
            strange = strangers(texts, own) if len(pairs) > 1 else {}
            for here, there in strange.items():
                key, each = pairs[here]
                like = "as if its list were shifted" if there is None else f"like {pairs[there][0][1]}"
                what = f"{key[1]} reads {like}: {each.text}"
                if there is None or there in strange:
                    self._doubt(each, "missing", what, "Its wording was not added; the prompt stands.")
                    self._strange.add(key)
                    del self.pairs[key]
                else:
                    self._doubt(each, "check", what, "Its wording was added all the same.")

    def check_words(self) -> None:
        """Say which texts have nothing in common with their prompts or deny them, those of one list together."""
        for keys in self._lists():
            pairs = [(key, each) for key in keys if (each := self.pairs.get(key)) and not each.below]
            for differs, how in ((unrelated, "no word in common with"), (negates, "a negative, and none is in")):
                found = [
                    (key[1], each)
                    for key, each in pairs
                    if id(each) not in self._said and differs(each.text, _prompt(self._own[key]))
                ]
                if found:
                    (ref, first), *more = found
                    refs = f"{ref} has" if not more else f"{ref} and {len(more)} more of its list have"
                    what = f"{refs} {how} the prompt: {first.text}"
                    self._doubt(first, "check", what, "The wording was added all the same.")

    def check_conditions(self, texts: Sequence[str]) -> None:
        """Say which conditions the unit plainly lays down and the pack holds otherwise; guidance lays down none."""
        guidance = {each.text for each in self._read if each.guidance}
        statements = [each for each in self._read if not each.guidance]
        binding = [text for text in texts if text not in guidance]
        said = dict(contradicted(self.unit.conditions, [binding, *([each.text] for each in statements)]))
        for sentence, what in said.items():
            each = next((each for each in statements if sentence in each.text), None)
            if each and only_conditions(each.text):
                self._said.add(id(each))
            place = each.place if each else self.printed.place
            what = f"It says “{cut(sentence, _SENTENCE)}”, and the pack holds {what}."
            self.doubts.append(Doubt(place, self.unit.ref, "missing", what, "The pack's conditions stand."))

    def _lists(self) -> Iterator[list[Key]]:
        """The statements that stand in one list each."""
        unit = self.unit
        yield from ([("criterion", c.ref) for c in e.criteria] for e in unit.elements)
        yield [("requirement", r.ref) for r in unit.requirements if not r.items]  # a list's heading says little
        yield from ([("item", i.ref) for i in r.items] for r in unit.requirements)
        yield [("knowledge", k.ref) for k in unit.knowledge]
        yield from ([("part", p.ref) for p in k.parts] for k in unit.knowledge)

    # What is left ---------------------------------------------------------------------------------------------------

    def list_rest(self) -> None:
        """What either side has and the other has not."""
        paired = set(map(id, self.pairs.values()))
        for each in self._read:
            if id(each) not in paired | self._said:
                self._unpaired(each)
        for key, statement in self._own.items():
            what, ref = key
            found = self.pairs.get(key)
            if what == "element":
                self._compare_titles(ref, statement)
            elif found is None and key not in self._strange:
                prompt = _prompt(statement)
                self._doubt(None, "missing", f"{ref} was not found: {prompt}", "It stands with its prompt alone.")
            elif found and not plain(found.text):
                self._doubt(found, "missing", f"{ref} has no words.", "It stands with its prompt alone.")

    def _unpaired(self, each: Printed) -> None:
        about = self._about(each)
        if about:
            weight, done = self._held(each, about)
            self._doubt(each, weight, f"{each.ref} is about {about}: {each.text}", done)
        elif each.what == "requirement" and not each.below and allows_only(each.text):
            self._doubt(each, "note", f"{each.ref} allows, and asks for nothing: {each.text}", "The pack does without.")
        else:
            what = f"The pack has no {each.what} {each.ref}: {each.text}"
            self._doubt(each, "missing", what, "It was left out.")

    def _about(self, each: Printed) -> str:
        """What a requirement is about that the pack keeps as none of its statements; empty where it is not."""
        if each.what != "requirement" or each.below:
            return ""
        unit = self.unit
        if only_sufficiency(each.text) and set(sufficiency(each.text)) <= set(unit.sufficiency):
            return "sufficiency"
        if only_conditions(each.text):
            return "conditions"
        routed = any(c.route == "any" for c in unit.criteria.values()) or any(not k.may_infer for k in unit.knowledge)
        return "routes of evidence" if routed and on_routes(each.text) else ""

    def _held(self, each: Printed, about: str) -> tuple[Weight, str]:
        """Whether the pack holds what a requirement lays down, with how much that matters."""
        if about != "conditions" or holds(self.unit.conditions, each.text):
            return "note", f"The pack holds it as the unit's {about}."
        if each.guidance:
            return "note", "It is guidance, and the pack's own conditions stand, which say otherwise."
        return "check", "The pack's own conditions stand, which say otherwise or more."

    def _compare_titles(self, ref: str, element: Model) -> None:
        each = self.pairs.get(("element", ref))
        if each is None:
            self._doubt(None, "check", f"Element {ref} was not found.", "It stands as it was.")
        elif each.text and isinstance(element, Element) and letters(each.text) != letters(element.title):
            self._doubt(each, "note", f"Element {ref} is titled {each.text!r}.", "The pack's title stands.")

    def _doubt(self, each: Printed | None, weight: Weight, what: str, done: str) -> None:
        place = each.place if each else self.printed.place
        if each:
            self._said.add(id(each))
        self.doubts.append(Doubt(place, self.unit.ref, weight, cut(what, _SHOWN + 40), done))


def _with_wording(model: _M, pairs: Mapping[Key, Printed], unit: str, doubts: list[Doubt]) -> _M:
    """A model of a pack, and what stands below it, with the wording of its pairs; an element's title is its wording."""
    fields: dict[str, Any] = {
        name: tuple(_with_wording(each, pairs, unit, doubts) for each in below) for name, below in _below(model)
    }
    kind = _KINDS.get(type(model))
    if kind and (each := pairs.get((kind, getattr(model, "ref", "")))):
        fields |= wording(each, unit, doubts)
        if kind == "element":
            fields.pop("text", None)
    # Made anew and not copied: a copy would take along what the old one worked out about itself.
    return type(model)(**{n: getattr(model, n) for n in model.model_fields_set} | fields) if fields else model


def _below(model: Model) -> Iterator[tuple[str, Sequence[Any]]]:
    """The lists of statements that a unit or statement holds, by the name of their field."""
    return (
        (name, getattr(model, name)) for name in type(model).model_fields if name in _BELOW and getattr(model, name)
    )


def _statements(model: Model) -> Iterator[tuple[Key, Model]]:
    for _, below in _below(model):
        for each in below:
            yield (_KINDS[type(each)], each.ref), each
            yield from _statements(each)


def _prompt(statement: Model) -> str:
    """The words of ours that say most of what a statement means."""
    said = (getattr(statement, name, None) for name in ("prompt", "question"))
    return " ".join(filter(None, said))
