"""Numbers of list items in figures, letters and Roman numerals."""

from __future__ import annotations

from typing import Final

from copydesk.model import ListForm

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN: Final = 3_999
_ALPHABET: Final = 26
_MOST_LETTERS: Final = 780


def format_number(value: int, form: ListForm) -> str:
    """The number `value` as a list of `form` prints it; in figures where the form has none for it.

    Word and Writer print 27 as aa, 28 as bb.

    >>> [format_number(28, form) for form in ("I", "a", "1")], format_number(0, "a")
    (['XXVIII', 'bb', '28'], '0')
    """
    text = str(value)
    if form in ("i", "I") and 0 < value <= _MOST_ROMAN:
        text = ""
        for worth, letters in _ROMAN:
            times, value = divmod(value, worth)
            text += letters * times
    elif form in ("a", "A") and 0 < value <= _MOST_LETTERS:
        turns, place = divmod(value - 1, _ALPHABET)
        text = chr(ord("a") + place) * (turns + 1)
    return text.upper() if form.isupper() else text
