"""A choice of units held against the award, in the words of its pack: its size, its rules, its registration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldassess.dates import show_date
from fieldassess.text import counted
from fieldassess.wording import in_words
from sessions.outlook import Outlook
from unitdata import Choice, Pack, Registration, Ruling, Unit, Vocabulary, closed, evaluate, first_claim, lapses


@dataclass(frozen=True)
class Sentence:
    """One sentence about the award. `met` is None where there is nothing to meet; `short`: what is the matter."""

    words: str
    met: bool | None = None
    short: str = ""


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
    """What is printed about a unit, and what is missing: other numbers, level, credit, what it asks."""
    facts = [*unit.aliases]
    if unit.level is not None:
        facts.append(f"{pack.vocabulary.level} {unit.level}")
    if unit.credit is not None:
        facts.append(counted(unit.credit, "credit"))
    return [*facts, asked_words(pack.vocabulary, unit)]


def asked_words(words: Vocabulary, unit: Unit) -> str:
    """How much a unit asks, and what of it is not known here: `12 standards`."""
    printed = sum(len(element.criteria) for element in unit.elements)
    counted_here = words.criterion.count(printed) if printed else ""
    return "; ".join(filter(None, (counted_here, missing_words(words, unit))))


def missing_words(words: Vocabulary, unit: Unit) -> str:
    """What the handbook does not print about a unit, so that it is not known here; empty when nothing is missing."""
    missing = f"{words.criterion.many} yet to be read in from the handbook"
    if unit.listed_only:
        return f"only listed: {missing}"
    whole = len(unit.judged_whole)
    return f"{words.element.count(whole)} judged whole: {missing}" if whole else ""


def registration_sentences(printed: Registration) -> Iterator[str]:
    """What a body prints on registering anybody, a sentence each."""
    if printed.minimum_age:
        yield f"Nobody under {printed.minimum_age} is registered."
    if printed.weeks_before_claim:
        yield f"{counted(printed.weeks_before_claim, 'week')} between registration and the first claim."
    if printed.period_years:
        yield f"A registration lasts {counted(printed.period_years, 'year')}."
    if printed.last_registration:
        yield f"Nobody is registered after {show_date(printed.last_registration)}."
    if printed.last_certification:
        yield f"No certificates are issued after {show_date(printed.last_certification)}."
    if printed.own_verification == "barred":
        yield "Nobody verifies their own assessment."


def registration_rules(pack: Pack, on: date | None, today: date) -> list[Sentence]:
    """What the body prints on registering somebody on a day."""
    printed = pack.registration
    found: list[Sentence] = []
    if printed is None:
        return found
    if on and (last := closed(printed, on)):
        words = f"Registration closed on {show_date(last)}; only a transfer can be registered."
        found.append(Sentence(words, False, "Registration is closed"))
    if (last := printed.last_certification) and last < today:
        words = f"No certificates are issued after {show_date(last)}."
        found.append(Sentence(words, False, "Certificates are no longer issued"))
    if printed.minimum_age:
        found.append(Sentence(f"{pack.body} registers nobody under {printed.minimum_age}."))
    if on and (claim := first_claim(printed, on)):
        wait = counted(printed.weeks_before_claim or 0, "week")
        found.append(Sentence(f"First claim from {show_date(claim)}, {wait} after registration."))
    if on and (end := lapses(printed, on)):
        if end > today:
            found.append(Sentence(f"Registration lapses on {show_date(end)}."))
        else:
            found.append(Sentence(f"Registration lapsed on {show_date(end)}.", False, "Registration has lapsed"))
    return found


UNKNOWN: Final = "What makes the award is not known here"
"""Said of a pack that was read in without its rules."""


@dataclass(frozen=True)
class Progress:
    """How far a learner is towards the award. `unmet`: the rules that the units achieved do not meet yet.

    `by_element`: units achieved with elements that were judged as wholes, so that more was judged than is said here ·
    `unsigned`: units achieved with entries that are not signed yet ·
    `not_chosen`: the rules that even all chosen units would not meet · `first_claim`: while that day is still to come.
    """

    achieved: tuple[str, ...]
    by_element: tuple[str, ...]
    unsigned: tuple[str, ...]
    chosen: int
    unmet: tuple[Ruling, ...]
    not_chosen: tuple[Ruling, ...]
    first_claim: date | None


def progress(outlook: Outlook, today: date) -> Progress | None:
    """Towards the award, as the outlook stands; None where no qualification is at hand."""
    pack, enrolled = outlook.pack, outlook.enrolled
    if pack is None or enrolled is None:
        return None
    claim = first_claim(pack.registration, enrolled.on) if enrolled.on else None
    return Progress(
        achieved=outlook.achieved,
        by_element=tuple(ref for ref in outlook.achieved if pack.unit[ref].judged_whole),
        unsigned=tuple(ref for ref in outlook.achieved if outlook.covers[ref].unsigned),
        chosen=len(enrolled.units),
        unmet=evaluate(pack, outlook.achieved, said="achieved").unmet,
        not_chosen=evaluate(pack, enrolled.units).unmet,
        first_claim=claim if claim and claim > today else None,
    )


def achieved_words(pack: Pack, found: Progress) -> str:
    """`2 of 8 units`."""
    return f"{len(found.achieved)} of {pack.vocabulary.unit.count(found.chosen)}"


def reserves(pack: Pack, found: Progress) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is to be said of some of the units achieved, and their refs: `2 of them judged by element only`."""
    for refs, said in ((found.by_element, "judged by element only"), (found.unsigned, "not wholly signed yet")):
        if refs:
            yield f"{len(refs)} of them {in_words(said, pack.vocabulary)}", refs
