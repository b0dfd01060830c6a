"""What callers may send, and exactly what they get: allow-lists, nothing taken from tables by name."""

from base64 import b64decode
from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

GROUPS = Literal["member", "office_staff", "caucus_staff", "citizen", "business", "intermediary", "employee"]
CHANNELS = Literal["counter", "phone", "email", "web", "chat", "kiosk", "mail", "sms", "visit", "social", "api"]
LANGUAGES = Literal["fr", "en"]
MOST_FILES = 10
LONGEST_BODY = 20_000


def _printable(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("control", "holds a null character")
    return text


def _decoded(text: object) -> bytes:
    try:
        return b64decode(str(text), validate=True)
    except ValueError as error:
        raise PydanticCustomError("base64_decode", "is not base64") from error


Base64 = Annotated[
    bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64"})
]  # fmt: skip
Line = Annotated[str, Field(max_length=80), AfterValidator(_printable)]
Title = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
Body = Annotated[str, Field(min_length=1, max_length=LONGEST_BODY), AfterValidator(_printable)]
Code = Annotated[str, Field(max_length=20), AfterValidator(_printable)]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00.]+$")]
Phone = Annotated[str, Field(max_length=30, pattern=r"^\+?[0-9][0-9 ().-]{5,28}$")]


class Strict(Schema):
    """A body in which an unknown field is an error: nothing is set by slipping its name in."""

    model_config = ConfigDict(extra="forbid")


class FileIn(Strict):
    """A file, in base64."""

    name: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
    content_type: Annotated[str, Field(max_length=120, pattern=r"^[\w.+-]+/[\w.+-]+$")] = "application/octet-stream"
    content: Base64


class PersonIn(Strict):
    """Who asks, as far as the caller knows."""

    email: Email | None = None
    phone: Phone | None = None
    given_name: Line = ""
    family_name: Line = ""
    language: LANGUAGES | None = None
    group: GROUPS = "citizen"

    @model_validator(mode="after")
    def can_be_reached(self) -> "PersonIn":
        """Refuse somebody whom nobody could answer."""
        if not self.email and not self.phone:
            raise PydanticCustomError("reach", "an email address or a telephone number")
        return self


class TicketIn(Strict):
    """A new request. Somebody signed in leaves `person` out: they ask for themselves."""

    person: PersonIn | None = None
    title: Title = ""
    body: Body
    service: Code = Field(default="", description="The code of a service, from GET services.")
    organisation: Code = Field(default="", description="On whose behalf: the code of an organisation, or self.")
    channel: CHANNELS = "api"
    files: Annotated[list[FileIn], Field(max_length=MOST_FILES)] = []


class MessageIn(Strict):
    """More words on a request."""

    body: Body
    files: Annotated[list[FileIn], Field(max_length=MOST_FILES)] = []


class RejectionIn(Strict):
    """What is not settled yet."""

    body: Body


class OpenedOut(Schema):
    """What whoever opened a request is told."""

    number: str
    code: str
    state: str
    promised_at: datetime | None
    contact_name: str
    url: str


class FileOut(Schema):
    """A file that came or went with words."""

    name: str
    size: int
    url: str


class WordsOut(Schema):
    """Words exchanged on a request."""

    at: datetime
    kind: str
    from_client: bool
    author: str
    body: str
    files: list[FileOut]


class TicketOut(Schema):
    """A request as its client sees it: a plain state, a promised date, one name."""

    number: str
    title: str
    state: str
    language: str
    service: str
    received_at: datetime
    closed_at: datetime | None
    promised_at: datetime | None
    contact_name: str
    url: str
    joined_to: str = Field(default="", description="The number of the request in which this one goes on.")
    thread: list[WordsOut]


class RowOut(Schema):
    """A line of a list of requests; `requester` is for the front line only."""

    number: str
    title: str
    state: str
    due_at: datetime | None = None
    received_at: datetime | None = None
    contact_name: str = ""
    requester: str = ""


class PageOut(Schema):
    """A page of requests; `next` is what `after` takes to get the following one."""

    items: list[RowOut]
    next: str | None


class ServiceOut(Schema):
    """A service, with what is promised."""

    code: str
    name: str
    summary: str
    first_response: str
    completion: str
    client_groups: list[str]


class ArticleOut(Schema):
    """An article that answers: its address at the portal, its title in the language asked for."""

    slug: str
    title: str
    url: str


class FoundOut(Schema):
    """The services that somebody's words point to and the articles that answer them, the best first.

    `read_as` says how words were read that were not known as written.
    """

    items: list[ServiceOut]
    articles: list[ArticleOut]
    read_as: dict[str, str]


class TaskOut(Schema):
    """A task in hand, for whoever works on it."""

    ticket: str
    letter: str
    title: str
    state: str
    unit: str
    due_at: datetime | None


class CallIn(Strict):
    """A telephone call: `agent` is the address of whom it reaches; `number` stays empty when it is withheld."""

    id: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]+$")]
    state: Literal["ringing", "ended"] = "ringing"
    number: Annotated[str, Field(max_length=30, pattern=r"^(\+?[0-9][0-9 ().-]{2,28})?$")] = ""
    agent: Annotated[str, Field(max_length=254), AfterValidator(_printable)] = ""


class CallOut(Schema):
    """A call as it is known now."""

    id: str
    state: Literal["ringing", "ended"]
