"""Model Explorer itself, with its server and its page: what it is given it shows, and asks nobody else."""

import importlib.util
import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request

import keras
import pytest
from chromium import chromium
from example_models import nested_twice
from keras import layers

from keras_functional_notes.explorer.graphs import graph_in_json
from keras_functional_notes.graph import call_graph
from keras_functional_notes.graph.reading_files import read_file

# Milliseconds: a machine that does much else is slow, and that is not what is tested.
PATIENCE = 300_000
ADDRESS = "http://127.0.0.1:"

explorer = pytest.mark.skipif(
    importlib.util.find_spec("model_explorer") is None,
    reason="Model Explorer is not installed; `make explore` installs it.",
)


@pytest.mark.skipif(importlib.util.find_spec("model_explorer") is not None, reason="Model Explorer is installed")
def test_without_it_an_error_says_what_to_install():
    x = keras.Input((3,), name="x")
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'keras-functional-notes\[explore\]'"):
        call_graph(keras.Model(x, layers.Dense(1)(x))).explore()


def test_importing_the_package_does_not_load_it():
    code = "import sys, keras_functional_notes as notes; notes.CallGraph; print('model_explorer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


def answer(address, path):
    with urllib.request.urlopen(urllib.parse.urljoin(address, path)) as response:
        return json.load(response), response.headers


@pytest.fixture(scope="module")
def shown():
    """A graph with numbers, shown from this process."""
    graph = call_graph(nested_twice())
    numbers = {call.label: place for place, call in enumerate(call_graph(nested_twice(), nested=True).nodes)}
    return graph, numbers, graph.explore(data={"place": numbers}, wait=False, browser=False)


@explorer
def test_the_server_gives_the_graph_opened_and_the_numbers(shown):
    graph, numbers, exploration = shown
    assert exploration.address.startswith(ADDRESS)
    told, headers = answer(exploration.address, "/api/v1/load_graphs_json?graph_index=0")
    assert told == {"graphs": [graph_in_json(call_graph(graph.model, nested=True))]}
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    told, _ = answer(exploration.address, "/api/v1/load_node_data?node_data_index=0")
    ((_, data),) = json.loads(told["content"]).items()
    assert {label: result["value"] for label, result in data["results"].items()} == numbers


@explorer
def test_a_port_that_is_in_use_is_said(shown):
    graph, _, exploration = shown
    port = urllib.parse.urlsplit(exploration.address).port
    with pytest.raises(OSError, match=f"Port {port} is in use. Leave port out"):
        graph.explore(port=port, wait=False, browser=False)


@explorer
def test_a_subclassed_model_is_explored_too():
    class Twice(keras.Model):
        def __init__(self):
            super().__init__(name="twice")
            self.dense = layers.Dense(4, name="dense")

        def call(self, x):
            return self.dense(self.dense(x))

    exploration = call_graph(Twice(), inputs=(None, 4)).explore(wait=False, browser=False)
    told, _ = answer(exploration.address, "/api/v1/load_graphs_json?graph_index=0")
    assert [node["id"] for node in told["graphs"][0]["nodes"]] == ["input_0[0]", "dense[0]", "dense[1]"]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A model's file, shown by Model Explorer's own command with the extension."""
    path = tmp_path_factory.mktemp("served") / "model.keras"
    nested_twice().save(path)
    command = [sys.executable, "-c", "from model_explorer.cmdline import main; main()"]
    # Port 8080 is the command's word for any that is free.
    options = [
        "--no_open_in_browser",
        "--host=127.0.0.1",
        "--port=8080",
        "--extensions=keras_functional_notes.explorer",
    ]
    with subprocess.Popen(
        [*command, *options, str(path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}, text=True
    ) as program:
        lines = iter(program.stdout.readline, "")
        said = []
        for line in lines:
            said.append(line)
            if line.startswith(ADDRESS):
                break
        yield path, said, said[-1].strip()
        program.kill()


@explorer
def test_the_command_loads_the_extension_and_reads_the_file(served):
    path, said, address = served
    assert " - Keras adapter (configuration)\n" in said
    command = {"cmdId": "convert", "extensionId": "keras_functional_notes", "modelPath": str(path), "settings": {}}
    query = urllib.parse.urlencode({"json": json.dumps({**command, "deleteAfterConversion": False})})
    told, _ = answer(address, f"/api/v1/send_command?{query}")
    ours = graph_in_json(read_file(path, nested=True))
    (graph,) = told["graphs"]
    assert [node["id"] for node in graph["nodes"]] == [node["id"] for node in ours["nodes"]]
    assert [node["attrs"] for node in graph["nodes"]] == [node["attrs"] for node in ours["nodes"]]
    assert graph["groupNodeAttributes"] == ours["groupNodeAttributes"]


@explorer
@pytest.mark.parametrize("kind", ["shown", "served"])
def test_the_page_shows_the_graph_and_asks_no_other_host(request, kind):
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; see `make browser`.")
    program = chromium()
    if program is None:
        pytest.skip("There is no Chromium here; `make browser` installs one.")
    address = request.getfixturevalue(kind)[2]
    address = getattr(address, "address", address)
    answered, wrong = [], []
    with sync_api.sync_playwright() as playwright:
        # In a container there is no user for Chromium's sandbox, and no graphics card.
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--enable-unsafe-swiftshader"]
        )
        tab = browser.new_page()
        tab.set_default_timeout(PATIENCE)
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("response", lambda response: answered.append(response.url))
        # What the page may not ask for does not leave the browser: its policy stops it before.
        tab.on("requestfailed", lambda failed: failed.failure == "csp" or wrong.append((failed.url, failed.failure)))
        tab.goto(address)
        tab.wait_for_selector("text=GRAPH INFO")
        info = tab.locator("body").inner_text()
        browser.close()
    assert wrong == []
    # By hand: the calls of the two nested models, their Inputs included, and those around them.
    graph = call_graph(nested_twice(), nested=True)
    assert f"{len(graph.nodes)} nodes" in info
    assert f"{graph.params:,}" in info
    assert {urllib.parse.urlsplit(url).hostname for url in answered if not url.startswith(("blob:", "data:"))} == {
        "127.0.0.1"
    }
