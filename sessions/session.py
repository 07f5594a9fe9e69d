"""One visit being recorded. Its methods alone make a session's entries; each returns with its entry on disk.

All of them raise NotRecorded, with nothing recorded, when the disk fails.
"""

from typing import Literal

from sessions.bodies import (
    Closed,
    Feedback,
    Paused,
    Responded,
    Resumed,
    SignatureHow,
    SignatureRole,
    Signed,
    Withdrawn,
)
from sessions.entry import Entry, NotRecorded
from sessions.recording import Recording
from sessions.text import clean, clean_line


class Session(Recording):
    """A session of one learner from its opening to its signature: what is recorded in it can be taken back."""

    # Undo --------------------------------------------------------------------------------------------------------

    @property
    def last_act(self) -> Entry | None:
        """What undo would take back."""
        return self.visit.acts[-1] if self.visit.acts else None

    def undo(self, reason: str = "") -> Entry | None:
        """Withdraw the last live act and return it; None when there is none.

        Raises NotRecorded too when the session is signed and no reason is given.
        """
        act = self.last_act
        if act is not None:
            self.withdraw(act.id, reason)
        return act

    def discard(self) -> Entry:
        """Take back the opening of a session in which nothing was recorded; its number is not given again.

        Raises NotRecorded too when something was recorded.
        """
        if self.visit.acts or self.visit.signatures("assessor"):
            raise NotRecorded("NOT discarded: something is recorded in this session")
        return self.withdraw(self.visit.opening.id, "opened by mistake")

    def withdraw(self, target: str, reason: str = "") -> Entry:
        """Withdraw an entry of this session. After signing it needs a reason, and shows as an amendment.

        Raises NotRecorded too for another person's entry, whose withdrawal would not count.
        """
        if self.learner.portfolio.entries[target].by != self.learner.recorder:
            raise NotRecorded("NOT taken back: another assessor recorded that")
        if self.visit.signature("assessor") and not reason.strip():
            raise NotRecorded("This session is signed: taking something back needs a reason")
        return self._record(Withdrawn(target=target, reason=clean(reason)))

    # From pause to signature -------------------------------------------------------------------------------------

    def pause(self) -> Entry | None:
        """Stop the clock; None when it is not running."""
        return self._record(Paused()) if self.visit.state == "open" else None

    def resume(self) -> Entry | None:
        """Let the clock run again, also after closing; None when it runs or the session is signed."""
        return self._record(Resumed()) if self.visit.state in ("paused", "writing up") else None

    def close(self) -> Entry | None:
        """End the watching or questioning; writing up goes on. None when it has ended."""
        return self._record(Closed()) if self.visit.state in ("open", "paused") else None

    def give_feedback(
        self,
        judgement: Literal["satisfactory", "not yet"],
        why: str,
        well: str = "",
        to_do: str = "",
        *,
        reason: str = "",
        draft: str | None = None,
    ) -> Entry:
        """Record the judgement, why, and the feedback given, in place of what was given before.

        Raises NotRecorded too when the session is signed and no reason for the change is given.
        """
        if self.visit.signature("assessor") and not reason.strip():
            raise NotRecorded("This session is signed: changing the judgement needs a reason")
        body = Feedback(judgement=judgement, why=clean(why), well=clean(well), to_do=clean(to_do), reason=clean(reason))
        return self._record(body, draft=draft)

    def sign(self, role: SignatureRole, name: str, how: SignatureHow, who: str | None = None) -> Entry:
        """Sign everything recorded in the session so far.

        Raises NotRecorded too when that person has already signed it in another role, or when somebody else than
        the assessor who opened the session would sign as assessor.
        """
        name = clean_line(name)
        if role == "assessor" and self.visit.opening.by != self.learner.recorder:
            raise NotRecorded(f"NOT signed: {self.opened.assessor} assessed this, and nobody else signs as assessor")
        for entry in self.visit.live:
            body = entry.body
            if not isinstance(body, Signed) or body.role == role:
                continue
            if body.name.casefold() == name.casefold() or (who and body.who == who):
                raise NotRecorded(f"{name} has signed this as {body.role}; one person never signs in two roles")
        return self._record(Signed(covers=self.visit.last.id, who=who, name=name, role=role, how=how))

    def respond(self, comment: str, agrees: bool | None, *, draft: str | None = None) -> Entry:
        """Record the learner's own comment and whether they agree."""
        return self._record(Responded(comment=clean(comment), agrees=agrees), draft=draft)
