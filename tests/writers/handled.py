"""What an editor does to a review copy in Word, done to its XML as Word does it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from lxml import etree

from copydesk.model import Article, Edit
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.review import tracked as review_tracked
from copydesk.system import archive, xml
from writers.tracked import W, text

_DOCUMENT = "word/document.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def with_body(data: bytes, act: Callable[[etree._Element], None]) -> bytes:
    """The file `data` after `act` was done to the body of its text."""
    members = archive.read(data)
    root = xml.parse(members[_DOCUMENT])
    act(root.find(f"{W}body"))
    members[_DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return archive.write(members)


def decided(data: bytes, article: Article, verdicts: Mapping[str, str]) -> bytes:
    """The copy `data` of `article` after `verdicts` (accept, stet) by the ids of changes."""

    def act(body: etree._Element) -> None:
        rows = zip(body.findall(f"{W}p"), review_tracked.split_lines(article.edited), strict=False)
        for paragraph, pieces in rows:
            changes = [one for one in paragraph if one.tag in (f"{W}ins", f"{W}del")]
            letters = iter(_edits(pieces))
            for change in changes:
                edit = next(letters)
                letters = islice(letters, len(text(change)) - 1, None)
                if verdict := verdicts.get(edit.id):
                    settle(change, verdict)

    return with_body(data, act)


def _edits(pieces: Iterable[review_tracked.TrackedPiece]) -> Iterator[Edit]:
    """The edit of each letter that is tracked in a paragraph."""
    for piece in pieces:
        if piece.edit is not None:
            yield from [piece.edit] * len(FORBIDDEN.sub("", piece.text))


def settle(change: etree._Element, verdict: str) -> None:
    """Accept or reject one tracked change: its runs stay, or go."""
    stays = (change.tag == f"{W}ins") == (verdict == "accept")
    parent = change.getparent()
    at = parent.index(change)
    parent.remove(change)
    for run in reversed(change if stays else []):
        for words in run.iter(f"{W}delText"):
            words.tag = f"{W}t"
        parent.insert(at, run)


def run(text: str, kind: str = "t") -> etree._Element:
    """A run of `text`."""
    element = etree.Element(f"{W}r")
    words = etree.SubElement(element, f"{W}{kind}")
    words.text = text
    words.set(_SPACE, "preserve")
    return element


def tracked(kind: str, text: str, author: str = "Ed") -> etree._Element:
    """A tracked insertion (`ins`) or deletion (`del`) of `text`."""
    change = etree.Element(f"{W}{kind}")
    change.set(f"{W}id", "9000")
    change.set(f"{W}author", author)
    change.append(run(text, "delText" if kind == "del" else "t"))
    return change


def plain(paragraph: etree._Element) -> list[etree._Element]:
    """The runs of a paragraph that hold untracked text and nothing else."""
    return [
        one
        for one in paragraph.findall(f"{W}r")
        if [child.tag for child in one if child.tag != f"{W}rPr"] == [f"{W}t"]
    ]


def typed(element: etree._Element, low: int, high: int, new: str, *, track: bool) -> None:
    """Let `new` stand in place of the letters `[low, high)` of a run."""
    words, paragraph = text(element), element.getparent()
    rows = [_like(element, words[:low])]
    if track:
        rows += [tracked("del", words[low:high])] if low < high else []
        rows += [tracked("ins", new)] if new else []
    else:
        rows.append(_like(element, new))
    rows.append(_like(element, words[high:]))
    at = paragraph.index(element)
    paragraph.remove(element)
    for one in reversed(rows):
        paragraph.insert(at, one)


def reworded(data: bytes, old: str, new: str, *, track: bool) -> bytes:
    """The copy with `new` in place of the words `old`, which stand untracked in one run."""

    def act(body: etree._Element) -> None:
        for element in (one for row in body.iter(f"{W}p") for one in plain(row)):
            if old in text(element):
                at = text(element).index(old)
                typed(element, at, at + len(old), new, track=track)
                return
        message = f"{old!r} stands in no run"
        raise AssertionError(message)

    return with_body(data, act)


def _like(element: etree._Element, text: str) -> etree._Element:
    found = copy.deepcopy(element)
    words = found.find(f"{W}t")
    assert words is not None
    words.text = text
    words.set(_SPACE, "preserve")
    return found


def merged(data: bytes) -> bytes:
    """The file as a program saves it that joins runs, numbers anew and has one author."""

    def act(body: etree._Element) -> None:
        for number, one in enumerate(body.iter(f"{W}ins", f"{W}del")):
            one.set(f"{W}id", str(number + 500))
            one.set(f"{W}author", "Author")
        for paragraph in body.iter(f"{W}p"):
            last = None
            for one in list(paragraph):
                if one.tag != f"{W}r" or [child.tag for child in one] != [f"{W}t"]:
                    last = None
                elif last is None:
                    last = one
                else:
                    words = last.find(f"{W}t")
                    words.text = (words.text or "") + (one.find(f"{W}t").text or "")
                    paragraph.remove(one)

    return with_body(data, act)


# ── comments ─────────────────────────────────────────────────────────────────

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_COMMENTS, _MORE = "word/comments.xml", "word/commentsExtended.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def _asking(root: etree._Element, said: str) -> etree._Element:
    """The comment that says `said`."""
    (found,) = (one for one in root if said in "".join(one.itertext()))
    return found


def _paragraph(words: str, key: str) -> etree._Element:
    found = etree.Element(f"{W}p")
    found.set(f"{_W14}paraId", key)
    found.append(run(words))
    return found


def replied(data: bytes, said: str, answer: str, *, thread: bool = True) -> bytes:
    """The copy with a reply below the comment that says `said`.

    Without a `thread` it only stands at the same words, as programs without threads put it.
    """
    members = archive.read(data)
    root = xml.parse(members[_COMMENTS])
    above = _asking(root, said)
    number = above.get(f"{W}id")
    key, own = f"{int(number) + 1:08X}", f"{int(number) + 4096:08X}"
    above.findall(f"{W}p")[-1].set(f"{_W14}paraId", key)
    mine = etree.Element(f"{W}comment")
    mine.set(f"{W}id", str(len(root) + 70))
    mine.set(f"{W}author", "Ed")
    mine.append(_paragraph(answer, own))
    root.insert(root.index(above) + 1, mine)
    members[_COMMENTS] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    document = xml.parse(members[_DOCUMENT])
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        (sign,) = document.iterfind(f".//{W}{name}[@{W}id='{number}']")
        twin = copy.deepcopy(sign)
        twin.set(f"{W}id", mine.get(f"{W}id"))
        sign.addnext(twin)
    members[_DOCUMENT] = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
    return _told_more(members, [(key, "", False), (own, key, False)] if thread else [])


def resolved(data: bytes, said: str) -> bytes:
    """The copy with the comment that says `said` marked as resolved."""
    members = archive.read(data)
    root = xml.parse(members[_COMMENTS])
    _asking(root, said).findall(f"{W}p")[-1].set(f"{_W14}paraId", "00000F01")
    members[_COMMENTS] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return _told_more(members, [("00000F01", "", True)])


def uncommented(data: bytes, said: str) -> bytes:
    """The copy without the comment that says `said`."""
    members = archive.read(data)
    root = xml.parse(members[_COMMENTS])
    gone = _asking(root, said)
    root.remove(gone)
    members[_COMMENTS] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    document = xml.parse(members[_DOCUMENT])
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for sign in document.findall(f".//{W}{name}[@{W}id='{gone.get(f'{W}id')}']"):
            sign.getparent().remove(sign)
    members[_DOCUMENT] = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
    return archive.write(members)


def _told_more(members: dict[str, bytes], rows: list[tuple[str, str, bool]]) -> bytes:
    """The file with what Word tells of comments beside them: what replies, what is resolved."""
    if not rows:
        return archive.write(members)
    space = "http://schemas.microsoft.com/office/word/2012/wordml"
    told = "".join(
        f'<w15:commentEx w15:paraId="{key}" w15:done="{int(done)}"'
        + (f' w15:paraIdParent="{above}"' if above else "")
        + "/>"
        for key, above, done in rows
    )
    known = members.get(_MORE, f'<w15:commentsEx xmlns:w15="{space}"></w15:commentsEx>'.encode())
    members[_MORE] = known.replace(b"</w15:commentsEx>", f"{told}</w15:commentsEx>".encode())
    name = "word/_rels/document.xml.rels"
    if b"commentsExtended" not in members[name]:
        row = f'<Relationship Id="rId77" Type="{_RELATED}" Target="commentsExtended.xml"/>'
        members[name] = members[name].replace(
            b"</Relationships>", f"{row}</Relationships>".encode()
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
        row = f'<Override PartName="/{_MORE}" ContentType="{kind}"/>'
        types = "[Content_Types].xml"
        members[types] = members[types].replace(b"</Types>", f"{row}</Types>".encode())
    return archive.write(members)


def without_manifest(data: bytes) -> bytes:
    """The copy as a program saves it that drops what it does not know."""
    members = {name: part for name, part in archive.read(data).items() if "customXml" not in name}
    name = "word/_rels/document.xml.rels"
    root = xml.parse(members[name])
    for row in [one for one in root if one.get("Type") == f"{_OFFICE}/customXml"]:
        root.remove(row)
    members[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    types = "[Content_Types].xml"
    root = xml.parse(members[types])
    for row in [one for one in root if "customXml" in (one.get("PartName") or "")]:
        root.remove(row)
    members[types] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return archive.write(members)
