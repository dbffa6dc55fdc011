"""General frequencies for the tests of keywords, made once."""

from __future__ import annotations

import pytest

from speechkit.text.background import Background, build_background


@pytest.fixture(scope="session")
def background() -> Background:
    return build_background()
