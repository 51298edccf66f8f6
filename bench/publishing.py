"""Times the publish of one changed plan, through the whole pipeline: read, infer, check, index, archive."""

import cProfile
import os
import pstats
import shutil
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from nation import Country, linked, size
from plans import CHANGED, DAY, plan
from styringsgraf import pipeline
from styringsgraf.pipeline import InputFile
from styringsgraf.settings import Settings


@dataclass(frozen=True)
class Published:
    """Seconds of the first publish in the folder, median of the others and of their time on a core, MB a release more.

    ``busy``: the machine's load, which the median suffers from and the time on a core hardly.
    """

    first: float
    median: float
    cpu: float
    megabytes: float
    busy: float


def published(country: Country, rounds: int, profile: Path | None = None) -> Published:
    """Publish a plan with five reworded nodes so many times (and once before), in a copy of the folder."""
    place = country.data.with_name(f"{country.data.name}-publishing")
    shutil.rmtree(place, ignore_errors=True)
    linked(country.data, place)
    config = Settings(data=place, keep_stores=rounds + 3)
    times, cores, sizes = [], [], [size(place)]
    watch = cProfile.Profile() if profile else None
    try:
        for turn in range(1, rounds + 2):
            file = InputFile(f"kommune-0000-{CHANGED}.xlsx", plan(0, 0, CHANGED, turn))
            if watch and turn > 1:
                watch.enable()
            started, worked = time.perf_counter(), time.process_time()
            outcome = pipeline.publish(config, [file], reference_date=DAY)
            times.append(time.perf_counter() - started)
            cores.append(time.process_time() - worked)
            sizes.append(size(place))
            if watch:
                watch.disable()
            assert outcome.changed, [f.message["en"] for f in outcome.report.stopping][:3]
    finally:
        shutil.rmtree(place)
    if watch and profile:
        with profile.open("w") as file_:
            pstats.Stats(watch, stream=file_).sort_stats("cumulative").print_stats(70)
            pstats.Stats(watch, stream=file_).sort_stats("tottime").print_stats(40)
    return Published(times[0], statistics.median(times[1:]), statistics.median(cores[1:]),
                     (sizes[-1] - sizes[0]) / (rounds + 1), os.getloadavg()[0])  # fmt: skip
