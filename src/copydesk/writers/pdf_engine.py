"""WeasyPrint relieved of what it does again and again.

A part of its time goes into working out the same thing for each box: looks of elements that
differ only in their names. `relieve` puts functions of ours in the place of a few of its own,
which give the same results for less. They are private ones, so this is done for the one version
that they were written for; with any other, a PDF is made in more time.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from copydesk.writers import pdf_places

#: The version whose functions these stand in for.
VERSION: Final = "70.0"


@cache
def relieve() -> bool:
    """Relieve WeasyPrint, once in a process. Whether that was done."""
    import weasyprint
    from weasyprint import css

    if weasyprint.VERSION != VERSION:
        return False
    css.find_style_attributes = pdf_places.looks
    return True
