from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.web.app import create_app


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    # Without the context manager the lifespan does not run: the service stays open for the other suites.
    yield TestClient(create_app(service), raise_server_exceptions=False)
