"""A choice of units held against the award, in the words of its pack: its size, its rules, its registration."""

from dataclasses import dataclass
from datetime import date

from fieldassess.dates import show_date
from fieldassess.text import counted
from unitdata import Choice, Pack, Unit, closed, first_claim, lapses


@dataclass(frozen=True)
class Rule:
    """One sentence about the award. `met` is None where there is nothing to meet."""

    words: str
    met: bool | None = None


def sentence(words: str) -> str:
    """The words with a capital at their start, whatever follows it."""
    return words[:1].upper() + words[1:]


def size_words(pack: Pack, choice: Choice) -> str:
    """`7 units · 41 credits: 24 at level 3, 17 at level 4`; credits only where the pack prints them."""
    units, level = pack.vocabulary.unit.count(choice.units), pack.vocabulary.level
    if not any(unit.credit for unit in pack.units):
        return units
    by_level = sorted(choice.credits.items(), key=lambda found: (found[0] is None, found[0]))
    at = [f"{count} at {level} {n}" if n is not None else f"{count} at no printed {level}" for n, count in by_level]
    credit = counted(sum(choice.credits.values()), "credit")
    return f"{units} · {credit}{': ' if at else ''}{', '.join(at)}"


def unit_facts(pack: Pack, unit: Unit) -> list[str]:
    """What is printed about a unit, and what is missing: other numbers, level, credit, criteria."""
    words, facts = pack.vocabulary, [*unit.aliases]
    if unit.level is not None:
        facts.append(f"{words.level} {unit.level}")
    if unit.credit is not None:
        facts.append(counted(unit.credit, "credit"))
    if unit.listed_only:
        facts.append(f"only listed: its {words.criterion.many} are yet to be read in from the handbook")
    elif unit.by_element:
        elements = words.element.count(len(unit.elements))
        facts.append(f"{elements}, judged as wholes: their {words.criterion.many} are yet to be read in")
    else:
        facts.append(words.criterion.count(len(unit.criteria)))
    return facts


def registration_rules(pack: Pack, on: date | None, today: date) -> list[Rule]:
    """What the body prints on registering somebody on a day."""
    printed = pack.registration
    found: list[Rule] = []
    if printed is None:
        return found
    if on and (last := closed(printed, on)):
        found.append(Rule(f"Registration closed on {show_date(last)}; only a transfer can be registered.", False))
    if (last := printed.last_certification) and last < today:
        found.append(Rule(f"No certificates are issued after {show_date(last)}.", False))
    if printed.minimum_age:
        found.append(Rule(f"{pack.body} registers nobody under {printed.minimum_age}."))
    if on and (claim := first_claim(printed, on)):
        found.append(Rule(f"First claim from {show_date(claim)}, {printed.weeks_before_claim} weeks after enrolment."))
    if on and (end := lapses(printed, on)):
        found.append(Rule(f"Registration lapses on {show_date(end)}."))
    return found
