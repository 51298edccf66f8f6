"""The headers that tables come with, whatever they hold."""

from styringsgraf.formats import Format


def table_headers(name: str, representation: Format, lang: str, release: str) -> dict[str, str]:
    """Return language, variation, release, and for what desks open a file name."""
    headers = {"Content-Language": lang, "Vary": "Accept, Accept-Language", "X-Styringsgraf-Release": release}
    suffix = {"xlsx": "xlsx", "csv-no": "csv"}.get(representation.name)
    if suffix:
        headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return headers
