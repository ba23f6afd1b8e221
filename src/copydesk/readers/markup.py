"""Is a text a web page, Markdown, or plain text? Evidence is weighed, since each borrows marks.

Plain text stars its items, underlines its headings and quotes tags; Markdown holds tags;
a page pasted from a content system has no `<html>`. One kind of mark alone says little.
"""

from __future__ import annotations

import html
import re
from typing import Final

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PROLOG: Final = (("<!--", "-->"), ("<?", ">"), ("<!", ">"))
_BLOCK = re.compile(
    r"<(/?)(?:p|div|h[1-6]|article|section|main|header|footer|aside|nav|figure|figcaption|table"
    r"|thead|tbody|tr|t[dh]|[uod]l|li|d[td]|blockquote|pre|center|form)\b[^<>]{0,600}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--[^<>]{0,2000}-->|</?[a-z][^<>]{0,600}>", re.IGNORECASE)
#: What stands before a tag that prose speaks of.
_MENTION: Final = " \t`'\"“‘«("
#: A line break that does its work; where prose speaks of one, blanks stand around it.
_BREAK = re.compile(r"(?:(?<=\S)|^)<br\s?/?>(?![ ,.;])", re.IGNORECASE | re.MULTILINE)
_LONGEST_INDENT: Final = 80
_GAP = re.compile(r"\n[ \t]*\n[ \t]*\S")
#: Line breaks and unclosed paragraphs that make a page, where nothing else does.
_FEWEST_BREAKS: Final = 3
#: Share of the signs that stand in block elements: enough, and enough against a name.
_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.85
_ANY: Final = 0.1

_LETTER: Final = r"[*_\[“\"‘«]{0,3}[^\W\d_]"
#: Kinds of Markdown's marks: signs of which a text with one has some, for few texts have any;
#: pattern; weight of the first, of each further one, at most.
_MARKS: Final = (
    # Headings. One of the first level may be a place in the charts, a comment or a hashtag.
    (("#",), rf"(?:\A|\n[ \t]*\n)#{{2,6}} +{_LETTER}[^\n]*(?=\n(?!#)|\Z)", 1.0, 0.5, 2.0),
    (("#",), rf"(?:\A|\n[ \t]*\n)# +{_LETTER}[^\n]*(?=\n[ \t]*\n|\n*\Z)", 0.75, 0.5, 2.0),
    (("#",), rf"(?:\A|\n[ \t]*\n)# +{_LETTER}[^\n]*(?=\n(?!# )\S)", 0.5, 0.0, 0.5),
    # Links and pictures with an address.
    (
        ("](",),
        r"(?<!!)\[[^\[\]\n]{1,300}\]\((?:https?://|/|#|mailto:)[^()\s]{0,1000}[ )]",
        1.5, 0.5, 2.5,
    ),
    (("![",), r"!\[[^\[\]\n]{0,300}\]\([^()\s]{1,1000}[ )]", 1.5, 0.5, 2.5),
    (("]: ",), r"(?:\A|\n) {0,3}\[[^\[\]^\n]{1,80}\]: <?(?:https?://|/|#)\S", 1.5, 0.5, 2.0),
    (("[^",), r"(?:\A|\n)\[\^[^\]\s]{1,40}\]: ", 2.0, 0.0, 2.0),
    # Emphasis; plain text and chats know it too.
    (("**",), r"(?<![\w*])\*\*(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?![\w*])", 0.75, 0.25, 1.25),
    (("*",), r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*(?![\w*])", 0.5, 0.0, 0.5),
    (("_",), r"(?<![\w_])_{1,2}(?=[^\s_])[^_\n]{1,200}(?<=[^\s_])_{1,2}(?![\w_])", 0.5, 0.0, 0.5),
    (("`",), r"(?<![\w`])`(?=[^\s`])[^`\n]{1,100}`(?![\w`])", 0.5, 0.25, 1.0),
    # Blocks.
    (("```", "~~~"), r"(?:\A|\n)(?:```|~~~)[^\n`]{0,60}\n", 1.0, 0.0, 1.0),
    (("---",), r"\n {0,3}\|? ?:?-{3,}:? ?(?:\| ?:?-{3,}:? ?)+\|?[ \t]*(?=\n|\Z)", 1.5, 0.0, 1.5),
    (("- ", "* ", "+ "), r"(?:\A|\n\n) {0,3}[-*+] {1,3}\S", 0.25, 0.0, 0.25),
    ((">",), r"(?:\A|\n\n)>[ \t]?\S", 0.25, 0.0, 0.25),
    (("---", "***", "* * *", "___"), r"\n\n(?:---|\*\*\*|\* \* \*|___)\n\n", 0.25, 0.0, 0.25),
    (("===", "---"), r"[^\n]\n(?:={3,}|-{3,})[ \t]*\n", 0.25, 0.0, 0.25),
    (("\\",), r"\\[\\*_\[\]`#.>~-]", 0.5, 0.25, 1.0),
    (("<",), r"<https?://[^\s<>]{3,500}>", 0.25, 0.0, 0.25),
    (
        ("---",),
        r"\A---[ \t]*\n(?:[\w-]{1,40}:[^\n]*\n|[ \t]*- [^\n]*\n){1,60}(?:---|\.\.\.)[ \t]*\n",
        1.0, 0.0, 1.0,
    ),
    (("+++",), r"\A\+\+\+[ \t]*\n", 1.0, 0.0, 1.0),
    # A page kept as paragraphs with tags inside them: Markdown takes those.
    (("<",), r"<a\s[^<>\n]{0,300}\bhref=[^<>\n]{1,600}>[^<>\n]{1,300}</a>(?!`)", 1.0, 0.5, 2.0),
    (("<",), r"(?:(?<=\S)|^)<br\s?/?>(?![ ,.;])", 1.0, 0.5, 2.0),
    (("<",), r"(?:\A|\n)<(?:h[1-6]|blockquote|[uo]l|figure|div|p)\b[^<>]{0,300}>", 0.75, 0.25, 1.5),
    (
        ("<",),
        r"(?<!`)<(?:strong|em|b|i|sup)>[^<>\n]{1,400}</(?:strong|em|b|i|sup)>",
        0.25, 0.25, 1.0,
    ),
)  # fmt: skip
#: Marks of other markup, whose writers use hashes, stars and underscores otherwise: a sign that
#: each has, and what it looks like.
_FOREIGN: Final = (
    ("==", r"(?:\A|\n)={2,5} ?[^=\n]{1,100}={2,5}[ \t]*(?=\n|\Z)"),  # MediaWiki, AsciiDoc
    ("'''", r"'''[^'\n]{1,200}'''"),
    ("[[", r"\[\[[^\[\]\n]{1,200}\]\]"),
    ("{{", r"\{\{[^{}\n]{1,300}\}\}"),
    ("[", r"\[https?://\S{1,500} [^\[\]\n]{1,200}\]"),
    (".. ", r"(?:\A|\n)\.\. [\w-]{1,40}::"),  # reStructuredText
    ("`_", r"`[^`\n]{1,200}`_(?!\w)"),
    ("\\", r"\\(?:begin|section|documentclass|chapter)\{"),  # LaTeX
    ("#+", r"(?:\A|\n)#\+(?:title|author|begin_\w+):?"),  # Org
    ("[/", r"\[/(?:b|i|url|quote|img|size)\]"),  # BBCode
)
_WEIGHED: Final = tuple(
    (signs, re.compile(mark, re.IGNORECASE), first, further, most)
    for signs, mark, first, further, most in _MARKS
)
_OTHERS: Final = tuple((sign, re.compile(mark, re.IGNORECASE)) for sign, mark in _FOREIGN)
#: Weight that makes a text Markdown: by itself, and when its name says so.
_ENOUGH: Final = 2.0
_LITTLE: Final = 0.25


def skip_prolog(text: str) -> int:
    """Where `text` begins after blanks, comments, processing instructions and a DOCTYPE.

    >>> skip_prolog("<?xml version='1.0'?> <!-- saved --> <html>")
    37
    """
    position = 0
    while True:
        while text[position : position + 1].isspace():
            position += 1
        if _PAGE.match(text, position):
            return position
        marks = next((pair for pair in _PROLOG if text.startswith(pair[0], position)), None)
        after = text.find(marks[1], position) if marks else -1
        if marks is None or after < 0:
            return position
        position = after + len(marks[1])


def is_page(text: str) -> bool:
    """Whether `text` is a whole web page by its own word."""
    return _PAGE.match(text, skip_prolog(text)) is not None


def is_fragment(text: str, *, likely: bool = False, unlikely: bool = False) -> bool:
    """Whether `text` is a piece of a page: most of it stands in block elements.

    `likely` and `unlikely` say what the file's name suggests.

    >>> is_fragment("<p>One.</p> <p>Two.</p>")
    True
    >>> is_fragment("A paragraph of the page begins with <p> and ends with </p>.")
    False
    """
    blocks = [
        block for block in _BLOCK.finditer(text) if block[1] or not _is_mention(text, block.start())
    ]
    if not any(block[1] for block in blocks):
        # Pasted from an editor that knows line breaks and unclosed paragraphs only. Where
        # empty lines part the paragraphs, a page would lose them; Markdown keeps them.
        if _GAP.search(text) and not blocks:
            return False
        fewest = 1 if likely else 2 * _FEWEST_BREAKS if unlikely else _FEWEST_BREAKS
        return len(blocks) + len(_BREAK.findall(text)) >= fewest
    share = _share_inside(text, blocks)
    return share >= (_ANY if likely else _NEARLY_ALL if unlikely else _MOST)


def is_escaped(text: str) -> bool:
    """Whether `text` is a page, or a piece of one, whose tags were written as entities.

    >>> is_escaped("&lt;p&gt;One.&lt;/p&gt; &lt;p&gt;Two.&lt;/p&gt; &lt;p&gt;Three.&lt;/p&gt;")
    True
    >>> is_escaped("A paragraph begins with &lt;p&gt;, a list with &lt;ul&gt;.")
    False
    """
    if text.count("&lt;/") < _FEWEST_BREAKS or _BLOCK.search(text):
        return False
    plain = html.unescape(text)
    return is_page(plain) or is_fragment(plain, unlikely=True)


def _is_mention(text: str, start: int) -> bool:
    """Whether the tag at `start` stands in the middle of a sentence, as a word of it."""
    before = text[max(0, start - _LONGEST_INDENT) : start]
    bare = before.rstrip(" \t")
    return before[-1:] in _MENTION and bare[-1:] not in ("", "\n", ">")


def _share_inside(text: str, blocks: list[re.Match[str]]) -> float:
    """The share of the signs of `text`, tags not counted, inside block elements."""
    inside = outside = depth = position = 0
    for block in (*blocks, None):
        end = block.start() if block else len(text)
        signs = len("".join(_TAG.sub("", text[position:end]).split()))
        if depth:
            inside += signs
        else:
            outside += signs
        if block:
            depth = max(0, depth - 1) if block[1] else depth + 1
            position = block.end()
    return inside / max(1, inside + outside)


def is_markdown(text: str, *, likely: bool = False) -> bool:
    r"""Whether `text` is Markdown: several kinds of its marks, and not those of another markup.

    `likely` says what the file's name suggests. A name that suggests plain text counts
    for nothing: scrapers and editors write Markdown to files of that name.

    >>> is_markdown("## Harbours\n\nSee [the map](https://example.org/map).")
    True
    >>> is_markdown("* one\n* two\n\n# 3 in the charts, says the _author_.")
    False
    """
    wanted = _LITTLE if likely else _ENOUGH
    weight = 0.0
    for signs, pattern, first, further, most in _WEIGHED:
        if any(sign in text for sign in signs) and (count := len(pattern.findall(text))):
            weight += min(most, first + further * (count - 1))
    foreign = sum(sign in text and pattern.search(text) is not None for sign, pattern in _OTHERS)
    return weight - (foreign if foreign > 1 else 0) >= wanted
