"""What a unit bars: whether evidence from a setting counts, and why not."""

from collections.abc import Collection, Iterable

from sessions.bodies import Setting
from unitdata import Conditions, Knowledge, Part, Requirement, Unit


def barred(unit: Unit, ref: str, setting: Setting, known: str, situations: Collection[str] = ()) -> str:
    """Why evidence for a statement (its ref in the unit) does not count under a setting; empty when it does.

    `known` is how it is known: a bar on performance evidence does not touch questions or inference. `situations` are
    those of the moment: what is allowed partly may be so in some circumstances only.
    """
    conditions = unit.conditions
    if conditions.scope == "performance" and (known in ("questions", "inferred") or is_knowledge(unit, ref)):
        return ""
    match setting:
        case "simulation":
            permission, barring = conditions.simulation, "simulation does not count in this unit"
        case "realistic environment" | "placement":  # every handbook allows or bars the two together
            permission = conditions.realistic_environment
            barring = "only real work counts in this unit"
        case _:
            return ""
    if permission == "barred":
        return barring
    allowed = (
        permission != "partly"
        or _elements_of(unit, ref) & set(conditions.elements)
        or set(situations) & set(conditions.circumstances)
    )
    return "" if allowed else f"{setting} counts only {_where_allowed(conditions)}"


def setting_barred(units: Iterable[Unit], setting: Setting) -> str:
    """What a visit in a setting would record in vain, or perhaps so, by unit; empty where all of it counts."""
    said = []
    for unit in units:
        reasons = [barred(unit, ref, setting, "seen") for ref in unit.criteria]
        if any(reasons):
            said.append(f"{unit.ref}: {next(filter(None, reasons))}")
        elif setting == "simulation" and unit.conditions.simulation == "unstated":
            said.append(f"{unit.ref}: the handbook does not say what simulation counts for")
    return "; ".join(said)


def is_knowledge(unit: Unit, ref: str) -> bool:
    """Whether a statement says what must be known: seen in the work, it is apparent from what was done."""
    return ref in unit.asked_about or isinstance(unit.statements.get(ref), Knowledge | Part)


def _where_allowed(conditions: Conditions) -> str:
    """`for elements 2, 3, or with a customer or incident marked drill`."""
    elements = f"for elements {', '.join(conditions.elements)}" if conditions.elements else ""
    circumstances = " or ".join(conditions.circumstances)
    marked = f"with a customer or incident marked {circumstances}" if circumstances else ""
    return ", or ".join(filter(None, (elements, marked)))


def _elements_of(unit: Unit, ref: str) -> set[str]:
    if ref in unit.element_of:
        return {unit.element_of[ref]}
    requirement = unit.requirement_of.get(ref) or unit.statements.get(ref)
    return set(requirement.applies_to) if isinstance(requirement, Requirement) else set()
