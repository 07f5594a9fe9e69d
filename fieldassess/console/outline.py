"""A pack as an outline in plain lines: its rules, its units, and everything they ask."""

from collections.abc import Iterable, Iterator

from fieldassess.asks import accepts, wants
from fieldassess.award import registration_sentences, sentence
from fieldassess.text import counted
from unitdata import Criterion, Element, Item, Knowledge, Pack, Part, Requirement, Unit, Vocabulary, rule_sentences

_KNOWN = {"seen": "seen", "told": "told by a witness", "looked": "looked at", "inferred": "inferred"}


def outline(pack: Pack) -> Iterator[str]:
    """The lines of the outline."""
    yield f"{pack.title} · {pack.number} · {pack.body}"
    yield f"{sentence(pack.vocabulary.level)} {pack.level} · edition {pack.edition} · {_wording(pack)}"
    yield ""
    yield from (f"{group.title}: {', '.join(group.units)}" for group in pack.groups)
    yield ""
    yield "What makes the award:"
    yield from (f"  {rule}" for rule in rule_sentences(pack))
    if pack.registration:
        yield "Registration:"
        yield from (f"  {rule}" for rule in registration_sentences(pack.registration))
    if pack.gaps_by_interview:
        yield "Gaps in the circumstances seen may be closed by questions."
    for unit in pack.units:
        yield ""
        yield from _unit(pack, unit)
    yield ""
    yield from (f"Note: {note}" for note in pack.notes)


def _wording(pack: Pack) -> str:
    return "full wording" if pack.wording == "full" else "prompts, not the handbook's wording"


def _unit(pack: Pack, unit: Unit) -> Iterator[str]:
    words = pack.vocabulary
    yield f"{unit.ref} {unit.title}"
    facts = [f"also {', '.join(unit.aliases)}"] if unit.aliases else []
    if unit.level is not None:
        facts.append(f"{words.level} {unit.level}")
    if unit.credit is not None:
        facts.append(counted(unit.credit, "credit"))
    if unit.hours is not None:
        facts.append(counted(unit.hours, "hour"))
    if facts:
        yield f"  {' · '.join(facts)}"
    if unit.listed_only:
        yield f"  listed only: its {words.criterion.many} are yet to be read in"
    yield from (f"  {line}" for line in accepts(unit, words))
    if unit.sufficiency:
        yield f"  sufficiency asked for: {', '.join(unit.sufficiency)}"
    if not unit.listed_only:
        yield f"  counts as performance: {', '.join(_KNOWN[known] for known in unit.performance_by)}"
    for element in unit.elements:
        yield from _element(element)
    for requirement in unit.requirements:
        yield from _requirement(requirement, unit, words)
    for knowledge in unit.knowledge:
        yield from _knowledge(knowledge)


def _element(element: Element) -> Iterator[str]:
    asked = "asked about" if element.kind == "knowledge" else ""
    whole = "" if element.criteria else "judged as a whole"
    yield f"  {element.ref} {element.title}{_marks([asked, whole])}"
    for criterion in element.criteria:
        yield from _criterion(criterion)


def _criterion(criterion: Criterion) -> Iterator[str]:
    any_route = "by any route" if criterion.route == "any" else ""
    consistently = "consistently" if criterion.consistently else ""
    yield f"    {criterion.ref} {criterion.prompt}{_marks([any_route, consistently])}"
    yield from _wording_of(criterion, 6)
    if criterion.question:
        yield f"      Ask: {criterion.question}"


def _requirement(requirement: Requirement, unit: Unit, words: Vocabulary) -> Iterator[str]:
    yield f"  {requirement.ref} {requirement.title}{_marks(wants(requirement, unit, words))}"
    yield from _wording_of(requirement, 4)
    for item in requirement.items:
        examples = counted(item.examples, "example") if item.examples > 1 else ""
        yield f"    {item.ref} {item.prompt}{_marks([examples])}"
        yield from _wording_of(item, 6)


def _knowledge(knowledge: Knowledge) -> Iterator[str]:
    yield f"  {knowledge.ref} {knowledge.prompt}{_marks(['' if knowledge.may_infer else 'always asked'])}"
    yield from _wording_of(knowledge, 4)
    yield f"    Ask: {knowledge.question}"
    for part in knowledge.parts:
        yield f"    {part.ref} {part.prompt}"
        yield from _wording_of(part, 6)


def _wording_of(statement: Criterion | Requirement | Item | Knowledge | Part, indent: int) -> Iterator[str]:
    """The body's own words below a prompt that says other ones."""
    text = statement.text or ""
    if text.rstrip(" .;:,") not in ("", statement.prompt, statement.prompt.removeprefix(f"{statement.ref} ")):
        yield f"{' ' * indent}“{text}”"


def _marks(marks: Iterable[str]) -> str:
    """What is to be said of something, in brackets behind it."""
    said = "; ".join(filter(None, marks))
    return f" ({said})" if said else ""
