"""A setting that cannot be right is refused by its name in the environment, with what is wrong."""

import pytest

from styringsgraf import errors
from styringsgraf.settings import settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PUBLISHER_NUMBER", "974760674", "check digit"),
        ("PUBLISHER_NUMBER", "97476067", "nine digits"),
        ("BASE", "https://example.org/without-slash", "pattern"),
        ("PORT", "70000", "65535"),
        ("CONTACT_EMAIL", "nobody", "pattern"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(f"STYRINGSGRAF_{name}", value)
    settings.cache_clear()
    with pytest.raises(errors.Environment) as problem:
        settings()
    settings.cache_clear()
    assert problem.value.values["name"] == f"STYRINGSGRAF_{name}"
    assert said in str(problem.value.values["reason"])


def test_a_right_organisation_number_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRINGSGRAF_PUBLISHER_NUMBER", "974760673")
    settings.cache_clear()
    assert settings().publisher_number == "974760673"
    settings.cache_clear()
