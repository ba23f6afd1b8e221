"""What an editor settles for the whole desk by a command: policies of rules, and words.

Policies are written into the settings file of the desk and words into a list of its own;
everything else in those files stays as it was written.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copydesk import clean
from copydesk import config as settings
from copydesk.clean import RULES, policy
from copydesk.config import Config
from copydesk.errors import ConfigError, UsageError
from copydesk.settings import ground, wordlists
from copydesk.settings.hints import name_nearest
from copydesk.system import files, names, toml

#: The list that a word goes to when none is named.
LIST: Final = "desk"
_HEAD: Final = "# Words and names that are spelt correctly, one a line; `#` starts a comment.\n"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a rule or family of rules does now, and the file that says so."""

    rule: str
    policy: str
    file: str


@dataclass(frozen=True, slots=True)
class DeskWord:
    """A word of the desk and the file it stands in; `added` if a command put it there now."""

    word: str
    file: str
    added: bool = False


# ── policies ───────────────────────────────────────────────────────────────────


def set_policy(root: Path, wanted: Sequence[str], value: str) -> tuple[Policy, ...]:
    """Write the policy `value` of the rules `wanted` into the settings of the desk.

    "on" gives a rule the policy back that it has by itself: what the desk's file says of it
    goes, and only where a pack or family still says otherwise is that policy written.
    Raises `UsageError` for a rule that does not exist and `ConfigError` for settings that
    hold mistakes.
    """
    for name in wanted:
        families = sorted({f"{rule.family}.*" for rule in RULES.values()})
        if name not in (known := [*RULES, *families]):
            others = "`copydesk rules` lists them; `house.*` means a whole family"
            hint = name_nearest(name, known, others)
            raise UsageError(f"there is no rule `{name}`", hint=hint, code="usage.code")
    file = ground.find_settings(root) or ground.SETTINGS

    def enter(table: MutableMapping[str, Any]) -> None:
        for name in wanted:
            if value == "on":
                table.pop(name, None)
            else:
                table[name] = value

    config = _revise(root, file, enter)
    if value == "on":
        missing = {
            rule: RULES[rule].policy
            for rule in wanted
            if rule in RULES and config.policy(rule, RULES[rule].policy) != RULES[rule].policy
        }
        if missing:
            config = _revise(root, file, lambda table: table.update(missing))
    return tuple(Policy(name, _stands(name, config), file) for name in wanted)


def _stands(name: str, config: Config) -> str:
    if name in RULES:
        return policy(RULES[name], config)
    return dict(config.style.rules).get(name, "as each rule has it")


def _reach(table: Any, keys: Sequence[str], make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """The table that lies in `table` under `keys`; what is not there, `make` makes."""
    for key in keys:
        if key not in table:
            table[key] = make()
        table = table[key]
    return table


def _revise(root: Path, name: str, enter: Any) -> Config:  # noqa: ANN401  changes a table
    """Let `enter` change the table of policies in the file `name`; the settings it gives.

    Nothing is written that could not be read.
    """
    import tomlkit  # only writing needs it, and it is slow to import

    above = ("tool", "copydesk") if name == ground.PROJECT else ()
    with files.alone(root):
        settings.load(root)  # says what is wrong with the file that is there
        path = root / name
        text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
        wanted = toml.loads(text)
        enter(_reach(wanted, (*above, "style", "rules"), dict))
        # What stands in braces or behind dotted keys takes no table with a heading of its own.
        for make in (tomlkit.table, tomlkit.inline_table):
            document = tomlkit.parse(text)
            with contextlib.suppress(ValueError):
                enter(_reach(document, (*above, "style", "rules"), make))
                result = tomlkit.dumps(document)
                if toml.loads(result) == wanted:
                    break
        else:
            hint = "write them into its table `style.rules` yourself"
            raise ConfigError(f"{name}: no policies can be added", hint=hint, code="config.value")
        checked = settings.overlay(Config(root=str(root)), _reach(wanted, above, dict), name)
        clean.check_rules(checked)
        files.write(path, result.encode("utf-8"))
    return settings.load(root)


# ── words ──────────────────────────────────────────────────────────────────────


def list_words(root: Path, config: Config) -> Iterator[DeskWord]:
    """Every word of the desk, list by list, then those of its settings."""
    listed: set[str] = set()
    for file, found in wordlists.of_desk(root, config.source).items():
        listed |= found
        for word in sorted(found, key=str.casefold):
            yield DeskWord(word, file)
    origins = dict(config.origins).get("style.words", "").split(", ")
    others = [origin for origin in origins if not origin.endswith(wordlists.ENDING)]
    for word in sorted(config.style.words - listed, key=str.casefold):
        yield DeskWord(word, ", ".join(others))


def add_words(
    root: Path, config: Config, wanted: Iterable[str], to: str = ""
) -> tuple[DeskWord, ...]:
    """Put each of `wanted` on the desk's list `to`, unless a list has it; what stands where.

    Raises `UsageError` for what is no word or name.
    """
    name = list_path(config, to)
    standing = {entry.word: entry for entry in list_words(root, config)}
    entries: list[DeskWord] = []
    for given in wanted:
        word = " ".join(given.split())
        _check(word, given)
        if word not in standing:
            standing[word] = DeskWord(word, name)
            entries.append(DeskWord(word, name, added=True))
        else:
            entries.append(standing[word])
    if fresh := [entry.word for entry in entries if entry.added]:
        _append(root / name, fresh)
    return tuple(entries)


def list_path(config: Config, to: str = "") -> str:
    """The desk's list `to`, relative to its folder."""
    return f"{config.source}/{wordlists.FOLDER}/{names.slug(to or LIST)}{wordlists.ENDING}"


def _check(word: str, given: str) -> None:
    try:
        right = wordlists.parse_list(word, "a word")
        word.encode("utf-8")
    except (ConfigError, UnicodeEncodeError):
        right = frozenset()
    if right != {word}:
        message = f"`{given.encode('utf-8', 'replace').decode()}` cannot be an entry of a word list"
        hint = "one word or name each, without `#`; quote a name of several words"
        raise UsageError(message, hint=hint, code="usage.word")


def _append(path: Path, fresh: Sequence[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.failure(error, f"`{path.parent.name}` could not be made") from None
    with files.alone(path.parent):
        text = path.read_bytes().decode("utf-8-sig") if path.is_file() else _HEAD
        if text and not text.endswith("\n"):
            text += "\n"
        files.write(path, (text + "".join(f"{word}\n" for word in fresh)).encode("utf-8"))
