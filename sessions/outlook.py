"""One learner over all chosen units: what the command line, the visit brief and the review all stand on."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sessions.bodies import Enrolment, Planned
from sessions.coverage import Outstanding, UnitCover, what_would_close
from sessions.earlier import not_counted, planned_now, ways_to
from sessions.learner import Learner
from sessions.measure import cover_unit
from sessions.portfolio import Portfolio
from sessions.visit import Visit
from unitdata import Pack


@dataclass(frozen=True)
class Aim:
    """A statement (`UNIT/ref`) to look for at the next visit, and the pack that has it.

    `gone`: why it is none of the edition that the learner is on; then `pack` is the one it was planned with, or None
    while that is not here.
    """

    ref: str
    pack: Pack | None
    gone: str = ""


@dataclass(frozen=True)
class Outlook:
    """A learner's record held against the units they chose. `covers` is keyed by unit ref, in the pack's order.

    `pack_ids`: every qualification the learner is enrolled on, this one (`enrolled`) among them · `would_close`:
    situation, how many open statements it could close, in which units; most first · `plan`: the next visit or step
    agreed · `aims`: what to look for there · `unsigned`: entries of sessions not signed yet, all of which count ·
    `problems`: what keeps this from being the whole picture, in plain words.
    """

    portfolio: Portfolio
    pack_ids: tuple[str, ...]
    enrolled: Enrolment | None
    pack: Pack | None
    covers: Mapping[str, UnitCover]
    would_close: tuple[tuple[str, int, tuple[str, ...]], ...]
    plan: Planned | None
    aims: tuple[Aim, ...]
    last_visit: date | None
    days_since: int | None
    unsigned: int
    problems: tuple[str, ...]

    @property
    def pack_id(self) -> str:
        """The id of the qualification this is about; empty while the learner is enrolled on none."""
        return self.enrolled.pack_id if self.enrolled else ""

    @property
    def open_count(self) -> int:
        """How many statements are still to be shown, over all units."""
        return sum(cover.open_count for cover in self.covers.values())

    @property
    def total(self) -> int:
        """How many statements the chosen units hold."""
        return sum(cover.total for cover in self.covers.values())

    @property
    def to_confirm(self) -> tuple[tuple[str, Outstanding], ...]:
        """What the assessor has yet to confirm, each with its unit's ref."""
        return tuple((ref, o) for ref, cover in self.covers.items() for o in cover.to_confirm)

    @property
    def achieved(self) -> tuple[str, ...]:
        """Chosen units in which nothing is outstanding any more; one that is only listed never is among them."""
        return tuple(ref for ref, cover in self.covers.items() if not (cover.outstanding or cover.unit.listed_only))

    @property
    def unread_units(self) -> tuple[str, ...]:
        """Chosen units whose statements are not known here: only listed by their handbook, or not in the pack."""
        chosen = self.enrolled.units if self.enrolled else ()
        return tuple(ref for ref in chosen if ref not in self.covers or self.covers[ref].unit.listed_only)


def chosen_units(enrolled: Enrolment, pack: Pack) -> list[str]:
    """The refs of the units a learner chose that the pack knows, in the pack's order."""
    return [ref for ref in pack.unit if ref in enrolled.units]


def make_outlook(
    learner: Learner,
    find_pack: Callable[[str], Pack | None],
    today: date,
    waiting: Iterable[str] = (),
    pack_id: str | None = None,
) -> Outlook:
    """The outlook of one learner on a day, over one qualification: the one named, else the one enrolled on last.

    `find_pack` gives the pack with a hash, or None while it is not here; `waiting` says what has not arrived yet.
    """
    portfolio = learner.portfolio
    plans, days = portfolio.plans(), portfolio.visit_days()
    # Which came last is what people stated: the order of entries is that of devices.
    enrolments = sorted((body for _, body in portfolio.enrolments()), key=lambda body: body.on or date.min)
    enrolled = next((e for e in reversed(enrolments) if e.pack_id == pack_id), enrolments[-1] if enrolments else None)
    pack = find_pack(enrolled.pack) if enrolled else None
    chosen = chosen_units(enrolled, pack) if enrolled and pack else []
    with_packs = ways_to(portfolio, enrolled.pack) if enrolled else {}
    covers = {ref: cover_unit(pack.unit[ref], portfolio, enrolled.pack) for ref in chosen if pack and enrolled}
    return Outlook(
        portfolio=portfolio,
        pack_ids=tuple(dict.fromkeys(body.pack_id for body in enrolments)),
        enrolled=enrolled,
        pack=pack,
        covers=covers,
        would_close=tuple(what_would_close(covers.values())),
        plan=plans[-1][1] if plans else None,
        aims=aims_of(portfolio, enrolled, find_pack) if enrolled else (),
        last_visit=days[-1] if days else None,
        days_since=(today - days[-1]).days if days else None,
        unsigned=sum(len(v.acts) for v in portfolio.opened_visits() if v.unfinished and _pack_of(v) in with_packs),
        problems=(
            *waiting,
            *learner.problems,
            *_apart(portfolio, enrolments),
            *_gaps(enrolled, pack),
        ),
    )


def aims_of(portfolio: Portfolio, enrolled: Enrolment, find_pack: Callable[[str], Pack | None]) -> tuple[Aim, ...]:
    """What the plan that is shown says to look for, of the qualification of this enrolment; what is gone comes last."""
    present, plans = find_pack(enrolled.pack), portfolio.plans()
    if present is None or not plans:
        return ()
    aims: list[Aim] = []
    counting = ways_to(portfolio, enrolled.pack)
    for ref, meant, now in planned_now(portfolio, plans[-1][0], enrolled.pack, enrolled.pack_id):
        before = find_pack(meant) if meant else None
        if now and present.statement(now):
            aims.append(Aim(now, present))
        elif before is None or before.id == enrolled.pack_id:
            gone = meant is None or meant in counting
            aims.append(Aim(ref, before, "gone from this edition" if gone else "planned with another edition"))
    return tuple(sorted(aims, key=lambda aim: bool(aim.gone)))


def _pack_of(visit: Visit) -> str:
    return visit.opened.pack if visit.opened else ""


def _apart(portfolio: Portfolio, enrolments: Sequence[Enrolment]) -> Iterator[str]:
    """What is in the record and counts for none of these enrolments, or is not settled."""
    yield from (f"people disagree about the {name}" for name in portfolio.disagreements())
    if (plans := len(portfolio.plans())) > 1:
        yield f"{plans} plans for the next visit stand; one is shown"
    visits, ways = portfolio.opened_visits(), [ways_to(portfolio, body.pack) for body in enrolments]
    packs = {pack for each in ways for pack in each}
    for number, count in Counter(visit.number for visit in visits).items():
        if count > 1:
            yield f"evidence number {number} was given to {count} sessions, by a workspace and its copy"
    counts = {
        "sessions recorded with another qualification or edition": sum(
            1 for v in visits if packs and _pack_of(v) not in packs
        ),
        "statements of an earlier edition that are gone, or say something else now": len(
            set().union(*(not_counted(portfolio, each) for each in ways))
        ),
        "entries recorded by a newer version": len(portfolio.newer),
        "entries that another device wrote into a session": sum(len(v.strays) for v in visits),
        "withdrawals whose target has not arrived": len(portfolio.waiting_withdrawals()),
    }
    yield from (f"{what}: {count}, not counted" for what, count in counts.items() if count)


def _gaps(enrolled: Enrolment | None, pack: Pack | None) -> Iterator[str]:
    """Why the chosen units are not the whole picture."""
    if not enrolled:
        yield "not enrolled on a qualification yet"
        return
    if not pack:
        yield "the qualification this was recorded with has not arrived on this device"
        return
    if strange := [ref for ref in enrolled.units if ref not in pack.unit]:
        yield f"{', '.join(strange)}: not in this qualification"
    chosen = [pack.unit[ref] for ref in chosen_units(enrolled, pack)]
    if listed := [unit.ref for unit in chosen if unit.listed_only]:
        yield f"{', '.join(listed)}: only listed in the handbook; what is to be shown is yet to be read in"
    words, parts = pack.vocabulary, {unit.ref: unit.judged_whole for unit in chosen if unit.judged_whole}
    wholes = [ref for ref, elements in parts.items() if elements == pack.unit[ref].elements]
    missing = f"the handbook prints no {words.criterion.many}"
    if wholes:
        yield f"{', '.join(wholes)}: {missing}; each {words.element.one} is judged as a whole until they are read in"
    for ref, elements in parts.items():
        if ref not in wholes:
            named = words.element.named([element.ref for element in elements])
            yield f"{ref}: {missing} for {named}, judged as a whole until they are read in"
