"""Notebooks, translated cell by cell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keras_functional_notes.legacy.translating.notebooks import translate_notebook

# Notebooks


def notebook(*sources: list[str] | str, **more: Any) -> dict[str, Any]:
    cells = [
        {
            "cell_type": "code",
            "execution_count": place,
            "id": f"cell-{place}",
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["from keras.layers import merge\n"]}],
            "source": source,
        }
        for place, source in enumerate(sources)
    ]
    return {"cells": cells, "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5, **more}


def test_a_notebook_cell_by_cell() -> None:
    old = notebook(
        ["%matplotlib inline\n", "from keras.layers import merge, Input\n", "!pip install \\\n", "    keras"],
        ["# nichts für ungut"],
        "z = merge([a, b])\nfiles = !ls\nmerge?",
        ["%%bash\n", "from keras.layers import merge"],
        ["%%time\n", "if z:\n", "    %timeit merge([a, z], mode='mul')\n", "    y = merge([a, z], mode='mul')\n"],
    )
    old["cells"].append({"cell_type": "markdown", "metadata": {}, "source": ["`from keras.layers import merge`"]})
    text = json.dumps(old, indent=1, ensure_ascii=False) + "\n"
    done = translate_notebook(text)
    new = json.loads(done.text)
    assert [cell["source"] for cell in new["cells"]] == [
        ["%matplotlib inline\n", "from keras.layers import Add, Multiply, Input\n", "!pip install \\\n", "    keras"],
        ["# nichts für ungut"],
        "z = Add()([a, b])\nfiles = !ls\nmerge?",
        ["%%bash\n", "from keras.layers import merge"],
        ["%%time\n", "if z:\n", "    %timeit merge([a, z], mode='mul')\n", "    y = Multiply()([a, z])\n"],
        ["`from keras.layers import merge`"],
    ]
    for cell in (*old["cells"], *new["cells"]):
        del cell["source"]
    assert old == new
    # Only the changed lines are other bytes.
    changed = [(a, b) for a, b in zip(text.splitlines(), done.text.splitlines(), strict=True) if a != b]
    assert len(changed) == 3
    assert done.places[done.translation.changes[0].line] == (1, 2)


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ascii", [True, False])
def test_a_notebook_keeps_its_way_of_writing(indent: int | None, ascii: bool) -> None:
    old = json.dumps(
        notebook(["from keras.layers import Dense\n", "# ü\n", "Dense(3, init='one')"], []),
        indent=indent,
        ensure_ascii=ascii,
    )
    new = old.replace("init='one'", "kernel_initializer='ones'")
    assert translate_notebook(old).text == new
    assert translate_notebook(new).text == new


def test_magics_inside_text_are_text() -> None:
    source = ['text = """\n', "%matplotlib inline\n", '"""\n', "from keras.layers import merge\n", "merge([a, b])"]
    done = json.loads(translate_notebook(json.dumps(notebook(source))).text)
    assert done["cells"][0]["source"][:3] == source[:3]


@pytest.mark.parametrize(
    "lines",
    [
        ["print('(a %d'\n", "% 3)\n"],
        ["print('a %d' # (\n", "  % (3))\n"],
        ["left = 7 \\\n", "% 3\n"],
        ["!echo (\n", "y = (7\n", "% 2)\n"],
    ],
)
def test_a_line_that_continues_another_is_no_magic(lines: list[str]) -> None:
    source = ["from keras.layers import merge\n", *lines, "%time x = 1\n", "merge([a, b])"]
    done = json.loads(translate_notebook(json.dumps(notebook(source))).text)
    assert done["cells"][0]["source"] == ["from keras.layers import Add\n", *lines, "%time x = 1\n", "Add()([a, b])"]


@given(
    st.lists(
        st.lists(
            st.sampled_from(["x = 1\n", "%time x\n", "!ls\n", "\n", "# 'ä'\n", "if x:\n    pass\n", "y?\n"]), max_size=5
        ),
        max_size=5,
    ),
    st.sampled_from([None, 1, 2]),
)
def test_a_notebook_with_nothing_old_comes_back_byte_for_byte(cells: list[list[str]], indent: int | None) -> None:
    text = json.dumps(notebook(*cells), indent=indent)
    assert translate_notebook(text).text == text


# Python 2


def test_a_notebook_of_python_2_is_translated_as_a_file_is() -> None:
    old = notebook(
        ["%matplotlib inline\n", "from keras.layers import Dense, Input\n", "print 'ready'"],
        ["x = Input(shape=(4,))\n", "for i in xrange(7 / 2):\n", "    x = Dense(output_dim=3)(x)\n", "    print i, x"],
        "total = reduce(lambda a, b: a + b, [1, 2])\n!ls",
        ["# as it was\n", "n = 3"],
    )
    text = json.dumps(old, indent=1)
    done = translate_notebook(text)
    assert done.translation.python2
    assert [cell["source"] for cell in json.loads(done.text)["cells"]] == [
        [
            "%matplotlib inline\n",
            "from keras.layers import Dense, Input\n",
            "from functools import reduce\n",
            "print('ready')",
        ],
        ["x = Input(shape=(4,))\n", "for i in range(7 // 2):\n", "    x = Dense(units=3)(x)\n", "    print(i, x)"],
        "total = reduce(lambda a, b: a + b, [1, 2])\n!ls",
        ["# as it was\n", "n = 3"],
    ]
    assert translate_notebook(done.text).text == done.text
    lines = {change.old: done.places[change.line] for change in done.translation.changes}
    assert lines["print i, x"] == (2, 4)
    assert lines["Dense(output_dim=3)"] == (2, 3)


def test_an_import_above_all_cells_stays_in_the_notebook() -> None:
    old = notebook("total = reduce(max, [1, 2])\nprint total", "import keras\nkeras.layers.Dense(output_dim=3)")
    done = translate_notebook(json.dumps(old))
    sources = [cell["source"] for cell in json.loads(done.text)["cells"]]
    assert "".join(sources).count("from functools import reduce\n") == 1
    assert sources[0].endswith("total = reduce(max, [1, 2])\nprint(total)")


def test_a_cell_that_no_python_reads_is_named() -> None:
    text = json.dumps(notebook("import keras\nprint 'Python 2'", "for in x:\n    pass"))
    with pytest.raises(SyntaxError) as caught:
        translate_notebook(text)
    assert caught.value.filename == "cell 1"
