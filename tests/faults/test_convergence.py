"""Whatever several devices do and whatever their carrier does: all end with the same record, and nothing is missing.

A plain account beside the devices (`centre.py`) holds what was acknowledged. More schedules than the suite runs, and
the same ones again: `CONVERGENCE=10000 pytest tests/faults/test_convergence.py --hypothesis-seed=1`. What may happen
is a rule of `Centre`; what must hold after a share is said in `share` and `look`, and what must in the end in
`converge`.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from faults.carried import GIVEN_TWICE
from faults.centre import (
    EDITIONS,
    PACK,
    REWORDED,
    SECOND,
    Account,
    CutOff,
    Device,
    Known,
    Told,
    announced_in,
    edition_of,
    ids_below,
    otherwise,
    segments_in,
    step,
)
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from sessions.bodies import DETAILS, CarriedOver, DetailField, Enrolled
from sessions.carrying import carry_over, offer
from sessions.coverage import UnitCover
from sessions.device import ALPHABET
from sessions.entry import Entry, NotRecorded
from sessions.learner import Learner
from sessions.measure import cover_unit
from sessions.portfolio import Portfolio
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.verify import verify, verify_store
from unitdata import PinnedPack

SCHEDULES = int(os.environ.get("CONVERGENCE", "28"))
MOST_DEVICES = 4
WHICH = st.integers(0, 11)
"""Which of what there is, counted round."""
UNITS = st.sampled_from([("A",), ("B",), ("A", "B")])


class Centre(RuleBasedStateMachine):
    """Devices with clocks days apart, the folder they share, and what may happen to either."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        chance = Random(7)
        for place in ("sessions.device", "sessions.workspace", "sessions.store.opening"):
            self.patch.setattr(f"{place}.new_id", lambda length: "".join(chance.choices(ALPHABET, k=length)))
        self.root = Path(tempfile.mkdtemp())
        self.store, self.away = self.root / "shared", self.root / "away"
        self.held_back = self.root / "held back"
        create_store(self.store, self.root / "nowhere")
        self.account = Account()
        self.devices: list[Device] = []
        self.sealed: dict[str, set[str]] = {}
        """What was in every segment that ever stood in the store, by its hash."""
        self.places: dict[str, tuple[str, str, int]] = {}
        """Of every entry the learner, the device, and its number there."""
        self.backups: list[tuple[int, Path, Told]] = []
        self.snapshots: list[Path] = []
        self.files_went = False
        """Whether the carrier did what no announcement tells of: that, and what was given back, is noticed weekly."""

    # What is there -----------------------------------------------------------------------------------------------

    def device(self, which: int) -> Device:
        return self.devices[which % len(self.devices)]

    def learner(self, device: Device, which: int) -> Learner | None:
        found = device.learners
        return found[which % len(found)] if found else None

    def session(self, device: Device, learner: Learner) -> Session | None:
        """The session that this device opened last with a learner."""
        own = [v.id for v in learner.portfolio.opened_visits() if v.opening.device == device.workspace.device.id]
        return device.workspace.session(learner.id, own[-1]) if own else None

    def files(self) -> list[Path]:
        return sorted(path for path in self.store.rglob("*.json*") if path.name != "store.json")

    def file(self, which: int) -> Path | None:
        found = self.files()
        return found[which % len(found)] if found else None

    def recorded(self, device: Device, learner: Learner, record: Callable[[], object], known: Known) -> None:
        """Put down what was acknowledged; at most one entry is."""
        before = set(learner.portfolio.entries)
        record()
        for new in set(learner.portfolio.entries) - before:
            self.note(device, learner.portfolio.entries[new], known)

    def note(self, device: Device, entry: Entry, known: Known) -> None:
        new = entry.id
        self.account.known[new] = known
        self.places[new] = known.learner, entry.device, entry.n
        device.told.held.add(new)
        device.told.unsent.add(new)

    # What devices do ---------------------------------------------------------------------------------------------

    @initialize(
        ahead=st.lists(st.sampled_from([0, 10, -10, 3]), min_size=2, max_size=3),
        small=st.sampled_from([4, 0]),
        carried=st.sampled_from([(), (True, True), (True, False)]),
    )
    def begin(self, ahead: list[int], small: int, carried: tuple[bool, ...]) -> None:
        """`small`: in a store of so many learners everybody is taken in, where nobody chose otherwise.

        `carried`: devices that carry the same learner over at once, and whether what was reworded is the same to them.
        """
        self.small = small
        self.patch.setattr("sessions.store.share.SMALL", small)
        for number, days in enumerate(ahead):
            self.devices.append(Device(self.root / f"device {number}", days, f"Assessor {chr(65 + number)}"))
        for number in range(len(ahead)):
            self.register(number)
            self.enrol(number, 0, ("A",))
        for number in (*range(len(ahead)), 0):
            self.share(number)
        for number, same in enumerate(carried):
            self.record(number, 0, "met", 2)
            self.carry_over_once(number, 0, same)

    @rule(who=WHICH)
    def register(self, who: int) -> None:
        device = self.device(who)
        name = f"Learner {len(self.account.known)}"
        learner = device.workspace.register(name=name, place="Front desk")
        (new,) = learner.portfolio.entries.values()
        gives = {"name": name, "place": "Front desk", "employer": ""}
        self.note(device, new, Known(learner.id, self.by(device), gives))

    def by(self, device: Device) -> str:
        me = device.workspace.device.me
        assert me
        return me.id

    @rule(who=WHICH, whom=WHICH, what=st.sampled_from(["met", "not yet", "cover", "note", "ask"]), ref=WHICH)
    def record(self, who: int, whom: int, what: str, ref: int) -> None:
        device = self.device(who)
        if learner := self.learner(device, whom):
            session = self.session(device, learner) or self.open_session(device, learner)
            criterion = ("A/1.1", "A/1.2", "B/1.1")[ref % 3]
            shows = criterion if what == "met" else ""
            known = Known(learner.id, self.by(device), is_act=True, shows=shows, opened_by=session.visit.opening.id)
            record = {
                "met": lambda: session.judge([criterion], "met"),
                "not yet": lambda: session.judge([criterion], "not yet", reason="Not this time"),
                "cover": lambda: session.cover([("A/R.1", "A/R.2", "B/R.1")[ref % 3]]),
                "note": lambda: session.note(f"Note {ref}", refs=[criterion]),
                "ask": lambda: session.ask("What does it cost?", ["A/K1"], answer="A lot", verdict="satisfied"),
            }[what]
            self.recorded(device, learner, record, known)

    def open_session(self, device: Device, learner: Learner) -> Session:
        """On the edition that the learner is on, as far as this device knows."""
        opened: list[Session] = []
        pack = edition_of(learner)
        self.recorded(
            device,
            learner,
            lambda: opened.append(device.workspace.open_session(learner, pack, ["A", "B"])),
            Known(learner.id, self.by(device), opens=pack.sha),
        )
        return opened[0]

    @rule(who=WHICH, whom=WHICH)
    def begin_another_session(self, who: int, whom: int) -> None:
        device = self.device(who)
        if learner := self.learner(device, whom):
            self.open_session(device, learner)

    @rule(who=WHICH, whom=WHICH)
    def take_back(self, who: int, whom: int) -> None:
        device = self.device(who)
        learner = self.learner(device, whom)
        session = self.session(device, learner) if learner else None
        if learner and session and (act := session.last_act):
            assert act.id in self.account.acts(device.told.held, learner.id)
            known = Known(learner.id, self.by(device), target=act.id)
            self.recorded(device, learner, session.undo, known)

    @rule(
        who=WHICH, whom=WHICH, detail=st.sampled_from(["place", "employer", "name"]), value=st.sampled_from(["X", "Y"])
    )
    def set_detail(self, who: int, whom: int, detail: DetailField, value: str) -> None:
        """Also what makes people disagree, and what settles it."""
        device = self.device(who)
        if learner := self.learner(device, whom):
            replaces = frozenset(self.account.giving(device.told.held, learner.id, detail))
            known = Known(learner.id, self.by(device), {detail: value}, replaces)
            self.recorded(device, learner, lambda: learner.set_detail(detail, value, "asked them"), known)

    @rule(who=WHICH, whom=WHICH, units=UNITS, on=st.sampled_from(EDITIONS))
    def enrol(self, who: int, whom: int, units: tuple[str, ...], on: PinnedPack = PACK) -> None:
        device = self.device(who)
        if learner := self.learner(device, whom):
            gives = {"units": chosen(on.sha, units), "counting": ""}
            known = Known(learner.id, self.by(device), gives, self.standing(device, learner))
            self.recorded(device, learner, lambda: learner.enrol(on.sha, on.pack.id, units), known)

    def standing(self, device: Device, learner: Learner, detail: str = "units") -> frozenset[str]:
        return frozenset(self.account.giving(device.told.held, learner.id, detail))

    @rule(who=WHICH, whom=WHICH, same=st.lists(st.booleans(), min_size=1, max_size=3))
    def carry_over(self, who: int, whom: int, same: list[bool]) -> None:
        """To the other edition, and back, and there again; also where a colleague says otherwise meanwhile."""
        for means_the_same in same:
            self.carry_over_once(who, whom, means_the_same)

    def carry_over_once(self, who: int, whom: int, same: bool) -> None:
        device = self.device(who)
        learner = self.learner(device, whom)
        if learner is None or not learner.portfolio.enrolments():
            return
        was, units = edition_of(learner), learner.portfolio.enrolments()[-1][1].units
        to = SECOND if was is PACK else PACK
        if self.disagreed(device, learner):
            with pytest.raises(NotRecorded, match="settle that first"):
                offer(device.workspace, learner.id, to)
            return
        offered = offer(device.workspace, learner.id, to)
        says = json.dumps(otherwise(was, same=same), sort_keys=True)
        between = step(was.sha, to.sha)
        gives = {"units": chosen(to.sha, units), "counting": f"{was.sha} {says}", between: says}
        replaces = self.standing(device, learner) | self.standing(device, learner, between)
        known = Known(learner.id, self.by(device), gives, replaces)
        reworded = [REWORDED] if same else []
        self.recorded(device, learner, lambda: carry_over(device.workspace, offered, reworded), known)

    @rule(who=WHICH, whom=WHICH, which=WHICH)
    def settle_units(self, who: int, whom: int, which: int) -> None:
        """One of those who say otherwise is right."""
        device = self.device(who)
        learner = self.learner(device, whom)
        if learner and self.disagreed(device, learner):
            rivals = learner.portfolio.enrolments()
            entry, right = rivals[which % len(rivals)]
            gives = self.account.known[entry.id].gives
            replaced = [self.standing(device, learner, detail) for detail in gives if detail != "counting"]
            known = Known(learner.id, self.by(device), gives, frozenset().union(*replaced))
            assert isinstance(right, Enrolled | CarriedOver)
            self.recorded(device, learner, lambda: learner.state_enrolment(right), known)

    def disagreed(self, device: Device, learner: Learner) -> bool:
        """Whether people disagree about units, edition or what counts on."""
        says = (self.account.values(device.told.held, learner.id, detail) for detail in ("units", "counting"))
        return any(len(values) > 1 for values in says)

    @rule(who=WHICH)
    def restart(self, who: int) -> None:
        device = self.device(who)
        device.workspace.close()
        device.open()
        assert device.shown() == device.told.held

    # Sharing -----------------------------------------------------------------------------------------------------

    @rule(who=WHICH, whose=WHICH, what=st.sampled_from(["everyone", "nobody", "a colleague"]))
    def ask_for(self, who: int, whose: int, what: str) -> None:
        """Whose learners a device takes in from then on."""
        device, told = self.device(who), self.device(who).told
        if what == "a colleague":
            told.colleagues.add(self.device(whose).name)
            device.workspace.device.ask_for(colleagues=[self.device(whose).name])
        else:
            told.everyone, told.colleagues = what == "everyone", told.colleagues if what == "everyone" else set()
            device.workspace.device.ask_for(everyone=told.everyone)

    @rule(who=WHICH, how=st.sampled_from(["", "", "thorough", "a week later", "after it lost known.json"]))
    def share(self, who: int, how: str = "") -> None:
        """Every share but the plain one looks at everything."""
        device, there, heads = self.device(who), self.in_store(), self.heads()
        announced = self.announced()
        if how == "a week later":
            device.time += timedelta(days=7)
        if how == "after it lost known.json":
            (device.folder / "known.json").unlink(missing_ok=True)
        learners = self.learners_wanted(device, announced)
        report = device.share(self.store, thorough=how == "thorough")
        if self.carrier_is_there:
            assert report.problem is None
            assert self.about(learners, there if how else announced) <= device.shown()
            assert self.waits_for(device, heads) & learners <= {pending.learner for pending in report.pending}
            assert report.damage or (device.own() if how else device.told.unsent) <= self.in_store()
            device.told.unsent -= self.announced()
        else:
            assert report.problem
            assert device.shown() == device.told.held
        self.look(device, there)

    def learners_wanted(self, device: Device, announced: set[str]) -> set[str]:
        """Whose record the device must take in, whatever it takes in besides."""
        known, told, everyone = self.account.known, device.told, {k.learner for k in self.account.known.values()}
        if told.everyone or (told.everyone is None and len(everyone) <= self.small):
            return everyone
        colleagues = {self.by(other) for other in self.devices if other.name in told.colleagues}
        return {known[id_].learner for id_ in announced if known[id_].by in colleagues} | self.of(told.held)

    def of(self, ids: set[str]) -> set[str]:
        return {self.account.known[id_].learner for id_ in ids}

    def about(self, learners: set[str], ids: set[str]) -> set[str]:
        return {id_ for id_ in ids if self.account.known[id_].learner in learners}

    @rule(who=WHICH, calls=st.integers(0, 25), thorough=st.booleans())
    def share_on_a_line_that_is_cut(self, who: int, calls: int, thorough: bool) -> None:
        device, there = self.device(who), self.in_store()
        share(device.workspace, CutOff(FolderBucket(self.store), calls), thorough=thorough)
        device.told.unsent -= self.announced()
        self.look(device, there)

    def in_store(self) -> set[str]:
        """The entries in whole files of the store that is in reach."""
        return ids_below(self.store / "learners") if self.carrier_is_there else set()

    def heads(self) -> dict[tuple[str, int], list[set[str]]]:
        """What whole heads in the store name, by device and number."""
        self.sealed |= segments_in(self.store)
        return announced_in(self.store)

    def announced(self) -> set[str]:
        """The entries in the store that an announcement names."""
        named = (segments for heads in self.heads().values() for segments in heads)
        return self.sealed_in(set().union(*named)) & self.in_store()

    def sealed_in(self, segments: Iterable[str]) -> set[str]:
        """The entries in these segments, as far as they were ever seen."""
        return {id_ for segment in segments for id_ in self.sealed.get(segment, ())}

    def waits_for(self, device: Device, heads: dict[tuple[str, int], list[set[str]]]) -> set[str]:
        """The learners of whom the newest heads announce entries that are not shown; copies leave two of a number."""
        newest = {id_: named for (id_, _), named in sorted(heads.items())}
        sole = [named[0] for named in newest.values() if len(named) == 1]
        announced = {self.places[id_] for id_ in self.sealed_in(set().union(*sole))}
        return {learner for learner, _, _ in announced - {self.places[id_] for id_ in device.shown()}}

    @property
    def carrier_is_there(self) -> bool:
        return (self.store / "store.json").exists()

    def look(self, device: Device, there: set[str]) -> None:
        """What the device shows is what it held and what came, and what the account says of these entries."""
        assert device.told.held <= device.shown() <= device.told.held | there
        if device.told.everyone is False and not device.told.colleagues:
            own = {id_ for id_ in there if self.account.known[id_].by == self.by(device)}
            assert self.of(device.shown()) <= self.of(device.told.held | own), "nobody comes unasked"
        device.told.held = device.shown()
        for learner in device.learners:
            portfolio = learner.portfolio
            says = self.account.values
            values = {detail: says(device.told.held, learner.id, detail) for detail in DETAILS}
            apart = {detail: standing for detail, standing in values.items() if len(standing) > 1}
            disagreements = portfolio.disagreements()
            units = {stated.entry.id for stated in disagreements.pop(f"units of {PACK.pack.id}", ())}
            assert units == (self.standing(device, learner) if self.disagreed(device, learner) else set())
            assert {name: {s.value for s in stated} for name, stated in disagreements.items()} == apart
            assert all({s.value for s in portfolio.standing(detail)} == values[detail] for detail in DETAILS)
            acts = [entry.id for visit in portfolio.visits.values() for entry in visit.acts]
            assert len(acts) == len(set(acts))
            assert set(acts) == self.account.acts(device.told.held, learner.id)
            self.look_what_counts(device, learner, edition_of(learner))

    def look_what_counts(self, device: Device, learner: Learner, pack: PinnedPack) -> None:
        """Each criterion of an edition is shown by what the account says."""
        assert shown_with(pack, learner.portfolio) == self.account.shown(device.told.held, learner.id, pack.sha)

    # What happens to devices -------------------------------------------------------------------------------------

    @rule(who=WHICH)
    def back_up(self, who: int) -> None:
        device = self.device(who)
        copy = device.copy_to(self.root / f"backup {len(self.backups)}")
        self.backups.append((self.devices.index(device), copy, deepcopy(device.told)))

    @precondition(lambda self: self.backups)
    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        number, copy, told = self.backups[which % len(self.backups)]
        self.devices[number].put_back(copy, told)
        assert self.devices[number].shown() == told.held

    @precondition(lambda self: len(self.devices) < MOST_DEVICES)
    @rule(who=WHICH, ahead=st.sampled_from([0, 10]))
    def clone(self, who: int, ahead: int) -> None:
        device = self.device(who)
        number = len(self.devices)
        self.devices.append(Device(device.copy_to(self.root / f"device {number}"), 0, device.name))
        self.devices[-1].time = device.time + timedelta(days=ahead)
        self.devices[-1].told = deepcopy(device.told)

    # What happens to the carrier ---------------------------------------------------------------------------------

    @precondition(lambda self: self.carrier_is_there)
    @rule(leaves_a_folder=st.booleans())
    def lose_the_carrier(self, leaves_a_folder: bool) -> None:
        self.store.rename(self.away)
        if leaves_a_folder:
            self.store.mkdir()

    @precondition(lambda self: not self.carrier_is_there)
    @rule()
    def find_the_carrier(self) -> None:
        if self.store.exists():
            assert not list(self.store.iterdir()), "nothing is written where the drive is not mounted"
            self.store.rmdir()
        self.away.rename(self.store)

    @precondition(lambda self: self.carrier_is_there)
    @rule()
    def keep_a_copy_of_the_store(self) -> None:
        self.snapshots.append(shutil.copytree(self.store, self.root / f"snapshot {len(self.snapshots)}"))
        if self.held_back.exists():  # a file cut in half for good is damage, and the business of other tests
            shutil.copytree(self.held_back, self.snapshots[-1], dirs_exist_ok=True)

    @precondition(lambda self: self.snapshots and self.carrier_is_there)
    @rule(which=WHICH)
    def roll_the_store_back(self, which: int) -> None:
        self.files_went = True
        shutil.rmtree(self.store)
        shutil.copytree(self.snapshots[which % len(self.snapshots)], self.store)

    @precondition(lambda self: self.carrier_is_there)
    @rule(which=WHICH, part=st.sampled_from([0.0, 0.5, 1.0]))
    def delay(self, which: int, part: float) -> None:
        """A file arrives late, at first in part, or under another name."""
        if path := self.file(which):
            whole, beside = path.read_bytes(), self.held_back / path.relative_to(self.store)
            if beside.exists():
                return
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(whole)
            path.unlink()
            if part == 0.5:
                path.write_bytes(whole[: len(whole) // 2])
            if part == 1.0:
                path.with_name(f"{path.stem} (1){path.suffix}").write_bytes(whole)

    @precondition(lambda self: self.carrier_is_there and self.held_back.exists())
    @rule()
    def deliver(self) -> None:
        shutil.copytree(self.held_back, self.store, dirs_exist_ok=True)
        shutil.rmtree(self.held_back)

    @precondition(lambda self: self.carrier_is_there)
    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        if path := self.file(which):
            self.files_went = True
            path.unlink()

    # The end -----------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            if self.devices:
                self.converge()
        finally:
            for device in self.devices:
                device.workspace.close()
            shutil.rmtree(self.root)
            self.patch.undo()

    def converge(self) -> None:
        if not self.carrier_is_there:
            self.find_the_carrier()
        if self.held_back.exists():
            self.deliver()
        alive = ids_below(self.store / "learners", *(device.folder / "learners" for device in self.devices))
        assert all(device.told.held <= alive for device in self.devices), "what is shown is on disk"
        assert alive <= self.account.known.keys()
        for number in range(len(self.devices)):
            self.ask_for(number, number, "everyone")
        for _ in range(3):
            for number in range(len(self.devices)):
                self.share(number, "a week later" if self.files_went else "")
        everything = [record_of(device) for device in self.devices]
        assert everything == everything[:1] * len(self.devices)
        assert [device.told.held for device in self.devices] == [alive] * len(self.devices)
        for learner in self.devices[0].learners:
            for pack in EDITIONS:
                self.look_what_counts(self.devices[0], learner, pack)
        for device in self.devices:
            report = device.share(self.store)
            assert (report.published, report.taken_in, report.damage, report.set_aside) == (0, 0, [], [])
            found = verify(device.workspace) + verify_store(device.workspace, FolderBucket(self.store))
            found = [finding for finding in found if not finding.what.endswith(GIVEN_TWICE)]
            if alive == self.account.known.keys():
                assert (report.messages, report.pending) == ([], [])
            # Of a file that went, the lines may stand there in other pieces than a copy once announced.
            assert [f for f in found if "announce" not in f.what or not self.files_went] == []
            assert [row.unshared for row in device.workspace.caseload.rows()] == [0] * len(device.learners)


def record_of(device: Device) -> dict[str, tuple[set[str], dict[str, list[str]], list[UnitCover]]]:
    """What one device shows: the entries, what is disagreed about, and what is covered."""
    return {
        learner.id: (
            set(learner.portfolio.entries),
            {name: [s.value for s in stated] for name, stated in learner.portfolio.disagreements().items()},
            [cover_unit(unit, learner.portfolio, pack.sha) for pack in EDITIONS for unit in pack.pack.units],
        )
        for learner in device.learners
    }


def shown_with(pack: PinnedPack, portfolio: Portfolio) -> dict[str, set[str]]:
    """By what each criterion of an edition is shown, as the program has it."""
    covers = [cover_unit(unit, portfolio, pack.sha) for unit in pack.pack.units]
    criteria = {cover.unit.full(ref): found for cover in covers for ref, found in cover.criteria.items()}
    return {ref: {show.mark.entry.id for show in found.occasions} for ref, found in criteria.items() if found.occasions}


def chosen(pack: str, units: Iterable[str]) -> str:
    """What an enrolment says: on which edition (its hash) and which units."""
    return " ".join([pack, *units])


@pytest.mark.timeout(0)
def test_all_end_with_the_same_record() -> None:
    run_state_machine_as_test(
        Centre,
        settings=settings(
            max_examples=SCHEDULES, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
