"""The card at the start of an observation: what was stated the last time stands, and `enter` opens at once."""

from collections.abc import Iterable, Sequence
from functools import partial
from string import ascii_lowercase

from textual import on

from fieldassess.app import FieldAssess
from fieldassess.brief import aim_line
from fieldassess.commands.dialog import Cancel
from fieldassess.commands.opening import OpenVisit
from fieldassess.screens.observe.dialogs import SETTINGS
from fieldassess.screens.records import enrolled_learner, recorded
from fieldassess.widgets.dialog import Form, Values
from fieldassess.widgets.fields import ChoiceField, Field, LineField, TogglesField
from fieldassess.widgets.plain import WARN
from fieldassess.widgets.typed import Line
from fieldassess.wording import in_words
from sessions.bodies import PRESENT_LIMIT, Enrolment, Opened
from sessions.conditions import setting_barred
from sessions.learner import Learner
from sessions.outlook import Aim, aims_of
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import Pack, PinnedPack


class Opening(Form):
    """What an observation is about. The defaults are those of the last one, and of the visit that was planned."""

    TITLE = "Open a visit"
    HELP = "Units, setting and purpose of the visit. Everything is filled in as the last time; enter opens it."
    COMMANDS_HERE = (OpenVisit, Cancel)

    def __init__(
        self, learner: Learner, enrolled: Enrolment, pack: Pack, aims: Sequence[Aim], units: Iterable[str] = ()
    ) -> None:
        chosen = [pack.unit[ref] for ref in enrolled.units if ref in pack.unit]
        portfolio = learner.portfolio
        last = _last_opened(learner)
        before = tuple(unit.ref for unit in chosen if last and unit.ref in last.units)
        usual = tuple(units) or before or tuple(unit.ref for unit in chosen[:1])
        plan = portfolio.plans()[-1][1] if portfolio.plans() else None
        hoped = [aim.ref for aim in aims if not aim.gone and aim.ref.partition("/")[0] in enrolled.units]
        self._gone = [aim_line(aim) for aim in aims if aim.gone]
        self._pack = pack
        self._units = TogglesField(
            "units", pack.vocabulary.unit.many.capitalize(), [(u.ref, f"{u.ref} {u.title}") for u in chosen], usual,
            required=True,
        )  # fmt: skip
        self._setting = ChoiceField(
            "setting", "Setting", [(s, s) for s in SETTINGS], last.setting if last else SETTINGS[0]
        )
        self._planned = LineField(
            "planned", "Hoping to see", " ".join(hoped), placeholder="1.5 b2.4 R1.A.ii",
            wrong=self._unknown,
        )  # fmt: skip
        fields = [
            self._units,
            self._setting,
            LineField("purpose", "Purpose", (plan.what if plan else "") or (last.purpose if last else "")),
            self._planned,
            LineField(
                "present", "Who is there", ", ".join(last.present) if last else "", placeholder="roles only",
                wrong=_too_many,
            ),
            ChoiceField("told", "Manager told", [("yes", "yes"), ("no", "no")], _told(last)),
        ]  # fmt: skip
        super().__init__(f"Observe {portfolio.name}", fields)

    def _unknown(self, typed: str) -> str | None:
        return " ".join(understood(typed, self._units.value, self._pack)[1]) or None

    def on_mount(self) -> None:
        self._say_what_is_understood()

    @on(Field.Changed)
    def _say_what_is_understood(self) -> None:
        setting = next((s for s in SETTINGS if s == self._setting.value), SETTINGS[0])
        barred = setting_barred([self._pack.unit[ref] for ref in self._units.value], setting)
        self._setting.say(f"! {in_words(barred, self._pack.vocabulary)}" if barred else None, WARN)
        refs, problems = understood(self._planned.value, self._units.value, self._pack)
        said = [f"{tag} {found.prompt}" for tag, ref in refs.items() if (found := self._pack.statement(ref))]
        gone = [f"{line.lead} {line.text}" for line in self._gone]
        self._planned.say(" · ".join([*said, *problems, *gone]) or None)

    @on(Line.Submitted)
    def _entered(self, event: Line.Submitted) -> None:
        event.prevent_default()  # a form would go to its next field
        self.action_save_command()

    def action_open_visit_command(self) -> None:
        self.action_save_command()
        if self.is_current:
            self._say_what_is_understood()


def _last_opened(learner: Learner) -> Opened | None:
    opened = [visit.opened for visit in learner.portfolio.opened_visits()]
    return next((o for o in reversed(opened) if o and o.method == "observation"), None)


def _roles(typed: str) -> list[str]:
    return [role.strip() for role in typed.split(",") if role.strip()]


def _too_many(typed: str) -> str | None:
    return f"At most {PRESENT_LIMIT} roles." if len(_roles(typed)) > PRESENT_LIMIT else None


def _told(last: Opened | None) -> str | None:
    return None if last is None or last.manager_told is None else "yes" if last.manager_told else "no"


def understood(typed: str, units: Sequence[str], pack: Pack) -> tuple[dict[str, str], list[str]]:
    """The statements that `1.5`, `b1.1` or `U09602/1.5` name, by their short names; what is wrong with other words.

    The units are tagged a, b, c in their order, as they are while observing.
    """
    tagged = {
        f"{tag}{pack.unit[unit].short(ref)}": pack.unit[unit].full(ref)
        for tag, unit in zip(ascii_lowercase, units, strict=False)
        for ref in pack.unit[unit].statements
    }
    refs: dict[str, str] = {}
    problems: list[str] = []
    for word in typed.replace(",", " ").split():
        named = {tag: full for tag, full in tagged.items() if word in (tag, tag[1:], full, full.partition("/")[2])}
        if not named and "/" in word and pack.statement(word):
            named = {word: word}
        if len(named) == 1:
            refs |= named
        elif named:
            problems.append(f"{word} stands in several units: {' or '.join(named)}?")
        else:
            problems.append(f"{word} is not in these units.")
    return refs, problems


async def opened_observation(
    app: FieldAssess, learner_id: str, units: Iterable[str] = (), pack_id: str | None = None
) -> Session | None:
    """Ask with the card and open the visit; None, with the reason said, where that cannot be. For a worker."""
    found = await enrolled_learner(app, learner_id, pack_id)
    if found is None:
        return None
    learner, enrolled, pinned = found
    aims = await app.in_background(lambda: aims_of(learner.portfolio, enrolled, app.workspace.packs.here))
    values = await app.push_screen_wait(Opening(learner, enrolled, pinned.pack, aims, units))
    if values is None:
        return None
    return await recorded(app, partial(_open, app.workspace, learner, pinned, values))


async def begin_observation(
    app: FieldAssess, learner_id: str, units: Iterable[str] = (), pack_id: str | None = None
) -> None:
    """Ask with the card, open the visit, and show it. For a worker; says why where it cannot be opened."""
    from fieldassess.screens.observe.screen import Observe

    if session := await opened_observation(app, learner_id, units, pack_id):
        app.push_screen(Observe(session, app.workspace))


def _open(workspace: Workspace, learner: Learner, pinned: PinnedPack, values: Values) -> Session:
    return workspace.open_session(
        learner,
        pinned,
        values["units"],
        setting=values["setting"] or SETTINGS[0],
        purpose=values["purpose"],
        present=_roles(values["present"]),
        planned=list(understood(values["planned"], values["units"], pinned.pack)[0].values()),
        manager_told=None if values["told"] is None else values["told"] == "yes",
    )
