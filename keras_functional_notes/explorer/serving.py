"""Showing a call graph in Model Explorer: its own server, on this machine, which a browser's page opens."""

from __future__ import annotations

import contextlib
import functools
import json
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keras_functional_notes.explorer.graphs import graph_in_json, numbers_in_json
from keras_functional_notes.graph.calls import Call, CallRecords

HOST = "127.0.0.1"
# Its scripts run in workers made of blobs, and its styles stand in the page.
_POLICY = "default-src 'self' blob: data: 'unsafe-inline' 'unsafe-eval'"
# Seconds: a server that has not answered by then has failed.
_PATIENCE = 60


@dataclass(frozen=True)
class Exploration:
    """A call graph that Model Explorer shows.

    Args:
        address: Where its page is, on this machine.
    """

    address: str

    def __str__(self) -> str:
        return f"Model Explorer shows it at {self.address} as long as Python runs."

    __repr__ = __str__


def explore(
    records: CallRecords,
    data: Mapping[str, Mapping[str | Call, float]] | None,
    *,
    port: int | None,
    wait: bool | None,
    browser: bool,
) -> Exploration:
    """Show a call graph in Model Explorer; see `CallGraph.explore`."""
    graph = graph_in_json(records)
    numbers = {name: numbers_in_json(records, one) for name, one in (data or {}).items()}
    try:
        import model_explorer
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "explore() shows the graph in Google's Model Explorer, which is not installed here.\n"
            "Write: pip install 'keras-functional-notes[explore]'; or save a picture: .save(\"model.svg\").",
            name=error.name,
        ) from error
    keep_pages_local()
    config = model_explorer.config()
    config.graphs_list.append(json.dumps({"graphs": [graph]}))
    config.model_sources.append({"url": f"graphs://{graph['id']}/0"})
    for title, one in numbers.items():
        config.add_node_data(title, json.dumps(one), model_name=graph["id"])
    port = _free_port(port)
    address = f"http://{HOST}:{port}/?data={config.to_url_param_value()}"
    show = functools.partial(
        model_explorer.visualize_from_config, config, host=HOST, port=port, no_open_in_browser=not browser
    )
    # What tells a session in which somebody types from a program that runs through.
    if not hasattr(sys, "ps1") if wait is None else wait:
        show()
    else:
        server = threading.Thread(target=show, daemon=True)
        server.start()
        _wait_for(server, port)
    return Exploration(address)


def keep_pages_local() -> None:
    """Let the pages of Model Explorer's server say that a browser is to fetch nothing from elsewhere.

    The page knows fonts of Google's for signs that the fonts it brings lack. Without a network it does without them;
    with this it always does.
    """
    import flask  # what Model Explorer's server is made with

    flask.request_finished.connect(_add_policy)


def _add_policy(sender: Any, response: Any, **_: Any) -> None:
    if sender.import_name == "model_explorer.server":
        response.headers["Content-Security-Policy"] = _POLICY


def _free_port(wanted: int | None) -> int:
    """Return a port that nobody listens at: the wanted one, or any."""
    with socket.socket() as probe:
        # A port that a server has just left may be taken again, as that server's successor would.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted or 0))
        except OSError as error:
            raise OSError(
                error.errno, f"Port {wanted} is in use. Leave port out for one that is free, or give another"
            ) from error
        found: int = probe.getsockname()[1]
        return found


def _wait_for(server: threading.Thread, port: int) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + _PATIENCE
    while server.is_alive() and time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/check_health", timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError("Model Explorer's server does not answer; what it printed above says why.")
