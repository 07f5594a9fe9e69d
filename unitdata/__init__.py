"""What is assessed: qualification packs, their rules, and the shelf they stand on. Knows no learners."""

from typing import get_args

from unitdata.changes import Change, changes, listing
from unitdata.check import check
from unitdata.pack import (
    FORMAT,
    PROMPT_LIMIT,
    Conditions,
    Criterion,
    Element,
    Force,
    Item,
    Knowledge,
    Known,
    Origin,
    Pack,
    Part,
    Permission,
    Requirement,
    Route,
    Situation,
    Statement,
    Sufficiency,
    Unit,
    Vocabulary,
    Word,
)
from unitdata.registration import closed, first_claim, lapses
from unitdata.rules import Choice, Ruling, evaluate, find_unit, rule_sentences
from unitdata.shelf import PACK_LIMIT, PackError, PinnedPack, digest, is_shipped, open_shipped, read_pack, shipped
from unitdata.structure import Group, Registration

SITUATIONS: tuple[Situation, ...] = get_args(Situation)
"""Every situation a moment or a statement can carry, in the order screens offer them."""

__all__ = [
    "FORMAT",
    "PACK_LIMIT",
    "PROMPT_LIMIT",
    "SITUATIONS",
    "Change",
    "Choice",
    "Conditions",
    "Criterion",
    "Element",
    "Force",
    "Group",
    "Item",
    "Knowledge",
    "Known",
    "Origin",
    "Pack",
    "PackError",
    "Part",
    "Permission",
    "PinnedPack",
    "Registration",
    "Requirement",
    "Route",
    "Ruling",
    "Situation",
    "Statement",
    "Sufficiency",
    "Unit",
    "Vocabulary",
    "Word",
    "changes",
    "check",
    "closed",
    "digest",
    "evaluate",
    "find_unit",
    "first_claim",
    "is_shipped",
    "lapses",
    "listing",
    "open_shipped",
    "read_pack",
    "rule_sentences",
    "shipped",
]
