"""The package of a DOCX: its parts, what they are declared as, and who refers to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import etree

from copydesk.gate import archive, xml

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = f"{{{_PACKAGE}/relationships}}Relationship"
_OVERRIDE: Final = f"{{{_PACKAGE}/content-types}}Override"
#: The lists of relationships, and the folder their targets are relative to.
_DOCUMENT: Final = "word/_rels/document.xml.rels"
PACKAGE: Final = "_rels/.rels"
_LISTS: Final = {_DOCUMENT: "word/", PACKAGE: ""}


class Package:
    """The parts of a document while it is finished."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._members = {name: data for name, data in members.items() if not name.endswith("/")}
        self._types = xml.parse(self._members.pop(_TYPES), strip_blanks=True)
        self._lists = {
            name: xml.parse(self._members.pop(name), strip_blanks=True) for name in _LISTS
        }

    def put(self, name: str, data: bytes, content_type: str = "") -> None:
        """Add or replace a part; one with a `content_type` is declared."""
        self._members[name] = data
        if content_type:
            part = f"/{name}"
            etree.SubElement(self._types, _OVERRIDE, PartName=part, ContentType=content_type)

    def relate(self, target: str, kind: str, of: str = _DOCUMENT) -> str:
        """Let the document, or what the list `of` speaks for, refer to `target`; returns the id.

        `target` is relative to the folder of the document, or of the package.
        """
        relations = self._lists[of]
        identity = f"rIdHouse{len(relations)}"
        etree.SubElement(relations, _RELATIONS, Id=identity, Type=f"{OFFICE}/{kind}", Target=target)
        return identity

    def drop(self, name: str) -> None:
        """Remove a part with all that speaks of it."""
        self._members.pop(name, None)
        for override in list(self._types.iter(_OVERRIDE)):
            if override.get("PartName") == f"/{name}":
                self._types.remove(override)
        for path, relations in self._lists.items():
            for relation in list(relations):
                if _LISTS[path] + relation.get("Target", "") == name:
                    relations.remove(relation)

    def related(self, kind: str) -> Iterator[tuple[str, str]]:
        """Id and target of each part of a `kind` that the document refers to."""
        for relation in self._lists["word/_rels/document.xml.rels"]:
            if relation.get("Type") == f"{OFFICE}/{kind}":
                yield relation.get("Id", ""), relation.get("Target", "")

    def named(self, *starts: str) -> list[str]:
        """The names of the parts that start with one of `starts`."""
        return sorted(name for name in self._members if name.startswith(starts))

    def part(self, name: str) -> bytes:
        """The bytes of the part `name`, none when there is no such part."""
        return self._members.get(name, b"")

    def root(self, name: str) -> etree._Element | None:
        """The part `name` to work on, None when there is none; `settle` puts it back."""
        return xml.parse(self._members[name]) if name in self._members else None

    def settle(self, name: str, root: etree._Element) -> None:
        """Put back the part `name` as it is now."""
        self._members[name] = serialised(root)

    def edit(self, name: str, change: Callable[[etree._Element], None]) -> None:
        """Parse the part `name`, let `change` work on it, and put it back."""
        root = xml.parse(self._members[name])
        change(root)
        self.settle(name, root)

    def zipped(self) -> bytes:
        """The file; equal parts give equal bytes."""
        lists = {name: serialised(root) for name, root in self._lists.items()}
        return archive.write({**self._members, **lists, _TYPES: serialised(self._types)})


def serialised(root: etree._Element) -> bytes:
    """A part as Word expects it: UTF-8, declared as standing alone."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
