"""A thread as bytes: text, JSON, the table in its forms, or a picture."""

import json

from styringsgraf.tables import render
from styringsgraf.thread.drawing import Paint, draw, plain
from styringsgraf.thread.model import Thread
from styringsgraf.thread.rows import Rows
from styringsgraf.thread.svg import picture


def written(thread: Thread, form: str, paint: Paint = plain) -> bytes:
    """Return a thread in one of ``formats.THREAD``, in UTF-8; ``paint`` colours words of the text form only."""
    match form:
        case "text":
            return draw(thread, thread.lang, paint).encode()
        case "json":
            return json.dumps(thread.to_json(), ensure_ascii=False, indent=2).encode() + b"\n"
        case "svg":
            return picture(thread).file()
    return render(Rows(thread), form, thread.lang)
