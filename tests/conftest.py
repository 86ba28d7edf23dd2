"""What all tests share: a cache folder of their own, and no network."""

import os

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory):
    """Tests neither read nor fill the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["MOC_ALIGN_CACHE"] = str(folder)
    return folder
