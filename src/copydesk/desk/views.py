"""Frozen values hold views of dictionaries, which Python learns here to send to other processes."""

from __future__ import annotations

import copyreg
from types import MappingProxyType
from typing import Any


def _view(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))
