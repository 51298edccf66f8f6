"""One frozen settings object; its table of names, defaults and help drives environment, CLI and docs."""

from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from styringsgraf import errors

_PREFIX: Final = "STYRINGSGRAF_"


class Settings(BaseSettings):
    """All settings; each can be given as ``STYRINGSGRAF_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    base: str = Field(
        "https://w3id.org/styringsgraf/",
        pattern=r"^https?://[^\s<>\"{}|\\^`#?]+/$",
        description="Base of all minted IRIs, ending in a slash.",
    )
    data: Path = Field(Path("styringsgraf-data"), description="Folder of releases; created when missing.")
    lang: Literal["nb", "nn", "en"] = Field("nb", description="Language of messages and labels.")
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the service listens on.")
    keep_stores: int = Field(3, ge=1, description="How many of the newest releases keep a ready store.")
    query_seconds: float = Field(10.0, gt=0, description="Time limit of one foreign SPARQL query, seconds.")
    query_rows: int = Field(100_000, ge=1, description="Row limit of one foreign SPARQL answer.")
    query_bytes: int = Field(64_000_000, ge=1024, description="Size limit of one foreign SPARQL answer, bytes.")
    query_length: int = Field(8_192, ge=64, description="Length limit of a foreign SPARQL text, bytes.")
    query_nesting: int = Field(64, ge=4, description="Depth limit of brackets in a foreign SPARQL text.")
    query_memory: int = Field(2_000, ge=256, description="Memory limit of a query worker, megabytes.")
    query_workers: int = Field(0, ge=0, description="Number of query workers; 0 means cores − 1, at least one.")
    query_queue: int = Field(16, ge=1, description="Foreign queries that may wait before the service says busy.")
    answer_rows: int = Field(1_000, ge=1, le=100_000, description="Rows in one page of a question's answer.")
    upload_bytes: int = Field(20_000_000, ge=1024, description="Size limit of an uploaded file, bytes.")
    upload_seconds: float = Field(120.0, gt=0, description="Time limit for an uploaded file to arrive, seconds.")
    import_rows: int = Field(200_000, ge=100, description="Row limit of one imported file.")
    import_statements: int = Field(1_000_000, ge=100, description="Statement limit of one RDF file.")
    unpacked_bytes: int = Field(400_000_000, ge=10_000, description="Size limit of an unpacked workbook, bytes.")
    check_seconds: float = Field(60.0, gt=0, description="Time limit of one uploaded check, seconds.")
    check_memory: int = Field(2_000, ge=256, description="Memory limit of one uploaded check, megabytes.")
    check_workers: int = Field(0, ge=0, description="Uploaded checks at once; 0 means cores − 1, at least one.")
    check_queue: int = Field(8, ge=1, description="Uploaded checks that may wait before the service says busy.")

    def as_environment(self) -> dict[str, str]:
        """Return these settings as environment variables, for a process that is to have the same."""
        return {f"{_PREFIX}{name}".upper(): str(getattr(self, name)) for name in type(self).model_fields}


@cache
def settings() -> Settings:
    """Return the settings of this process, read from the environment once; ``Environment`` names one that is wrong."""
    try:
        return Settings()
    except ValidationError as fault:
        wrong = fault.errors()[0]
        name = f"{_PREFIX}{wrong['loc'][0]}".upper()
        raise errors.Environment("setting", name=name, value=wrong["input"], reason=wrong["msg"]) from None
