"""What changed from one pack to another: what came, what went, what is worded or counted otherwise, by unit and ref."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from unitdata.pack import Element, Pack, Unit, Word
from unitdata.rules import rule_sentences
from unitdata.structure import Group, Model

How = Literal["added", "removed", "reworded", "wording added", "wording removed", "altered"]
"""What happened. "wording added": the full wording came to a prompt that stayed · "altered": it counts otherwise."""

_UNSAID: Final = {"ref", "origin", "same_as", "situations", "explained_by", "read_from", "wording", "format"}
"""Fields in which two packs may differ without asking anything else of a learner."""
_WORDS: Final = {"prompt", "title", "question", "heading"}
_LISTS: Final = {"elements", "requirements", "knowledge", "criteria", "items", "parts", "units"}
_SIGNS: Final[dict[How, str]] = {"added": "+", "removed": "−", "reworded": "~", "altered": "~"}


@dataclass(frozen=True)
class Change:
    """One change. `unit` and `ref` are empty where it is about the whole pack or unit.

    `before`, `after`: the words, or what counts ("need: 2"); None where there were or are none.
    """

    unit: str
    ref: str
    how: How
    before: str | None = None
    after: str | None = None


def changes(before: Pack, after: Pack) -> list[Change]:
    """What changed from `before` to `after`: the pack itself, then unit by unit in printed order, units gone last.

    Where a statement stands in a handbook is no change, nor is the case or spacing of its words.
    """
    found = [*_between("", "", before, after)]
    for unit in after.units:
        if was := before.unit.get(unit.ref):
            found += _in_unit(was, unit)
        else:
            found.append(Change(unit.ref, "", "added", after=unit.title))
    gone = (unit for unit in before.units if unit.ref not in after.unit)
    found += (Change(unit.ref, "", "removed", before=unit.title) for unit in gone)
    return list(dict.fromkeys(found))  # a prompt cut from its wording changes with it, and is said once


def listing(found: Sequence[Change], after: Pack) -> list[str]:
    """The changes in plain words, unit by unit; full wording that came or went is counted, not listed."""
    lines: list[str] = []
    for ref in dict.fromkeys(change.unit for change in found):
        here = [change for change in found if change.unit == ref]
        unit = after.unit.get(ref)
        lines.append(f"{ref}  {unit.title}" if unit else ref or after.title)
        lines += [f"  {line}" for change in here for line in _said(change)]
        counted = Counter(change.how for change in here)
        for how in ("wording added", "wording removed"):
            if count := counted[how]:
                lines.append(f"  full {how}: {count} statement{'s' * (count > 1)}")
    return lines


def _said(change: Change) -> Iterator[str]:
    if change.how not in _SIGNS:
        return
    lead = f"{_SIGNS[change.how]} {change.ref or ('unit' if change.unit else 'qualification')}"
    if change.how in ("added", "removed"):
        yield f"{lead}  {change.how}: {change.after or change.before}"
    else:
        yield f"{lead}  was: {change.before or 'not there'}"
        yield f"{' ' * len(lead)}  now: {change.after or 'not there'}"


def _in_unit(was: Unit, unit: Unit) -> Iterator[Change]:
    yield from _between(unit.ref, "", was, unit)
    old, new = _statements(was), _statements(unit)
    for ref, statement in new.items():
        if ref in old:
            yield from _between(unit.ref, ref, old[ref], statement)
        else:
            yield Change(unit.ref, ref, "added", after=_prompt(statement))
    for ref, statement in old.items():
        if ref not in new:
            yield Change(unit.ref, ref, "removed", before=_prompt(statement))


def _statements(unit: Unit) -> dict[str, Model]:
    """Everything with a ref, elements too; an element that is judged as a whole is its own statement."""
    return {**{e.ref: e for e in unit.elements}, **{r: s for r, s in unit.statements.items() if r not in _whole(unit)}}


def _whole(unit: Unit) -> set[str]:
    return {element.ref for element in unit.judged_whole}


def _prompt(statement: Model) -> str:
    return statement.title if isinstance(statement, Element) else str(getattr(statement, "prompt", ""))


def _between(unit: str, ref: str, was: Model, now: Model) -> Iterator[Change]:
    """What differs in one thing by itself, whatever stands below it."""
    for field in type(now).model_fields:
        old, new = getattr(was, field, None), getattr(now, field)
        if old == new or field in _UNSAID | _LISTS:
            continue
        if field == "text":
            yield from _of_text(unit, ref, old, new)
        elif field == "notes":
            yield from _of_notes(old or (), new or ())
        elif field in _WORDS:
            if _even(old) != _even(new):
                yield Change(unit, ref, "reworded", old, new)
        else:
            before, after = _shown(was, field, new), _shown(now, field, old)
            if before != after:  # else it is the order of groups, or a name that nobody reads
                yield Change(unit, ref, "altered", before, after)


def _of_text(unit: str, ref: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old and new:
        if _even(old) != _even(new):
            yield Change(unit, ref, "reworded", old, new)
    else:
        yield Change(unit, ref, "wording added" if new else "wording removed", old, new)


def _of_notes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    yield from (Change("", "", "added", after=f"a note: {note}") for note in new if note not in old)
    yield from (Change("", "", "removed", f"a note: {note}") for note in old if note not in new)


def _even(words: str | None) -> str:
    return " ".join((words or "").split()).casefold()


def _shown(model: Model, field: str, other: Any) -> str | None:
    """`need: 2`: what a person can read of a field that decides how something counts; `other` is it in the other pack.

    Of what has fields or groups of its own only those that are otherwise there.
    """
    if isinstance(model, Pack) and field == "rules":
        return " ".join(rule_sentences(model))
    value = getattr(model, field, None)
    if isinstance(value, tuple) and any(isinstance(each, Group) for each in value):
        said = "; ".join(_said_of_group(each) for each in value if each not in other)
    elif isinstance(value, Model):
        fields = ((name, _plain(each)) for name, each in value if each != getattr(other, name, None))
        said = ", ".join(f"{_spaced(name)} {each}" for name, each in fields if each)
    else:
        said = _plain(value)
    return f"{_spaced(field)}: {said}" if said else None


def _said_of_group(group: Group) -> str:
    return f"{group.title}{', mandatory' * group.mandatory}: {', '.join(group.units) or 'no units'}"


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(_plain, value))
        case Word():
            return " / ".join(dict.fromkeys((value.one, value.many, value.brief)))
        case _:
            return str(value)


def _spaced(field: str) -> str:
    return field.replace("_", " ")
