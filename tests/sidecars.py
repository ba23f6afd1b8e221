"""A sidecar that holds some decisions, written as the commands write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomlkit

from copydesk.model import Decisions
from copydesk.review import sidecar
from copydesk.review.sidecar import Change

#: A place where no file lies, so that there is nothing to change but the words of the schema.
_NOWHERE = Path("nowhere") / "a.txt.desk.toml"


def write_sidecar(told: Decisions, settings: Mapping[str, Any] | None = None) -> str:
    """The text of a sidecar that says what is `told`, with `settings` of the article."""
    return sidecar.revised(_NOWHERE, *_changes(told, settings or {}))


def _changes(told: Decisions, settings: Mapping[str, Any]) -> Iterator[Change]:
    fields = asdict(told) | asdict(told.imprint)
    for field in sidecar.FRONT:
        if value := fields.get("deck" if field == "subtitle" else field):
            yield sidecar.enter_field(_NOWHERE.name, field, value)
    for person in told.people:
        said = {name: value for name, value in asdict(person).items() if value}
        yield sidecar.tell_author(_NOWHERE.name, said.pop("name"), said)
    yield sidecar.enter(*told.edits, *told.roles, *told.citations, *told.references)
    yield sidecar.enter(*told.rewrites, *told.pictures)
    if settings:
        yield lambda document: document.update({"settings": tomlkit.item(settings)})
