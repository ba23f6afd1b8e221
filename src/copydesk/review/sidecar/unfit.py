"""What the question hangs on that a decision raises once it fits nothing any more.

Whoever asks makes the id of the question of it, and whoever answers finds the decision by that id.
"""

from __future__ import annotations

from copydesk.model import CitationDecision, Decision, PictureDecision, RoleDecision


def key_verdict(one: Decision) -> str:
    r"""That of a verdict on a change of the copy, or of the editor's own words.

    >>> key_verdict(Decision("9c", "space.double", "  ", " ", "", "The", "", "stet"))
    '9c\x1fspace.double\x1f  \x1f \x1fThe'
    """
    words = one.exact or one.before
    return f"{one.id}\x1f{one.rule}\x1f{words}\x1f{one.after}\x1f{one.prefix}"


def key_structure(one: Decision) -> str:
    """That of a verdict on a change of the structure, which may name no rule."""
    return f"{one.id}\x1f{one.rule}\x1f{name_verdict(one)}"


def name_verdict(one: Decision) -> str:
    """The words by which a verdict on a change of the structure is known."""
    return one.exact or one.prefix or one.before or one.id


def key_role(one: RoleDecision) -> str:
    """That of what a line is said to be."""
    return f"{one.text}\x1f{one.role}\x1f{one.prefix}"


def key_citation(one: CitationDecision) -> str:
    """That of what a citation is said to mean."""
    return f"{one.text}\x1f{one.key}\x1f{one.place}"


def key_picture(one: PictureDecision) -> str:
    """That of what a picture is said to show."""
    return f"{one.target}\x1f{one.alt}\x1f{one.digest}\x1f{one.prefix}"
