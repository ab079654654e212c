"""What the project's own files promise to whoever builds, installs or reads it."""

import os
import re
import subprocess
import sys
from pathlib import Path

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


def test_a_note_installs_the_package_from_where_it_is():
    for note in sorted((ROOT / "notebooks").glob("*.ipynb")):
        installed = re.findall(r"%pip install .*?\\\"(.+?)\\\"", note.read_text(encoding="utf-8"))
        assert installed == [f"keras-functional-notes[notebooks] @ git+{repository()}"], note.name


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


def test_the_hook_of_pre_commit_needs_python_alone(tmp_path):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["language"] == "script"  # which installs nothing
    script = ROOT / hook["entry"]
    assert os.access(script, os.X_OK)
    old = tmp_path / "old.py"
    old.write_text("from keras.layers import Dense\nDense(output_dim=3)\n")
    # -I -S: neither what is installed nor what lies around is found.
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(old)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert old.read_text() == "from keras.layers import Dense\nDense(units=3)\n"
