"""Layers of settings: how a TOML table is merged over existing values.

The values are frozen dataclasses of any kind, each field with what may be written there; see
`style.key`. A key nobody knows is an error that names the nearest one.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from copydesk.errors import ConfigError
from copydesk.settings.hints import name_nearest
from copydesk.settings.style import Style
from copydesk.settings.theme import Theme
from copydesk.system import companion_files, files, toml

T = TypeVar("T")

POLICIES: Final = ("off", "suggest", "fix")
#: What the tables among the settings hold.
TABLES: Final = {
    "policies": "a table of rule = off, suggest or fix",
    "names": "a table of name = its correct spelling, or false",
}
#: What no edition can print, and most cannot hold.
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
#: The largest pack of a desk, and any other file of settings, which every run reads; in bytes.
_LARGEST_PACK: Final = 100_000
LARGEST: Final = 1_000_000
#: The pack of a table that has them, and the folder of `data/` with the packaged ones.
PACKS: Final = {Style: ("style", "styles", "house style"), Theme: ("theme", "themes", "theme")}


def parse_toml(text: str, origin: str) -> dict[str, Any]:
    """Parse the TOML in `text`; raise `ConfigError` with the place of a syntax error."""
    try:
        return toml.loads(text)
    except toml.TOMLDecodeError as error:
        from copydesk.settings.toml_slips import explain_slip  # for who has mistyped

        what, hint = explain_slip(text, str(error))
        message = f"{origin} is not valid TOML: {error}{what and f': {what}'}"
        raise ConfigError(message, hint=hint, code="config.syntax") from None


def list_files(root: Path, folder: str, ending: str) -> list[str]:
    """List the files with that `ending` in a `folder` of the desk at `root`, relative to it."""
    try:
        entries = os.listdir(root / folder)  # noqa: PTH208  on every run
    except OSError:
        return []
    return sorted(f"{folder}/{one}" for one in entries if one.endswith(ending) and one[0] != ".")


def read_file(root: Path, name: str) -> str:
    """Read the text of the file `name` of the desk at `root`.

    Raises `ConfigError` for one that cannot be read, is no text or larger than `LARGEST`, and for
    a pipe, a device or a folder: who reads the first two may wait for ever.
    """
    path = root / name
    if files.is_there(path) and not files.is_file(path):
        hint = "remove it, or put a text file there"
        raise ConfigError(f"`{name}` is not a file", hint=hint, code="config.read")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable_error(name, error) from None
    if len(data) > LARGEST:
        message = f"`{name}` is larger than {LARGEST:,} bytes"
        raise ConfigError(message, hint="make it shorter", code="config.read")
    return text


def unreadable_error(name: str, error: Exception) -> ConfigError:
    """Make the error for a file `name` that cannot be read as text."""
    if isinstance(error, OSError):
        message = f"`{name}` cannot be read: {error.strerror or error}"
        hint = "check who owns it and its permissions"
    else:
        message, hint = f"`{name}` cannot be read: {error}", "it must be UTF-8 text"
    return ConfigError(message, hint=hint, code="config.read")


def list_settings(value: Any) -> dict[str, Field[Any]]:  # noqa: ANN401  a dataclass
    """List the settings among the fields of `value`, each with its key.

    A word of Python's has another name in the code; a field without a `doc` is set by no file.
    """
    return {
        str(entry.metadata.get("name", entry.name)): entry
        for entry in fields(value)
        if "doc" in entry.metadata
    }


def laid_over(value: T, table: Mapping[str, Any], origin: str) -> T:
    """Merge `table`, from `origin`, over `value`, settings such as `Newsletter`.

    Raises `ConfigError` as `lay_over` does.

    >>> from copydesk.settings.newsletters import Newsletter
    >>> laid_over(Newsletter(), {"from": "desk@harbour.example"}, "may.toml").from_
    'desk@harbour.example'
    """
    found: T = lay_over(value, table, Layer(origin, ""))
    return found


@dataclass(frozen=True, slots=True)
class Layer:
    """The origin of values, the desk's folder, and the packs that led there.

    Of one layer and the packs that it leads to, `origins` has where each value came from, and
    `read` the packs that are files of the desk.
    """

    origin: str
    root: str
    packs: tuple[str, ...] = ()
    origins: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)


def lay_over(value: Any, table: Mapping[str, Any], layer: Layer, prefix: str = "") -> Any:  # noqa: ANN401  settings
    """Merge `table` over `value`, and record where its values came from.

    `prefix` stands before the keys of an inner table. Raises `ConfigError` for an unknown key
    or a value of the wrong kind.
    """
    origin, origins, known = layer.origin, layer.origins, list_settings(value)
    if type(value) in PACKS and "pack" in table:
        value = _with_pack(value, table["pack"], layer)
    changes: dict[str, Any] = {}
    for key, given in table.items():
        dotted = prefix + key
        if key not in known:
            message = f"{origin}: unknown setting `{dotted}`"
            hint = name_nearest(key, sorted(known))
            raise ConfigError(message, hint=hint, code="config.unknown-key")
        name = known[key].name
        current = getattr(value, name)
        if is_dataclass(current):
            if not isinstance(given, Mapping):
                message = f"{origin}: `{dotted}` is a table, not a value"
                hint = f"write [{dotted}] and its settings below"
                raise ConfigError(message, hint=hint, code="config.value")
            changes[name] = lay_over(current, given, layer, dotted + ".")
            continue
        changes[name] = _checked(given, known[key], origin, dotted)
        if isinstance(changes[name], dict):
            # A table is laid over the one below it, as all settings are.
            changes[name] = tuple(sorted((dict(current) | changes[name]).items()))
        if isinstance(current, frozenset):
            changes[name] |= current  # each layer adds words, none takes one away
            origins[dotted] = f"{origins[dotted]}, {origin}" if current else origin
            continue
        origins[dotted] = origin
    for entry in fields(value):  # what follows a setting is worked out anew from it
        if entry.metadata.get("follows") in changes and entry.name not in changes:
            changes[entry.name], origins[prefix + entry.name] = entry.default, origin
    return replace(value, **changes)


def _checked(given: Any, entry: Field[Any], origin: str, dotted: str) -> Any:  # noqa: ANN401  of TOML
    """`given` as the value of the setting `entry`, whose kind is that of its default."""
    if wanted := _find_misfit(given, entry.default, entry.metadata):
        message = f"{origin}: `{dotted}` is {given!r}, expected {wanted}"
        hint = "correct it there; `copydesk config` describes each setting"
        raise ConfigError(message, hint=hint, code="config.value")
    if "table" in entry.metadata:
        return {str(key): value or "" for key, value in given.items()}
    match entry.default:
        case str():
            given = drop_turned(given)
        case tuple():
            given = tuple(map(drop_turned, given))
        case frozenset():
            given = frozenset(given)
    if check := entry.metadata.get("check"):
        check(given, origin, dotted)
    return given


def drop_turned(text: str) -> str:
    r"""Remove direction overrides from `text` of a setting or a sidecar, as from received text.

    >>> drop_turned("The Harbour \u202eReview")
    'The Harbour Review'
    """
    if text.isascii():
        return text
    from copydesk.language import directions  # for few settings, and builds at rest are fast

    return directions.drop_idle_controls(text)


def _find_misfit(given: Any, default: object, about: Mapping[str, Any]) -> str:  # noqa: ANN401
    """What a setting wants instead of `given`, or ""; `about` is what it says of its values."""
    if kind := about.get("table"):
        fits, wanted = isinstance(given, Mapping) and _is_table(given, kind), TABLES[kind]
    elif isinstance(default, bool):
        fits, wanted = isinstance(given, bool), "true or false"
    elif isinstance(default, int):
        above, below = about.get("above", 0), about.get("below", math.inf)
        fits = type(given) is int and above < given < below
        wanted = f"a whole number above {above}" + f" and below {below}" * (below < math.inf)
    elif isinstance(default, str):
        return _find_text_misfit(given, about.get("choices", ()), about.get("shape"))
    else:
        texts = isinstance(given, list | tuple) and all(isinstance(entry, str) for entry in given)
        empty = about.get("empty", False)
        fits = texts and bool(given or empty)
        wanted = "a list of texts" if empty else "a list of one or more texts"
    return "" if fits else wanted


def _find_text_misfit(given: object, choices: Sequence[str], shape: tuple[str, str] | None) -> str:
    if not isinstance(given, str):
        return "text in quotation marks"
    if _UNPRINTED.search(given):
        return "a line of text without control characters"
    if choices and given not in choices:
        return " or ".join(f"`{choice}`" for choice in choices)
    return shape[1] if shape and not re.fullmatch(shape[0], given) else ""


def _is_table(given: Mapping[object, object], kind: str) -> bool:
    """Whether `given` is a table of that `kind`."""
    return all(
        str(key).strip()
        and (value in POLICIES if kind == "policies" else value is False or isinstance(value, str))
        for key, value in given.items()
    )


def _with_pack(value: Style | Theme, name: object, layer: Layer) -> Any:  # noqa: ANN401  as `value`
    """`value` with the pack `name` laid over it, and first the pack on which that one rests."""
    table, folder, what = PACKS[type(value)]
    if name in layer.packs:
        message = f"{layer.origin}: the {what} `{name}` extends itself"
        raise ConfigError(message, hint="remove one `pack`", code="config.pack")
    origin, text = _pack(name, layer, folder, what)
    inner = replace(layer, origin=origin, packs=(*layer.packs, str(name)))
    return lay_over(value, parse_toml(text, origin), inner, f"{table}.")


def _pack(name: object, layer: Layer, folder: str, what: str) -> tuple[str, str]:
    """What messages call the pack `name`, and its text."""
    if isinstance(name, str) and name.endswith(".toml"):
        layer.read.append(name)
        if not files.is_file(Path(layer.root) / name):
            message = f"{layer.origin}: there is no file `{name}` with a {what}"
            hint = "its path is relative to the desk's folder"
            raise ConfigError(message, hint=hint, code="config.pack")
        try:
            return name, companion_files.read(layer.root, name, _LARGEST_PACK).decode("utf-8")
        except UnicodeDecodeError as error:
            raise unreadable_error(name, error) from None
    packaged = Path(__file__).parents[1] / "data" / folder  # importlib.resources costs 5 ms
    packs = sorted(entry.name.removesuffix(".toml") for entry in packaged.iterdir())
    if name not in packs:
        message = f"{layer.origin}: there is no {what} `{name}`"
        raise ConfigError(message, hint=name_nearest(str(name), packs), code="config.pack")
    return f"{what} {name}", (packaged / f"{name}.toml").read_text(encoding="utf-8")
