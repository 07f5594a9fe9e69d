"""The first steps of a visit, by real keys."""

from typing import Any


def begin(seen: Any) -> None:
    """First start: say who assesses."""
    seen.wait_for("Welcome")
    seen.press("Jo Sullivan")
    seen.wait_for("Jo Sullivan")
    seen.press("ctrl+s")
    seen.wait_for("No learners yet")


def register(seen: Any, name: str) -> None:
    """Register a learner and enrol on CVQ's mandatory units, the optional one still to be chosen."""
    seen.press("a")
    seen.wait_for("Register a learner")
    seen.press(name)
    seen.wait_for(name)
    seen.press("ctrl+s")
    seen.wait_for("Which qualification?")
    seen.press("caribbean")
    seen.wait_for("caribbean")
    seen.press("enter")
    seen.wait_for("Mandatory units")
    seen.press("ctrl+s")
    seen.wait_for("Keep this choice")
    seen.press("k")
    seen.wait_for("Nothing recorded yet")


def observe(seen: Any, name: str) -> None:
    """Open an observation with what the card proposes."""
    seen.press("o")
    seen.wait_for(f"Observe {name}")
    seen.press("enter")
    seen.wait_for("Looks and behaves")
