"""What the services that mail newsletters take: the table of `data/targets.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from copydesk.errors import ConfigError
from copydesk.settings.hints import name_nearest
from copydesk.tables import load_table


@dataclass(frozen=True, slots=True)
class Target:
    """A service that mails newsletters.

    Sizes are bytes, and 0 where no limit is known: `file` of one attachment on disk, `message`
    of the whole message as it is sent. `files` is how many are taken without complaint, `formats`
    which ones, () for all; `recipients` how many a mailing with attachments reaches. `signs` begin
    what the service takes for its own language, in which `unsubscribe` and `online` are addresses
    that it fills in. `hosted` ones have the list of readers: they know who sends, and let go
    who wants no more.
    """

    name: str
    title: str
    attach: bool
    checked: str
    file: int = 0
    message: int = 0
    files: int = 0
    formats: tuple[str, ...] = ()
    recipients: int = 0
    signs: tuple[str, ...] = ()
    unsubscribe: str = ""
    online: str = ""
    hosted: bool = False


@lru_cache(maxsize=1)
def read_targets() -> Mapping[str, Target]:
    """Every target by its name.

    >>> read_targets()["mailchimp"].attach, read_targets()["buttondown"].file
    (False, 999999)
    """
    found = {}
    for name, row in load_table("targets").items():
        values: dict[str, Any] = {
            key: tuple(one) if isinstance(one, list) else one for key, one in row.items()
        }
        found[name] = Target(name, **values)
    return found


def find_target(name: str, origin: str) -> Target:
    """The target `name`, as `origin` calls it. Raises `ConfigError` with the nearest name.

    >>> find_target("smtp", "may.toml").title
    'a mail server (SMTP)'
    """
    if name not in read_targets():
        message = f"{origin}: there is no target `{name}`"
        raise ConfigError(message, hint=name_nearest(name, [*read_targets()]), code="issue.target")
    return read_targets()[name]
