"""What the project's own files promise to whoever builds, installs or reads it."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent


def test_ci_runs_the_test_command_of_the_readme():
    assert "`make test`" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("exec make test")


def repository():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["urls"]["Repository"]


def test_every_link_of_the_readme_leads_to_a_file_from_wherever_it_is_read():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    raw = repository().replace("https://github.com", "https://raw.githubusercontent.com")
    places = rf"(?:{re.escape(repository())}/(?:blob|tree)|{re.escape(raw)})/main/"
    assert len(targets) > 10
    for target in map("".join, targets):
        assert re.match(places, target), target
        assert (ROOT / re.sub(places, "", target)).exists(), target


def test_the_readme_shows_a_png_where_svg_is_not_shown():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"<img src=\"[^\"]+/main/([^\"]+\.png)\"", text)
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")


def test_every_link_of_contributing_leads_to_a_file():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_every_job_of_every_workflow_has_a_time_limit():
    found = 0
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        for name, job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].items():
            assert "timeout-minutes" in job, f"{workflow.name}: {name}"
            found += 1
    assert found > 5


def test_the_citation_names_the_version_and_the_repository():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == project["version"]
    assert citation["repository-code"] == repository()
    assert citation["license"] == project["license"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


def test_the_wheel_holds_the_data_and_the_types_and_is_well_described(built):
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"keras_functional_notes/py.typed", "keras_functional_notes/data/excerpts.json"} <= set(names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"keras_functional_notes"}
    files = [str(file) for file in built.iterdir()]
    assert len(files) == 2
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *files], check=True, capture_output=True)


def test_the_wheel_works_alone(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = """
import keras, keras_functional_notes as notes
from keras_functional_notes.texts import excerpts
x, dense = keras.Input((3,)), keras.layers.Dense(2)
y = [dense(x), dense(x)]
assert notes.get_output_at(dense, 1) is y[1]
print(len(excerpts()), notes.__file__)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    count, file = ran.stdout.split(maxsplit=1)
    assert count == "6800"
    assert Path(file.strip()).is_relative_to(tmp_path)
