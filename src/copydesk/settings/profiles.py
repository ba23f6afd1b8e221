"""Site profiles: the lines that a publishing system, or one site, prints on every page.

Those of the package lie in `data/sites`. A desk has its own in `sites/` of its source
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

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk import tables
from copydesk.errors import ConfigError
from copydesk.settings.hints import name_nearest
from copydesk.settings.layers import list_files, parse_toml, read_file

if TYPE_CHECKING:
    from copydesk.model import Profile

#: The folder of a desk's own profiles, in its source folder.
FOLDER: Final = "sites"
_ENDING: Final = ".toml"
PROPOSED: Final = ".proposed.toml"
#: What an editor decided on a text that lies there all the same is no profile.
_SIDECAR: Final = ".desk.toml"

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
#: Where in a line a phrase stands, and so many characters it has at least.
PLACES: Final[Mapping[str, int]] = {"exact": 1, "start": 2, "end": 4, "within": 8}


def parse_profile(table: Mapping[str, Any], origin: str) -> Profile:
    """Parse the profile in `table`; messages call it `origin`.

    Raises `ConfigError` for an unknown kind or place, and for phrases so short that an author's
    sentence would be taken for them.

    >>> parse_profile({"name": "Quay", "menu": {"exact": ["home"]}}, "quay.toml").phrases
    (('menu', 'exact', 'home'),)
    """
    from copydesk.model import Profile

    name = table.get("name", origin.rpartition("/")[2].removesuffix(_ENDING))
    if not isinstance(name, str) or not name.strip():
        raise _wrong(origin, "`name` must be a text", 'write name = "…"')
    kinds = {kind: places for kind, places in table.items() if kind != "name"}
    return Profile(name.strip(), tuple(_list_phrases(kinds, origin)))


def _list_phrases(table: Mapping[str, Any], origin: str) -> Iterator[tuple[str, str, str]]:
    for kind, places in table.items():
        if kind not in KINDS:
            hint = name_nearest(kind, ["name", *KINDS])
            raise _wrong(origin, f"unknown kind of line `{kind}`", hint)
        if not isinstance(places, Mapping):
            raise _wrong(origin, f"`{kind}` is a table, not a value", f"write [{kind}]")
        for place, phrases in places.items():
            if place not in PLACES:
                hint = name_nearest(place, [*PLACES])
                raise _wrong(origin, f"unknown key `{kind}.{place}`", hint)
            if not isinstance(phrases, list):
                raise _wrong(origin, f"`{kind}.{place}` is no list", 'write ["…", "…"]')
            for phrase in phrases:
                if not isinstance(phrase, str) or len(phrase.strip()) < PLACES[place]:
                    message = f"`{kind}.{place}` holds {phrase!r}, which is no phrase of"
                    message += f" {PLACES[place]} characters or more"
                    raise _wrong(origin, message, "write more of the line")
                yield kind, place, phrase


def _wrong(origin: str, message: str, hint: str) -> ConfigError:
    return ConfigError(f"{origin}: {message}", hint=hint, code="config.profile")


# ── where they lie ───────────────────────────────────────────────────────────


def load_packaged() -> tuple[Profile, ...]:
    """Load the packaged profiles, by file name."""
    names = tables.list_tables("sites")
    return tuple(
        parse_profile(tables.load_table(f"sites/{name}"), f"{name}.toml") for name in names
    )


def load_profiles(root: Path, source: str) -> tuple[Profile, ...]:
    """Load the profiles that the desk at `root` uses. Raises `ConfigError` for a faulty one."""
    heeded = (name for name in _list_files(root, source) if not name.endswith(PROPOSED))
    return tuple(_load(root, name) for name in heeded)


def list_profiles(root: Path, source: str) -> Iterator[tuple[str, str, Profile]]:
    """List every available profile with its state (desk, proposed, packaged) and its file."""
    for name in _list_files(root, source):
        yield "proposed" if name.endswith(PROPOSED) else "desk", name, _load(root, name)
    yield from (("packaged", "", profile) for profile in load_packaged())


def _list_files(root: Path, source: str) -> list[str]:
    found = list_files(root, f"{source}/{FOLDER}", _ENDING)
    return [name for name in found if not name.endswith(_SIDECAR)]


def _load(root: Path, name: str) -> Profile:
    return parse_profile(parse_toml(read_file(root, name), name), name)
