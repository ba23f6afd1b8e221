"""Media types told by bytes: first bytes, the directory of a zip, the directory of an OLE file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

BINARY: Final = "application/octet-stream"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
PAGES: Final = "application/vnd.apple.pages"
ZIP: Final = "application/zip"

#: First bytes → media type. Containers are told apart further below.
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"%!PS", "application/postscript"),
    (b"{\\rtf", "application/rtf"),
    (b"bplist00", "application/x-bplist"),
    (b"\xffWPC", "application/vnd.wordperfect"),
    (b"\x31\xbe\x00\x00", "application/x-mswrite"),
    (b"\xdb\xa5", "application/msword"),  # Word 2 for Windows
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"BZh", "application/x-bzip2"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"\x00\x01\x00\x00\x00", "font/ttf"),
    (b"OTTO", "font/otf"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)
#: What stands in front of the mark of a PDF or RTF file without harm to their programs.
_LEADING: Final = b"\xef\xbb\xbf \t\r\n\x00"
_LOOSE: Final = ("application/pdf", "application/rtf")
_LEAD: Final = 1_024
_HEAD: Final = 65_536

#: Begin of a member's name → media type, in this order.
_MEMBERS: Final = (
    ("word/vbaProject.bin", "application/vnd.ms-word.document.macroenabled.12"),
    ("word/", DOCX),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("Index/Document.iwa", PAGES),
    ("Index.zip", PAGES),
    ("QuickLook/", PAGES),
)
#: The content of an uncompressed first member `mimetype` → media type, in this order.
_DECLARED: Final = (
    (b"application/vnd.oasis.opendocument.text-master", ZIP),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet",
     "application/vnd.oasis.opendocument.spreadsheet"),
    (b"application/vnd.oasis.opendocument.presentation",
     "application/vnd.oasis.opendocument.presentation"),
    (b"application/epub+zip", "application/epub+zip"),
)  # fmt: skip
#: A zip says in its last record where its directory lies; a comment may follow.
_LAST_RECORD: Final = 22 + 65_535
_DIRECTORY_ENTRY: Final = struct.Struct("<4s24xHHH12x")
_MOST_MEMBERS: Final = 10_000

#: Name of a stream → media type, in this order.
_STREAMS: Final = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("MatOST", "application/vnd.ms-works"),
    ("MM", "application/vnd.ms-works"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENTRY: Final = 128
_ENCRYPTED_WORD: Final = 0x0100


def of_bytes(data: bytes) -> str:
    r"""The media type that the bytes themselves tell, or "".

    >>> of_bytes(b"%PDF-1.7"), of_bytes(b"GIF89a..."), of_bytes(b"An article.")
    ('application/pdf', 'image/gif', '')
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    start = data[:_LEAD].lstrip(_LEADING)
    for magic, name in _MAGIC:
        if name in _LOOSE and start.startswith(magic):
            return name
    return _container(data)


def _container(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data)
    if data[:4] == b"RIFF":
        kinds = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
        return kinds.get(data[8:12], BINARY)
    if data[4:8] == b"ftyp":
        return "image/heic" if data[8:11] == b"hei" else "video/mp4"
    if data.startswith(b"BM") and b"\x00\x00" in data[6:10]:
        return "image/bmp"
    return ""


def _zip(data: bytes) -> str:
    if data[30:38] == b"mimetype":
        for declared, name in _DECLARED:
            if data[38:].startswith(declared):
                return name
    members = list(_members(data))
    for start, name in _MEMBERS:
        # Cut off or damaged, it still tells from its start what it was to be.
        found = any(member.startswith(start) for member in members)
        if found or (not members and start.encode() in data[:_HEAD]):
            return name
    return ZIP


def _members(data: bytes) -> Iterator[str]:
    """Names in the directory at the end of a zip; none when it is not where it should be."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _LAST_RECORD))
    if end < 0 or end + 20 > len(data):
        return
    position = end - int.from_bytes(data[end + 12 : end + 16], "little")
    for _ in range(_MOST_MEMBERS):
        if position < 0 or position + 46 > end:
            return
        mark, name, extra, comment = _DIRECTORY_ENTRY.unpack_from(data, position)
        if mark != b"PK\x01\x02":
            return
        start = position + 46
        yield data[start : start + name].decode("utf-8", "replace")
        position = start + name + extra + comment


def _ole(data: bytes) -> str:
    for stream, name in _STREAMS:
        entry = data.find((stream + "\x00").encode("utf-16-le"))
        while entry > 0 and entry % _OLE_ENTRY:
            entry = data.find((stream + "\x00").encode("utf-16-le"), entry + 1)
        if entry < 0:
            continue
        if name == "application/msword" and _is_encrypted(data, entry):
            return "application/x-encrypted-office"
        return name
    return "application/x-ole-storage"


def _is_encrypted(data: bytes, entry: int) -> bool:
    """Whether the Word stream whose directory entry starts at `entry` says it is encrypted."""
    sector = 1 << min(data[30], 12)
    start = (int.from_bytes(data[entry + 116 : entry + 120], "little") + 1) * sector
    head = data[start : start + 12]
    flags = int.from_bytes(head[10:12], "little")
    return head[:2] == b"\xec\xa5" and bool(flags & _ENCRYPTED_WORD)
