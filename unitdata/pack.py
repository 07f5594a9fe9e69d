"""The models of a qualification pack: one qualification, one JSON file, read-only once loaded.

A statement is named by its *ref* inside its unit (`1.2`, `R1.A.ii`, `C1.a`, `K2.c`) and everywhere else by
`UNIT/ref` (`U09602/1.2`), which is what journals store and what `same_as` holds.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from unitdata.structure import Group, Line, Model, Ref, Registration, Rule, Slug

FORMAT: Final = 1
PROMPT_LIMIT = 90

FullRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*/[A-Za-z0-9][A-Za-z0-9.\-]*$")]
Prompt = Annotated[str, StringConstraints(min_length=1, max_length=PROMPT_LIMIT, pattern=r"^[^\x00-\x1f\x7f]*$")]
WORDING_LIMIT = 4000
Wording = Annotated[str, StringConstraints(min_length=1, max_length=WORDING_LIMIT)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]

Situation = Literal[
    "routine", "busy", "quiet", "let down", "unusual", "complaint", "problem", "beyond the job", "angry",
    "confused", "unconventional", "different needs", "unclear needs", "unhappy", "face to face", "telephone",
    "in writing", "with colleagues", "new product", "known product", "fire", "suspicious item", "accident",
    "hazard", "security risk", "lost property", "happy", "easy-going", "difficult", "new customer",
    "returning customer", "own initiative", "at request", "planned", "short notice", "customer absent", "text message",
    "e-mail", "online", "with managers", "with partners", "exception", "referred upwards", "mass mailing", "drill",
]  # fmt: skip
"""A closed list of the kinds of moment that a visit can be planned for, so that one could close many gaps."""
Route = Literal["performance", "any"]
Known = Literal["seen", "told", "looked", "inferred"]
"""How a thing is known: seen by the assessor, told by someone, a product or document looked at, inferred."""
Permission = Literal["allowed", "barred", "partly", "unstated"]
Sufficiency = Literal["period", "customers", "occasions"]
Force = Literal["required", "permitted", "guidance"]
"""Whether a requirement must be met, says only what may serve as evidence, or is printed as guidance alone."""


class Word(Model):
    """The awarding body's word for one of our ideas: one, many, and in `short` many where room is scarce."""

    one: Line
    many: Line
    short: Line | None = None

    @property
    def brief(self) -> str:
        """Several of them where room is scarce."""
        return self.short or self.many

    def count(self, number: int) -> str:
        """`1 standard`, `3 standards`."""
        return f"{number} {self.one if number == 1 else self.many}"

    def named(self, refs: Sequence[str]) -> str:
        """`element 2`, `elements 2, 3`."""
        return f"{self.one if len(refs) == 1 else self.many} {', '.join(refs)}"


class Vocabulary(Model):
    """The awarding body's words, lower case."""

    learner: Word
    unit: Word
    element: Word
    criterion: Word
    requirement: Word
    knowledge: Word
    verifier: Word
    level: Line = "level"


class Conditions(Model):
    """Where evidence may come from. `scope` says what the bar touches: performance evidence only, or any.

    What is allowed partly serves for these elements, or in moments of one of these circumstances.
    """

    simulation: Permission
    realistic_environment: Permission
    scope: Literal["performance", "any"]
    elements: tuple[Ref, ...] = ()
    circumstances: tuple[Situation, ...] = ()
    note: Line | None = None


class Origin(Model):
    """Where the full wording stands in the document it was read from: the line, counted from 1, and the page."""

    line: int = Field(ge=1)
    page: int | None = Field(default=None, ge=1)


class Statement(Model):
    """What criteria, items and knowledge have in common: our prompt, and the body's wording when read in."""

    ref: Ref
    prompt: Prompt
    text: Wording | None = None
    origin: Origin | None = None
    same_as: tuple[FullRef, ...] = ()


class Criterion(Statement):
    """A statement of performance."""

    question: Prompt | None = None
    explained_by: tuple[Ref, ...] = ()
    route: Route = "performance"
    consistently: bool = False
    situations: tuple[Situation, ...] = ()


class Element(Model):
    """A part of a unit. A "knowledge" element is asked about rather than watched.

    Where the document prints no criteria, the element is judged as a whole.
    """

    ref: Ref
    title: Line
    origin: Origin | None = None
    kind: Literal["performance", "knowledge"] = "performance"
    criteria: tuple[Criterion, ...] = ()

    @cached_property
    def judged(self) -> tuple[Criterion, ...]:
        """What is judged in it: its criteria or, where none are printed, one that stands for the whole element."""
        # A title is the document's own and may be longer than our prompts.
        return self.criteria or (Criterion.model_construct(ref=self.ref, prompt=self.title),)


class Item(Statement):
    """One thing in a requirement's list. `examples`: how many are wanted."""

    examples: int = Field(default=1, ge=1)
    situations: tuple[Situation, ...] = ()


class Requirement(Model):
    """Circumstances in which competence must be shown; only one that is "required" can be outstanding.

    `need` is how many of `items` (null: all of them). Without items, `need` counts `of` ("communication
    media"); with neither, it is a statement that the assessor confirms. An empty `applies_to` means the
    whole unit.
    """

    ref: Ref
    title: Prompt
    text: Wording | None = None
    origin: Origin | None = None
    source: Literal["range", "evidence", "critical"]
    force: Force = "required"
    applies_to: tuple[Ref, ...] = ()
    need: int | None = Field(default=None, ge=1)
    performance_need: int | None = Field(default=None, ge=1)
    of: Line | None = None
    items: tuple[Item, ...] = ()

    @property
    def prompt(self) -> str:
        """What it asks, in the words that every kind of statement has."""
        return self.title


class Part(Model):
    """A lettered part of a knowledge statement; its ref stands below the statement's (`K2.a`)."""

    ref: Ref
    prompt: Prompt
    text: Wording | None = None
    origin: Origin | None = None


class Knowledge(Statement):
    """Something that must be known, with an open question that draws it out."""

    heading: Line | None = None
    question: Prompt
    parts: tuple[Part, ...] = ()
    may_infer: bool = True


class Unit(Model):
    """One unit. `performance_by` says which ways of knowing count as performance evidence in this unit."""

    ref: Ref
    aliases: tuple[Line, ...] = ()
    title: Line
    level: int | None = None
    credit: int | None = None
    hours: int | None = None
    listed_only: bool = False
    conditions: Conditions
    sufficiency: tuple[Sufficiency, ...] = ()
    performance_by: tuple[Known, ...] = ("seen", "looked")
    elements: tuple[Element, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """What is judged, by ref, in printed order: criteria, and whole elements where none are printed."""
        return {c.ref: c for e in self.elements for c in e.judged}

    @cached_property
    def element_of(self) -> dict[str, str]:
        """Criterion ref → element ref."""
        return {c.ref: e.ref for e in self.elements for c in e.judged}

    @cached_property
    def asked_about(self) -> dict[str, Criterion]:
        """Criteria of knowledge elements by ref: questions show them, and so does watching."""
        return {c.ref: c for e in self.elements if e.kind == "knowledge" for c in e.criteria}

    @cached_property
    def judged_whole(self) -> tuple[Element, ...]:
        """The elements for which the document prints no criteria, so that each is judged as a whole."""
        return tuple(e for e in self.elements if not e.criteria)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items of all requirements by ref, in printed order."""
        return {i.ref: i for r in self.requirements for i in r.items}

    @cached_property
    def requirement_of(self) -> dict[str, Requirement]:
        """Item ref → its requirement."""
        return {i.ref: r for r in self.requirements for i in r.items}

    @cached_property
    def situations(self) -> frozenset[Situation]:
        """The situations that its criteria, items and conditions speak of."""
        of_criteria = (s for criterion in self.criteria.values() for s in criterion.situations)
        of_items = (s for item in self.items.values() for s in item.situations)
        return frozenset((*of_criteria, *of_items, *self.conditions.circumstances))

    @cached_property
    def statements(self) -> dict[str, Criterion | Item | Requirement | Knowledge | Part]:
        """Everything that a record can refer to in this unit, by ref, in printed order."""
        found: dict[str, Criterion | Item | Requirement | Knowledge | Part] = {**self.criteria}
        for requirement in self.requirements:
            found[requirement.ref] = requirement
            found.update((i.ref, i) for i in requirement.items)
        for knowledge in self.knowledge:
            found[knowledge.ref] = knowledge
            found.update((p.ref, p) for p in knowledge.parts)
        return found

    def short(self, ref: str) -> str:
        """A ref without the unit's own number where it is printed in front: `1.a` for `13.1.a` of unit 13."""
        return ref.removeprefix(f"{self.ref}.")

    def full(self, ref: str) -> str:
        """`1.2` as the rest of the program names it: `U09602/1.2`."""
        return f"{self.ref}/{ref}"


class Pack(Model):
    """One qualification. `gaps_by_interview`: whether circumstances that were not seen may be closed by questions.

    `read_from`: the digest of the document that the full wording and every `origin` come from.
    """

    format: Literal[1] = FORMAT
    id: Slug
    title: Line
    body: Line
    number: Line
    level: int
    edition: Line
    wording: Literal["prompt", "full"]
    read_from: Digest | None = None
    vocabulary: Vocabulary
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    registration: Registration | None = None
    gaps_by_interview: bool = False
    units: tuple[Unit, ...]
    notes: tuple[Wording, ...] = ()

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by ref, in printed order."""
        return {u.ref: u for u in self.units}

    def statement(self, full: str) -> Criterion | Item | Requirement | Knowledge | Part | None:
        """The statement that `UNIT/ref` names, or None when this pack has no such statement."""
        unit, _, ref = full.partition("/")
        return self.unit[unit].statements.get(ref) if unit in self.unit else None

    @cached_property
    def alike(self) -> dict[str, tuple[str, ...]]:
        """`UNIT/ref` → the other `UNIT/ref`s that say the same. Parts of linked knowledge are linked by letter."""
        links: dict[str, tuple[str, ...]] = {}
        for unit in self.units:
            for ref, statement in unit.statements.items():
                if isinstance(statement, Statement) and statement.same_as:
                    links[unit.full(ref)] = statement.same_as
            for knowledge in unit.knowledge:
                for part in knowledge.parts:
                    letter = part.ref.removeprefix(knowledge.ref)
                    others = (f"{other}{letter}" for other in knowledge.same_as)
                    if linked := tuple(other for other in others if self.statement(other)):
                        links[unit.full(part.ref)] = linked
        return links
