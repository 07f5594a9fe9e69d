"""What a session holds, and what one entry recorded, in a few words."""

from fieldassess.screens.learner.record import ref_words
from fieldassess.text import counted
from sessions.bodies import Asked, Confirmed, Covered, Feedback, Judged, Moment, Noted, Signed
from sessions.entry import Entry
from sessions.visit import Visit
from unitdata import Pack

_NOTE_LENGTH = 60


def counts(visit: Visit) -> str:
    """What a session holds, in a few words."""
    marks = [mark for found in visit.marks.values() for mark in found]
    met = len({m.ref for m in marks if m.shown == "met"})
    not_yet = len({m.ref for m in marks if m.shown == "not yet"})
    notes = sum(isinstance(e.body, Noted) for e in visit.live)
    asked = sum(isinstance(e.body, Asked) for e in visit.live)
    plain = [f"{number} {what}" for what, number in (("met", met), ("not yet", not_yet)) if number]
    things = (("note", notes), ("customer", len(visit.customers)), ("question", asked))
    return ", ".join([*plain, *(counted(number, what) for what, number in things if number)]) or "nothing recorded"


def act_words(entry: Entry, pack: Pack) -> str:
    """What an entry recorded, and when: `judgement satisfactory, 13:56`."""
    refs = getattr(entry.body, "refs", ())
    about = ref_words(refs[0], pack) if refs else ""
    about += f" and {counted(len(refs) - 1, 'other')}" if len(refs) > 1 else ""
    return f"{_what(entry, about)}, {entry.happened:%H:%M}"


def _what(entry: Entry, about: str) -> str:
    match entry.body:
        case Signed(name=name, role=role, how=how):
            return f"{name} as {role}, signature {how}"
        case Feedback(judgement=judgement):
            return f"judgement {judgement}"
        case Judged(verdict=verdict) | Asked(verdict=verdict):
            return f"{verdict}: {about}"
        case Covered(cleared=cleared) | Confirmed(cleared=cleared):
            return f"{entry.body.kind}{' cleared' if cleared else ''}: {about}"
        case Noted(text=text):
            return f"note “{text if len(text) <= _NOTE_LENGTH else text[: _NOTE_LENGTH - 1] + '…'}”"
        case Moment(number=number):
            return f"customer {number}"
    return f"{entry.body.kind} {about}".strip()
