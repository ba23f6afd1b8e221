from __future__ import annotations

import base64

import pytest

from copydesk.system import fetch
from copydesk.system.fetch import DeniedError

DENIED = (
    "http://example.org/a.png",
    "https://example.org/a.css",
    "ftp://example.org/a",
    "file:///etc/passwd",
    "ASSET:css/screen.css",
    "asset:",
    "asset:css/",
    "asset:css/../styles/international.toml",
    "asset:css/%2e%2e/styles/international.toml",
    "asset:css//etc/passwd.css",
    "asset:css/screen.css?x",
    "asset:css/screen.css#x",
    "asset:css/missing.css",
    "asset:styles/international.toml",
    "asset:serif/LICENSE.txt",
    "asset:serif/../__init__.py",
    "x" * 10_000,
    "",
)
PIXEL = base64.b64encode(b"\x89PNG").decode()


@pytest.mark.parametrize("address", DENIED)
def test_a_page_may_not_load(address: str) -> None:
    with pytest.raises(DeniedError):
        fetch.Fetcher()(address)


@pytest.mark.parametrize(
    "address",
    [
        "data:text/html,<script>",
        "data:image/svg+xml,<svg/>",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,@@@",
        "data:image/png",
    ],
)
def test_only_plain_pictures_may_stand_in_an_address(address: str) -> None:
    with pytest.raises(DeniedError):
        fetch.Fetcher()(address)


def test_packaged_assets_and_pictures_in_the_page_are_served() -> None:
    fetcher = fetch.Fetcher()
    assert fetcher("asset:serif/SourceSerifPro-Regular.otf").read(4) == b"OTTO"
    assert fetcher("asset:css/paper.css").content_type == "text/css"
    assert fetcher(f"data:image/png;base64,{PIXEL}").read() == b"\x89PNG"


def test_weasyprint_leaves_out_what_is_denied(caplog: pytest.LogCaptureFixture) -> None:
    import weasyprint

    sinks = (
        '<img src="file:///etc/passwd" alt="a"><link rel="stylesheet" href="http://127.0.0.1:9/a">'
        '<link rel="attachment" href="file:///etc/passwd"><style>@import "http://127.0.0.1:9/b";'
        ' p { background: url("file:///etc/hosts") }</style><p>a'
        '<object data="http://127.0.0.1:9/c"></object>'
    )
    result = weasyprint.HTML(string=sinks, url_fetcher=fetch.Fetcher()).write_pdf()
    assert b"/EmbeddedFile" not in result
    assert sum("is not loaded" in record.getMessage() for record in caplog.records) >= 5
