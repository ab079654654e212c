"""Measure pictures of graphs in a real browser: does every text stay in its box, whichever fonts the browser has?

    python tools/check_pictures.py

Needs Chromium (tools/chromium.py finds it) and looks for the fonts that its machine has: DejaVu, Liberation, Noto.
Each picture is shown with each of them alone, with a monospaced face alone, and with all. Checked are: no text leaves
its box or the picture, no two boxes overlap, no label of an arrow covers a box. What fails is told, and the exit code
is 1.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from chromium import chromium

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
FONTS = Path("/usr/share/fonts")
FACES = {
    "DejaVu Sans": ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"],
    "Liberation Sans": ["LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"],
    "Noto Sans": ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"],
    "DejaVu Sans Mono": ["DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"],
}
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
CHROMIUM += ["--disable-background-networking", "--disable-component-update", "--virtual-time-budget=60000"]
# Sizes are in points of the picture, whatever the page makes of it. A tenth is where the picture itself is rounded.
MEASURE = """
const told = [], counts = {pictures: 0, texts: 0, boxes: 0};
for (const svg of document.querySelectorAll("svg")) {
  counts.pictures += 1;
  const name = svg.dataset.name;
  const view = svg.viewBox.baseVal;
  const within = (a, b) =>
    a.x >= b.x - .1 && a.y >= b.y - .1 && a.x + a.width <= b.x + b.width + .1 && a.y + a.height <= b.y + b.height + .1;
  const meet = (a, b) =>
    a.x + .1 < b.x + b.width && b.x + .1 < a.x + a.width && a.y + .1 < b.y + b.height && b.y + .1 < a.y + a.height;
  const boxes = [...svg.querySelectorAll("g.node")].map(group => {
    const box = group.querySelector("rect").getBBox();
    for (const text of group.querySelectorAll("text")) {
      counts.texts += 1;
      if (!within(text.getBBox(), box)) told.push(`${name}: "${text.textContent}" leaves its box`);
    }
    return [box, group.querySelector("title").textContent];
  });
  counts.boxes += boxes.length;
  for (const [i, [box, title]] of boxes.entries()) {
    if (!within(box, view)) told.push(`${name}: the box of ${title} leaves the picture`);
    for (const [other, name2] of boxes.slice(i + 1))
      if (meet(box, other)) told.push(`${name}: the boxes of ${title} and ${name2} overlap`);
  }
  const frames = [...svg.querySelectorAll("g.cluster rect")].map(rect => rect.getBBox());
  for (const text of svg.querySelectorAll(":scope > text")) {
    counts.texts += 1;
    const place = text.getBBox();
    if (!within(place, view)) told.push(`${name}: "${text.textContent}" leaves the picture`);
    for (const [box, title] of boxes)
      if (meet(place, box)) told.push(`${name}: "${text.textContent}" covers the box of ${title}`);
    if (text.getAttribute("text-anchor") == "start" && !frames.some(frame => within(place, frame)))
      told.push(`${name}: "${text.textContent}" leaves its frame`);
  }
}
document.body.textContent = "RESULT" + JSON.stringify({told, counts}) + "END";
"""


def main() -> int:
    """Measure every picture with every face, tell what is wrong, and return the exit code."""
    browser = chromium()
    if browser is None:
        print("There is no Chromium here: `make browser` brings one, or Debian's package `chromium`.", file=sys.stderr)
        return 2
    faces = {name: [path for file in files for path in FONTS.rglob(file)] for name, files in FACES.items()}
    found = {name: paths for name, paths in faces.items() if paths}
    found["all of them"] = [path for paths in found.values() for path in paths]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(page_of(dict(pictures())), encoding="utf-8")
        for name, paths in found.items():
            told = measured(browser, page, name, paths)
            print(f"{name}: {told['counts']}, {len(told['told'])} wrong")
            print("".join(f"  {line}\n" for line in told["told"][:20]), end="")
            wrong += len(told["told"])
    print("Not found here: " + ", ".join(sorted(set(FACES) - set(found))) if set(FACES) - set(found) else "")
    return bool(wrong)


def pictures() -> Iterator[tuple[str, str]]:
    """Yield the golden pictures, and some of models with many branches and with odd and long names."""
    for file in sorted(GOLDEN.glob("*.svg")):
        yield file.stem, file.read_text(encoding="utf-8")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    from keras import layers

    from keras_functional_notes.graph import call_graph, drawing

    for build in (keras.applications.ResNet50, keras.applications.InceptionV3):
        graph = call_graph(build(weights=None))
        yield f"{build.__name__}, folded", drawing.svg(graph)
        yield f"{build.__name__}, whole", drawing.svg(graph, fold=False)
    names = [
        "x" * 60,
        "WWWWWWWW_" * 7,
        "block_of_layers_whose_names_are_long_" * 8,
        "日本語の層",
        "😀" * 9,
        "<b>&amp;\"'<b>",
    ]
    names += ["Щ" * 20, "a  b", "ﬁligree Ångström", "مرحبا", "illilli" * 5]
    x = keras.Input((3,), name="x")
    shared = layers.Dense(3, name="a_shared_layer_of_which_the_name_alone_is_sixty_letters_long")
    values = [layers.Dense(3, name=name)(x) for name in names]
    values += [shared(value) for value in values[:3]]
    added = layers.Add(name="added")([shared(layers.Add()(values)), *values[:2]])
    yield "names", drawing.svg(call_graph(keras.Model(x, [added, *values], name="names")))


def page_of(shown: dict[str, str]) -> str:
    """Return a page that shows the pictures and measures them."""
    parts = [svg.replace("<svg ", f'<svg data-name="{html.escape(name)}" ', 1) for name, svg in shown.items()]
    return f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}<script>{MEASURE}</script>"


def measured(browser: str, page: Path, name: str, paths: list[Path]) -> dict:
    """Return what the browser measured where it finds these fonts alone."""
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts"
        fonts.mkdir()
        for path in paths:
            shutil.copy(path, fonts)
        configuration = Path(folder) / "fonts.conf"
        configuration.write_text(
            f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>'
            f"<cachedir>{folder}/cache</cachedir></fontconfig>",
            encoding="utf-8",
        )
        environment = {**os.environ, "FONTCONFIG_FILE": str(configuration), "HOME": folder}
        command = [browser, *CHROMIUM, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri()]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300)
    found = re.search(r"RESULT(.*)END", ran.stdout, re.S)
    if found is None:
        raise RuntimeError(f"Chromium measured nothing with {name}:\n{ran.stderr[-2000:]}")
    return json.loads(html.unescape(found[1]))


if __name__ == "__main__":
    sys.exit(main())
