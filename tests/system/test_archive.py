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
def test_nothing_in_an_archive_says_when_or_where_it_was_made(members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive.write(members))) as container:
        for info in container.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert (info.create_system, info.external_attr) == (3, 0o100644 << 16)


def test_what_a_format_wants_first_comes_first() -> None:
    for first in ("mimetype", "[Content_Types].xml"):
        written = archive.write({"A": b"", first: b"x", "zz": b""})
        with zipfile.ZipFile(io.BytesIO(written)) as container:
            assert container.namelist() == [first, "A", "zz"]
