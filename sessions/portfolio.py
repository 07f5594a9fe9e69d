"""Entries folded into one learner's state.

The fold is a function of the *set* of entries: `add` may see them in any order and more than once. Within a session
the writing device's numbering orders; wall clocks decide nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sessions.bodies import DETAILS, CarriedOver, Detail, Enrolment, Newer, Planned, Registered, SamePerson, Withdrawn
from sessions.entry import Entry
from sessions.text import initials_of
from sessions.told import order, put_in_order
from sessions.visit import Visit

Value = TypeVar("Value")


@dataclass(frozen=True)
class Stated:
    """A value somebody gave, and the entry that gave it."""

    value: str
    entry: Entry


@dataclass
class Portfolio:
    """One learner's record."""

    learner: str
    entries: dict[str, Entry] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    newer: list[Entry] = field(default_factory=list)
    _facts: list[Entry] = field(default_factory=list)
    _withdrawals: dict[str, list[Entry]] = field(default_factory=dict)

    @classmethod
    def fold(cls, learner: str, entries: Iterable[Entry]) -> "Portfolio":
        """The portfolio that these entries make, whatever their order."""
        portfolio = cls(learner)
        for entry in entries:
            portfolio.add(entry)
        return portfolio

    def add(self, entry: Entry) -> None:
        """Take one entry in; one that is already held changes nothing."""
        if entry.id in self.entries:
            return
        self.entries[entry.id] = entry
        body = entry.body
        if type(body) is Newer:  # an exact type is known at once; isinstance asks the model's class
            put_in_order(self.newer, entry, order)
        elif type(body) is Withdrawn:
            put_in_order(self._withdrawals.setdefault(body.target, []), entry, order)
            if target := self.entries.get(body.target):
                self._settle_withdrawal(target)
        elif entry.session is None:
            put_in_order(self._facts, entry, order)
        else:
            self._visit(entry.session).take(entry)
        if entry.id in self._withdrawals:
            self._settle_withdrawal(entry)

    def _settle_withdrawal(self, target: Entry) -> None:
        if target.session is not None and (by := self.withdrawal(target)):
            self._visit(target.session).withdraw(target, by)

    def _visit(self, session: str) -> Visit:
        if session not in self.visits:
            self.visits[session] = Visit(session)
        return self.visits[session]

    def withdrawal(self, entry: Entry) -> Entry | None:
        """The withdrawal that counts against an entry: by the same person, and of something withdrawable."""
        if isinstance(entry.body, Withdrawn | Registered):
            return None
        return next((w for w in self._withdrawals.get(entry.id, ()) if w.by == entry.by), None)

    def waiting_withdrawals(self) -> list[Entry]:
        """Withdrawals whose target has not arrived yet."""
        return [w for target, ws in self._withdrawals.items() if target not in self.entries for w in ws]

    def facts(self, kind: type[Value]) -> Iterator[tuple[Entry, Value]]:
        """The entries of one kind about the learner that were not withdrawn."""
        for entry in self._facts:
            if isinstance(entry.body, kind) and not self.withdrawal(entry):
                yield entry, entry.body

    # Single-valued facts: what nobody replaced stands, and two that stand are a disagreement -------------------

    def standing(self, field_name: str) -> list[Stated]:
        """The values of a detail that stand; more than one is a disagreement, none that nobody gave it."""
        values = {value: Stated(value, entry) for entry, value in reversed(self._stated(field_name)) if value}
        return sorted(values.values(), key=lambda s: order(s.entry))

    def _stated(self, field_name: str) -> list[tuple[Entry, str]]:
        stated = [(entry, str(getattr(r, field_name.replace(" ", "_")))) for entry, r in self.facts(Registered)]
        replaced: set[str] = set()
        for entry, detail in self.facts(Detail):
            if detail.field == field_name:
                stated.append((entry, detail.value))
                replaced.update(detail.replaces)
        return [(entry, value) for entry, value in stated if entry.id not in replaced]

    def detail(self, field_name: str) -> str:
        """A detail's value for display; where two people disagree, the first of the values that stand."""
        standing = self.standing(field_name)
        return standing[0].value if standing else ""

    @property
    def name(self) -> str:
        """The learner's name, or a stand-in while the registration has not arrived."""
        return self.detail("name") or "(name not arrived yet)"

    @property
    def initials(self) -> str:
        """The learner's initials as given, or those of the name."""
        return self.detail("initials") or initials_of(self.detail("name"))

    def stating(self, field_name: str) -> list[Entry]:
        """The entries whose value for a detail stands, also those that state the same or nothing."""
        return [entry for entry, _ in self._stated(field_name)]

    def enrolments(self) -> list[tuple[Entry, Enrolment]]:
        """The enrolments and carryings over that stand, one per pack id unless people disagree."""
        return _unreplaced(self.facts(Enrolment))

    def carried_over(self) -> dict[tuple[str, str], list[tuple[Entry, CarriedOver]]]:
        """What people said of going on from one pack with another (their hashes), as far as it stands.

        Choosing other units afterwards, or being carried over again, takes nothing back of it.
        """
        found: dict[tuple[str, str], list[tuple[Entry, CarriedOver]]] = {}
        for entry, body in self.facts(CarriedOver):
            found.setdefault((body.was, body.pack), []).append((entry, body))
        return {step: _unreplaced(said) for step, said in found.items()}

    def plans(self) -> list[tuple[Entry, Planned]]:
        """The next visits or steps that stand; usually one."""
        return _unreplaced(self.facts(Planned))

    def same_person(self) -> list[tuple[Entry, SamePerson]]:
        """What stands about other learners' being the same person as the one whom an entry is about."""
        return [(entry, body) for entry, body in _unreplaced(self.facts(SamePerson)) if body.same]

    def disagreements(self) -> dict[str, list[Stated]]:
        """What people stated differently and nobody settled: a detail's name or "units of PACK" → the values."""
        found = {name: standing for name in DETAILS if len(standing := self.standing(name)) > 1}
        by_pack: dict[str, list[tuple[Entry, Enrolment]]] = {}
        for entry, body in self.enrolments():
            by_pack.setdefault(body.pack_id, []).append((entry, body))
        for pack_id, rivals in by_pack.items():
            chosen = {(r.pack, frozenset(r.units)) for _, r in rivals}
            counting = {r.counting for _, r in rivals if isinstance(r, CarriedOver)}
            if len(chosen) > 1 or len(counting) > 1:
                found[f"units of {pack_id}"] = [Stated(", ".join(r.units), entry) for entry, r in rivals]
        return found

    # Sessions ----------------------------------------------------------------------------------------------------

    def opened_visits(self) -> list[Visit]:
        """Sessions whose opening entry is here, by date, then as each device opened them."""
        return sorted((v for v in self.visits.values() if v.opened), key=lambda v: (v.day, order(v.opening)))

    def visit_days(self) -> list[date]:
        """Days on which something was recorded with the learner, each once, in order."""
        return sorted({v.day for v in self.opened_visits() if v.acts})


def _unreplaced(facts: Iterable[tuple[Entry, Any]]) -> list[tuple[Entry, Any]]:
    found = list(facts)
    replaced = {id_ for _, body in found for id_ in body.replaces}
    return [(entry, body) for entry, body in found if entry.id not in replaced]
