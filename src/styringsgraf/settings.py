"""One frozen settings object; its table of names, defaults and help drives environment, CLI and docs."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from styringsgraf import errors
from styringsgraf.registers import organisation_number_valid

_PREFIX: Final = "STYRINGSGRAF_"


def _organisation_number(digits: str) -> str:
    if digits and not organisation_number_valid(digits):
        raise ValueError("no organisation number: it has nine digits and a check digit; look it up in Enhetsregisteret")
    return digits


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
    workers: int = Field(0, ge=0, le=256, description="Web processes; 0 or 1 means one, without a supervisor.")
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
    writing: bool = Field(default=False, description="Whether tokens may write over HTTP: on, or off.")
    write_queue: int = Field(32, ge=1, description="Writes that may wait before the service says busy.")
    write_wait: float = Field(30.0, gt=0, description="How long a write waits for other writers, seconds.")
    write_seconds: float = Field(120.0, gt=0, description="Time limit of one write once it is its turn, seconds.")
    write_memory: int = Field(2_000, ge=256, description="Memory limit of one write, megabytes.")
    update_seconds: float = Field(30.0, gt=0, description="Time limit of a SPARQL update itself, seconds.")
    update_length: int = Field(1_000_000, ge=64, description="Length limit of a SPARQL update, bytes.")
    cache_bytes: int = Field(32_000_000, ge=0, description="Room for ready answers in memory, bytes; 0 keeps none.")
    dump_bytes: int = Field(4_000_000_000, ge=1_000_000, description="Room for files to download on disk, bytes.")
    dump_wait: float = Field(20.0, gt=0, description="How long a download waits for its file to be made, seconds.")
    dump_seconds: float = Field(600.0, gt=0, description="Time limit of making one file to download, seconds.")
    dump_memory: int = Field(2_000, ge=256, description="Memory limit of making one file to download, megabytes.")
    dump_statements: int = Field(
        1_000_000, ge=1, description="Statements up to which a file is made in a form other than N-Quads and JSON-LD."
    )
    root_path: str = Field(
        "", pattern=r"^(/[A-Za-z0-9._~-]+)*$", description="Prefix under which a proxy shows the service: /graf."
    )
    trusted_proxies: str = Field(
        "", description="Addresses whose X-Forwarded-For and -Proto are believed, with commas; none when empty."
    )
    log_format: Literal["text", "json", "none"] = Field(
        "json", description="Form of the log on standard error; none leaves out requests that went well."
    )
    address: str = Field(
        "",
        pattern=r"^(https?://[^\s<>\"{}|\\^`#?]+/)?$",
        description="Address under which the public reaches this service, ending in a slash; the base when empty.",
    )
    publisher_name: str = Field("", description="Who publishes the data, in bokmål. Set it: harvesters show it.")
    publisher_name_nn: str = Field("", description="The same in nynorsk; as in bokmål when empty.")
    publisher_name_en: str = Field("", description="The same in English; as in bokmål when empty.")
    publisher_number: Annotated[str, AfterValidator(_organisation_number)] = Field(
        "", description="The publisher's organisation number, nine digits."
    )
    publisher_type: Literal[
        "", "LocalAuthority", "RegionalAuthority", "NationalAuthority", "Company", "NonGovernmentalOrganisation"
    ] = Field("", description="What kind of publisher that is, by the EU's list; not stated when empty.")
    contact_name: str = Field("", description="Whom to ask about the data; the publisher's name when empty.")
    contact_email: str = Field(
        "", pattern=r"^([^\s@<>\"]+@[^\s@<>\"]+)?$", description="E-mail address for questions about the data."
    )
    contact_url: str = Field(
        "", pattern=r"^(https?://[^\s<>\"{}|\\^`]+)?$", description="Page for questions; this service's when empty."
    )
    licence: str = Field(
        "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        pattern=r"^http://publications\.europa\.eu/resource/authority/licence/[A-Z0-9_]+$",
        description="Licence of the data, from the EU's list, which DCAT-AP-NO asks for.",
    )
    engine: str = Field(
        "",
        pattern=r"^(https?://[^\s<>\"{}|\\^`#]+)?$",
        description="Query address of a SPARQL server that answers instead of this process; none when empty.",
    )
    engine_update: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="Its update address; found from the query's when empty."
    )
    engine_graphs: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="Its Graph Store address; found from the query's when empty."
    )
    engine_user: str = Field("", description="Who writes there; a password is sent only when it is asked for.")
    engine_password: SecretStr = Field(SecretStr(""), description="That user's password. Environment only.")
    engine_seconds: float = Field(10.0, gt=0, description="Time limit of one query of ours there, seconds.")
    engine_push_seconds: float = Field(120.0, gt=0, description="Time limit of one write there, seconds.")

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
