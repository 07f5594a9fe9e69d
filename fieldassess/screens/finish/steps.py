"""The steps of finishing a session. Each records itself; what is typed in one is its own draft."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from fieldassess.screens.kept import Kept
from fieldassess.widgets.fields import ChoiceField, DateField, Field, NoteField
from fieldassess.widgets.plain import BAD, MUTED, PlainStatic
from fieldassess.wording import in_words
from sessions.draft import Draft
from sessions.entry import Entry
from sessions.session import Session

if TYPE_CHECKING:
    from fieldassess.screens.finish.screen import Finish

AGREES = (("yes", "yes"), ("no", "no"), ("none", "no answer"))


class Step(VerticalScroll):
    """One step of the way from the last observation to the signatures."""

    NAME: ClassVar[str]
    SAYS: ClassVar[str] = ""

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id, can_focus=False)
        self.session = session

    @property
    def page(self) -> "Finish":
        """The screen it stands on, which records and says what happened."""
        return cast("Finish", self.screen)

    def compose(self) -> ComposeResult:
        if self.SAYS:
            yield PlainStatic(self.spoken(self.SAYS), style=MUTED, classes="says")
        yield from self.parts()

    def spoken(self, text: str) -> str:
        """A sentence of ours in the words of the session's awarding body."""
        return in_words(text, self.session.pack.vocabulary)

    def parts(self) -> ComposeResult:
        """Its widgets."""
        yield from ()

    @property
    def mark(self) -> str:
        """`✓` once nothing more needs doing here, `○` while something is needed."""
        return "○" if self.needed else ""

    @property
    def needed(self) -> str:
        """What cannot be done without; empty where nothing is missing."""
        return ""

    @property
    def title(self) -> str:
        """Its name, and whether something is needed."""
        return f"{self.NAME}: needed" if self.needed else self.NAME

    def read(self) -> None:
        """Show what stands now."""

    def take_focus(self) -> None:
        """Put the cursor where one begins."""

    async def record(self) -> bool:
        """Record what was entered; False, with the reason said, when one cannot go on."""
        return True


class FormStep(Step):
    """A step of fields. What was typed and not recorded comes back from its draft."""

    refs: tuple[str, ...] = ()

    def __init__(self, session: Session, kept: Kept, typed: dict[str, str], *, id: str) -> None:
        """`typed`: the draft's fields, which come before what is recorded."""
        super().__init__(session, id=id)
        self.kept = kept
        self._fields = tuple(self.fields({**self.recorded(), **typed}))

    def fields(self, values: dict[str, str]) -> Iterable[Field]:
        """Its fields, filled with these values."""
        raise NotImplementedError

    def recorded(self) -> dict[str, str]:
        """What stands in the record, by field; empty texts where nothing does."""
        raise NotImplementedError

    def parts(self) -> ComposeResult:
        yield from self._fields

    def take_focus(self) -> None:
        self._fields[0].take_focus()

    def field(self, name: str) -> Field:
        """The field of this name."""
        return next(field for field in self._fields if field.name == name)

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, as text."""
        return {field.name or "": _as_text(field.value) for field in self._fields}

    @property
    def changed(self) -> bool:
        """Whether the fields hold something else than the record."""
        return self.values != self.recorded()

    @on(Field.Changed)
    def _keep(self) -> None:
        self.kept.put("", self.refs, self.values if self.changed else {})

    async def renew(self, values: dict[str, str]) -> None:
        """Show the fields anew, with other values."""
        self._fields = tuple(self.fields(values))
        await self.recompose()

    async def record(self) -> bool:
        wrong = [field for field in self._fields if not field.check()]
        if wrong:
            wrong[0].take_focus()
            return False
        if not self.changed:
            return True
        return await self.write()

    async def write(self) -> bool:
        """Record what the fields hold, which spends the draft; False when it was not."""
        raise NotImplementedError

    def refuse(self, name: str, why: str) -> bool:
        """Say at a field what is missing."""
        self.field(name).say(why, BAD)
        self.field(name).take_focus()
        return False


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


class JudgementStep(FormStep):
    """Judgement and why; what went well; what to do."""

    NAME = "Judgement"

    def recorded(self) -> dict[str, str]:
        given = self.session.visit.feedback
        if given is None:
            return {"judgement": "", "why": "", "well": "", "to_do": ""}
        return {"judgement": given.judgement, "why": given.why, "well": given.well, "to_do": given.to_do}

    def fields(self, values: dict[str, str]) -> Iterable[Field]:
        judgements = (("satisfactory", "satisfactory"), ("not yet", "not yet"))
        yield ChoiceField("judgement", "Judgement", judgements, values["judgement"] or None)
        yield NoteField("why", "Why", values["why"], placeholder="what the judgement stands on", lines=5)
        yield NoteField(
            "well", "Went well", values["well"], placeholder=self.spoken("what the learner did well"), lines=5
        )
        yield NoteField("to_do", "To do", values["to_do"], placeholder="what is needed next time", lines=5)

    @property
    def mark(self) -> str:
        return "✓" if self.session.visit.feedback else super().mark

    @property
    def needed(self) -> str:
        return "" if self.session.visit.feedback else "No judgement yet: it is needed before signing"

    async def write(self) -> bool:
        values = self.values
        if not values["judgement"]:
            return self.refuse("judgement", "Choose one first.")
        if values["judgement"] == "not yet" and not values["why"]:
            return self.refuse(
                "why",
                self.spoken(
                    "A “not yet” needs its reason: it is what the learner goes by, and what an appeal looks at."
                ),
            )
        reason = await self.page.reason_to_amend()
        if reason is None:
            return False
        judgement = cast("Literal['satisfactory', 'not yet']", values["judgement"])
        said = (values["why"], values["well"], values["to_do"])
        give = partial(self.session.give_feedback, judgement, *said, reason=reason)
        return self.page.record(lambda: self.kept.spend(lambda draft: give(draft=draft))) is not None


class NextStep(FormStep):
    """The next step agreed, and when."""

    NAME = "Next step"
    SAYS = "What was agreed. Without a date it stands as to be confirmed."

    def __init__(self, session: Session, kept: Kept, typed: Draft | None, today: date, *, id: str) -> None:
        self._today = today
        self.refs = typed.refs if typed else ()
        """Statements put off to that visit, and not yet recorded so."""
        super().__init__(session, kept, typed.fields if typed else {}, id=id)

    def put_off(self, ref: str) -> None:
        """Look for a statement at the next visit."""
        self.refs = (*self.refs, ref)
        self._keep()

    def recorded(self) -> dict[str, str]:
        plans = self.session.portfolio.plans()
        plan = plans[-1][1] if plans else None
        return {"what": plan.what if plan else "", "when": plan.when.isoformat() if plan and plan.when else ""}

    def fields(self, values: dict[str, str]) -> Iterable[Field]:
        when = date.fromisoformat(values["when"]) if values["when"] else None
        yield NoteField("what", "What", values["what"], placeholder="what to see or ask, where, who is told", lines=5)
        yield DateField("when", "When", when, today=self._today)

    @property
    def changed(self) -> bool:
        return super().changed or bool(self.refs)

    @property
    def mark(self) -> str:
        return "✓" if any(plan.agreed_in == self.session.id for _, plan in self.session.portfolio.plans()) else ""

    async def write(self) -> bool:
        when, what = self.field("when").value, self.values["what"]
        standing = [plan for _, plan in self.session.portfolio.plans() if plan.agreed_in == self.session.id]
        refs = dict.fromkeys(ref for plan in standing for ref in plan.refs) | dict.fromkeys(self.refs)
        # What was signed stays as it was signed: a step agreed later belongs to no session.
        agreed_in = None if self.session.visit.signature("assessor") else self.session.id
        plan, pack_id = self.session.learner.plan, self.session.pack.id
        agree = partial(plan, when, what, tuple(refs), pack_id=pack_id, agreed_in=agreed_in)
        entry = self.page.record(lambda: self.kept.spend(lambda draft: agree(draft=draft)))
        if entry:
            self.refs = ()
        return entry is not None


class ResponseStep(FormStep):
    """The learner's own words."""

    NAME = "Response"
    SAYS = "In the learner's words. They can write it themselves: Signatures, then hand over."

    def recorded(self) -> dict[str, str]:
        given = self.session.visit.response
        if given is None:
            return {"comment": "", "agrees": ""}
        return {"comment": given.comment, "agrees": {True: "yes", False: "no", None: "none"}[given.agrees]}

    def fields(self, values: dict[str, str]) -> Iterable[Field]:
        yield from response_fields(values, self.session)

    @property
    def mark(self) -> str:
        return "✓" if self.session.visit.response else ""

    async def write(self) -> bool:
        values = self.values
        return self.page.record(lambda: self.kept.spend(partial(respond, self.session, values))) is not None


def response_fields(values: dict[str, str], session: Session) -> tuple[Field, Field]:
    """What a learner is asked at the end."""
    own = in_words("in the learner's own words", session.pack.vocabulary)
    return (
        NoteField("comment", "Comment", values["comment"], placeholder=own, lines=5),
        ChoiceField("agrees", "Agrees with it", AGREES, values["agrees"] or None),
    )


def respond(session: Session, values: dict[str, str], draft: str) -> Entry:
    """Record a learner's response, which was the draft `draft`. Raises NotRecorded."""
    return session.respond(values["comment"], {"yes": True, "no": False}.get(values["agrees"]), draft=draft)
