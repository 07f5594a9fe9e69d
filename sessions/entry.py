"""Entries: immutable facts, one JSON object on one line each.

An entry's id is the first 32 hex digits of the SHA-256 of its line's bytes, without the newline. It is not stored,
and a line is never serialised again: what was read is what is kept and shared.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from sessions.bodies import Body, Newer
from sessions.fields import DeviceId, DraftId, EntryId, LearnerId, PersonId, SessionId
from unitdata import digest

VERSION = 1
LINE_LIMIT = 64 * 1024


class _Envelope(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    v: int = Field(ge=1)
    device: DeviceId
    n: int = Field(ge=1, le=10_000_000)
    prev: EntryId | None = None
    at: AwareDatetime
    seen: AwareDatetime | None = None
    by: PersonId
    learner: LearnerId
    session: SessionId | None = None
    draft: DraftId | None = None


class Entry(_Envelope):
    """One fact. `at` is when it was written, `seen` when it happened if that differs.

    `id` is worked out from the line that was read, and is no part of it.
    """

    body: Annotated[Body, Field(discriminator="kind")] | Newer
    id: ClassVar[str] = ""  # no field, which a line could fill; read_line gives each entry its own

    @property
    def happened(self) -> AwareDatetime:
        """When it was seen, or written where that is the same."""
        return self.seen or self.at


class _Known(Entry):
    v: Literal[1]
    body: Annotated[Body, Field(discriminator="kind")]


class _Later(Entry):
    model_config = ConfigDict(frozen=True, extra="ignore")
    body: Newer


_read_known = _Known.__pydantic_validator__.validate_json  # model_validate_json adds a seventh to each line


class NotRecorded(Exception):
    """Something was not recorded. The message is for the person who records, and says why."""


class NotSaved(NotRecorded):
    """The disk failed, or the journal cannot be trusted: until that is mended nothing can be recorded."""


class BadLine(ValueError):
    """A line is not an entry. The message says why in plain words and quotes nothing of its content."""


def write_line(
    body: Body,
    *,
    device: str,
    n: int,
    prev: str | None,
    at: datetime,
    by: str,
    learner: str,
    session: str | None = None,
    seen: datetime | None = None,
    draft: str | None = None,
) -> bytes:
    """The bytes of a new entry's line, without the newline. What a field's default says is left out.

    So a field that a later version adds makes only those entries "newer" that use it, and a default never changes.
    Nothing but the length is checked: reading the line checks the rest. Raises BadLine when the line is longer than
    a line may be.
    """
    # fmt: off
    envelope = {
        "v": VERSION, "device": device, "n": n, "prev": prev, "at": at, "seen": seen, "by": by,
        "learner": learner, "session": session, "draft": draft,
    }
    # fmt: on
    given = {name: value for name, value in envelope.items() if value is not None}
    line = to_json(given | {"body": {"kind": body.kind, **body.model_dump(exclude_defaults=True)}})
    if len(line) >= LINE_LIMIT:
        raise BadLine(f"longer than the {LINE_LIMIT // 1024} KiB that one entry may take")
    return line


def read_line(line: bytes) -> Entry:
    """The entry that a line holds (bytes without the newline).

    Raises BadLine for anything that is not an entry of this or a newer version.
    """
    if len(line) >= LINE_LIMIT:
        raise BadLine(f"longer than the {LINE_LIMIT // 1024} KiB that one entry may take")
    try:
        entry: Entry = _read_known(line)
    except ValidationError:
        entry = _read_later(line)
    entry.__dict__["id"] = digest(line)
    return entry


def _read_later(line: bytes) -> _Later:
    """An entry whose body this version cannot read: the envelope must hold, the chain finds what was damaged."""
    try:
        return _Later.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        if problem["type"] == "json_invalid":
            raise BadLine("not JSON") from None
        place = ".".join(str(part) for part in problem["loc"])
        raise BadLine(f"{place or 'entry'}: {problem['msg']}") from None
