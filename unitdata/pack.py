"""The models of a qualification pack: one qualification, one JSON file, read-only once loaded.

A statement is named by its *ref* inside its unit (`1.2`, `R1.A.ii`, `C1.a`, `K2.c`) and everywhere else by
`UNIT/ref` (`U09602/1.2`), which is what journals store and what `same_as` holds.
"""

from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FORMAT: Final = 1
PROMPT_LIMIT = 90

Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*$", max_length=24)]
FullRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*/[A-Za-z0-9][A-Za-z0-9.\-]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9\-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Prompt = Annotated[str, StringConstraints(min_length=1, max_length=PROMPT_LIMIT, pattern=r"^[^\x00-\x1f\x7f]*$")]
Wording = Annotated[str, StringConstraints(min_length=1, max_length=4000)]

Situation = Literal[
    "routine", "busy", "quiet", "let down", "unusual", "complaint", "problem", "beyond the job", "angry",
    "confused", "unconventional", "different needs", "unclear needs", "unhappy", "face to face", "telephone",
    "in writing", "with colleagues", "new product", "known product", "fire", "suspicious item", "accident",
    "hazard", "security risk", "lost property",
]  # fmt: skip
Route = Literal["performance", "any"]
Known = Literal["seen", "told", "looked", "inferred"]
"""How a thing is known: seen by the assessor, told by someone, a product or document looked at, inferred."""
Permission = Literal["allowed", "barred", "partly", "unstated"]
Sufficiency = Literal["period", "customers", "occasions"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Word(_Model):
    """The awarding body's word for one of our ideas, in singular and plural."""

    one: Line
    many: Line


class Vocabulary(_Model):
    """The awarding body's words, lower case."""

    learner: Word
    unit: Word
    element: Word
    criterion: Word
    requirement: Word
    knowledge: Word
    verifier: Word


class Group(_Model):
    """Units that the award's rules count together. `units` are refs in printed order."""

    id: Slug
    title: Line
    mandatory: bool
    units: tuple[Ref, ...]


class AllOf(_Model):
    """Every unit of these groups is needed."""

    rule: Literal["all of"] = "all of"
    groups: tuple[Slug, ...]


class UnitsFrom(_Model):
    """At least `least` and at most `most` units from these groups together (null: no upper limit)."""

    rule: Literal["units from"] = "units from"
    groups: tuple[Slug, ...]
    least: int = Field(ge=0)
    most: int | None = Field(default=None, ge=0)


Rule = Annotated[AllOf | UnitsFrom, Field(discriminator="rule")]


class Registration(_Model):
    """Rules on registering a learner, as printed; null where the document states none."""

    weeks_before_claim: int | None = None
    minimum_age: int | None = None
    period_years: int | None = None


class Conditions(_Model):
    """Where evidence may come from. `scope` says what the bar touches: performance evidence only, or any."""

    simulation: Permission
    realistic_environment: Permission
    scope: Literal["performance", "any"]
    elements: tuple[Ref, ...] = ()
    circumstances: tuple[Line, ...] = ()
    note: Line | None = None


class Statement(_Model):
    """What criteria, items and knowledge have in common: our prompt, and the body's wording when read in."""

    ref: Ref
    prompt: Prompt
    text: Wording | None = None
    same_as: tuple[FullRef, ...] = ()


class Criterion(Statement):
    """A statement of performance."""

    question: Prompt | None = None
    explained_by: tuple[Ref, ...] = ()
    route: Route = "performance"
    consistently: bool = False
    situations: tuple[Situation, ...] = ()


class Element(_Model):
    """A part of a unit. A "knowledge" element is asked about rather than watched."""

    ref: Ref
    title: Line
    kind: Literal["performance", "knowledge"] = "performance"
    criteria: tuple[Criterion, ...]


class Item(Statement):
    """One thing in a requirement's list. `examples`: how many are wanted."""

    examples: int = Field(default=1, ge=1)
    situations: tuple[Situation, ...] = ()


class Requirement(_Model):
    """Circumstances in which competence must be shown.

    `need` is how many of `items` (null: all of them). Without items, `need` counts `of` ("communication
    media"); with neither, it is a statement that the assessor confirms. An empty `applies_to` means the
    whole unit.
    """

    ref: Ref
    title: Prompt
    source: Literal["range", "evidence", "critical"]
    applies_to: tuple[Ref, ...] = ()
    need: int | None = Field(default=None, ge=1)
    performance_need: int | None = Field(default=None, ge=1)
    of: Line | None = None
    items: tuple[Item, ...] = ()

    @property
    def prompt(self) -> str:
        """What it asks, in the words that every kind of statement has."""
        return self.title


class Part(_Model):
    """A lettered part of a knowledge statement; its ref stands below the statement's (`K2.a`)."""

    ref: Ref
    prompt: Prompt
    text: Wording | None = None


class Knowledge(Statement):
    """Something that must be known, with an open question that draws it out."""

    heading: Line | None = None
    question: Prompt
    parts: tuple[Part, ...] = ()
    may_infer: bool = True


class Unit(_Model):
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
        """Criteria by ref, in printed order."""
        return {c.ref: c for e in self.elements for c in e.criteria}

    @cached_property
    def element_of(self) -> dict[str, str]:
        """Criterion ref → element ref."""
        return {c.ref: e.ref for e in self.elements for c in e.criteria}

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items of all requirements by ref, in printed order."""
        return {i.ref: i for r in self.requirements for i in r.items}

    @cached_property
    def requirement_of(self) -> dict[str, Requirement]:
        """Item ref → its requirement."""
        return {i.ref: r for r in self.requirements for i in r.items}

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

    def full(self, ref: str) -> str:
        """`1.2` as the rest of the program names it: `U09602/1.2`."""
        return f"{self.ref}/{ref}"


class Pack(_Model):
    """One qualification."""

    format: Literal[1] = FORMAT
    id: Slug
    title: Line
    body: Line
    number: Line
    level: int
    edition: Line
    wording: Literal["prompt", "full"]
    vocabulary: Vocabulary
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    registration: Registration | None = None
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
