"""Site profiles: the lines that a publishing system, or one site, prints on every page.

Those of the package lie in `house/sites`. A desk has its own in `sites/` of its source
folder, one TOML file each::

    name = "Estuary Review"

    [menu]                       # what these lines are; KINDS lists the words for it
    exact = ["home", "all issues"]
    start = ["listen to this issue"]

    [counter]
    exact = ["# people are reading this"]        # `#` is any number

A line is furniture when the whole of it is one of `exact`, when it begins or ends with
one of `start` or `end`, or when it holds one of `within`; case, ornaments and closing
signs do not count. `NAME.proposed.toml` is a proposal of `copydesk sites learn` and is
not heeded until the editor has read it and taken `.proposed` out of its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk import tables
from copydesk.errors import ConfigError
from copydesk.hints import nearest
from copydesk.layers import check_ends, parse_toml, unreadable

if TYPE_CHECKING:
    from copydesk.model import Profile

#: The folder of a desk's own profiles, in its source folder.
FOLDER: Final = "sites"
ENDING: Final = ".toml"
PROPOSED: Final = ".proposed.toml"
#: What an editor decided on a text that lies there all the same is no profile.
SIDECAR: Final = ".desk.toml"

#: What a line of a site may be, and how the proof says it.
KINDS: Final[Mapping[str, str]] = {
    "menu": "a menu or navigation",
    "share": "a share or print button",
    "related": "a link to other articles",
    "comments": "readers' comments",
    "reply": "readers' comments",
    "form": "a form",
    "tags": "tags or sources of the site",
    "counter": "a counter",
    "legal": "a legal or cookie line",
    "subscribe": "an invitation to subscribe",
    "ads": "an advertisement",
    "frame": "the frame of a page or mail",
    "section": "the name of a section",
    "site": "a line that this site prints on every page",
    # Of a desk's own profiles: what the site adds to the article itself.
    "cta": "a call to action",
    "credit": "a credit",
}
PLACES: Final = ("exact", "start", "end", "within")

#: A phrase that may be a part of a line has so many characters at least.
SHORTEST: Final[Mapping[str, int]] = {"exact": 1, "start": 2, "end": 4, "within": 8}
#: No profile is larger; the files are read on every run.
LARGEST: Final = 1_000_000


def loads(text: str, origin: str) -> Profile:
    r"""The profile that `text` holds; `origin` says in messages which one it is.

    Raises `ConfigError` for what is not TOML, an unknown kind or place, and phrases so
    short that an author's sentence would be taken for them.

    >>> loads('name = "Quay"\n[menu]\nexact = ["home"]', "quay.toml").phrases
    (('menu', 'exact', 'home'),)
    """
    return _profile(parse_toml(text, origin), origin)


def _profile(table: Mapping[str, Any], origin: str) -> Profile:
    from copydesk.model import Profile

    name = table.get("name", origin.rpartition("/")[2].removesuffix(ENDING))
    if not isinstance(name, str) or not name.strip():
        raise _wrong(origin, "`name` must be a text", 'write name = "…"')
    kinds = {kind: places for kind, places in table.items() if kind != "name"}
    return Profile(name.strip(), tuple(_phrases(kinds, origin)))


def _phrases(table: Mapping[str, Any], origin: str) -> Iterator[tuple[str, str, str]]:
    for kind, places in table.items():
        if kind not in KINDS:
            hint = nearest(kind, ["name", *KINDS])
            raise _wrong(origin, f"there is no kind of line `{kind}`", hint)
        if not isinstance(places, Mapping):
            raise _wrong(origin, f"`{kind}` is a table, not a value", f"write [{kind}]")
        for place, phrases in places.items():
            if place not in PLACES:
                hint = nearest(place, [*PLACES])
                raise _wrong(origin, f"there is no key `{kind}.{place}`", hint)
            if not isinstance(phrases, list):
                raise _wrong(origin, f"`{kind}.{place}` is no list", 'write ["…", "…"]')
            for phrase in phrases:
                if not isinstance(phrase, str) or len(phrase.strip()) < SHORTEST[place]:
                    message = f"`{kind}.{place}` holds {phrase!r}, which is no phrase of"
                    message += f" {SHORTEST[place]} characters or more"
                    raise _wrong(origin, message, "write more of the line")
                yield kind, place, phrase


def _wrong(origin: str, message: str, hint: str) -> ConfigError:
    return ConfigError(f"{origin}: {message}", hint=hint, code="config.profile")


# ── where they lie ───────────────────────────────────────────────────────────


def packaged() -> tuple[Profile, ...]:
    """The profiles of the package, by file name."""
    return tuple(
        _profile(tables.table(f"sites/{name}"), f"{name}{ENDING}") for name in tables.names("sites")
    )


def of_desk(root: Path, source: str) -> tuple[Profile, ...]:
    """The profiles that the desk at `root` heeds. Raises `ConfigError` for a faulty one."""
    return tuple(
        loads(_text(root / name, name), name)
        for name in _names(root, source)
        if not name.endswith(PROPOSED)
    )


def _names(root: Path, source: str) -> list[str]:
    """The files of the desk's profiles and proposals, relative to `root`."""
    try:
        entries = os.listdir(root / source / FOLDER)  # noqa: PTH208  read on every run
    except OSError:
        return []
    found = (name for name in entries if name.endswith(ENDING) and name[0] != ".")
    return sorted(f"{source}/{FOLDER}/{name}" for name in found if not name.endswith(SIDECAR))


def _text(path: Path, name: str) -> str:
    check_ends(path, name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise _wrong(name, f"larger than {LARGEST:,} bytes", "keep what this site prints")
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(name, error) from None


def list_profiles(root: Path, source: str) -> Iterator[tuple[str, str, Profile]]:
    """Every profile within reach, each with its state (desk, proposed, packaged) and its file."""
    for name in _names(root, source):
        state = "proposed" if name.endswith(PROPOSED) else "desk"
        yield state, name, loads(_text(root / name, name), name)
    yield from (("packaged", "", profile) for profile in packaged())
