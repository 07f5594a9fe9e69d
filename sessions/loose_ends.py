"""What deserves a look before a session is signed."""

from sessions.bodies import (
    Covered,
    Inferred,
    Judged,
    Noted,
)
from sessions.session import Session
from sessions.told import Mark
from unitdata import Item


def loose_ends(session: Session) -> dict[str, list[str]]:
    """What deserves a look before signing: a title → refs or entry ids.

    "ticks without a word" · "ticks that do not count" · "items with nothing met beside them" · "not yet without a
    reason" · "notes tied to nothing" · "told by whom is not said" · "planned but not seen"
    """
    visit = session.visit
    tied = {(ref, e.body.moment) for e in visit.notes if isinstance(e.body, Noted) for ref in e.body.refs}
    spoken = {e.body.moment for e in visit.notes if isinstance(e.body, Noted)}
    marks = [m for found in visit.marks.values() for m in found]
    noted_by = {e.body.note for e in visit.live if isinstance(e.body, Judged | Covered | Inferred) and e.body.note}
    for e in visit.entries:
        if isinstance(e.body, Noted) and e.body.replaces in noted_by:
            noted_by.add(e.id)
    wordless = [m.ref for m in marks if m.shown == "met" and (m.ref, m.moment) not in tied and m.moment not in spoken]
    found = {
        "ticks without a word": wordless,
        "ticks that do not count": [
            m.ref for m in marks if m.shown in ("met", "covered") and session.bar(m.ref, m.known, m.moment)
        ],
        "items with nothing met beside them": [m.ref for m in alone(session)],
        "not yet without a reason": [m.ref for m in marks if m.shown == "not yet" and not m.reason],
        "notes tied to nothing": [
            e.id for e in visit.notes if isinstance(e.body, Noted) and not e.body.refs and e.id not in noted_by
        ],
        "told by whom is not said": [
            e.id for e in visit.notes if isinstance(e.body, Noted) and e.body.known == "told" and not e.body.source
        ],
        "planned but not seen": [ref for ref in session.opened.planned if ref not in visit.marks],
    }
    return {title: list(dict.fromkeys(refs)) for title, refs in found.items() if refs}


def alone(session: Session) -> list[Mark]:
    """Items shown with a customer with whom nothing of their unit was met: alone they show nothing."""
    marks = [m for found in session.visit.marks.values() for m in found]
    criteria = {unit.full(ref) for unit in session.units for ref in unit.criteria}
    met = {(m.ref.partition("/")[0], m.moment) for m in marks if m.ref in criteria and m.shown in ("met", "inferred")}
    units = {unit.ref for unit in session.units if unit.criteria}
    return [
        m
        for m in marks
        if m.shown in ("met", "covered")
        and isinstance(session.pack.statement(m.ref), Item)
        and (unit := m.ref.partition("/")[0]) in units
        and (unit, m.moment) not in met
    ]
