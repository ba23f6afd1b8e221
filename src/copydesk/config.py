"""Settings: defaults ← house style ← desk ← sidecar ← flags, as one frozen `Config`.

The desk's settings are `copydesk.toml`, or `[tool.copydesk]` of pyproject.toml;
no file means the defaults. How one is laid over what stands already, `layers` says;
`Config.origins` remembers where each value came from.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk.errors import ConfigError
from copydesk.settings import ground, layers, profiles, wordlists
from copydesk.settings.layers import parse_toml, unreadable_error
from copydesk.settings.limits import Limits
from copydesk.settings.newsletters import Newsletter
from copydesk.settings.publication import Publication
from copydesk.settings.style import Style
from copydesk.settings.style import key as _key
from copydesk.settings.theme import Theme

if TYPE_CHECKING:
    from copydesk.model import Profile  # which is big, and a build with nothing to do reads this

#: Settings that no sidecar may change.
DESK_ONLY: Final = ("source", "out", "limits", "resolver", "newsletter")


@dataclass(frozen=True, slots=True)
class Resolver:
    """`[resolver]`: the service that `copydesk resolve` asks about entries; builds ask none."""

    url: str = _key(
        "https://api.crossref.org",
        "address of the Crossref API, or of a compatible one",
        shape=(
            r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d+)?(/[A-Za-z0-9._/-]*)?",
            "an address that begins with https:// (http:// only on this machine)",
        ),
    )
    mailto: str = _key(
        "",
        "your e-mail address; Crossref asks for it and then answers faster",
        shape=(r"([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?", "an e-mail address"),
    )
    seconds: int = _key(20, "time limit of one request, in seconds")


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
        "formats that `build` makes; `fragment.html`, `jats.xml`, `txt` and `review.docx` are"
        " made on request, or in every build if listed here",
    )
    text_columns: int = _key(
        72, "longest line of plain text (`txt`), in columns; 0 leaves lines unbroken", above=-1
    )
    keep_furniture: bool = _key(
        default=False, doc="keep the boilerplate of the site in the article"
    )
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
        """The citation style; a path in the desk is made absolute."""
        style = self.style.csl
        return str(Path(self.root) / style) if style.endswith(".csl") else style

    def policy(self, rule: str, default: str) -> str:
        """Return the policy of `rule` at this desk: off, suggest or fix.

        That of its family (`space.*`) is good for the rules of which nothing is said.

        >>> Config().policy("space.double", "fix")
        'fix'
        """
        said = dict(self.style.rules)
        return said.get(rule) or said.get(rule.partition(".")[0] + ".*", default)

    def language(self, found: str) -> str:
        """Return the tag of an article in `found`: the desk's locale if it is of that language.

        >>> Config().language("en"), Config().language("de"), Config().language("")
        ('en-GB', 'de', 'en-GB')
        """
        locale = self.style.locale
        if not found or found.partition("-")[0] == locale.partition("-")[0]:
            return locale
        return found

    def terms(self, language: str, written_for: str) -> str:
        """Return the language of the terms that a citation style adds to an article in `language`.

        `written_for` is the style's own, "" when it names none.

        >>> Config().terms("de", "en-US"), Config(style=Style(csl_locale="style")).terms("de", "fr")
        ('de', 'fr')
        """
        chosen = self.style.csl_locale
        return (written_for if chosen == "style" else chosen) or language

    def fingerprint(self) -> str:
        """Return a hash of every value that can change an output."""
        values = asdict(self)
        for key in ("origins", "packs", "root", "formats", *DESK_ONLY):
            del values[key]
        values["limits"] = self.limits.shaping()
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=sorted)
        return hashlib.sha256(text.encode()).hexdigest()

    def files(self) -> tuple[str, ...]:
        """List the files of the desk that the settings name and that outputs depend on.

        >>> Config(style=Style(csl="house.csl"), theme=Theme(css="house.css")).files()
        ('house.csl', 'house.css')
        """
        style = self.style.csl if self.style.csl.endswith(".csl") else ""
        return tuple(filter(None, (style, self.theme.css, self.theme.logo)))

    def items(self) -> list[tuple[str, Any, str, str]]:
        """List each setting as (dotted key, value, origin, description)."""
        origins = dict(self.origins)
        return [(key, value, origins.get(key, "default"), doc) for key, value, doc in _rows(self)]


def _rows(table: Any, prefix: str = "") -> Iterator[tuple[str, Any, str]]:  # noqa: ANN401  a dataclass
    """Each setting of `table`, of those in it too, as (dotted key, value, what it does)."""
    for key, entry in layers.list_settings(table).items():
        value = getattr(table, entry.name)
        if is_dataclass(value):
            yield from _rows(value, f"{prefix}{key}.")
        else:
            told = tuple(sorted(value)) if isinstance(value, frozenset) else value
            yield prefix + key, told, entry.metadata["doc"]


def overlay(config: Config, table: Mapping[str, Any], origin: str) -> Config:
    """Return `config` with the values of `table` merged over it.

    `origin` says in messages and in `origins` where they come from. A `pack` in
    `[style]` or `[theme]` is laid under the other values of that table. Raises `ConfigError`
    for an unknown key, a value of the wrong kind, or outputs that would lie among
    the submissions.

    >>> overlay(Config(), {"style": {"locale": "de-DE"}}, "copydesk.toml").style.locale
    'de-DE'
    """
    layer = layers.Layer(origin, config.root, origins=dict(config.origins))
    changed = layers.lay_over(config, table, layer)
    packs = tuple(dict.fromkeys((*config.packs, *layer.read)))
    result: Config = replace(changed, origins=tuple(sorted(layer.origins.items())), packs=packs)
    if "source" in table or "out" in table:
        _keep_apart(result, origin)
    return result


def for_article(config: Config, settings: Mapping[str, Any], origin: str) -> Config:
    """Return `config` with the settings of a sidecar merged over it; flags still win.

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
        message = f"{origin}: `style.csl` is {name!r}, which is outside the desk"
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


def load(root: Path) -> Config:
    """Load the settings of the desk at `root`, its word lists and its site profiles."""
    config = _settings(root)
    for name, words in wordlists.of_desk(root, config.source).items():
        if words:
            config = overlay(config, {"style": {"words": tuple(words)}}, name)
    return replace(config, profiles=profiles.load_profiles(root, config.source))


def default() -> Config:
    """Return the default settings: those of the default packs."""
    packs = {"style": {"pack": Style().pack}, "theme": {"pack": Theme().pack}}
    return overlay(Config(), packs, "default")


def _settings(root: Path) -> Config:
    config = replace(default(), root=str(root))
    try:
        (root / ground.SETTINGS).is_file()
    except OSError as error:  # its folder cannot be looked into
        raise unreadable_error(ground.SETTINGS, error) from None
    if not (name := ground.find_settings(root)):
        return config
    table = parse_toml(layers.read_file(root, name), name)
    if name == ground.PROJECT:
        return overlay(config, ground.find_table(table) or {}, f"{name} [tool.copydesk]")
    return overlay(config, table, name)
