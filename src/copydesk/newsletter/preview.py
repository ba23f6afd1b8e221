"""An issue as its readers will see it, on one page for its editor.

The page opens from the disk and asks the network for nothing: pictures lie in it, and nothing runs.
What mail programs would show stands in shadow trees, which the looks of the page do not reach. A
frame would be loaded late, cut off in print, and hide its text from whoever searches the page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Final

from copydesk.newsletter import attachments
from copydesk.newsletter.check import CLIPPED, NEAR, Made
from copydesk.newsletter.materials import Materials
from copydesk.newsletter.message import html_size
from copydesk.newsletter.remarks import IssueRemark
from copydesk.review.markup import load_template
from copydesk.system import pictures
from copydesk.writers.sheets import read_stylesheet

#: Width and scheme of each look.
SCREENS: Final = ((640, "light"), (375, "light"), (640, "dark"), (375, "dark"))
#: What a style sheet asks of a screen, and what it may ask that is so, or is never so.
_ASKED: Final = re.compile(r"\((?:max-width: (\d+)px|prefers-color-scheme: dark)\)")
_HOLDS: Final = "(min-width: 0)"
_NEVER: Final = "(max-width: 0)"
#: Nothing of the page is inherited.
_HOST: Final = ":host {{ all: initial; display: block; color-scheme: {} }}"


def write_preview(materials: Materials, made: Made, remarks: Sequence[IssueRemark] = ()) -> bytes:
    """The preview of an issue as it is `made`; `remarks` are what its editor should know."""
    issue = materials.issue
    sheet = (files("copydesk") / "data" / "newsletter" / "preview.css").read_text(encoding="utf-8")
    mail = embed_pictures(made.html, materials)
    text = load_template("newsletter/preview.html").render(
        issue=issue,
        name=materials.name,
        target=materials.target,
        language=materials.language,
        sender=issue.settings.from_.partition("<")[0].strip(' "') or materials.newsletter or "–",
        made=made,
        remarks=remarks,
        size=html_size(made.html),
        looks=[(look, write_screen(mail, *look)) for look in SCREENS],
        sheet=read_stylesheet("sheet.css") + sheet,
        format_size=attachments.format_size,
        CLIPPED=CLIPPED,
        NEAR=NEAR,
    )
    return f"{text}\n".encode()


def write_screen(mail: str, width: int, scheme: str) -> str:
    """The HTML part as a screen of `width` pixels shows it, light or dark, as a shadow tree.

    What its style sheet asks of the screen is answered here, whatever this screen is.

    >>> mail = "<style>@media (max-width: 620px) {}</style><body class='ground'>Sea</body>"
    >>> write_screen(mail, 375, "light").splitlines()[2:]
    ['@media (min-width: 0) {}</style>', "<div class='ground'>Sea</div>", '</template>']
    """

    def answered(asked: re.Match[str]) -> str:
        is_so = width <= int(asked[1]) if asked[1] else scheme == "dark"
        return _HOLDS if is_so else _NEVER

    sheet = mail.partition("<style>")[2].partition("</style>")[0]
    body = mail.partition("<body")[2].rpartition("</body>")[0]
    return (
        f'<template shadowrootmode="open">\n<style>{_HOST.format(scheme)}\n'
        f"{_ASKED.sub(answered, sheet)}</style>\n<div{body}</div>\n</template>"
    )


def embed_pictures(mail: str, materials: Materials) -> str:
    """The HTML part with its pictures in it."""
    for name, data in attachments.list_pictures(materials).items():
        kind = pictures.kind(data)
        if kind is not None:
            address = escape(attachments.find_address(materials, name))
            inside = f"data:{kind[0]};base64,{base64.b64encode(data).decode('ascii')}"
            mail = mail.replace(f'src="{address}"', f'src="{inside}"')
    return mail
