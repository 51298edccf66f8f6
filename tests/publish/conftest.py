"""What the suites on descriptions share: the shipped release described, and a release of two small organisations."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from styringsgraf import pipeline
from styringsgraf.publish.description import Descriptions
from styringsgraf.releases import Reader
from styringsgraf.settings import Settings

#: An operator who has said all that can be said.
OPERATOR = {
    "publisher_name": "Eksempel kommune",
    "publisher_name_nn": "Eksempel kommune",
    "publisher_name_en": "Eksempel municipality",
    "publisher_number": "974760673",
    "publisher_type": "LocalAuthority",
    "contact_name": "Plan og analyse",
    "contact_email": "plan@eksempel.example",
    "contact_url": "https://eksempel.example/kontakt",
}


@pytest.fixture(scope="session")
def reader(shipped_folder: Path) -> Iterator[Reader]:
    with pipeline.data_folder(Settings(data=shipped_folder)).reader() as opened:
        yield opened


Describe = Callable[..., Descriptions]


@pytest.fixture(scope="session")
def operator_says() -> Mapping[str, str]:
    return OPERATOR


@pytest.fixture(scope="session")
def describe(shipped_folder: Path) -> Describe:
    """Describe the shipped releases by other settings."""

    def made(**given: str) -> Descriptions:
        config = Settings.model_validate({"data": shipped_folder, **given})
        return Descriptions(config, pipeline.data_folder(config).get)

    return made


@pytest.fixture(scope="session")
def default(describe: Describe) -> Descriptions:
    """As it comes: nobody has said who publishes."""
    return describe()


@pytest.fixture(scope="session")
def operated(describe: Describe) -> Descriptions:
    return describe(**OPERATOR)
