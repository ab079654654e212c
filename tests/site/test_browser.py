"""The site in Chromium, wide and narrow, light and dark. `make browser` installs what this needs."""

import functools
import http.server
import threading
from urllib.parse import urlsplit

import pytest
from built import NOTES
from chromium import chromium

from keras_functional_notes.graph import styling

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; `make browser` installs it.")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed; see `make browser`.")

WIDTHS = (390, 768, 1400)
THEMES = ("light", "dark")
# Milliseconds: a machine that does much else is slow, and that is not what is tested.
PATIENCE = 300_000
NAMES = [note.stem for note in NOTES]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    program = chromium()
    if program is None:
        pytest.skip("There is no Chromium here; `make browser` installs one.")
    with sync_api.sync_playwright() as playwright:
        # In a container there is no user for Chromium's sandbox; the pages are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser, address):
    tab = browser.new_page(base_url=address)
    tab.set_default_timeout(PATIENCE)
    yield tab
    tab.close()


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_is_quiet_local_as_wide_as_the_screen_and_accessible(browser, address, page_name, theme):
    context = browser.new_context(base_url=address, color_scheme=theme)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    wrong = []
    tab.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("response", lambda response: response.status < 400 or wrong.append(f"{response.status}: {response.url}"))
    tab.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    tab.on("request", lambda request: _is_local(request.url) or wrong.append(f"from elsewhere: {request.url}"))
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(page_name)
        assert tab.evaluate("document.documentElement.dataset.theme") == theme
        too_wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        if too_wide > 0:
            wrong.append(f"{too_wide} px too wide at {width}: {tab.evaluate(WIDEST)}")
        wrong += [f"text leaves its box at {width}: {text}" for text in tab.evaluate(SPILLED)]
        if width != 768:
            # Preloading, axe would fetch style sheets from where they are not.
            for violation in (
                axe.Axe().run(tab, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
            ):
                where = [node["html"][:150] for node in violation["nodes"][:3]]
                wrong.append(f"{violation['impact']} at {width}: {violation['id']}: {where}")
    context.close()
    assert wrong == []


def _is_local(url):
    return urlsplit(url).hostname == "127.0.0.1" or urlsplit(url).scheme in {"data", "blob"}


# Text that is wider than the nearest box around it that shows where it ends: by a colour, a border, or as a cell.
SPILLED = """() => {
  const shows = (part) => {
    const style = getComputedStyle(part);
    return style.backgroundColor !== "rgba(0, 0, 0, 0)" || style.borderRightWidth !== "0px"
      || style.display === "table-cell";
  };
  const scrolls = (part) => getComputedStyle(part).overflowX !== "visible";
  const spilled = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const of = text.parentElement;
    if (!text.data.trim() || !of.checkVisibility() || of.closest("svg, .sr-only, .visually-hidden")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const right = Math.max(...[...range.getClientRects()].map((box) => box.right));
    for (let box = of; box && box !== document.body && !scrolls(box); box = box.parentElement) {
      if (shows(box)) {
        if (right > box.getBoundingClientRect().right + 1) spilled.push(text.data.trim().slice(0, 80));
        break;
      }
    }
  }
  return spilled.slice(0, 5);
}"""
# What stands out to the right, for whoever has to mend it.
WIDEST = """[...document.querySelectorAll("main *")]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map((part) => part.tagName + "." + part.className)"""


@pytest.mark.parametrize("served", [True, False])
@pytest.mark.parametrize(
    ("words", "page"), [("get_output_at", "reference/calls.html"), ("merge", "reference/keras1.html")]
)
def test_the_search_finds_on_a_server_and_in_a_folder(tab, site, words, page, served):
    tab.goto(f"{'' if served else site.as_uri() + '/'}search.html?q={words}")
    tab.wait_for_selector("#search-results ul.search li a")
    tab.wait_for_function("!document.querySelector('#search-progress')?.textContent.includes('Preparing')")
    found = tab.eval_on_selector_all("#search-results li a", "links => links.map(link => link.getAttribute('href'))")
    assert any(page in link for link in found)


def test_previous_and_next_reach_every_note(tab):
    tab.goto("notes.html")
    for note in NAMES:
        tab.click("a.right-next")
        assert urlsplit(tab.url).path == f"/notebooks/{note}.html"
    for note in [*reversed(NAMES[:-1])]:
        tab.click("a.left-prev")
        assert urlsplit(tab.url).path == f"/notebooks/{note}.html"


def test_the_filter_shows_the_rows_that_hold_all_words(tab):
    tab.goto("keras1-to-today.html")
    rows = tab.locator("article tbody tr")
    every = rows.count()
    assert every > 200
    tab.fill("#filter", "MERGE concat")
    shown = tab.eval_on_selector_all(
        "article tbody tr", "rows => rows.filter(row => row.offsetParent).map(row => row.textContent.toLowerCase())"
    )
    assert 0 < len(shown) < every / 4
    assert all("merge" in row and "concat" in row for row in shown)
    assert tab.locator(".filter p").inner_text() == f"{len(shown)} of {every} rows"
    tab.fill("#filter", "")
    assert rows.locator("visible=true").count() == every


def test_pictures_follow_the_readers_choice_of_theme(browser, address):
    context = browser.new_context(base_url=address, color_scheme="light", viewport={"width": 1400, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(f"notebooks/{NAMES[1]}.html")
    light_box, (dark_box,) = "#f1f4f7", [styling.DARK["#f1f4f7"]]
    box = tab.locator(f'svg.keras-call-graph [fill="{light_box}"]').first
    seen = {}
    for theme in ("dark", "light"):
        tab.locator("button.theme-switch-button").locator("visible=true").click()
        tab.locator(f'button.theme-change-button[data-mode="{theme}"]').locator("visible=true").click()
        seen[theme] = box.evaluate("box => getComputedStyle(box).fill")
        shown = [image.is_visible() for image in tab.locator("article img.only-dark").all()]
        assert shown
        assert set(shown) == {theme == "dark"}
    assert seen == {"dark": rgb(dark_box), "light": rgb(light_box)}
    context.close()


def rgb(colour):
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"


def test_wide_drawings_are_scrolled_with_the_keyboard_not_shrunk_to_nothing(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto("gallery.html")
    sizes = tab.eval_on_selector_all(
        "article .drawing",
        """drawings => drawings.map(drawing => ({
             scrolls: drawing.scrollWidth > drawing.clientWidth, focusable: drawing.tabIndex === 0,
             scale: drawing.querySelector("svg").getBoundingClientRect().width /
               (drawing.querySelector("svg").viewBox.baseVal.width * 96 / 72)}))""",
    )
    assert any(size["scrolls"] for size in sizes)
    assert all(size["focusable"] == size["scrolls"] for size in sizes)
    assert all(size["scale"] > 0.69 for size in sizes)
    context.close()
