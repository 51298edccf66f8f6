import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.web.app import create_app


@pytest.fixture(scope="module")
def client(service: Service) -> TestClient:
    # Without the context manager the lifespan does not run: the service stays open for the other suites.
    return TestClient(create_app(service), raise_server_exceptions=False)
