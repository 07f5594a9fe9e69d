"""Two assessors record and share as fast as they can, and their programs are killed at random, again and again.

    cd tests && python -m faults.soak --kills 1000 --seed 1

Each program is a process of its own and writes down at once what its user was told and what it does next. After some
kills all that was told is held against what is found. The seed decides what they do and how long they live; where the
kill strikes then is up to the machine.
"""

import argparse
import os
import signal
import subprocess
import sys
from ast import literal_eval
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from faults.aftermath import check
from faults.stage import Fact, Stage, set_up

from sessions.bodies import Noted
from sessions.rows import refresh

NAMES = ("ann", "cal")
ACTS = {"note": 56, "type": 12, "share": 12, "rows": 6, "visit": 6, "carry": 4, "register": 4}
"""What they do, and how often of a hundred times."""
LONGEST = 0.6
"""Seconds for which a program works at most: long enough for several shares."""
MOST_LEARNERS = 12
KILLS_OF_A_STAGE = 20
"""Then they begin anew, or each check would take longer than the one before."""


def work(folder: Path, name: str, seed: int) -> None:
    """Record and share until killed. A line on stdout says that work begins."""
    told = os.open(folder / f"{name}.told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(fact: Fact) -> None:
        os.write(told, repr(tuple(fact)).encode() + b"\n")

    print(flush=True)  # noqa: T201
    tell(Fact("doing", name, "start"))
    stage, random, number = Stage(folder, 1, tell), Random(seed), seed * 1_000_000
    workspace = stage.on(name)
    while True:
        number += 1
        (act,) = random.choices([*ACTS], [*ACTS.values()])
        tell(Fact("doing", name, act))
        learners, session = workspace.learner_ids(), stage.under_way(name)
        if act == "register" and len(learners) < MOST_LEARNERS:
            stage.register(name, f"Bo Example {number}")
        elif act == "share":
            stage.share(name)
        elif act == "rows":
            refresh(workspace, learners)
        elif act == "carry" and workspace.learner(learners[0]).portfolio.enrolments():
            stage.carry_over(name, learners[0])
        elif act == "visit" or not session:
            stage.visit(name, random.choice(learners))
        elif act == "type":
            stage.type(name, session, number)
        else:
            stage.recorded(name, session.note(f"noted {number}"))


def kill(folder: Path, name: str, seed: int) -> None:
    """Start a program, and kill it when it has worked for a random time. Raises when it ends by itself."""
    begin = [sys.executable, "-m", "faults.soak", "--work", str(folder), "--as", name, "--seed", str(seed)]
    with subprocess.Popen(begin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            process.wait(timeout=Random(seed).uniform(0, LONGEST))
        except subprocess.TimeoutExpired:
            process.kill()
        _, said = process.communicate()
        assert process.returncode == -signal.SIGKILL, f"{name} ended by itself, seed {seed}: {said}"


def soak(folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill the programs of two assessors so many times in all, and check; how often they were told what, and did what
    when the kill struck."""
    set_up(folder)
    seeds = iter(range(seed, seed + kills))
    with ThreadPoolExecutor(len(NAMES)) as both:
        while round_ := list(zip(NAMES, seeds, strict=False)):
            list(both.map(lambda each: kill(folder, *each), round_))
    found: Counter[str] = Counter()
    told = []
    for name in NAMES:
        facts = list(_told(folder / f"{name}.told"))
        done = [fact.value for fact in facts if fact.what == "doing"]
        killed = [act for act, after in zip(done, [*done[1:], "start"], strict=True) if after == "start"]
        found.update(f"killed in {act}" for act in killed)
        told += [fact for fact in facts if fact.what != "doing"]
    check(folder, told)
    nothing_twice(folder)
    return found + Counter(fact.what for fact in told)


def _told(path: Path) -> Iterator[Fact]:
    *lines, _cut_off = path.read_bytes().split(b"\n")
    return (Fact(*literal_eval(line.decode())) for line in lines)


def nothing_twice(folder: Path) -> None:
    """No note that was written once is there twice, on the device that has just taken in everything."""
    stage = Stage(folder, day=5)
    workspace = stage.on("newcomer")
    portfolios = [workspace.learner(learner).portfolio for learner in workspace.learner_ids()]
    bodies = [entry.body for portfolio in portfolios for entry in portfolio.entries.values()]
    stage.close()
    notes = Counter(body.text for body in bodies if isinstance(body, Noted) and body.text.startswith("noted"))
    assert max(notes.values(), default=1) == 1, notes.most_common(3)


def main() -> None:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--as", dest="name", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.name, asked.seed)
    found: Counter[str] = Counter()
    for done in range(0, asked.kills, KILLS_OF_A_STAGE):
        with TemporaryDirectory() as folder:
            found += soak(Path(folder) / "stage", min(KILLS_OF_A_STAGE, asked.kills - done), asked.seed + done)
        print(f"{done + KILLS_OF_A_STAGE} kills: {dict(sorted(found.items()))}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
