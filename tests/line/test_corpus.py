"""Laws and contract on every labelled article, wherever the corpus lies."""

import jsonschema
import pytest

from copydesk import inspection, pipeline
from copydesk.config import Config
from copydesk.model import Decisions

#: Texts that are read as Markdown, where what stands in front or is broken over lines is no line of
#: its own. Strict: who mends one takes it off the list.
OPEN = {
    "blog-quantinsti-duplists", "file-ja-note-clip", "file-pt-mst-frontmatter",
    "file-zh-wechat-clip", "ja-nhk-ruby", "plain-de-protokoll-lpd", "plain-fr-entretien-telecom",
    "substack-print-danica", "substack-quantreturns-frontmatter", "wix-markdown-osinord",
}  # fmt: skip


def test_every_article_of_the_corpus_obeys_the_laws_and_the_schema(corpus):
    validator = jsonschema.Draft202012Validator(inspection.schema())
    paths = sorted(corpus.glob("*/raw.txt"))
    assert paths
    lacking = set()
    for path in paths:
        # `pipeline.article` itself checks that the ledger holds and no word is lost.
        found = pipeline.article(path.read_bytes(), "source/raw.txt", Config(), Decisions())
        record = inspection.record(found)
        validator.validate(record)
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        if len(record["lines"]) != sum(1 for line in text.split("\n") if line.strip()):
            lacking.add(path.parent.name)
    assert lacking == OPEN


@pytest.mark.parametrize("broken", [{"schema": "copydesk.article/2"}, {"lines": ["headline"]}])
def test_the_schema_refuses_what_is_not_an_article(broken):
    validator = jsonschema.Draft202012Validator(inspection.schema())
    assert not validator.is_valid(broken)
