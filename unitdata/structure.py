"""What makes the award, as a pack carries it: groups of units, structure rules, and rules on registration."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*$", max_length=24)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9\-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Model(BaseModel):
    """Everything in a pack: frozen, and without a field that this version does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(Model):
    """Units that the award's rules count together. `units` are refs in printed order."""

    id: Slug
    title: Line
    mandatory: bool
    units: tuple[Ref, ...]


class AllOf(Model):
    """Every unit of these groups is needed."""

    rule: Literal["all of"] = "all of"
    groups: tuple[Slug, ...]


class OneFromEach(Model):
    """At least one unit from each of these groups."""

    rule: Literal["one from each"] = "one from each"
    groups: tuple[Slug, ...]


class UnitsFrom(Model):
    """At least `least` and at most `most` units from these groups together (null: no upper limit).

    Only units at `level`, or above the level `above`, are counted where one of them is given.
    """

    rule: Literal["units from"] = "units from"
    groups: tuple[Slug, ...]
    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=0)
    level: int | None = None
    above: int | None = None


class CreditsFrom(Model):
    """At least `least` credits from these groups together; only those at `level` count where it is given."""

    rule: Literal["credits from"] = "credits from"
    groups: tuple[Slug, ...]
    least: int = Field(ge=1)
    level: int | None = None


class Imports(Model):
    """At most `most` of these units, which come from another qualification (`source`)."""

    rule: Literal["imports"] = "imports"
    units: tuple[Ref, ...]
    most: int = Field(ge=0)
    source: Line


Rule = Annotated[AllOf | OneFromEach | UnitsFrom | CreditsFrom | Imports, Field(discriminator="rule")]


class Registration(Model):
    """Rules on registering a learner, as printed; null where the document states none.

    `own_verification`: whether the document says that a verifier never verifies their own assessment.
    """

    weeks_before_claim: int | None = Field(default=None, ge=1)
    minimum_age: int | None = Field(default=None, ge=1)
    period_years: int | None = Field(default=None, ge=1)
    last_registration: date | None = None
    last_certification: date | None = None
    own_verification: Literal["barred", "unstated"] = "unstated"
