"""A hundred thousand rows are read whole, in bounded memory."""

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

ROWS = 100_000
READ = """
import resource, sys
from pathlib import Path
from styringsgraf.ingest import MemoryKnown, read
from styringsgraf.namespaces import Minter
found = read(Path(sys.argv[1]).read_bytes(), "stor.xlsx", None, Minter("https://example.org/"), MemoryKnown())
(document,) = found.documents
links = sum(q.predicate.value.endswith("#fulfils") for q in document.graphs[document.graph])
print(links, len(found.findings), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def large(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    head = book.add_worksheet("Dokument")
    head.write_row(0, 0, ("Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type"))
    head.write_row(1, 0, ("lia", "Lia", "hp", "HP", "handlingsprogram"))
    work = book.add_worksheet("Oppdrag")
    work.write_row(0, 0, ("Kode", "Tittel", "Strategi", "Ansvarlig"))
    work.write_row(1, 0, ("O1", "Oppdrag"))
    rows = book.add_worksheet("Tiltak")
    rows.write_row(0, 0, ("Kode", "Tittel", "Oppdrag", "Ansvarlig"))
    for number in range(1, ROWS + 1):
        rows.write_row(number, 0, (f"T{number}", f"Tiltak {number}", "O1" if number % 2 else "O9"))
    book.close()


@pytest.mark.slow
def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    path = tmp_path / "stor.xlsx"
    large(path)
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    links, findings, megabytes = (int(part) for part in done.stdout.split())
    assert links == ROWS // 2
    # Half of the links lead to nothing: as many as are listed, and one finding that counts the rest.
    assert findings == 501
    assert megabytes < 2_000
