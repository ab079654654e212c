"""The tool that executes and compares the notes: a stale output is told in a few lines, and diffs stay small."""

import copy
import io
import json
import sys
from pathlib import Path

import nbformat
import notes
import numpy as np
import pictures
import pytest
from PIL import Image

NOTES = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def note(*sources, **cell_tags):
    cells = [nbformat.v4.new_markdown_cell("# Title\n\nWhat it *says*.\n\nMore.")]
    cells += [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    for number, tags in cell_tags.items():
        cells[int(number.removeprefix("cell_"))].metadata.tags = tags
    return nbformat.v4.new_notebook(cells=cells)


def kinds(cell):
    return [kind for output in cell.outputs for kind in output.get("data", {})]


PLOT = """
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(2, 1))
axes.plot([1, 2], [1, 2], "k--")
axes.imshow([[0.0, 1.0]], cmap="gray")
plt.close(figure)
display(figure, metadata={"image/png": {"alt": "A line"}})
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    return notes.execute(note("1 + 1", "print('a')\nprint('b')", PLOT), tmp_path_factory.mktemp("note"))


@pytest.fixture(scope="module")
def executed(ran):
    return notes.normalised(ran)


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(notes, "BUILD", tmp_path / "build")


def stale(executed, **texts):
    changed = copy.deepcopy(executed)
    for kind, text in texts.items():
        changed.cells[1].outputs[0].data[{"plain": "text/plain", "html": "text/html", "svg": "image/svg+xml"}[kind]] = (
            text
        )
    return changed


def test_true_outputs_are_no_difference(executed):
    assert list(notes.differences(executed, executed)) == []
    assert executed.cells[1].outputs[0].data["text/plain"] == "2"


def test_a_stale_output_is_told_by_its_cell_its_kind_and_its_first_line(executed):
    assert list(notes.differences(stale(executed, plain="3"), executed)) == [
        "  cell 1 (1 + 1): value, line 1\n    committed: 3\n    now:       2"
    ]
    before, after = stale(executed, plain="same\nold\nmore"), stale(executed, plain="same")
    assert list(notes.differences(before, after)) == [
        "  cell 1 (1 + 1): value, line 2\n    committed: old\n    now:       (no line)"
    ]


def test_of_a_long_line_only_what_differs_is_told(executed):
    long = "x" * 5000
    (told,) = notes.differences(stale(executed, plain=long + "a" + long), stale(executed, plain=long + "b" + long))
    assert len(told) < 300
    assert "xa" in told
    assert "xb" in told


def test_html_is_told_in_words_not_in_markup(executed):
    before, after = (stale(executed, html=f"<table><td style='x'>{n} &lt; 5</td></table>") for n in (3, 4))
    assert list(notes.differences(before, after)) == [
        "  cell 1 (1 + 1): HTML, line 1\n    committed: 3 < 5\n    now:       4 < 5"
    ]


def drawing(*labels, x=0):
    boxes = "".join(f'<g><title>{label}</title><text x="{x}">{label}</text></g>' for label in labels)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9pt"><title>m</title><desc>Calls.</desc>{boxes}</svg>'


def test_a_drawing_is_compared_by_what_it_says_not_by_where_it_says_it(executed):
    before = stale(executed, svg=drawing("a[0]", "b[0]"))
    assert list(notes.differences(before, stale(executed, svg=drawing("b[0]", "a[0]", x=7)))) == []
    (told,) = notes.differences(before, stale(executed, svg=drawing("a[0]", "c[0]")))
    assert told.splitlines()[0] == "  cell 1 (1 + 1): what the drawing says, line 3"
    assert told.splitlines()[1:] == ["    committed: text: b[0]", "    now:       text: c[0]"]


def test_a_missing_output_is_caught(executed):
    bare = copy.deepcopy(executed)
    bare.cells[2].outputs = []
    assert list(notes.differences(bare, executed)) == [
        "  cell 2 (print('a')): nothing was committed, now it is printed text"
    ]


def test_what_depends_on_luck_is_not_compared(executed):
    lucky = stale(executed, plain="3")
    lucky.cells[1].metadata.tags = ["luck"]
    assert list(notes.differences(lucky, executed)) == []


def test_how_a_stream_was_cut_is_no_difference(executed):
    cut = copy.deepcopy(executed)
    cut.cells[2].outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in ("a\n", "b\n")]
    assert list(notes.differences(cut, executed)) == []


def test_a_note_runs_again_only_when_its_code_changed(tmp_path, own_cache):
    source, target, runs = tmp_path / "note.ipynb", tmp_path / "pages" / "note.ipynb", tmp_path / "runs"
    code = f"with open({str(runs)!r}, 'a') as file:\n    _ = file.write('x')\n1 + 1"
    written = note(code)
    for text, ran_so_often in (("# Title\n\nOne.", 1), ("# Other words\n\nTwo.", 1)):
        written.cells[0].source = text
        nbformat.write(written, source)
        assert notes.main(["execute", str(source), str(target)]) == 0
        assert len(runs.read_text()) == ran_so_often
        page = nbformat.read(target, as_version=4)
        assert page.cells[0].source == text
        assert page.cells[1].outputs[0].data["text/plain"] == "2"
    written.cells[1].source = code + " + 1"
    nbformat.write(written, source)
    assert notes.main(["execute", str(source), str(target)]) == 0
    assert len(runs.read_text()) == 2


def test_a_note_runs_again_when_the_package_changed(tmp_path, own_cache, monkeypatch):
    first = notes.digest()
    assert notes.digest() == first
    package = tmp_path / "keras_functional_notes"
    package.mkdir()
    (package / "nodes.py").write_text("changed = True")
    monkeypatch.setattr(notes, "ROOT", tmp_path)
    monkeypatch.setattr(notes, "PACKAGE", package)
    monkeypatch.setattr(notes, "IN_THE_KERNEL", package / "nodes.py")
    changed = notes.digest()
    (package / "nodes.py").write_text("changed = False")
    assert len({first, changed, notes.digest()}) == 3


def test_outputs_are_kept_for_the_last_states_of_the_package_and_no_more(tmp_path, own_cache, monkeypatch):
    source = tmp_path / "note.ipynb"
    nbformat.write(note(), source)
    states = [f"state-{number}" for number in range(notes.KEPT_DIGESTS + 1)]
    for state in states:
        monkeypatch.setattr(notes, "digest", lambda state=state: state)
        notes.executed(source)
    assert sorted(folder.name for folder in (notes.BUILD / "executed" / "note").iterdir()) == states[1:]


def test_comparing_fails_for_stale_notes_and_executing_does_not(tmp_path, own_cache, capsys):
    source, target = tmp_path / "note.ipynb", tmp_path / "page.ipynb"
    nbformat.write(note("1 + 1"), source)
    assert notes.main(["execute", str(source), str(target)]) == 0
    assert notes.main(["compare", str(source)]) == 1
    told = capsys.readouterr().err
    assert told.endswith(
        "note.ipynb: no longer true (`make refresh` writes the outputs anew):\n"
        "  cell 1 (1 + 1): nothing was committed, now it is value\n"
    )
    assert notes.main(["refresh", str(source)]) == 0
    refreshed = source.read_bytes()
    assert notes.main(["compare", str(source)]) == 0
    assert notes.main(["refresh", str(source)]) == 0
    assert source.read_bytes() == refreshed


def test_a_cell_that_fails_is_told_plainly_and_nothing_is_written(tmp_path, own_cache, capsys):
    source, target = tmp_path / "note.ipynb", tmp_path / "page.ipynb"
    nbformat.write(note("1 + 1", "x = 0\n1 / x"), source)
    assert notes.main(["execute", str(source), str(target)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{source}: cell 2 (x = 0) failed.\n")
    assert told.endswith("ZeroDivisionError: division by zero\n")
    assert len(told.splitlines()) < 20
    assert "\x1b" not in told
    assert not target.exists()


def test_the_kernel_is_this_python_whatever_the_home_folder_holds(tmp_path, own_cache, monkeypatch):
    kernel = tmp_path / ".local" / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": ["/no/such/python"], "display_name": "Mine", "language": "python"}))
    startup = tmp_path / ".ipython" / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("print = None")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / ".local" / "share" / "jupyter"))
    for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    before = {str(path) for path in tmp_path.rglob("*")}
    ran = notes.execute(note("import sys\nprint(sys.prefix)"), tmp_path)
    assert ran.cells[1].outputs[0].text.strip() == sys.prefix
    written = {str(path) for path in tmp_path.rglob("*")} - before
    assert all(path.startswith(str(tmp_path / "build")) for path in written)


def test_counts_times_and_the_machines_lines_are_left_out():
    messy = note("1 + 1")
    messy.metadata.language_info = {"name": "python", "version": "3.11.7"}
    messy.cells[1].execution_count = 7
    messy.cells[1].metadata.execution = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
    messy.cells[1].outputs = [
        nbformat.v4.new_output("stream", name="stderr", text="I0000 00:00:17.3 1 port.cc:153] oneDNN is on\n"),
        nbformat.v4.new_output("stream", name="stdout", text="kept\n"),
    ]
    clean = notes.normalised(messy)
    assert clean.cells[1].execution_count is None
    assert "execution" not in clean.cells[1].metadata
    assert [output.text for output in clean.cells[1].outputs] == ["kept\n"]
    assert clean.metadata.language_info == {"name": "python"}
    assert notes.normalised(clean) == clean


def test_a_plot_is_drawn_for_dark_pages_too_which_is_not_committed(ran, executed):
    assert sorted(kinds(ran.cells[3])) == [pictures.DARK_PNG, "image/png", "text/plain"]
    assert sorted(kinds(executed.cells[3])) == ["image/png", "text/plain"]
    (plot,) = pictures.pictures(ran)
    light, dark = (pixels(data) for data in (plot.png, plot.dark))
    assert light.shape == dark.shape
    # The paper is in the corner. The picture in the plot is black and white in both.
    assert light[0, 0].tolist() == [255, 255, 255]
    assert dark[0, 0].tolist() == [0x14, 0x18, 0x1D]
    for drawn in (light, dark):
        assert (drawn == 0).all(axis=-1).any()
        assert (drawn == 255).all(axis=-1).any()


def pixels(png):
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def test_an_error_that_is_shown_keeps_the_note_s_own_lines_alone(tmp_path):
    failing = note("%load_ext keras_functional_notes", "%%keras1\nfrom keras.layers improt Dense")
    failing.cells[2].metadata.tags = ["raises-exception"]
    (error,) = notes.execute(failing, tmp_path).cells[2].outputs
    shown = "\n".join(error.traceback)
    assert error.ename == "Keras1SyntaxError"
    assert "Did you mean `import`?" in shown
    assert "improt" in shown
    assert ".py" not in shown


def test_a_picture_needs_its_text():
    picture = note("figure")
    picture.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/png": "cG5n"})]
    with pytest.raises(ValueError, match=r"^The picture of cell 1 has no alternative text\. Write display\(figure, "):
        list(pictures.pictures(picture))
    picture.cells[1].outputs[0].metadata = {"image/png": {"alt": "Two <curves>"}}
    assert [found.words for found in pictures.pictures(picture)] == ["Two <curves>"]


def test_a_drawing_goes_before_its_png_and_says_its_own_text():
    shown = note("call_graph(model)")
    data = {"image/svg+xml": drawing("a[0]"), "image/png": "cG5n", "text/plain": "table"}
    shown.cells[1].outputs = [nbformat.v4.new_output("execute_result", data=data)]
    (picture,) = pictures.pictures(shown)
    assert (picture.words, picture.png) == ("Calls.", None)
    # Beside a drawing, the text is its table; beside a plot, an object's address.
    assert ("text/plain", "table") in notes.parts(shown.cells[1].outputs)


def test_a_note_is_stood_for_by_its_last_plot_or_else_by_its_first_drawing():
    drawn = note("draw", "plot")
    assert pictures.shown_first(drawn) is None
    drawn.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/svg+xml": drawing("a")})]
    assert pictures.shown_first(drawn).svg == drawing("a")
    plot = nbformat.v4.new_output("display_data", data={"image/png": "cG5n"}, metadata={"image/png": {"alt": "x"}})
    drawn.cells[2].outputs = [plot]
    assert pictures.shown_first(drawn).png == b"png"


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_each_picture_of_a_committed_note_has_its_own_text(path):
    words = [picture.words for picture in pictures.pictures(nbformat.read(path, as_version=4))]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_the_committed_notes_are_normalised_and_name_no_machine(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert notes.normalised(notebook) == notebook
    assert not any(where in text for where in ("/home/", "/root/", "/work/", "/tmp/", "site-packages", "C:\\\\"))
