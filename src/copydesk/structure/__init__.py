"""Which line is what, and the article that the lines make.

`label` gives each line of a galley a role; `assemble` makes the article of the
labelled and edited lines; `pieces` lists its texts, so that the pipeline can
check that no word was lost between the two. `settled` and `stale` hold the
editor's verdicts against the structure edits that were made.
"""

from __future__ import annotations

from copydesk.structure.assemble import assemble
from copydesk.structure.decided import settled, stale
from copydesk.structure.label import label
from copydesk.structure.pieces import pieces

__all__ = ["assemble", "label", "pieces", "settled", "stale"]
