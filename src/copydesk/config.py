"""Settings: defaults ← house style ← desk ← sidecar ← flags, as one frozen `Config`.

The desk's settings are `copydesk.toml`, or `[tool.copydesk]` of pyproject.toml;
no file means the defaults. A key nobody knows is an error that names the nearest
one. `Config.origins` remembers where each value came from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import Field, asdict, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_type_hints

from copydesk.errors import ConfigError
from copydesk.gate import belongings, toml
from copydesk.hints import nearest
from copydesk.limits import Limits
from copydesk.newsletters import Newsletter
from copydesk.publication import Publication
from copydesk.style import Style
from copydesk.style import key as _key
from copydesk.theme import Theme

if TYPE_CHECKING:
    from copydesk.model import Profile  # which is big, and a build with nothing to do reads this

#: Fields of `Config` that no file sets, and a type of theirs that is not looked into.
_NO_SETTINGS: Final = ("origins", "root", "profiles", "packs")
_UNREAD: Final[Mapping[str, Any]] = {"Profile": object}
#: Settings that no sidecar may change.
DESK_ONLY: Final = ("source", "out", "limits", "resolver", "newsletter")
POLICIES: Final = ("off", "suggest", "fix")
#: What no edition can print, and most cannot hold.
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
#: What the tables among the settings hold.
TABLES: Final = {
    "policies": "a table of rule = off, suggest or fix",
    "names": "a table of a name = as it is to be spelt, or false",
}


T = TypeVar("T")

#: The largest pack of a desk, in bytes.
_LARGEST_PACK: Final = 100_000
#: The pack of a table that has them, and the folder of `house/` with the packaged ones.
PACKS: Final = {Style: ("style", "styles", "house style"), Theme: ("theme", "themes", "theme")}


@dataclass(frozen=True, slots=True)
class Resolver:
    """`[resolver]`: whom `copydesk resolve` asks about entries. A build asks nobody."""

    url: str = _key(
        "https://api.crossref.org",
        "address of the Crossref API, or of one that answers as it does",
        shape=(
            r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d+)?(/[A-Za-z0-9._/-]*)?",
            "an address that begins with https:// (http:// on this machine alone)",
        ),
    )
    mailto: str = _key(
        "",
        "your e-mail address, which Crossref asks for and answers faster",
        shape=(r"([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?", "an e-mail address"),
    )
    seconds: int = _key(20, "wall time of one question")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a desk. `source`, `out` and the path of a style are relative to `root`.

    `profiles` are the desk's own site profiles, so that a change of one is a change of
    the settings. `packs` are the files of the desk that values were taken from.
    """

    source: str = _key("source", "folder of the raw submissions")
    out: str = _key("dist", "folder of the outputs")
    formats: tuple[str, ...] = _key(
        ("md", "docx", "epub", "pdf", "html", "csl.json"),
        "formats that `build` makes; `pandoc.md`, `fragment.html`, `jats.xml`, `txt` and"
        " `review.docx` are made when named, or here with the others",
    )
    text_columns: int = _key(
        72, "longest line of plain text (`txt`), in columns; 0 leaves lines unbroken", above=-1
    )
    keep_furniture: bool = _key(default=False, doc="keep site furniture in the article")
    style: Style = field(default=Style(), metadata={"doc": Style.__doc__})
    theme: Theme = field(default=Theme(), metadata={"doc": Theme.__doc__})
    publication: Publication = field(default=Publication(), metadata={"doc": Publication.__doc__})
    limits: Limits = field(default=Limits(), metadata={"doc": Limits.__doc__})
    resolver: Resolver = field(default=Resolver(), metadata={"doc": Resolver.__doc__})
    newsletter: Newsletter = field(default=Newsletter(), metadata={"doc": Newsletter.__doc__})
    profiles: tuple[Profile, ...] = ()
    origins: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    packs: tuple[str, ...] = field(default=(), compare=False)
    root: str = field(default="", compare=False)

    @property
    def csl(self) -> str:
        """The citation style, a path of the desk made good from anywhere."""
        style = self.style.csl
        return str(Path(self.root) / style) if style.endswith(".csl") else style

    def policy(self, rule: str, default: str) -> str:
        """The policy of `rule` at this desk: off, suggest or fix.

        That of its family (`space.*`) is good for the rules of which nothing is said.

        >>> Config().policy("space.double", "fix")
        'fix'
        """
        said = dict(self.style.rules)
        return said.get(rule) or said.get(rule.partition(".")[0] + ".*", default)

    def language(self, found: str) -> str:
        """The language tag of an article in `found`: the house's own where it is of that language.

        >>> Config().language("en"), Config().language("de"), Config().language("")
        ('en-GB', 'de', 'en-GB')
        """
        locale = self.style.locale
        if not found or found.partition("-")[0] == locale.partition("-")[0]:
            return locale
        return found

    def terms(self, language: str, written_for: str) -> str:
        """The language of what a citation style adds to an article in `language`.

        `written_for` is the style's own, "" when it names none.

        >>> Config().terms("de", "en-US"), Config(style=Style(csl_locale="style")).terms("de", "fr")
        ('de', 'fr')
        """
        chosen = self.style.csl_locale
        return (written_for if chosen == "style" else chosen) or language

    def fingerprint(self) -> str:
        """A hash of every value that can change an output."""
        values = asdict(self)
        for key in ("origins", "packs", "root", "formats", *DESK_ONLY):
            del values[key]
        values["limits"] = self.limits.shaping()
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=sorted)
        return hashlib.sha256(text.encode()).hexdigest()

    def files(self) -> tuple[str, ...]:
        """Files of the desk that the settings name, and that outputs are made of.

        >>> Config(style=Style(csl="house.csl"), theme=Theme(css="house.css")).files()
        ('house.csl', 'house.css')
        """
        style = self.style.csl if self.style.csl.endswith(".csl") else ""
        return tuple(filter(None, (style, self.theme.css, self.theme.logo)))

    def items(self) -> list[tuple[str, Any, str, str]]:
        """Each setting as (dotted key, value, where it came from, what it does)."""
        origins = dict(self.origins)
        rows = _rows(self, "")
        return [
            (
                key,
                tuple(sorted(value)) if isinstance(value, frozenset) else value,
                origins.get(key, "default"),
                doc,
            )
            for key, value, doc in rows
        ]


def _rows(value: Any, prefix: str) -> list[tuple[str, Any, str]]:  # noqa: ANN401  a dataclass
    """Each setting of `value`, of the tables in it too, as (dotted key, value, what it does)."""
    rows: list[tuple[str, Any, str]] = []
    for entry in fields(value):
        if entry.name in _NO_SETTINGS:
            continue
        inner, dotted = getattr(value, entry.name), prefix + _called(entry)
        if is_dataclass(inner):
            rows += _rows(inner, f"{dotted}.")
        else:
            rows.append((dotted, inner, entry.metadata["doc"]))
    return rows


def _called(entry: Field[Any]) -> str:
    """The key of a setting; a word of Python's has another name in the code."""
    return str(entry.metadata.get("name", entry.name))


def laid_over(value: T, table: Mapping[str, Any], origin: str) -> T:
    """`value`, settings such as `Newsletter`, with those of `table`, from `origin`, on top.

    Raises `ConfigError` as `overlay` does.

    >>> laid_over(Newsletter(), {"from": "desk@harbour.example"}, "may.toml").from_
    'desk@harbour.example'
    """
    changed, _ = _overlay(value, table, _Layer(origin, ""), "", {})
    found: T = changed
    return found


def overlay(config: Config, table: Mapping[str, Any], origin: str) -> Config:
    """`config` with the values of `table` on top.

    `origin` says in messages and in `origins` where they come from. A `pack` in
    `[style]` or `[theme]` is laid under the other values of that table. Raises `ConfigError`
    for an unknown key, a value of the wrong kind, or outputs that would lie among
    the submissions.

    >>> overlay(Config(), {"style": {"locale": "de-DE"}}, "copydesk.toml").style.locale
    'de-DE'
    """
    layer = _Layer(origin, config.root)
    changed, origins = _overlay(config, table, layer, "", dict(config.origins))
    packs = tuple(dict.fromkeys((*config.packs, *layer.read)))
    result: Config = replace(changed, origins=tuple(sorted(origins.items())), packs=packs)
    if "source" in table or "out" in table:
        _keep_apart(result, origin)
    return result


def for_article(config: Config, settings: Mapping[str, Any], origin: str) -> Config:
    """`config` with the settings of one article's sidecar on top, below what flags say.

    Raises `ConfigError` as `overlay` does, and for what concerns the whole desk.
    """
    if not settings:
        return config
    for key in DESK_ONLY:
        if key in settings:
            message = f"{origin}: `{key}` is set for the whole desk, not for one article"
            hint = "move it to the desk's settings"
            raise ConfigError(message, hint=hint, code="config.desk-only")
    _keep_inside(settings, config.root, origin)
    flags = [key for key, given in config.origins if given.startswith("--")]
    result = overlay(config, settings, origin)
    return replace(result, **{key: getattr(config, key) for key in flags})


def _keep_inside(settings: Mapping[str, Any], root: str, origin: str) -> None:
    """A sidecar comes with a submission: it fetches no style from elsewhere on the machine.

    Packs, style sheets and logos never do, whoever names them.
    """
    style = settings.get("style")
    name = str(style.get("csl", "")) if isinstance(style, Mapping) else ""
    if not name.endswith(".csl"):
        return
    if not Path(os.path.realpath(Path(root) / name)).is_relative_to(os.path.realpath(root)):
        message = f"{origin}: `style.csl` is {name!r}, which lies outside the desk"
        hint = "copy it into the desk's folder, or name it in the desk's settings"
        raise ConfigError(message, hint=hint, code="config.value")


def _keep_apart(config: Config, origin: str) -> None:
    """Outputs in the source folder would be submissions of the next build."""
    source, out = (
        Path(os.path.realpath(Path(config.root) / name)) for name in (config.source, config.out)
    )
    if source.is_relative_to(out) or out.is_relative_to(source):
        message = f"{origin}: `source` ({config.source!r}) and `out` ({config.out!r}) overlap"
        hint = 'name two folders side by side, e.g. source = "source" and out = "dist"'
        raise ConfigError(message, hint=hint, code="config.value")


@dataclass(frozen=True, slots=True)
class _Layer:
    """Where values come from, the desk's folder, and the packs that led there.

    `read` is one list for all layers of a table: the packs that are files of the desk.
    """

    origin: str
    root: str
    packs: tuple[str, ...] = ()
    read: list[str] = field(default_factory=list)


def _overlay(
    value: Any,  # noqa: ANN401  any of the dataclasses above
    table: Mapping[str, Any],
    layer: _Layer,
    prefix: str,
    origins: dict[str, str],
) -> tuple[Any, dict[str, str]]:
    origin = layer.origin
    known = {_called(entry): entry for entry in fields(value) if entry.name not in _NO_SETTINGS}
    hints = get_type_hints(type(value), localns=_UNREAD)
    if type(value) in PACKS and "pack" in table:
        value, origins = _with_pack(value, table["pack"], layer, origins)
    changes: dict[str, Any] = {}
    for key, given in table.items():
        dotted = prefix + key
        if key not in known:
            message = f"{origin}: unknown setting `{dotted}`"
            raise ConfigError(message, hint=nearest(key, sorted(known)), code="config.unknown-key")
        name = known[key].name
        current = getattr(value, name)
        if is_dataclass(current):
            if not isinstance(given, Mapping):
                message = f"{origin}: `{dotted}` is a table, not a value"
                hint = f"write [{dotted}] and its settings below"
                raise ConfigError(message, hint=hint, code="config.value")
            changes[name], origins = _overlay(current, given, layer, dotted + ".", origins)
            continue
        changes[name] = _checked(given, known[key].metadata, hints[name], origin, dotted)
        if check := known[key].metadata.get("check"):
            check(changes[name], origin, dotted)
        if known[key].metadata.get("table"):
            # A table is laid over the one below it, as all settings are.
            changes[name] = tuple(sorted((dict(current) | dict(changes[name])).items()))
        if isinstance(current, frozenset):
            changes[name] |= current  # each layer adds words, none takes one away
            origins[dotted] = f"{origins[dotted]}, {origin}" if current else origin
            continue
        origins[dotted] = origin
    for entry in [*_following(value, changes)]:
        changes[entry.name], origins[prefix + entry.name] = entry.default, origin
    return replace(value, **changes), origins


def _following(value: Any, changes: Container[str]) -> Iterator[Field[Any]]:  # noqa: ANN401
    """The settings that are worked out anew, because what they follow is among `changes`."""
    for entry in fields(value):
        if entry.metadata.get("follows") in changes and entry.name not in changes:
            yield entry


def _checked(
    given: Any,  # noqa: ANN401  whatever TOML holds
    metadata: Mapping[str, Any],
    hint: Any,  # noqa: ANN401  a type
    origin: str,
    dotted: str,
) -> Any:  # noqa: ANN401  the value in the type of its field
    def wrong(wanted: str) -> ConfigError:
        message = f"{origin}: `{dotted}` is {given!r}, wanted is {wanted}"
        hint = "correct it there; `copydesk config` says what each setting does"
        return ConfigError(message, hint=hint, code="config.value")

    kind = metadata.get("table", hint)
    match kind:
        case "policies" | "names":
            entries = _entries(kind, given)
            if entries is None:
                raise wrong(TABLES[kind])
            return entries
        case _ if hint is bool and not isinstance(given, bool):
            raise wrong("true or false")
        case _ if hint is int and (wanted := _miscounted(given, metadata)):
            raise wrong(wanted)
        case _ if hint is str and not isinstance(given, str):
            raise wrong("text in quotation marks")
        case _ if wanted := _misfit(given, metadata):
            raise wrong(wanted)
        case _ if hint in {bool, int, str}:
            return given
    texts = isinstance(given, list | tuple) and all(isinstance(entry, str) for entry in given)
    empty = metadata.get("empty", False)
    if not texts or not (given or empty):
        raise wrong("a list of texts" if empty else "a list of one or more texts")
    return frozenset(given) if hint == frozenset[str] else tuple(given)


def _entries(kind: str, given: object) -> tuple[tuple[str, str], ...] | None:
    """The entries of a table of that `kind`, None when it cannot be meant."""
    if not isinstance(given, Mapping):
        return None
    entries = {str(key): "" if value is False else value for key, value in given.items()}
    for key, value in entries.items():
        if not key.strip() or not isinstance(value, str):
            return None
        if kind == "policies" and value not in POLICIES:
            return None
    return tuple(sorted(entries.items()))


def _miscounted(given: object, metadata: Mapping[str, Any]) -> str:
    """What a setting that is a number wants instead of `given`, or ""."""
    above, below = metadata.get("above", 0), metadata.get("below")
    if type(given) is int and above < given and (below is None or given < below):
        return ""
    return f"a whole number above {above}" + ("" if below is None else f" and below {below}")


def _misfit(given: Any, metadata: Mapping[str, Any]) -> str:  # noqa: ANN401  a TOML value
    """What a setting with `choices` or a `shape` wants instead of `given`, or ""."""
    if isinstance(given, str) and _UNPRINTED.search(given):
        return "a line of text without control characters"
    choices, shape = metadata.get("choices", ()), metadata.get("shape")
    if choices and given not in choices:
        return " or ".join(f"`{choice}`" for choice in choices)
    return shape[1] if shape and not re.fullmatch(shape[0], given) else ""


def _with_pack(
    value: Style | Theme, name: object, layer: _Layer, origins: dict[str, str]
) -> tuple[Style | Theme, dict[str, str]]:
    """`value` with the pack `name` laid over it, and first the pack on which that one rests."""
    table, folder, what = PACKS[type(value)]
    if name in layer.packs:
        message = f"{layer.origin}: the {what} `{name}` rests on itself"
        raise ConfigError(message, hint="take one `pack` out", code="config.pack")
    origin, text = _pack(name, layer, folder, what)
    inner = replace(layer, origin=origin, packs=(*layer.packs, str(name)))
    return _overlay(value, parse_toml(text, origin), inner, f"{table}.", origins)


def _pack(name: object, layer: _Layer, folder: str, what: str) -> tuple[str, str]:
    """What messages call the pack `name`, and its text."""
    if isinstance(name, str) and name.endswith(".toml"):
        layer.read.append(name)
        path = Path(layer.root) / name
        if not path.is_file():
            message = f"{layer.origin}: there is no file `{name}` with a {what}"
            hint = "its path is relative to the desk's folder"
            raise ConfigError(message, hint=hint, code="config.pack")
        try:
            return name, belongings.read(layer.root, name, _LARGEST_PACK).decode("utf-8")
        except UnicodeDecodeError as error:
            raise unreadable(name, error) from None
    packaged = Path(__file__).parent / "house" / folder  # importlib.resources costs 5 ms
    packs = sorted(entry.name.removesuffix(".toml") for entry in packaged.iterdir())
    if name not in packs:
        message = f"{layer.origin}: there is no {what} `{name}`"
        raise ConfigError(message, hint=nearest(str(name), packs), code="config.pack")
    return f"{what} {name}", (packaged / f"{name}.toml").read_text(encoding="utf-8")


def parse_toml(text: str, origin: str) -> dict[str, Any]:
    """The table that `text` holds; `ConfigError` with the place of a syntax error."""
    try:
        return toml.loads(text)
    except toml.TOMLDecodeError as error:
        from copydesk.toml_slips import slip  # for who has mistyped

        what, hint = slip(text, str(error))
        message = f"{origin} is not valid TOML: {error}{what and f': {what}'}"
        raise ConfigError(message, hint=hint, code="config.syntax") from None


def load(root: Path) -> Config:
    """The settings of the desk at `root`, its word lists and its site profiles."""
    from copydesk import profiles, wordlists  # which read what they find by the functions above

    config = _settings(root)
    for name, words in wordlists.of_desk(root, config.source).items():
        if words:
            config = overlay(config, {"style": {"words": tuple(words)}}, name)
    return replace(config, profiles=profiles.of_desk(root, config.source))


def default() -> Config:
    """The settings of a desk that says nothing: those of the packs that come first."""
    packs = {"style": {"pack": Style().pack}, "theme": {"pack": Theme().pack}}
    return overlay(Config(), packs, "default")


def _settings(root: Path) -> Config:
    config = replace(default(), root=str(root))
    own = root / "copydesk.toml"
    if _is_there(own):
        return overlay(config, parse_toml(_text(own), own.name), own.name)
    project = root / "pyproject.toml"
    if _is_there(project):
        table = of_project(parse_toml(_text(project), project.name))
        return overlay(config, table or {}, f"{project.name} [tool.copydesk]")
    return config


def of_project(project: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The table `[tool.copydesk]` of a pyproject.toml; None where there is none.

    >>> of_project({"tool": {"copydesk": {"source": "texts"}}})
    {'source': 'texts'}
    """
    tools = project.get("tool")
    own = tools.get("copydesk") if isinstance(tools, Mapping) else None
    return own if isinstance(own, Mapping) else None


def _is_there(path: Path) -> bool:
    """Whether a file lies at `path`; `ConfigError` where its folder cannot be looked into."""
    try:
        return path.is_file()
    except OSError as error:
        raise unreadable(path.name, error) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path.name, error) from None


def unreadable(name: str, error: Exception) -> ConfigError:
    """What to raise where the file `name` could not be read as text."""
    if isinstance(error, OSError):
        message = f"`{name}` cannot be read: {error.strerror or error}"
        hint = "check who owns it and its permissions"
    else:
        message, hint = f"`{name}` cannot be read: {error}", "it must be UTF-8 text"
    return ConfigError(message, hint=hint, code="config.read")
