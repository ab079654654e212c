"""The built pages, read as text: whole without a network, linked, described, and complete."""

import importlib
import re
from urllib.parse import unquote, urljoin, urlsplit

import nbformat
import pictures
import pytest
from bs4 import BeautifulSoup
from built import NOTES, ROOT, SITE, page_names


@pytest.fixture(scope="module")
def pages(site):
    return {name: BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser") for name in page_names()}


def test_there_is_a_page_for_every_note(pages):
    assert {f"notebooks/{note.stem}.html" for note in NOTES} <= set(pages)
    assert len(NOTES) >= 6


def test_every_link_within_the_site_leads_somewhere(pages):
    names = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    followed = 0
    for name, page in pages.items():
        for link in page.find_all("a", href=True):
            target = urlsplit(urljoin(f"https://site/{name}", link["href"]))
            if target.netloc != "site":
                continue
            path = unquote(target.path).lstrip("/")
            assert (SITE / path).is_file(), f"{name} leads to {link['href']}"
            if target.fragment and path in names:
                assert unquote(target.fragment) in names[path], f"{name} leads to {link['href']}"
            followed += 1
    assert followed > 100


def test_nothing_is_fetched_from_elsewhere(pages):
    for name, page in pages.items():
        fetched = [tag[at] for at in ("src", "srcset", "data", "poster") for tag in page.find_all(**{at: True})]
        fetched += [tag["href"] for tag in page.find_all("link", href=True)]
        assert fetched
        assert [where for where in fetched if urlsplit(where).netloc] == [], name
    for style in SITE.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", text), style


def test_each_page_has_a_language_a_title_and_one_heading_above_all(pages):
    for name, page in pages.items():
        assert page.html["lang"] == "en", name
        assert page.title.text.strip(), name
        assert page.find("meta", attrs={"name": "viewport"}), name
        if name not in {"genindex.html", "search.html", "py-modindex.html"}:
            assert len(page.find_all("h1")) == 1, name


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_each_picture_of_a_note_is_described_on_its_page(pages, note):
    article = pages[f"notebooks/{note.stem}.html"].find("article")
    shown = [
        tag.get("alt") or tag.get("aria-label")
        for tag in article.find_all(["img", "svg"])
        if "only-dark" not in tag.get("class", [])
    ]
    executed = nbformat.read(ROOT / "docs" / "notebooks" / note.name, as_version=4)
    assert shown == [picture.words for picture in pictures.pictures(executed)]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_each_plot_has_a_companion_for_dark_pages(pages, note):
    article = pages[f"notebooks/{note.stem}.html"].find("article")
    light, dark = (article.find_all("img", class_=f"only-{theme}") for theme in ("light", "dark"))
    assert [image["alt"] for image in light] == [image["alt"] for image in dark]
    assert len(light) == len(article.find_all("img")) / 2


def test_each_drawing_is_coloured_by_the_theme(pages):
    rules = (SITE / "_static" / "drawings.css").read_text(encoding="utf-8")
    drawings = [svg for page in pages.values() for svg in page.find_all("svg", class_="keras-call-graph")]
    assert len(drawings) > 10
    for svg in drawings:
        for use in ("fill", "stroke"):
            for colour in {tag[use] for tag in svg.find_all(attrs={use: True})} - {"none"}:
                for theme in ("light", "dark"):
                    assert f'html[data-theme="{theme}"] .keras-call-graph [{use}="{colour}"]' in rules


def test_every_public_name_has_an_entry_in_the_reference(pages):
    entries = [entry for page in pages.values() for entry in page.select("dl.py > dt[id]")]
    documented = {entry["id"] for entry in entries}
    assert len(documented) == len(entries)
    for module in ("keras_functional_notes", "keras_functional_notes.legacy", "keras_functional_notes.texts"):
        names = importlib.import_module(module).__all__
        assert names
        assert {f"{module}.{name}" for name in names} - documented == set()


def test_previous_and_next_lead_through_all_pages_in_reading_order(pages):
    name, walked = "index.html", ["index.html"]
    while link := pages[name].find("a", class_="right-next"):
        follower = urljoin(f"/{name}", link["href"]).lstrip("/")
        back = pages[follower].find("a", class_="left-prev")
        assert urljoin(f"/{follower}", back["href"]).lstrip("/") == name
        walked.append(name := follower)
    notes = [f"notebooks/{note.stem}.html" for note in NOTES]
    assert [name for name in walked if name in notes] == notes
    assert set(pages) - set(walked) <= {"genindex.html", "search.html", "py-modindex.html"}


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_the_notes_page_shows_each_note(pages, note):
    first = next(cell.source for cell in nbformat.read(note, as_version=4).cells if cell.cell_type == "markdown")
    title = re.match(r"# (.+)", first)[1]
    (card,) = [card for card in pages["notes.html"].find_all(class_="sd-card") if title in card.text]
    assert card.find("a")["href"] == f"notebooks/{note.stem}.html"
    assert card.find(["img", "svg"])
    assert len(card.find("p", class_="sd-card-text").text if card.find("p", class_="sd-card-text") else card.text) > 60


def test_the_notes_can_be_downloaded_as_they_are_committed(pages):
    for note in NOTES:
        (link,) = pages[f"notebooks/{note.stem}.html"].find_all("a", download=True)
        assert (SITE / "notebooks" / link["href"]).resolve().read_bytes() == note.read_bytes()


def test_the_answers_stand_under_what_people_search_for(pages):
    headings = [heading.text for heading in pages["how-do-i.html"].find_all("h2")]
    assert len(headings) >= 12
    for searched in (
        "AttributeError: 'LSTM' object has no attribute 'get_output_at'",
        "Get the output of a shared layer in Keras 3",
        "ImportError: cannot import name 'merge'",
        "Unrecognized keyword arguments passed to Model: {'input'",
        "Extract features from every layer",
    ):
        assert any(searched in heading for heading in headings), searched


def test_the_gallery_draws_what_it_names(pages):
    drawn = [svg["aria-label"] for svg in pages["gallery.html"].find_all("svg", class_="keras-call-graph")]
    assert len(drawn) == len(set(drawn)) >= 8
