"""A printed unit as a unit of a pack: prompts and questions cut from its own words, its conditions from its text."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Literal

from unitdata.handbook.conditions import UNSTATED, conditions
from unitdata.handbook.doubts import Doubt, Place, Weight
from unitdata.handbook.layout import Layout, What
from unitdata.handbook.phrases import (
    allows_only,
    consistently,
    examples,
    only_conditions,
    only_sufficiency,
    questioned,
    sufficiency_asked,
    wanted,
    wanted_of,
)
from unitdata.handbook.printed import Printed, PrintedUnit
from unitdata.handbook.wording import cut, plain, prompts, question, wording
from unitdata.pack import (
    WORDING_LIMIT,
    Conditions,
    Criterion,
    Element,
    Force,
    Item,
    Knowledge,
    Part,
    Requirement,
    Unit,
)

_SOURCES: dict[str, Literal["range", "critical"]] = {"R": "range", "C": "critical"}
_BELOW: dict[What, tuple[What, ...]] = {
    "element": ("criterion",),
    "scope": ("requirement",),
    "requirement": ("item",),
    "knowledge": ("part",),
}
_LINE, _REF = 300, 24


def compose_unit(printed: PrintedUnit, layout: Layout, texts: Sequence[str]) -> tuple[Unit, list[Doubt]]:
    """A unit of a pack from what was read, and what there is to look up. `texts`: all its lines, statements or not."""
    composing = _Composing(printed, layout, texts)
    return composing.unit(), composing.doubts


class _Composing:
    """One unit being made. `doubts` grows on the way."""

    def __init__(self, printed: PrintedUnit, layout: Layout, texts: Sequence[str]) -> None:
        self.printed = printed
        self.layout = layout
        self.texts = texts
        self.consistently = consistently(texts)
        self.doubts: list[Doubt] = []
        self._used: set[str] = set()
        self._kept: set[int] = set()  # ids of the printed statements that the pack holds

    def unit(self) -> Unit:
        elements = self._elements() if self.printed.body else ()
        refs = [element.ref for element in elements]
        unit = Unit(
            ref=ref_of(self.printed.ref),
            aliases=tuple(filter(None, (cut(a, _LINE) for a in dict.fromkeys(self.printed.facts.get("alias", ()))))),
            title=self._title(self.printed.title, self.printed) or ref_of(self.printed.ref),
            **{fact: self._figure(fact) for fact in ("level", "credit", "hours")},
            listed_only=not self.printed.body,
            conditions=self._conditions(refs),
            sufficiency=sufficiency_asked([*self.texts, *self._listed_under()]),
            elements=elements,
            requirements=self._requirements(refs),
            knowledge=self._knowledge(),
        )
        self._list_rest()
        return unit

    # What it holds --------------------------------------------------------------------------------------------------

    def _elements(self) -> tuple[Element, ...]:
        tops = [top for top in self.printed.body if top.what == "element"]
        loose = [top for top in self.printed.body if top.what == "criterion"]
        if loose or not tops:
            what = "Criteria stand under no element." if loose else "No elements were found."
            self._doubt(self.printed.place, "check", what, "One with the unit's title stands for them.")
            tops.append(Printed("element", "0", 0, self.printed.title, self.printed.place, below=loose))
        return tuple(self._element(top) for top in tops)

    def _element(self, top: Printed) -> Element:
        criteria = self._below(top)
        asked = bool(criteria and self._is_known(top))
        self._kept.add(id(top))
        ref = self._ref(top, "")
        if asked:
            self._doubt(
                top.place, "note", f"{ref} is about knowledge, by its title or its unit's.", "It is asked about."
            )
        return Element(
            ref=ref,
            title=self._title(top.text, top) or ref,
            kind="knowledge" if asked else "performance",
            criteria=tuple(
                Criterion(
                    **fields,
                    question=question(each.text) if asked else None,
                    consistently=(self.consistently and not asked) or "consistently" in each.text.casefold(),
                )
                for each, fields in self._worded(criteria)
            ),
            **self._origin(top),
        )

    def _is_known(self, top: Printed) -> bool:
        words = tuple(f"{word.casefold()} " for word in self.layout.known)
        return any(title.casefold().startswith(words) for title in (top.text, self.printed.title))

    def _requirements(self, elements: Sequence[str]) -> tuple[Requirement, ...]:
        """The requirements but those that say no more than the unit's sufficiency or conditions do."""
        made: list[Requirement] = []
        for scope, top in self._tops("requirement"):
            what = "conditions" if only_conditions(top.text) else ""
            if only_sufficiency(top.text) and not top.guidance:
                what = "sufficiency"
            if what and not top.below:
                self._kept.add(id(top))
                said = f"{top.ref} is about {what}: {cut(top.text, WORDING_LIMIT)}"
                self._doubt(top.place, "note", said, f"It is held as the unit's {what}.")
            else:
                made.append(self._requirement(top, self._applies_to(scope, top, elements)))
        return tuple(made)

    def _requirement(self, top: Printed, applies_to: tuple[str, ...]) -> Requirement:
        items = tuple(Item(**fields, examples=examples(each.text)) for each, fields in self._worded(self._below(top)))
        need, of = self._wanted(top, len(items))
        force: Force = "guidance" if top.guidance else "required"
        if force == "required" and not items and not need and allows_only(top.text):
            force = "permitted"
            self._doubt(
                top.place, "check", f"{top.ref} says what may be: {cut(top.text, 80)}", "It is never outstanding."
            )
        (worded,) = self._worded([top])
        fields = worded[1]
        return Requirement(
            title=fields.pop("prompt"),
            **fields,
            source=_SOURCES.get(re.sub(r"[^A-Z].*", "", top.ref), "evidence"),
            force=force,
            applies_to=applies_to,
            need=need,
            of=of,
            items=items,
        )

    def _wanted(self, top: Printed, listed: int) -> tuple[int | None, str | None]:
        """How many a requirement asks for: of its list, or of what it names and does not list."""
        need, of = wanted(top.text), None
        if not listed and (counted := wanted_of(top.text)):
            need, of = counted
            done = f"{need} {of} count as enough."
        elif need is None:
            return None, None
        elif need > listed:
            need, done = None, "All of it is wanted."
        else:
            done = f"{need} of its list count as enough."
        self._doubt(top.place, "check", f"{top.ref} asks for a number.", done)
        return need, of

    def _applies_to(self, scope: Printed | None, top: Printed, elements: Sequence[str]) -> tuple[str, ...]:
        """The elements it names, by their numbers; the first of two that share one."""
        named = sorted({*top.also, scope.ordinal} - {0} if scope else set(top.also))
        ordinals = [each.ordinal for each in self.printed.body if each.what == "element"]
        found = tuple(elements[ordinals.index(number)] for number in named if number in ordinals)
        if astray := [str(number) for number in named if ordinals.count(number) != 1]:
            what = f"{top.ref} is for {', '.join(astray)}, and not one element each has that number."
            self._doubt(top.place, "check", what, f"It applies to {', '.join(found) or 'the whole unit'}.")
        return found

    def _listed_under(self) -> Iterator[str]:
        """Each item of a list with what leads in to it: "You must show that you: did so over a period of time"."""
        for _, top in self._tops("requirement"):
            if not top.guidance:
                yield from (f"{top.text} {each.text}" for each in top.below)

    def _knowledge(self) -> tuple[Knowledge, ...]:
        tops = [top for _, top in self._tops("knowledge")]
        infer = not questioned(self.texts)
        if tops and not infer:
            self._doubt(tops[0].place, "check", "Knowledge must be shown by questions.", "Watching shows none of it.")
        return tuple(
            Knowledge(
                **fields,
                heading=self._title(top.heading, top) or None,
                question=question(top.text),
                may_infer=infer,
                parts=tuple(Part(**part) for _, part in self._worded(self._below(top), f"{fields['ref']}.")),
            )
            for top, fields in self._worded(tops)
        )

    def _tops(self, what: What) -> Iterator[tuple[Printed | None, Printed]]:
        """Statements of a kind that stand by themselves or under a scope, with that."""
        for top in self.printed.body:
            if top.what == what:
                yield None, top
            elif top.what == "scope":
                yield from ((top, each) for each in top.below if each.what == what)

    def _below(self, top: Printed) -> list[Printed]:
        """What a pack keeps below a statement."""
        return [each for each in top.below if each.what in _BELOW.get(top.what, ())]

    def _list_rest(self) -> None:
        """What stands where a pack keeps nothing of its kind."""
        for each in self.printed.all():
            if id(each) not in self._kept and each.what != "scope":
                said = cut(each.text, WORDING_LIMIT)
                what = f"The {each.what} {each.ref} stands where a pack has no room for it: {said}"
                self._doubt(each.place, "missing", what, "It was left out.")

    def _worded(self, statements: list[Printed], under: str = "") -> list[tuple[Printed, dict[str, Any]]]:
        """The fields that all statements of one list have in common: ref, prompt, text, origin."""
        self._kept.update(map(id, statements))
        refs = [self._ref(each, under) for each in statements]
        made = prompts([(ref, each.text) for ref, each in zip(refs, statements, strict=True)])
        return [
            (each, {"ref": ref, "prompt": prompt, **wording(each, self.printed.ref, self.doubts)})
            for each, ref, prompt in zip(statements, refs, made, strict=True)
        ]

    def _title(self, text: str, of: Printed | PrintedUnit) -> str:
        """A text as a title or heading; what is too long for one stands whole in a doubt."""
        title = cut(text, _LINE)
        if title != plain(text):
            what = f"The title or heading of {of.ref} has more than {_LINE} characters: {plain(text)}"
            self._doubt(of.place, "missing", what, "It was cut off.")
        return title

    def _origin(self, top: Printed) -> dict[str, Any]:
        return {"origin": wording(top, self.printed.ref, [])["origin"]}

    def _ref(self, each: Printed, under: str) -> str:
        """A ref that no other statement of the unit has."""
        wish = ref_of(each.ref if each.ref.startswith(under) else f"{under}{each.ref.rpartition('.')[2]}")
        ref = next(r for n in count(1) if (r := wish if n == 1 else f"{wish[:18]}-{n}") not in self._used)
        if ref != each.ref:
            self._doubt(each.place, "check", f"{each.ref} could not keep its ref.", f"It stands as {ref}.")
        self._used.add(ref)
        return ref

    # What it says of itself -----------------------------------------------------------------------------------------

    def _figure(self, fact: str) -> int | None:
        said = [int(n[1]) for text in self.printed.facts.get(fact, ()) if (n := re.match(r"\s*(\d{1,4})", text))]
        if len(set(said)) > 1:
            values = " and ".join(map(str, dict.fromkeys(said)))
            self._doubt(self.printed.place, "check", f"{fact.capitalize()}: {values}.", f"{said[0]} was taken.")
        return said[0] if said else None

    def _conditions(self, elements: Sequence[str]) -> Conditions:
        if not self.printed.body:
            return UNSTATED
        found, doubts = conditions(self.printed, self.texts, elements)
        self.doubts += doubts
        return found

    def _doubt(self, place: Place, weight: Weight, what: str, done: str) -> None:
        self.doubts.append(Doubt(place, self.printed.ref, weight, what, done))


def ref_of(printed: str) -> str:
    """A printed number as packs can hold it."""
    return re.sub(r"[^A-Za-z0-9.\-]+", "-", printed).strip(".-")[:_REF] or "0"
