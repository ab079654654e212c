"""The built site, page by page."""

import pytest
from built import SITE, page_names


def pytest_generate_tests(metafunc):
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", page_names())


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").is_file():
        pytest.skip("The site is not built; `make notes` builds it.")
    return SITE
