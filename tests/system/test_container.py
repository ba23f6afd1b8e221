"""A zip that somebody sent is checked whole before anything in it is unpacked."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import Refused
from copydesk.settings.limits import Limits
from copydesk.system import archive
from copydesk.system.archive import Container

LIMITS = Limits()
SOUND = {"mimetype": b"text", "a/b.xml": b"<a>mud</a>", "c.bin": bytes(range(256)) * 9}


def opened(data: bytes, limits: Limits = LIMITS) -> Container:
    return Container(data, "a.docx", limits)


def refused(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    assert "`a.docx`" in str(caught.value)
    assert caught.value.hint
    return caught.value


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, data in members:
            made.writestr(name, data)
    return target.getvalue()


def test_a_sound_container_is_read_member_by_member() -> None:
    container = opened(archive.write(SOUND))
    assert {name: container.read(name) for name in container.names} == SOUND
    assert "c.bin" in container
    assert "d.bin" not in container
    assert container.markup("a/b.xml") == b"<a>mud</a>"
    assert container.size("c.bin") == 256 * 9


def test_an_empty_container_is_one() -> None:
    assert opened(archive.write({})).names == ()


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/../../x", "C:\\x", "\\x", "a\\..\\..\\x", "..", "C:x"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert "leads out" in str(refused(lambda: opened(zipped((name, b"x")))))


@pytest.mark.parametrize("name", ["a..b", "...", "word/document.xml", "Object 1/", "é.png", "x:"])
def test_a_name_that_only_looks_odd_is_taken(name: str) -> None:
    data = zipped((name, b"x"))
    if name == "x:":
        refused(lambda: opened(data))
        return
    assert opened(data).names == (name,)


def test_a_link_to_another_file_is_refused() -> None:
    info = zipfile.ZipInfo("link")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    assert "link to another file" in str(refused(lambda: opened(zipped((info, b"/etc/passwd")))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused() -> None:
    data = zipped(("a.xml", b"one"), ("a.xml", b"two"))
    assert "two files of one name" in str(refused(lambda: opened(data)))


def test_a_locked_member_is_refused_with_the_next_step() -> None:
    data = bytearray(zipped(("a.xml", b"x")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    error = refused(lambda: opened(bytes(data)))
    assert "locked with a password" in str(error)
    assert "without one" in error.hint


def test_a_way_of_packing_that_no_word_processor_knows_is_refused() -> None:
    data = zipped(("a.xml", b"x"), method=zipfile.ZIP_BZIP2)
    assert "compression that no" in str(refused(lambda: opened(data)))


def test_members_that_share_their_bytes_are_refused() -> None:
    """The trick of the best bombs: many entries, one and the same packed member."""
    data = zipped(("a.xml", b"mud" * 99), ("b.xml", b"mud" * 99))
    place = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    shared = data[: place + 42] + struct.pack("<I", 0) + data[place + 46 :]
    assert "that overlap" in str(refused(lambda: opened(shared)))


def test_too_many_members_are_refused_before_they_become_objects() -> None:
    data = zipped(*((f"{number}", b"") for number in range(30)))
    assert len(opened(data, replace(LIMITS, members=30)).names) == 30
    error = refused(lambda: opened(data, replace(LIMITS, members=29)))
    assert "30 files, the limit is 29" in str(error)
    assert "limits.members" in error.hint


def test_each_limit_on_size_is_named() -> None:
    data = zipped(("a.xml", b"<a/>" * 300), ("b.xml", b"x" * 900))
    cases = {
        "expanded_bytes": (2_000, lambda limits: opened(data, limits)),
        "markup_bytes": (1_000, lambda limits: opened(data, limits).markup("a.xml")),
        "markup_tags": (200, lambda limits: opened(data, limits).markup("a.xml")),
    }
    for key, (most, act) in cases.items():
        error = refused(lambda act=act, key=key, most=most: act(replace(LIMITS, **{key: most})))
        assert f"{most:,}" in str(error)
        assert f"limits.{key}" in error.hint
        assert error.code == "refuse.expands"
    assert opened(data, replace(LIMITS, expanded_bytes=2_100, markup_bytes=1_200, markup_tags=300))


def test_what_packs_well_and_stays_small_is_no_bomb() -> None:
    data = zipped(("a.xml", b"<tc>x</tc>" * 1_000_000))
    assert len(data) * LIMITS.expansion < 10_000_000
    assert len(opened(data).read("a.xml")) == 10_000_000


def bomb(size: int) -> bytes:
    """Zeros that say how many they are."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("a.xml", "w") as member,
    ):
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return target.getvalue()


def test_a_bomb_that_tells_its_size_is_refused() -> None:
    assert "times its size" in str(refused(lambda: opened(bomb(50_000_000))))
    assert "limits.expanded_bytes" in refused(lambda: opened(bomb(201_000_000))).hint


def forged(size: int, said: int) -> bytes:
    """A bomb that claims to be small, in both places where it says so."""
    data = bytearray(bomb(size))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(mark) + offset
        data[place : place + 4] = struct.pack("<I", said)
    return bytes(data)


READ = """
import sys
from pathlib import Path
from copydesk.settings.limits import Limits
from copydesk.errors import Refused
from copydesk.system.archive import Container
data = sys.stdin.buffer.read()
try:
    Container(data, "a.docx", Limits()).read("a.xml")
except Refused as error:
    status = Path("/proc/self/status").read_text()
    print(error.code, status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak of its memory")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(300_000_000), "refuse.expands"),
        (forged(300_000_000, said=1_000), "refuse.container"),
    ],
    ids=["that tells its size", "that lies about it"],
)
def test_a_bomb_costs_no_memory(data: bytes, code: str) -> None:
    run = subprocess.run([sys.executable, "-c", READ], input=data, capture_output=True, check=True)
    found, kilobytes = run.stdout.decode().split()
    assert found == code
    assert int(kilobytes) < 100_000


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 400))
def test_any_damage_ends_in_a_refusal_or_in_the_bytes_that_were_packed(
    junk: bytes, start: int, length: int
) -> None:
    whole = archive.write(SOUND)
    data = whole[:start] + junk + whole[start + length :]
    try:
        container = opened(data)
        found = {name: container.read(name) for name in container.names}
    except Refused:
        return
    assert all(value in SOUND.values() for value in found.values())
