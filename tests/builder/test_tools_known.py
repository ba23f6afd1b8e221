"""Whatever an article is made with is known by its version, so that another one makes it anew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.builder import versions

pytestmark = pytest.mark.check

#: What is loaded on the way and changes no output, each with the reason.
HARMLESS = {
    "babel": "of courlan, which looks at addresses",
    "backports_tarfile": "of setuptools",
    "brotli": "of fontTools, for web fonts; the packaged fonts are none",
    "certifi": "of trafilatura's downloads, which nobody asks for",
    "cffi": "how WeasyPrint calls the libraries of the system, which are known themselves",
    "charset_normalizer": "of trafilatura, which is given text",
    "courlan": "of trafilatura, which is asked for no addresses",
    "htmldate": "of trafilatura, which is asked for no dates",
    "langcodes": "of wordfreq, which is asked for languages by their codes",
    "locate": "of wordfreq: where its lists lie",
    "msgpack": "how wordfreq's lists are packed",
    "pycparser": "of cffi",
    "python_dateutil": "of htmldate",
    "setuptools": "of cffi",
    "six": "of python-dateutil",
    "tld": "of courlan",
    "tomli": "reads the tables of the house as Python does, which a test holds it to",
    "typing_extensions": "of python-docx, names of types",
    "urllib3": "of trafilatura's downloads",
    "wcwidth": "of ftfy's tables, which nobody prints",
    "webencodings": "of tinycss2, which is given text",
}
PAGE = """<title>Tide</title><article><h1>Tide tables</h1><p>By Mara Osei</p>
<p>The tide came in at noon, and everyone in the harbour went home, as they always had.</p>
<p>It went out again at night, and nobody was there to see it, which was a pity.</p></article>"""
TEXT = """The bell of the harbour

By Mara Osei

The bell rang twice on the mroning of the flood (Holt, 1990), and nobody who heard it agrees.

References

Holt, P. (1990) Harbours of the North. Ansel: Quay Press.
"""
ISSUE = """subject = "Bells and tides"
date = 2026-05-15
from = "Harbour <desk@flöße.example>"
intro = "Good *morning*."
[[article]]
src = "bell"
"""
MAKE = """
import json, sys
from importlib.metadata import packages_distributions
from pathlib import Path
from copydesk import config
from copydesk.builder import survey
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.job import JobRunner
root = Path(sys.argv[1])
settings = config.load(root)
desk = survey.survey_desk(root, settings, bound=True)
made = JobRunner(desk)
for one in desk.documents:
    # What a page of the web is read with; what writes, the other needs as well.
    formats = ("article",) if one.slug == "tide" else survey.wanted_formats(settings)
    wanted = (*formats, *one.needed)
    assert made(DocumentStatus(one, "stale", wanted)).outcome.exit_code == 0
(issue,) = desk.issues
assert made(DocumentStatus(issue, "stale", ("issue",))).made
made.close()
known = packages_distributions()
tops = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted({each for top in tops for each in known.get(top, ())})))
"""


def test_what_articles_and_issues_are_made_with_is_known_by_its_version(tmp_path: Path) -> None:
    (tmp_path / "source" / "newsletters").mkdir(parents=True)
    (tmp_path / "source" / "newsletters" / "may.toml").write_text(ISSUE, encoding="utf-8")
    (tmp_path / "source" / "tide.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "source" / "bell.txt").write_text(TEXT, encoding="utf-8")
    argv = [sys.executable, "-c", MAKE, str(tmp_path)]
    done = subprocess.run(argv, check=True, stdout=subprocess.PIPE, timeout=120)
    loaded = {name.lower().replace("-", "_").replace(".", "_") for name in json.loads(done.stdout)}
    unknown = loaded - versions.TOOLS - HARMLESS.keys() - {"copydesk"}
    assert {"weasyprint", "lxml", "trafilatura", "css_inline", "markdown_it_py", "idna"} <= loaded
    assert not unknown
