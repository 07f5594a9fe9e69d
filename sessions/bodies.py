"""What can be recorded: the bodies of entries, told apart by `kind`.

A field that is missing in a line has its default: defaults are part of the format and never change.
"""

from collections.abc import Mapping, Set
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sessions.fields import EntryId, FullRef, LearnerId, PersonId, Refs, Replaces, SessionId, Short, Text, Units
from unitdata import Known

PRESENT_LIMIT = 20
CARRIED_LIMIT = 2000
DETAILS = ("name", "initials", "employer", "place", "number", "registered on", "contact")
DetailField = Literal["name", "initials", "employer", "place", "number", "registered on", "contact"]
Standing = Literal["qualified", "working towards"]
Method = Literal["observation", "questions"]
Setting = Literal["real work", "placement", "realistic environment", "simulation"]
Verdict = Literal["met", "not yet", "cleared", "stands"]
AnswerVerdict = Literal["satisfied", "partly", "not yet", "not judged"]
SignatureRole = Literal["assessor", "learner", "witness"]
SignatureHow = Literal["on this device", "on paper", "to follow", "declined"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# About the learner ----------------------------------------------------------------------------------------------


class Registered(_Model):
    """A learner was entered for the first time."""

    kind: Literal["registered"] = "registered"
    name: Short
    initials: Short = ""
    employer: Short = ""
    place: Short = ""
    number: Short = ""
    registered_on: Short = ""
    contact: Short = ""


class Detail(_Model):
    """One detail was set. `replaces`: the entries whose value the writer saw; a `reason` settles a disagreement."""

    kind: Literal["detail"] = "detail"
    field: DetailField
    value: Short
    replaces: Replaces = ()
    reason: Short = ""


class Enrolment(_Model):
    """On which pack (pinned by hash) a learner is, with a choice of units."""

    pack: EntryId
    pack_id: Short
    units: Units
    on: date | None = None
    number: Short = ""
    replaces: Replaces = ()
    reason: Short = ""


class Enrolled(Enrolment):
    """The learner is enrolled on a pack; what was recorded with another one does not count with it."""

    kind: Literal["enrolled"] = "enrolled"


class CarriedOver(Enrolment):
    """The learner goes on with another pack, and what was recorded with the one before (`was`) counts on.

    It counts for the statement of the same ref, or for the one that `renamed` gives beside it; what was recorded
    about the old refs in `not_counted` does not: they are gone, or say something else now.
    """

    kind: Literal["carried over"] = "carried over"
    was: EntryId
    renamed: Annotated[tuple[tuple[FullRef, FullRef], ...], Field(max_length=CARRIED_LIMIT)] = ()
    not_counted: Annotated[tuple[FullRef, ...], Field(max_length=CARRIED_LIMIT)] = ()

    @cached_property
    def otherwise(self) -> Mapping[str, str | None]:
        """Of the old refs those that count for another one of the new pack, and which; None where they do not count."""
        return dict(self.renamed) | dict.fromkeys(self.not_counted)

    @property
    def counting(self) -> tuple[str, Set[tuple[str, str | None]]]:
        """All it says of what counts on, to hold it against another one."""
        return self.was, frozenset(self.otherwise.items())


class Planned(_Model):
    """The next visit or step agreed. `when` is null while the date is to be confirmed.

    `agreed_in`: the session at whose end it was agreed, if any. `pack_id`: whose statements `refs` are, where that was
    said.
    """

    kind: Literal["planned"] = "planned"
    when: date | None = None
    what: Text = ""
    refs: Refs = ()
    agreed_in: SessionId | None = None
    replaces: Replaces = ()
    reason: Short = ""
    pack_id: Short = ""

    def refs_of(self, pack_id: str) -> Refs:
        """Its refs as far as they may be those of a qualification."""
        return self.refs if self.pack_id in ("", pack_id) else ()


class SamePerson(_Model):
    """The learner was registered a second time: `other` is the same person; with `same` False, is not after all."""

    kind: Literal["same person"] = "same person"
    other: LearnerId
    same: bool = True
    replaces: Replaces = ()
    reason: Short = ""


# About a session ------------------------------------------------------------------------------------------------


class Opened(_Model):
    """A session began. The assessor's name and standing are those of that day."""

    kind: Literal["opened"] = "opened"
    method: Method
    number: Short
    pack: EntryId
    units: Units
    setting: Setting = "real work"
    purpose: Text = ""
    circumstances: Text = ""
    assessor: Short
    standing: Standing
    present: Annotated[tuple[Short, ...], Field(max_length=PRESENT_LIMIT)] = ()
    planned: Refs = ()
    manager_told: bool | None = None


class Paused(_Model):
    kind: Literal["paused"] = "paused"


class Resumed(_Model):
    kind: Literal["resumed"] = "resumed"


class Closed(_Model):
    """Watching or questioning has ended; writing up goes on."""

    kind: Literal["closed"] = "closed"


class Feedback(_Model):
    """The judgement on this session and why, and what the learner was told. The last one given stands.

    `reason`: why it was changed after the assessor had signed.
    """

    kind: Literal["feedback"] = "feedback"
    judgement: Literal["satisfactory", "not yet"]
    why: Text = ""
    well: Text = ""
    to_do: Text = ""
    reason: Text = ""


class Signed(_Model):
    """A signature over everything up to the entry it covers. `who` is null for people without an id here."""

    kind: Literal["signed"] = "signed"
    covers: EntryId
    who: PersonId | None = None
    name: Short
    role: SignatureRole
    how: SignatureHow


class Responded(_Model):
    """The learner's own words on the session."""

    kind: Literal["responded"] = "responded"
    comment: Text = ""
    agrees: bool | None = None


# What was seen --------------------------------------------------------------------------------------------------


class Moment(_Model):
    """One customer or incident, numbered, never named. A later one of the same number changes its situations."""

    kind: Literal["moment"] = "moment"
    number: int = Field(ge=1, le=9999)
    situations: Annotated[tuple[Short, ...], Field(max_length=40)] = ()
    setting: Setting | None = None


class Noted(_Model):
    """What was seen, heard or looked at. `source`: who told (a role), or where the product is kept."""

    kind: Literal["noted"] = "noted"
    text: Text
    known: Known = "seen"
    source: Short = ""
    refs: Refs = ()
    moment: int | None = None
    replaces: EntryId | None = None


class Judged(_Model):
    """A verdict on criteria; "met" may take in items and knowledge that one key press shows together with them.

    "stands": earlier evidence stands in spite of the not-yet named in `replaces`.
    """

    kind: Literal["judged"] = "judged"
    refs: Refs
    verdict: Verdict
    reason: Text = ""
    moment: int | None = None
    note: EntryId | None = None
    known: Known = "seen"
    replaces: Replaces = ()


class Covered(_Model):
    """Items of a requirement were shown; `name` says what was, where the pack lists nothing."""

    kind: Literal["covered"] = "covered"
    refs: Refs
    cleared: bool = False
    name: Short = ""
    moment: int | None = None
    note: EntryId | None = None
    known: Known = "seen"


class Confirmed(_Model):
    """The assessor confirms a statement, or that period, customers or occasions suffice (`U1/period`)."""

    kind: Literal["confirmed"] = "confirmed"
    refs: Refs
    cleared: bool = False
    reason: Text = ""


class Inferred(_Model):
    """Knowledge that was apparent from what was done."""

    kind: Literal["inferred"] = "inferred"
    refs: Refs
    moment: int | None = None
    note: EntryId | None = None
    why: Text = ""


class Asked(_Model):
    """A question as it was put, and the answer. `source`: the statement whose question it came from."""

    kind: Literal["asked"] = "asked"
    question: Text
    answer: Text = ""
    refs: Refs = ()
    verdict: AnswerVerdict = "not judged"
    how: Literal["oral", "written"] = "oral"
    source: FullRef | None = None
    follows: EntryId | None = None
    replaces: EntryId | None = None


class Withdrawn(_Model):
    """An earlier entry of the same person does not count."""

    kind: Literal["withdrawn"] = "withdrawn"
    target: EntryId
    reason: Text = ""


class Newer(BaseModel):
    """A body that this version cannot read, as a newer one's: kept, shared and shown as such, never counted."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: Annotated[Short, StringConstraints(min_length=1)]


Body = (
    Registered | Detail | Enrolled | CarriedOver | Planned | SamePerson
    | Opened | Paused | Resumed | Closed | Feedback | Signed | Responded
    | Moment | Noted | Judged | Covered | Confirmed | Inferred | Asked | Withdrawn
)  # fmt: skip
