"""What is wrong with a pack that reads well: rules nobody can keep, links to nothing, prompts that look alike."""

from collections import Counter
from collections.abc import Iterator, Sequence

from unitdata.pack import Conditions, Element, Pack, Part, Requirement, Statement, Unit
from unitdata.structure import AllOf, CreditsFrom, Imports, OneFromEach, Rule, UnitsFrom

ALIKE_AT = 26
"""Prompts of one list must differ within this many characters: a narrow screen shows little more."""


def check(pack: Pack) -> list[str]:
    """Every problem of this pack in a sentence that starts with its place; empty when there is none."""
    return [*_structure(pack), *_wording(pack), *_links(pack), *(p for unit in pack.units for p in _unit(unit))]


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
    yield from _aliases(pack)
    for number, rule in enumerate(pack.rules, 1):
        yield from (f"rule {number}: {problem}" for problem in _rule(pack, rule))
    needed = {g for rule in pack.rules if isinstance(rule, AllOf) for g in rule.groups}
    for group in pack.groups:
        if group.mandatory and group.id not in needed:
            yield f"group {group.id}: is mandatory, and no rule needs all of it"
        if group.id in needed and not group.mandatory:
            yield f"group {group.id}: all of it is needed, and it is not mandatory"
    dates = pack.registration and (pack.registration.last_registration, pack.registration.last_certification)
    if dates and dates[0] and dates[1] and dates[0] > dates[1]:
        yield "registration: the last certificate comes before the last registration"


def _wording(pack: Pack) -> Iterator[str]:
    """Whether the pack holds the wording that it says it holds."""
    worded = any(statement.text for unit in pack.units for statement in unit.statements.values())
    if worded and pack.wording == "prompt":
        yield "wording: is said to be prompts alone, yet there is full wording"
    if not worded and pack.wording == "full":
        yield "wording: is said to be full, and there is none"


def _aliases(pack: Pack) -> Iterator[str]:
    """Numbers by which two units would be found, whatever the case."""
    units: dict[str, set[str]] = {}
    for unit in pack.units:
        for name in (unit.ref, *unit.aliases):
            units.setdefault(name.casefold(), set()).add(unit.ref)
    yield from (f"{name}: is a number of {' and '.join(sorted(refs))}" for name, refs in units.items() if len(refs) > 1)


def _rule(pack: Pack, rule: Rule) -> Iterator[str]:
    if isinstance(rule, Imports):
        yield from _imports(pack, rule)
        return
    known = {group.id: group for group in pack.groups}
    if not rule.groups:
        yield "names no group"
    yield from (f"names group {g} twice" for g in _twice(rule.groups))
    yield from (f"no group {g}" for g in rule.groups if g not in known)
    groups = [known[g] for g in rule.groups if g in known]
    offered = [pack.unit[ref] for group in groups for ref in group.units if ref in pack.unit]
    match rule:
        case OneFromEach():
            yield from (f"group {group.id} has no unit" for group in groups if not group.units)
        case UnitsFrom():
            yield from _units_from(rule, offered)
        case CreditsFrom():
            yield from _credits_from(rule, offered)


def _imports(pack: Pack, rule: Imports) -> Iterator[str]:
    yield from (f"no unit {ref}" for ref in rule.units if ref not in pack.unit)
    yield from (f"names unit {ref} twice" for ref in _twice(rule.units))
    if rule.most >= len(rule.units):
        yield f"limits nothing: at most {rule.most} of {len(rule.units)} units"


def _units_from(rule: UnitsFrom, offered: Sequence[Unit]) -> Iterator[str]:
    if rule.level is not None and rule.above is not None:
        yield "counts units at a level and above a level at once"
    counted = offered
    if rule.level is not None or rule.above is not None:
        yield from (f"unit {unit.ref} has no level" for unit in offered if unit.level is None)
        leveled = [(unit, unit.level) for unit in offered if unit.level is not None]
        counted = [u for u, level in leveled if level == rule.level or (rule.above is not None and level > rule.above)]
    most = len(counted) if rule.most is None else rule.most
    if rule.least > min(most, len(counted)):
        limit = "" if rule.most is None else f", at most {most}"
        yield f"wants {rule.least} or more{limit}, of {len(counted)} units"
    elif not rule.least and rule.most is not None and rule.most >= len(counted):
        yield f"limits nothing: at most {rule.most} of {len(counted)} units"
    if not rule.least and rule.most is None:
        yield "wants nothing"


def _credits_from(rule: CreditsFrom, offered: Sequence[Unit]) -> Iterator[str]:
    yield from (f"unit {unit.ref} has no credit" for unit in offered if unit.credit is None)
    if rule.level is not None:
        yield from (f"unit {unit.ref} has no level" for unit in offered if unit.level is None)
    there = sum(unit.credit or 0 for unit in offered if rule.level in (None, unit.level))
    if rule.least > there:
        yield f"wants {rule.least} credits, of {there}"


def _links(pack: Pack) -> Iterator[str]:
    for unit in pack.units:
        for ref, statement in unit.statements.items():
            if isinstance(statement, Statement):
                for other in statement.same_as:
                    for problem in _link(pack, unit.full(ref), statement, other):
                        yield f"{unit.full(ref)}: same_as names {other}, {problem}"


def _link(pack: Pack, here: str, statement: Statement, other: str) -> Iterator[str]:
    target = pack.statement(other)
    if target is None:
        yield "which does not exist"
    elif target is statement:
        yield "which is itself"
    elif not isinstance(target, Statement) or type(target) is not type(statement):
        yield "which is of another kind"
    elif here not in target.same_as:
        yield "which does not name it back"
    elif {here, *statement.same_as} != {other, *target.same_as}:
        yield "which is linked with others than these"
    elif statement.prompt != target.prompt:
        yield "which has another prompt"


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
    yield from (f"{unit.ref}: {problem}" for problem in _conditions(unit.conditions, elements))
    for element in unit.elements:
        if element.kind == "knowledge" and not element.criteria:
            yield f"{unit.full(element.ref)}: is asked about, and has no criteria"
    for criterion in unit.criteria.values():
        for ref in criterion.explained_by:
            if ref not in requirements:
                yield f"{unit.full(criterion.ref)}: explained_by names {ref}, which is no requirement"
    for requirement in unit.requirements:
        for ref in requirement.applies_to:
            if ref not in elements:
                yield f"{unit.full(requirement.ref)}: applies to element {ref}, which does not exist"
        yield from (f"{unit.full(requirement.ref)}: {problem}" for problem in _numbers(requirement))


def _conditions(conditions: Conditions, elements: set[str]) -> Iterator[str]:
    for ref in conditions.elements:
        if ref not in elements:
            yield f"its conditions name element {ref}, which does not exist"
    partly = "partly" in (conditions.simulation, conditions.realistic_environment)
    named = bool(conditions.elements or conditions.circumstances)
    if partly and not named:
        yield "its conditions allow something partly, and name no element or circumstance"
    if named and not partly:
        yield "its conditions name elements or circumstances, and allow nothing partly"


def _numbers(requirement: Requirement) -> Iterator[str]:
    need, by_performance, listed = requirement.need, requirement.performance_need, len(requirement.items)
    if need and not listed and not requirement.of:
        yield f"needs {need} of something it does not name"
    if requirement.of and listed:
        yield f"counts {requirement.of}, and lists items"
    if requirement.of and not need:
        yield f"counts {requirement.of}, and needs no number of them"
    if listed:
        for name, number in (("need", need), ("performance_need", by_performance)):
            if number is not None and number > listed:
                yield f"{name} is {number}, of {listed} items"
    if need and by_performance and by_performance > need:
        yield f"needs {by_performance} by performance, of {need}"
    if by_performance and requirement.force != "required":
        yield f"needs {by_performance} by performance, and is not required"


def _prompts(unit: Unit) -> Iterator[str]:
    for element in unit.elements:
        yield from _alike(unit, f"element {element.ref}", element.criteria)
        yield from _asked(unit, element)
    for requirement in unit.requirements:
        yield from _alike(unit, requirement.ref, requirement.items)
    yield from _alike(unit, "knowledge", unit.knowledge)
    for knowledge in unit.knowledge:
        yield from _alike(unit, knowledge.ref, knowledge.parts)
        if not knowledge.question.endswith("?"):
            yield f"{unit.full(knowledge.ref)}: its question does not end in a question mark"


def _asked(unit: Unit, element: Element) -> Iterator[str]:
    for criterion in element.criteria:
        if criterion.question is not None and not criterion.question.endswith("?"):
            yield f"{unit.full(criterion.ref)}: its question does not end in a question mark"
        if element.kind == "knowledge" and criterion.question is None:
            yield f"{unit.full(criterion.ref)}: is asked about rather than watched, and has no question"


def _alike(unit: Unit, where: str, statements: Sequence[Statement | Part]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for statement in statements:
        first = seen.setdefault(statement.prompt[:ALIKE_AT].casefold(), statement.ref)
        if first != statement.ref:
            yield f"{unit.ref}: in {where}, the prompts of {first} and {statement.ref} start alike"


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
