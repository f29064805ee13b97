"""The report in Chromium: nothing for axe to find, no sideways scroll, nothing cut, nothing fetched."""

from __future__ import annotations

import pytest

from report import example
from summitry.report.page import page

pytestmark = pytest.mark.browser


NAMES = ("study", "bare", "rtl", "crowd", "unsolved", "none", "hostile")
VIEWS = [(1400, "light"), (1400, "dark"), (400, "light"), (400, "dark")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, out = tmp_path_factory.mktemp("report"), {}
    for name in NAMES:
        rows = example.hostile()[1] if name == "hostile" else example.LEDGER
        (folder / f"{name}.html").write_text(
            page(example.variants()[name], rows, example.TEXT, "summitry run x.yaml"), "utf-8"
        )
        out[name] = (folder / f"{name}.html").as_uri()
    return out


def _open(browser, address: str, width: int, scheme: str):
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    view = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.goto(address)
    return context, view, asked, said


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", ["study", "rtl", "unsolved", "hostile"])
def test_axe_finds_no_violation(browser, pages, name: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context, view, _, _ = _open(browser, pages[name], width, scheme)
    view.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(view).response["violations"]
    context.close()
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.parametrize("width", [1400, 768, 400])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways_and_nothing_is_fetched(browser, pages, name: str, width: int) -> None:
    context, view, asked, said = _open(browser, pages[name], width, "light")
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [pages[name]]
    assert said == []
    assert view.evaluate("document.scripts.length + document.images.length") == 0
    context.close()


@pytest.mark.parametrize("width", [1400, 400])
def test_every_tag_leads_somewhere(browser, pages, width: int) -> None:
    context, view, _, _ = _open(browser, pages["study"], width, "light")
    lost = view.evaluate(
        """[...document.querySelectorAll("a[href^='#']")]
            .filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)"""
    )
    assert lost == []
    assert view.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size") == view.evaluate(
        "document.querySelectorAll('[id]').length"
    )
    context.close()


def test_labels_in_charts_stay_inside_the_page(browser, pages) -> None:
    for width in (1400, 400):
        context, view, _, _ = _open(browser, pages["study"], width, "light")
        out = view.evaluate(
            """[...document.querySelectorAll('svg text')].filter(t => {
                const r = t.getBoundingClientRect();
                return r.width && (r.left < 0 || r.right > innerWidth);
            }).map(t => t.textContent)"""
        )
        context.close()
        assert out == []


def test_prints_on_few_pages_with_folds_open(browser, pages) -> None:
    context, view, _, _ = _open(browser, pages["study"], 1000, "dark")
    pdf = view.pdf(format="A4", prefer_css_page_size=True)
    context.close()
    assert 5 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") <= 24
