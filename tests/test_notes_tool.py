"""The tool that executes, compares and shows the notes: a stale output is caught, and diffs stay small."""

import copy
import re
from pathlib import Path

import nbformat
import notes
import pytest

NOTES = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def note(*sources, **cell_tags):
    cells = [nbformat.v4.new_markdown_cell("# Title\n\nWhat it *says*.\n\nMore.")]
    cells += [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    for number, tags in cell_tags.items():
        cells[int(number.removeprefix("cell_"))].metadata.tags = tags
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    return notes.execute(note("1 + 1", "print('a')\nprint('b')"), tmp_path_factory.mktemp("note"))


def test_true_outputs_are_no_difference(executed):
    assert notes.differences(executed, executed) == []
    assert executed.cells[1].outputs[0].data["text/plain"] == "2"


def test_a_stale_output_is_caught_and_its_cell_named(executed):
    stale = copy.deepcopy(executed)
    stale.cells[1].outputs[0].data["text/plain"] = "3"
    (told,) = notes.differences(stale, executed)
    assert told.startswith("cell 1 (1 + 1):\n  committed: ")
    assert "'3'" in told
    assert "'2'" in told


def test_a_missing_output_is_caught(executed):
    bare = copy.deepcopy(executed)
    bare.cells[2].outputs = []
    assert len(notes.differences(bare, executed)) == 1


def test_what_depends_on_luck_is_not_compared(executed):
    stale = copy.deepcopy(executed)
    stale.cells[1].outputs[0].data["text/plain"] = "3"
    stale.cells[1].metadata.tags = ["luck"]
    assert notes.differences(stale, executed) == []


def test_how_a_stream_was_cut_is_no_difference(executed):
    cut = copy.deepcopy(executed)
    cut.cells[2].outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in ("a\n", "b\n")]
    assert notes.differences(cut, executed) == []


def test_the_command_refuses_a_stale_note_and_writes_no_page(tmp_path, capsys):
    source, target = tmp_path / "note.ipynb", tmp_path / "pages" / "note.html"
    nbformat.write(note("1 + 1"), source)
    assert notes.main(["page", str(source), str(target)]) == 1
    assert "outputs that are no longer true (`make refresh` writes them anew)" in capsys.readouterr().err
    assert not target.exists()
    assert notes.main(["refresh", str(source)]) == 0
    refreshed = source.read_bytes()
    assert notes.main(["page", str(source), str(target)]) == 0
    assert "Title" in target.read_text(encoding="utf-8")
    assert notes.main(["refresh", str(source)]) == 0
    assert source.read_bytes() == refreshed


def test_a_cell_that_fails_fails_the_note(tmp_path, capsys):
    source, target = tmp_path / "note.ipynb", tmp_path / "note.html"
    nbformat.write(note("1 / 0"), source)
    assert notes.main(["page", str(source), str(target)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert not target.exists()


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


def test_an_error_that_is_shown_keeps_the_note_s_own_lines_alone(tmp_path):
    failing = note("%load_ext keras_functional_notes", "%%keras1\nfrom keras.layers improt Dense")
    failing.cells[2].metadata.tags = ["raises-exception"]
    (error,) = notes.execute(failing, tmp_path).cells[2].outputs
    shown = "\n".join(error.traceback)
    assert error.ename == "Keras1SyntaxError"
    assert "Did you mean `import`?" in shown
    assert "improt" in shown
    assert ".py" not in shown


def test_a_picture_needs_and_keeps_its_text():
    picture = note("figure")
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChAGA5Y7zuAAAAABJRU5ErkJggg=="
    picture.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/png": png})]
    with pytest.raises(ValueError, match=r"^The picture of cell 1 has no alternative text\.$"):
        notes.page(picture, "Title")
    picture.cells[1].outputs[0].metadata = {"image/png": {"alt": "Two <curves>"}}
    assert 'alt="Two &lt;curves&gt;"' in notes.page(picture, "Title")


def test_a_page_reads_on_dark_screens_and_fetches_nothing():
    page = notes.page(note("1 + 1"), "Title")
    assert "prefers-color-scheme: dark" in page
    assert re.findall(r"""<(?:script|link|img)[^>]*(?:src|href)=["']https?:""", page) == []


def test_the_index_lists_the_notes_in_reading_order(tmp_path):
    for name in ("02_b", "01_a"):
        nbformat.write(note(), tmp_path / f"{name}.ipynb")
    assert notes.main(["index", str(tmp_path), str(tmp_path / "index.html")]) == 0
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert index.index("01_a.html") < index.index("02_b.html")
    assert "What it says." in index


def test_the_index_shows_a_notes_last_plot_or_else_its_first_drawing():
    drawn = note("draw", "plot")
    assert notes.picture_of(drawn) == ""
    drawn.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/svg+xml": "<svg/>"})]
    assert notes.picture_of(drawn) == '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="">'
    drawn.cells[2].outputs = [nbformat.v4.new_output("display_data", data={"image/png": "cG5n\n"})]
    assert notes.picture_of(drawn) == '<img src="data:image/png;base64,cG5n" alt="">'


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_the_committed_notes_are_normalised_and_name_no_machine(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert notes.normalised(notebook) == notebook
    assert not any(where in text for where in ("/home/", "/root/", "/work/", "/tmp/", "site-packages", "C:\\\\"))
