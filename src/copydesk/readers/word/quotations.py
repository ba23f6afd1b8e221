"""Paragraphs that a writer set in by hand → quotations, where the text around bears it out.

Few writers know the style for a quotation; they move the margins. Margins are moved for much else:
lists typed by hand, abstracts, addresses, captions, whole sections. A quotation therefore follows
running text and has more of it behind, is set in by more than its style says, and is no list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final, TypeGuard

from copydesk.readers.document import Block, Para

#: How far a quotation is set in, in twentieths of a point: from both sides, from the left alone.
_BOTH: Final = 140
_LEFT: Final = 280
#: What is set in further is an address or a signature.
_FAR: Final = 2_880
#: Letters of a paragraph of running text, and of the shortest quotation.
_PROSE: Final = 80
_SHORTEST: Final = 50
#: How long all quotations are beside the text at most. Where more is set in, it is no quotation.
_MOST: Final = 0.5
#: What begins an item of a list that was typed.
_SIGN = re.compile(r"\s*(?:[-–—•·*▪◦]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s")


def mark_quotations(blocks: Sequence[Block]) -> None:
    """Give paragraphs that are quotations by their margins the role `quote`.

    >>> from copydesk.readers.inlines import TextRun
    >>> texts = [Para([TextRun(10 * "Mud moves. ")], inset=(left, 0)) for left in (0, 720, 0)]
    >>> mark_quotations(texts)
    >>> [para.role for para in texts]
    ['', 'quote', '']
    """
    kept = [block for block in blocks if not isinstance(block, Para) or block.inlines]
    lengths = Counter[tuple[int, int]]()
    for para in filter(_is_plain, kept):
        lengths[para.inset] += len(para.text)
    usual = max(lengths, key=lengths.__getitem__, default=(0, 0))
    text = [
        at for at, block in enumerate(kept) if _is_text(block, usual) and len(block.text) >= _PROSE
    ]
    inner = range(text[0], text[-1] + 1) if text else range(0)
    found: list[Para] = []
    for is_in, run in groupby(inner, key=lambda at: _is_set_in(kept[at], usual)):
        places = list(run)
        held = [block for at in places if _is_plain(block := kept[at])]
        if is_in and _is_quoted(kept[places[0] - 1], held, kept[places[-1] + 1], usual):
            found += held
    if sum(len(para.text) for para in found) <= _MOST * lengths[usual]:
        for para in found:
            para.role = "quote"


def _is_quoted(above: Block, held: Sequence[Para], below: Block, usual: tuple[int, int]) -> bool:
    """Whether paragraphs set in alike are a quotation, by their words and what is around them."""
    if sum(len(para.text) for para in held) < _SHORTEST or any(map(_is_item, held)):
        return False
    # Before a picture or a table it is what stands above that.
    if len(held) == 1 and not (isinstance(below, Para) and not below.is_shown):
        return False
    said = above.text.rstrip() if _is_text(above, usual) else ""
    return len(said) >= _PROSE or said.endswith((":", "："))


def _is_plain(block: Block) -> TypeGuard[Para]:
    """Whether a block is a paragraph that nothing but its margins sets apart."""
    return (
        isinstance(block, Para)
        and not (block.role or block.zone or block.item or block.is_shown)
        and bool(block.text.strip())
    )


def _is_text(block: Block, usual: tuple[int, int]) -> TypeGuard[Para]:
    """Whether a block is a paragraph with the `usual` margins."""
    return _is_plain(block) and block.inset == usual


def _is_set_in(block: Block, usual: tuple[int, int]) -> bool:
    """Whether a paragraph is set in as quotations are."""
    if not _is_plain(block):
        return False
    left, right = (own - other for own, other in zip(block.inset, usual, strict=True))
    return _LEFT <= left < _FAR or (_BOTH <= left < _FAR and right >= _BOTH)


def _is_item(para: Para) -> bool:
    return _SIGN.match(para.text) is not None
