"""Files a caller names: within the limit also where there is no size to ask for, one sentence for what is no file."""

from pathlib import Path

import pytest

from styringsgraf import errors
from styringsgraf.pipeline import read_inputs
from styringsgraf.settings import settings


def test_a_device_without_end_is_too_large() -> None:
    with pytest.raises(errors.TooLarge):
        read_inputs([Path("/dev/zero")])


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "stor.xlsx"
    with path.open("wb") as file:
        file.truncate(settings().upload_bytes + 1)
    with pytest.raises(errors.TooLarge, match=str(settings().upload_bytes)):
        read_inputs([path])


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(errors.InputError, match=tmp_path.name):
        read_inputs([tmp_path])
