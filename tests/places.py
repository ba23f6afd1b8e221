"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[1]

#: The article that the repository itself builds.
ARTICLE = ROOT / "source" / "sino-russian-partnership.txt"
