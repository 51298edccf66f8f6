"""Copies what the pages need of node_modules into the package: look, font, query editor, and everybody's licence.

Run by ``make``, after ``npm ci``. The folder is made beside the old one and then takes its place: no half copy is ever
served.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
MODULES: Final = ROOT / "node_modules"
VENDOR: Final = ROOT / "src/styringsgraf/web/static/vendor"

#: Our file → those of node_modules it is joined from. What names a source map, which is not there, is left out.
FILES: Final = {
    "designsystemet.css": (
        "@digdir/designsystemet-css/dist/theme/designsystemet.css",
        "@digdir/designsystemet-css/dist/src/index.css",
    ),
    "designsystemet.js": ("@digdir/designsystemet-web/dist/umd/index.js",),
    "inter-latin.woff2": ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",),
    "inter-latin-ext.woff2": ("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",),
    "yasgui/yasgui.min.css": ("@zazuko/yasgui/build/yasgui.min.css",),
    "yasgui/yasgui.min.js": ("@zazuko/yasgui/build/yasgui.min.js",),
}
#: The font's subsets; the package's own style sheet says which letters each one has.
_FACES: Final = "@fontsource-variable/inter/wght.css"
_FACE: Final = re.compile(r"/\* inter-(latin|latin-ext)-wght-normal \*/\s*(@font-face \{.*?\n\})", re.DOTALL)
_SOURCE_MAP: Final = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=.*?\*/)\s*$")
_LICENCE: Final = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


def fonts() -> str:
    """Return the font's rules for the subsets that are copied, with their files beside the sheet."""
    faces = dict(_FACE.findall((MODULES / _FACES).read_text("utf-8")))
    if set(faces) != {"latin", "latin-ext"}:
        raise SystemExit(f"{_FACES} no longer names the font's subsets as it did; see .ci/assets.py.")
    # 'optional': a page that has begun in another font keeps it, so that nothing on it moves.
    sheet = "\n".join(
        re.sub(r"url\([^)]*\)", f"url(inter-{name}.woff2)", face, count=1) for name, face in sorted(faces.items())
    )
    return sheet.replace("font-display: swap", "font-display: optional")


def wanted(name: str, within: Path = MODULES) -> Iterator[Path]:
    """Yield the folder of a package and of all it depends on."""
    folder = next((found for found in (within / name, MODULES / name) if found.is_dir()), None)
    if folder is None:
        return  # a dependency that is only for other systems
    yield folder
    for one in _package(folder).get("dependencies", {}):
        yield from wanted(one, folder / "node_modules")


def _package(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "package.json").read_text("utf-8"))
    return read


def licences(folders: set[Path]) -> str:
    """Return every package's name, version and licence, with the text it comes with."""
    parts = []
    for folder in sorted(folders):
        package = _package(folder)
        texts = [p for p in sorted(folder.iterdir()) if p.is_file() and _LICENCE.match(p.name)]
        said = "\n\n".join(p.read_text("utf-8").strip() for p in texts) or "(The package comes without a licence text.)"
        parts.append(f"{package['name']} {package['version']} – {package.get('license', 'see below')}\n\n{said}\n")
    return ("\n" + "=" * 100 + "\n\n").join(parts)


def main() -> None:
    """Make the folder."""
    named = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    missing = [name for name in named if not (MODULES / name).is_dir()]
    if missing:
        sys.exit(f"node_modules lacks {', '.join(missing)}: run npm ci first, or make assets, which does.")
    made = Path(mkdtemp(dir=VENDOR.parent, prefix=".vendor-"))
    for name, sources in FILES.items():
        target = made / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"\n".join(_SOURCE_MAP.sub(b"", (MODULES / one).read_bytes()) for one in sources))
    (made / "inter.css").write_text(fonts() + "\n", "utf-8")
    (made / "licences.txt").write_text(licences({folder for name in named for folder in wanted(name)}), "utf-8")
    packed = [_package(MODULES / name) for name in sorted(named)]
    rows = [{"name": one["name"], "version": one["version"], "licence": one["license"]} for one in packed]
    (made / "packed.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    made.chmod(0o755)
    shutil.rmtree(VENDOR, ignore_errors=True)
    made.rename(VENDOR)


if __name__ == "__main__":
    main()
