"""The wheel alone builds an article: nothing depends on the checkout."""

import subprocess
import sys

import pytest

from places import ROOT

pytestmark = pytest.mark.check


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """An empty venv with the wheel in it; the dependencies come from the running one."""
    base = tmp_path_factory.mktemp("wheel")
    code = "import sys, flit_core.buildapi as b; print(b.build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", code, str(base)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    wheel = base / built.stdout.split()[-1]
    venv = base / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    installer = [sys.executable, "-m", "pip", "--python", venv / "bin" / "python"]
    site = subprocess.run(
        [venv / "bin" / "python", "-c", "import site; print(site.getsitepackages()[0])"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    subprocess.run([*installer, "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    # The libraries are the ones of this environment; copydesk itself is not, since a
    # path file's folders come after site-packages.
    import lxml

    libraries = str(next(iter(lxml.__path__))).rsplit("/", 1)[0]
    with open(f"{site}/libraries.pth", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(libraries + "\n")
    return venv / "bin" / "python"


def test_the_wheel_builds_an_article_in_another_folder(python, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "harbour.txt").write_text(
        (ROOT / "tests" / "cases" / "line" / "harbour.txt").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    where = subprocess.run(
        [python, "-c", "import copydesk; print(copydesk.__file__)"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert str(ROOT / "src") not in where
    done = subprocess.run(
        [python, "-m", "copydesk"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "dist" / "harbour").iterdir()}
    assert {"harbour.md", "harbour.docx", "harbour.epub", "harbour.pdf", "harbour.html",
            "harbour.csl.json", "article.json", "colophon.json"} <= names  # fmt: skip
