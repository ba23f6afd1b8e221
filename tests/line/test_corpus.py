"""Laws and contract on every labelled article, wherever the corpus lies."""

import jsonschema
import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions


def test_every_article_of_the_corpus_obeys_the_laws_and_the_schema(corpus):
    validator = jsonschema.Draft202012Validator(pipeline.schema())
    paths = sorted(corpus.glob("*/raw.txt"))
    assert paths
    lacking = []
    for path in paths:
        # `pipeline.article` itself checks that the ledger holds and no word is lost.
        found = pipeline.article(path.read_bytes(), "source/raw.txt", Config(), Decisions())
        record = pipeline.record(found)
        validator.validate(record)
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        if len(record["lines"]) != sum(1 for line in text.split("\n") if line.strip()):
            lacking.append(path.parent.name)
    assert not lacking


@pytest.mark.parametrize("broken", [{"schema": "copydesk.article/2"}, {"lines": ["headline"]}])
def test_the_schema_refuses_what_is_not_an_article(broken):
    validator = jsonschema.Draft202012Validator(pipeline.schema())
    assert not validator.is_valid(broken)
