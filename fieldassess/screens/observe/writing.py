"""What is being typed into the note line, and what will be recorded of it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from sessions.bodies import Noted
from sessions.draft import Draft
from sessions.entry import Entry
from sessions.visit import Visit
from unitdata import Known

Use = Literal["note", "not yet", "confirm", "name"]
_AT: Final = re.compile(r"at\s+(\d{1,2})[:.](\d{2})\b[\s,:]*", re.IGNORECASE)


@dataclass(frozen=True)
class Writing:
    """How the text is meant: a note, why something is not yet met, why a statement is confirmed, or a name.

    `refs`: what a note is tied to, or what the words are about · `at`: another time than that of entering ·
    `moment`: another customer than the present one · `replaces`: the entry that this one takes the place of ·
    `of`: the note that a not-yet stands on.
    """

    use: Use = "note"
    refs: tuple[str, ...] = ()
    known: Known = "seen"
    source: str = ""
    at: datetime | None = None
    moment: int | None = None
    replaces: str | None = None
    of: str | None = None

    def tied(self, ref: str) -> "Writing":
        """The same, tied to a statement too, or no longer."""
        refs = tuple(r for r in self.refs if r != ref) if ref in self.refs else (*self.refs, ref)
        return replace(self, refs=refs)

    @classmethod
    def again(cls, entry: Entry) -> "Writing":
        """A note taken up again, to be changed."""
        note = entry.body
        if not isinstance(note, Noted):
            raise TypeError("only notes are changed")
        return cls(
            refs=note.refs, known=note.known, source=note.source, at=entry.happened, moment=note.moment,
            replaces=entry.id,
        )  # fmt: skip

    @property
    def fields(self) -> dict[str, str]:
        """Everything but `refs` as a draft keeps it: what is not as usual."""
        found = {
            "use": "" if self.use == "note" else self.use, "known": "" if self.known == "seen" else self.known,
            "source": self.source, "replaces": self.replaces or "",
            "at": self.at.isoformat() if self.at else "", "moment": str(self.moment or ""), "of": self.of or "",
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}

    @classmethod
    def kept(cls, draft: Draft) -> "Writing":
        """What a draft kept; the text was typed when the draft was last written, and keeps that time."""
        fields = draft.fields
        use: Use = next((use for use in get_args(Use) if use == fields.get("use")), "note")
        known: Known = next((known for known in get_args(Known) if known == fields.get("known")), "seen")
        moment = fields.get("moment", "")
        try:
            at = datetime.fromisoformat(fields["at"]) if "at" in fields else draft.at
        except ValueError:
            at = draft.at
        return cls(
            use=use, refs=draft.refs, known=known, source=fields.get("source", ""), at=at,
            moment=int(moment) if moment.isdecimal() else None,
            replaces=fields.get("replaces") or None, of=fields.get("of") or None,
        )  # fmt: skip


def timed(text: str, visit: Visit, now: datetime) -> tuple[str, datetime | None]:
    """`at 10:44 Queue of nine` as its words and the time meant; a time still to come is part of the words."""
    found = _AT.match(text)
    at = clock_time(found[1], found[2], visit, now) if found else None
    return (text[found.end() :], at) if found and at and text[found.end() :].strip() else (text, None)


def clock_time(hours: str, minutes: str, visit: Visit, now: datetime) -> datetime | None:
    """A time on the day of the visit, or after midnight if it lasted; None when that has not come yet."""
    if int(hours) > 23 or int(minutes) > 59:
        return None
    began = visit.opening.happened
    at = began.replace(hour=int(hours), minute=int(minutes), second=0, microsecond=0)
    if at < began - timedelta(hours=12):
        at += timedelta(days=1)
    return at if at <= now else None
