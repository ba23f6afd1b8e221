import json

from hypothesis import given
from hypothesis import strategies as st

from copydesk import codec, pipeline
from copydesk.config import Config
from copydesk.model import Cite, Decisions, Emph, Link, Note, Paragraph, Strong, Text
from places import ARTICLE

LEAVES = st.builds(Text, st.text()) | st.builds(Cite, st.text(), st.integers(0, 9))


def wrapped(inner):
    row = st.lists(inner, max_size=3).map(tuple)
    paragraph = st.builds(Paragraph, row, st.just((1,)), st.just((0,)))
    return (
        st.builds(Emph, row)
        | st.builds(Strong, row)
        | st.builds(Link, row, st.text())
        | st.builds(Note, st.lists(paragraph, max_size=2).map(tuple))
    )


@given(st.recursive(LEAVES, wrapped, max_leaves=8))
def test_inline_content_comes_back_from_json_as_it_was(node):
    assert codec.load(json.loads(json.dumps(codec.dump(node)))) == node


def test_a_whole_article_comes_back_from_json_as_it_was():
    article = pipeline.article(ARTICLE.read_bytes(), "source/a.txt", Config(), Decisions())
    assert codec.load(json.loads(json.dumps(codec.dump(article)))) == article
