"""Rebuilds the shipped workbooks from their readable sources: ``python data/build/build.py [FOLDER]``."""

import sys
from pathlib import Path
from typing import Final

import template

import plans

HERE: Final = Path(__file__).resolve().parent


def main(target: Path) -> None:
    """Write a folder per municipality under ``target``."""
    for name in ("eksempel", "asker", "nye-asker", "sunndal"):
        builder = template.build if name == "eksempel" else plans.build
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        for path in builder(HERE / name, folder):
            print(path.relative_to(target))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent)
