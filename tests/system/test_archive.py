from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from copydesk.system import archive

NAMES = st.text("abcä海/._-", min_size=1, max_size=12).filter(lambda name: name.strip("/") == name)
MEMBERS = st.dictionaries(NAMES, st.binary(max_size=60), max_size=6)


@given(MEMBERS)
def test_what_is_written_can_be_read_whatever_the_order(members: dict[str, bytes]) -> None:
    written = archive.write(members)
    assert archive.read(written) == members
    assert archive.write(dict(reversed(members.items()))) == written


@given(MEMBERS)
def test_the_bytes_are_those_of_python_s_own_packer(members: dict[str, bytes]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packer:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            packer.writestr(info, members[name], zipfile.ZIP_DEFLATED, 9)
    assert archive.write(members) == target.getvalue()


def test_what_is_kept_packed_is_no_other_member() -> None:
    short, long = b"quay " * 9, bytes(range(256)) * 400
    for members in ({"a": short, "b": long}, {"a": long, "b": short}, {"a": short + b"s"}):
        assert archive.read(archive.write(members)) == members


def test_what_a_format_wants_first_comes_first() -> None:
    for first in ("mimetype", "[Content_Types].xml"):
        written = archive.write({"A": b"", first: b"x", "zz": b""})
        with zipfile.ZipFile(io.BytesIO(written)) as container:
            assert container.namelist() == [first, "A", "zz"]
