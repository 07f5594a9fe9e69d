"""What is wrong with a pack that reads well: links that lead nowhere, prompts that look alike."""

from collections import Counter
from collections.abc import Iterator, Sequence

from unitdata.pack import CreditsFrom, Element, Imports, Pack, Rule, Statement, Unit, UnitsFrom

ALIKE_AT = 26
"""Prompts of one list must differ within this many characters: a narrow screen shows little more."""


def check(pack: Pack) -> list[str]:
    """Every problem of this pack in a sentence that starts with its place; empty when there is none."""
    return [*_structure(pack), *_links(pack), *(problem for unit in pack.units for problem in _unit(unit))]


def unusable(pack: Pack) -> list[str]:
    """What makes a pack ambiguous, so that no record could rest on it: names that stand for two things."""
    return [
        *(f"{ref}: two units have this ref" for ref in _twice([u.ref for u in pack.units])),
        *(f"group {g}: two groups have this id" for g in _twice([g.id for g in pack.groups])),
        *(problem for unit in pack.units for problem in _refs(unit)),
    ]


def _structure(pack: Pack) -> Iterator[str]:
    yield from unusable(pack)
    for group in pack.groups:
        yield from (f"group {group.id}: no unit {ref}" for ref in group.units if ref not in pack.unit)
    grouped = Counter(ref for group in pack.groups for ref in group.units)
    for ref in pack.unit:
        if grouped[ref] != 1:
            yield f"{ref}: stands in {grouped[ref]} groups instead of one"
    for number, rule in enumerate(pack.rules, 1):
        yield from (f"rule {number}: {problem}" for problem in _rule(pack, rule))


def _rule(pack: Pack, rule: Rule) -> Iterator[str]:
    if isinstance(rule, Imports):
        yield from (f"no unit {ref}" for ref in rule.units if ref not in pack.unit)
        return
    known = {group.id for group in pack.groups}
    yield from (f"no group {g}" for g in rule.groups if g not in known)
    offered = [pack.unit[r] for g in pack.groups if g.id in rule.groups for r in g.units if r in pack.unit]
    if isinstance(rule, UnitsFrom):
        most = len(offered) if rule.most is None else rule.most
        if rule.least > min(most, len(offered)):
            limit = "" if rule.most is None else f", at most {most}"
            yield f"wants {rule.least} or more{limit}, of {len(offered)} units"
        if not rule.least and rule.most is None:
            yield "wants nothing"
        if rule.level is not None and rule.above is not None:
            yield "counts units at a level and above a level at once"
    if isinstance(rule, CreditsFrom):
        yield from (f"unit {unit.ref} has no credit" for unit in offered if unit.credit is None)
        there = sum(u.credit or 0 for u in offered if rule.level in (None, u.level))
        if rule.least > there:
            yield f"wants {rule.least} credits, of {there}"


def _links(pack: Pack) -> Iterator[str]:
    for unit in pack.units:
        for ref, statement in unit.statements.items():
            for other in statement.same_as if isinstance(statement, Statement) else ():
                here, target = unit.full(ref), pack.statement(other)
                if target is None:
                    yield f"{here}: same_as names {other}, which does not exist"
                elif type(target) is not type(statement):
                    yield f"{here}: same_as names {other}, which is of another kind"
                elif other == here:
                    yield f"{here}: same_as names itself"
                elif isinstance(target, Statement) and here not in target.same_as:
                    yield f"{here}: same_as names {other}, which does not name it back"


def _unit(unit: Unit) -> Iterator[str]:
    if unit.listed_only and (unit.elements or unit.requirements or unit.knowledge):
        yield f"{unit.ref}: is listed only, yet has statements"
    if not unit.listed_only and not unit.elements:
        yield f"{unit.ref}: has no elements and is not listed only"
    yield from _parts(unit)
    yield from _inside(unit)
    yield from _prompts(unit)


def _refs(unit: Unit) -> Iterator[str]:
    refs = [
        *(c.ref for e in unit.elements for c in e.judged),
        *(ref for r in unit.requirements for ref in (r.ref, *(i.ref for i in r.items))),
        *(ref for k in unit.knowledge for ref in (k.ref, *(p.ref for p in k.parts))),
    ]
    yield from (f"{unit.full(ref)}: two statements have this ref" for ref in _twice(refs))
    yield from (f"{unit.ref}: two elements have the ref {e}" for e in _twice([e.ref for e in unit.elements]))


def _parts(unit: Unit) -> Iterator[str]:
    for knowledge in unit.knowledge:
        for part in knowledge.parts:
            if not part.ref.startswith(f"{knowledge.ref}."):
                yield f"{unit.full(part.ref)}: stands in {knowledge.ref}, but its ref is not below it"


def _inside(unit: Unit) -> Iterator[str]:
    elements = {element.ref for element in unit.elements}
    requirements = {requirement.ref for requirement in unit.requirements}
    conditions = unit.conditions
    for ref in conditions.elements:
        if ref not in elements:
            yield f"{unit.ref}: its conditions name element {ref}, which does not exist"
    partly = "partly" in (conditions.simulation, conditions.realistic_environment)
    if partly != bool(conditions.elements or conditions.circumstances):
        yield f"{unit.ref}: something is allowed partly, or elements or circumstances are named; not both"
    for criterion in unit.criteria.values():
        for ref in criterion.explained_by:
            if ref not in requirements:
                yield f"{unit.full(criterion.ref)}: explained_by names {ref}, which is no requirement"
    for requirement in unit.requirements:
        for ref in requirement.applies_to:
            if ref not in elements:
                yield f"{unit.full(requirement.ref)}: applies to element {ref}, which does not exist"
        if requirement.need and not requirement.items and not requirement.of:
            yield f"{unit.full(requirement.ref)}: needs {requirement.need} of something it does not name"
        if requirement.items:
            listed = len(requirement.items)
            for name, number in (
                ("need", requirement.need),
                ("performance_need", requirement.performance_need),
            ):
                if number is not None and number > listed:
                    yield f"{unit.full(requirement.ref)}: {name} is {number}, of {listed} items"


def _prompts(unit: Unit) -> Iterator[str]:
    for element in unit.elements:
        yield from _alike(unit, f"element {element.ref}", element.criteria)
        yield from _asked(unit, element)
    for requirement in unit.requirements:
        yield from _alike(unit, requirement.ref, requirement.items)
    yield from _alike(unit, "knowledge", unit.knowledge)
    for knowledge in unit.knowledge:
        if not knowledge.question.endswith("?"):
            yield f"{unit.full(knowledge.ref)}: its question does not end in a question mark"


def _asked(unit: Unit, element: Element) -> Iterator[str]:
    for criterion in element.criteria:
        if criterion.question is not None and not criterion.question.endswith("?"):
            yield f"{unit.full(criterion.ref)}: its question does not end in a question mark"
        if element.kind == "knowledge" and criterion.question is None:
            yield f"{unit.full(criterion.ref)}: is asked about rather than watched, and has no question"


def _alike(unit: Unit, where: str, statements: Sequence[Statement]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for statement in statements:
        first = seen.setdefault(statement.prompt[:ALIKE_AT].casefold(), statement.ref)
        if first != statement.ref:
            yield f"{unit.ref}: in {where}, the prompts of {first} and {statement.ref} start alike"


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
