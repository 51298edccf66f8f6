"""What the tests of single pages share: the application over the shipped release."""

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.web.app import create_app


@pytest.fixture(scope="module")
def site(service: Service) -> TestClient:
    """All pages of the shipped release; a fault of ours is an answer (500), as readers would see it."""
    return TestClient(create_app(service), raise_server_exceptions=False)
