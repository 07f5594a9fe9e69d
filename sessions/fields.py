"""What the fields of what is recorded and shared may hold: ids, texts, and refs of statements."""

from typing import Annotated

from pydantic import Field, StringConstraints

SHORT_LIMIT = 200
NOTE_LIMIT = 10_000

DeviceId = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{10}$")]
PersonId = DeviceId
LearnerId = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
SessionId = LearnerId
DraftId = LearnerId
EntryId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Short = Annotated[str, StringConstraints(max_length=SHORT_LIMIT)]
Text = Annotated[str, StringConstraints(max_length=NOTE_LIMIT)]
FullRef = Annotated[str, StringConstraints(pattern=r"^[^/\s]{1,24}/[^/\s]{1,24}$")]
Refs = Annotated[tuple[FullRef, ...], Field(max_length=400)]
Replaces = Annotated[tuple[EntryId, ...], Field(max_length=100)]
Units = Annotated[tuple[Short, ...], Field(max_length=100)]
