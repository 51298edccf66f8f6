"""A command line that cannot be understood, or an environment that is wrong, is told in the reader's language."""

import subprocess
import sys
from pathlib import Path

import pytest

from styringsgraf import cli
from styringsgraf.cli.options import Context
from styringsgraf.errors import reason


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("check", "a.xlsx", "--foo"),
            "«styringsgraf check» har ikke noe valg --foo. «styringsgraf check --help» viser",
        ),
        (("ask",), "NAME mangler. «styringsgraf ask --help» viser"),
        (("releases", "show"), "RELEASE mangler. «styringsgraf releases show --help» viser"),
        (("tull",), "Det finnes ingen kommando «tull»."),
        (
            ("check", "a.xlsx", "--fail-on", "x"),
            "--fail-on kan ikke være «x». Velg en av disse: violation, warning, info.",
        ),
        (("releases", "verify", "1", "2"), "«styringsgraf releases verify --help» viser hvordan den skrives."),
        (("check", "no-such.xlsx"), "Kan ikke lese no-such.xlsx (finnes ikke)."),
    ],
)
def test_the_sentence_names_the_fault_and_the_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(Context, "lang", "nb")
    assert cli.run(list(arguments)) in (2, 3)
    assert said in capsys.readouterr().err


def test_a_wrong_environment_variable_is_named() -> None:
    left = subprocess.run(
        [sys.executable, "-m", "styringsgraf", "questions"],
        env={"STYRINGSGRAF_LANG": "xx"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert left.returncode == 4
    assert left.stderr.startswith("Miljøvariabelen STYRINGSGRAF_LANG er «xx»")


def test_a_fault_of_the_file_system_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory") as caught:
        tmp_path.read_bytes()
    assert reason(caught.value)["nn"] == "det er ei mappe"
    assert reason(OSError(5, "Input/output error"))["nb"] == "Input/output error"
