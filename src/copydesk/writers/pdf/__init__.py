"""PDF: one file that is PDF/UA-1 and PDF/A-3a, of an article or of a collection.

`writer` is the way of every PDF: the page for paper (`paper`, with `line_ends`) is
laid out by WeasyPrint (`patches`) and finished: tags (`tags`, `glyphs`), what pages draw
(`page_content`), metadata and bytes. `book` is that of a collection.
"""

from copydesk.writers.pdf.writer import forget_sheets, rehearse_setting, write

__all__ = ["forget_sheets", "rehearse_setting", "write"]
