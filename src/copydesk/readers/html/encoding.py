"""Bytes of a web page → text.

A byte order mark decides, then UTF-8 that is valid, whatever the page declares: programs that
save pages rewrite them as UTF-8 and leave the declaration. Then comes the encoding that is
declared, read as browsers read its name, and last what `readers.decode` makes of the page.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from copydesk.readers.decode import Decoded, decode_text

#: How far into a page its declaration is looked for.
_HEAD: Final = 16_384
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
#: Names that browsers read as a larger relative of what they say.
_WIDER: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
#: The encodings browsers know, by Python's names; `hex`, `idna` and their like are none.
_KNOWN = re.compile(
    r"cp(?:125\d|8\d\d|9\d\d)|iso8859-\d+|koi8-[ru]|mac-\w+|tis-620|gb\w+|big5\w*|shift_jis"
    r"|euc_\w+|iso2022_jp|utf-\S+"
)
#: Its bytes are valid UTF-8 too: it shifts between sets by escapes.
_ESCAPED: Final = "iso2022_jp"
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Share of a page that may not fit the encoding it declares.
_STRAY: Final = 0.001


def page_text(data: bytes) -> Decoded:
    r"""Decode a page; never raises.

    >>> page_text(b'<meta charset="iso-8859-2"><p>\xb1')
    Decoded(text='<meta charset="iso-8859-2"><p>ą', encoding='iso8859-2', doubtful=False)
    >>> page_text('<meta charset="iso-8859-2"><p>ą'.encode()).encoding
    'utf-8'
    """
    read = decode_text(data)
    match = _DECLARED.search(data[:_HEAD])
    declared = codec((match[1] or match[2]).decode("ascii", "replace")) if match else ""
    if not declared or (not read.doubtful and declared != _ESCAPED):
        return read
    if data.startswith(_MARKS) or (read.encoding.startswith("utf-") and declared.startswith("utf")):
        return read
    text = data.decode(declared, "replace")
    strays = text.count("\ufffd")
    if strays > max(1, _STRAY * len(text)):
        return read
    return Decoded(text, declared, doubtful=strays > 0)


def codec(name: str) -> str:
    """Python's name of the encoding that browsers read under `name`, "" when they know none.

    >>> codec("ISO-8859-1"), codec("x-sjis"), codec("rot13")
    ('cp1252', 'cp932', '')
    """
    try:
        found = codecs.lookup(name.lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(found, found) if _KNOWN.fullmatch(found) else ""
