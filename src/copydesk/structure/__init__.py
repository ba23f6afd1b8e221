"""Which line is what, and the article that the lines make.

`label` gives each line of an edited text a role; `assemble` makes the article of the
labelled and edited lines; `pieces` lists its texts, so that the pipeline can
check that no word was lost between the two. `stale` asks about the editor's
decisions that belong to nothing in the article.
"""

from __future__ import annotations

from dataclasses import replace

from copydesk.config import Config
from copydesk.model import Decisions, EditedText
from copydesk.structure.assemble import assemble, pieces
from copydesk.structure.front import assign_roles
from copydesk.structure.label import label as _label
from copydesk.structure.questions import stale

__all__ = ["assemble", "label", "pieces", "stale"]


def label(edited: EditedText, config: Config, decisions: Decisions) -> EditedText:
    """`edited` with its language and a role for each line, None for those without words.

    The text stays as it is. Roles set in the sidecar replace those found; one that fits
    no line raises the query `desk.stale-decision`.
    """
    labelled = _label(edited, config, decisions)
    return replace(labelled, roles=assign_roles(labelled, decisions))
