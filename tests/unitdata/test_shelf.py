"""Opening packs: what reads well is pinned by its bytes, and whatever else it is, it is refused in words."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unitdata import PACK_LIMIT, PackError, digest, is_shipped, open_shipped, read_pack, shipped


def test_a_pin_is_the_hash_of_the_bytes() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb924"


def test_a_pack_is_pinned_with_its_bytes(invented: dict[str, Any]) -> None:
    data = json.dumps(invented).encode()
    pinned = read_pack(data)
    assert pinned.pack.title == "Serving tea"
    assert pinned.data == data
    assert pinned.sha == digest(data)
    assert read_pack(data + b"\n").sha != pinned.sha


def test_every_shipped_pack_opens_under_its_own_id() -> None:
    assert "cvq-l2" in shipped()
    assert [open_shipped(pack_id).pack.id for pack_id in shipped()] == shipped()


@pytest.mark.parametrize("name", ["", "none", "../pack", "cvq-l2.json", "/etc/passwd"])
def test_only_shipped_ids_open(name: str) -> None:
    with pytest.raises(PackError, match="no pack of the name"):
        open_shipped(name)


def test_a_fault_is_named_with_its_place(invented: dict[str, Any]) -> None:
    invented["units"][1]["elements"][0]["title"] = ""
    with pytest.raises(PackError, match=r"^units 2, elements 1, title: "):
        read_pack(json.dumps(invented).encode())


def test_many_faults_are_counted_rather_than_listed(invented: dict[str, Any]) -> None:
    invented["units"] = [{}] * 50
    with pytest.raises(PackError, match=r"and \d+ more$"):
        read_pack(json.dumps(invented).encode())


@pytest.mark.parametrize("key", ["\x1b[31mred", "\u202eleft", "x" * 5000])
def test_an_unknown_key_is_named_without_acting_on_the_terminal(invented: dict[str, Any], key: str) -> None:
    with pytest.raises(PackError) as refused:
        read_pack(json.dumps(invented | {key: 1}).encode())
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


def test_a_control_character_in_a_prompt_is_refused(invented: dict[str, Any]) -> None:
    invented["units"][0]["elements"][0]["criteria"][0]["prompt"] = "Boils\nwater"
    with pytest.raises(PackError, match="prompt"):
        read_pack(json.dumps(invented).encode())


def test_a_prompt_too_long_to_tick_from_is_refused(invented: dict[str, Any]) -> None:
    invented["units"][0]["elements"][0]["criteria"][0]["prompt"] = "x" * 90
    read_pack(json.dumps(invented).encode())
    invented["units"][0]["elements"][0]["criteria"][0]["prompt"] = "x" * 91
    with pytest.raises(PackError, match="criteria 1, prompt"):
        read_pack(json.dumps(invented).encode())


def test_a_file_too_large_is_refused_unread() -> None:
    with pytest.raises(PackError, match="larger than 8 MiB"):
        read_pack(b" " * (PACK_LIMIT + 1))


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 100_000, b'{"id": "\\ud800"}', b"null", b"{}{}"])
def test_what_is_no_pack_is_refused(data: bytes) -> None:
    with pytest.raises(PackError):
        read_pack(data)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(PackError):
        read_pack(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_random_json_is_refused(value: object) -> None:
    with pytest.raises(PackError):
        read_pack(json.dumps(value).encode("utf-8", "surrogatepass"))


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_pack_with_one_value_replaced_reads_or_is_refused(invented: dict[str, Any], data: st.DataObject) -> None:
    broken = json.loads(json.dumps(invented))
    place: Any = broken
    while True:
        keys = range(len(place)) if isinstance(place, list) else list(place)
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    with suppress(PackError):
        assert read_pack(json.dumps(broken).encode()).pack.id == broken["id"]


def test_a_pack_whose_names_stand_for_two_things_is_refused(invented: dict[str, Any]) -> None:
    invented["units"][0]["elements"][0]["criteria"][1]["ref"] = "1.1"
    with pytest.raises(PackError, match=r"T1/1\.1: two statements have this ref"):
        read_pack(json.dumps(invented).encode())


def test_a_pack_is_the_programs_own_only_byte_for_byte() -> None:
    pinned = open_shipped("cvq-l2")
    assert is_shipped(pinned)
    assert not is_shipped(read_pack(pinned.data + b"\n"))
    assert not is_shipped(read_pack(pinned.data.replace(b'"id": "cvq-l2"', b'"id": "elsewhere"', 1)))
