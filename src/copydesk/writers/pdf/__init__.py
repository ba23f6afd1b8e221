"""PDF: one file that is PDF/UA-1 and PDF/A-3a, of an article or of a collection.

`writer` is the way of every PDF: the page for paper (`paper`, with `tables` and `text`) is laid out
by WeasyPrint (`patches`) and finished: tags (`tags`, `glyphs`), content (`content`), metadata
(`metadata`) and bytes (`streams`). `book` is that of a collection.
"""

from copydesk.writers.pdf.writer import forget, rehearse, write

__all__ = ["forget", "rehearse", "write"]
