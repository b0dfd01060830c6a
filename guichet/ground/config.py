"""Every setting of an installation, read once from the environment, typed, refused at start when wrong."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "GUICHET_"
# Test rigs and benchmarks have knobs of their own, which are not settings of an installation.
OTHER_PREFIXES = ("GUICHET_RIG_", "GUICHET_TEST_", "GUICHET_BENCH_")
SHORTEST_SECRET = 32
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class BadConfig(ValueError):
    """A setting that cannot be used, named with what was expected."""

    def __init__(self, variable: str, expected: str) -> None:
        super().__init__(f"{variable}: expected {expected}.")
        self.variable = variable


def _yes_or_no(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _within_an_hour(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 60:
        raise ValueError(text)
    return number


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _address(text: str) -> str:
    local, _, domain = text.partition("@")
    if not local or not domain or any(sign.isspace() for sign in text):
        raise ValueError(text)
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text.rstrip("/")


def _database_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("postgres", "postgresql", "sqlite") or not parts.path.strip("/"):
        raise ValueError(text)
    return text


def _language(text: str) -> str:
    if text not in ("fr", "en"):
        raise ValueError(text)
    return text


def _triage(text: str) -> str:
    if text not in ("off", "words", "history"):
        raise ValueError(text)
    return text


def _long_secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError("too short")
    return text


def _long_secrets(text: str) -> tuple[str, ...]:
    return tuple(_long_secret(word) for word in _words(text))


def _colour(text: str) -> str:
    if not text.startswith("#") or len(text) != 7:
        raise ValueError(text)
    int(text[1:], 16)
    return text.lower()


EXPECTED: dict[Callable[[str], object], str] = {
    _yes_or_no: "true or false",
    _port: "a port between 1 and 65535",
    _positive: "a whole number of 1 or more",
    _within_an_hour: "a whole number between 1 and 60",
    _words: "words separated by spaces",
    _address: "a mail address such as guichet@example.org",
    _base_url: "an address such as https://guichet.example.org",
    _database_url: "postgres://user:password@host:5432/name, or sqlite:///folder/file, or nothing",
    _language: "fr or en",
    _triage: "off, words or history",
    _long_secret: f"at least {SHORTEST_SECRET} characters",
    _long_secrets: f"one or more secrets of at least {SHORTEST_SECRET} characters, separated by spaces",
    _colour: "a colour such as #1f4b6e",
    Path: "a path",
    str: "text",
}


def setting(doc: str, default: object, *, read: Callable[[str], object] = str, demo: object = None) -> Any:
    """Declare one setting: what it is for, its value when unset (and in the demo), how its text is read."""
    return field(default=default, metadata={"doc": doc, "read": read, "demo": default if demo is None else demo})


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings of one installation; each field is read from GUICHET_<NAME> or GUICHET_<NAME>_FILE."""

    data_dir: Path = setting("Folder of everything that must be kept: database, files, keys.", Path("var"), read=Path)
    demo: bool = setting("Fill an empty installation with the demonstration, with hints.", False, read=_yes_or_no)
    debug: bool = setting("Show errors in the browser. Never on a public address.", False, read=_yes_or_no)
    secret_key: str = setting(
        "Signs cookies and links. Made in <data_dir>/secret.key when unset.", "", read=_long_secret
    )
    database_url: str = setting("Empty: SQLite at <data_dir>/guichet.sqlite3.", "", read=_database_url)
    base_url: str = setting("Address that people type, without a final slash.", "http://localhost:8000", read=_base_url)
    allowed_hosts: tuple[str, ...] = setting(
        "Host names answered besides the one of the base address.", LOCAL_HOSTS, read=_words
    )
    trusted_proxies: tuple[str, ...] = setting("Addresses whose X-Forwarded-* headers are believed.", (), read=_words)
    time_zone: str = setting("Time zone of the institution.", "America/Vancouver")
    default_language: str = setting("Language of a visitor who has not chosen: fr or en.", "fr", read=_language)

    triage: str = setting(
        "What is suggested to whoever sorts: off (nothing), words (of the services), history (how it was sorted here).",
        "history", read=_triage,
    )  # fmt: skip
    emergency_minutes: int = setting(
        "Minutes for which a confidential request stays open to whoever opened it in an emergency: 60 at most.", 60,
        read=_within_an_hour,
    )  # fmt: skip
    access_log_days: int = setting("Days for which it is kept who opened which file.", 730, read=_positive)
    links_outside: bool = setting(
        "Look every night whether the links of published pages to other sites still lead somewhere.", True,
        read=_yes_or_no, demo=False,
    )  # fmt: skip
    link_hosts: tuple[str, ...] = setting(
        "Hosts of the institution's own network that these links may lead to, even in clear.", (), read=_words
    )

    inventory_drafts: bool = setting(
        "Keep the services of an imported inventory as drafts until somebody publishes them.", False, read=_yes_or_no
    )

    institution_name_fr: str = setting("Name of the institution.", "Guichet", demo="Assemblée législative de Rivemer")
    institution_name_en: str = setting("The same in English.", "Guichet", demo="Legislative Assembly of Rivemer")
    institution_short_fr: str = setting("Short name, for the top of pages.", "Guichet", demo="Assemblée de Rivemer")
    institution_short_en: str = setting("The same in English.", "Guichet", demo="Rivemer Assembly")
    institution_phone: str = setting("Telephone printed on every ticket.", "", demo="250 555-0100")
    institution_email: str = setting("Address printed on every ticket.", "", demo="guichet@example.org")
    institution_address_fr: str = setting("Street address.", "", demo="1, place du Parlement, Belleville-sur-Mer")
    institution_address_en: str = setting("The same in English.", "", demo="1 Parliament Square, Belleville-sur-Mer")
    institution_accent: str = setting("Colour of actions.", "#4b2250", read=_colour)
    institution_wall: str = setting("Colour of the portal's band.", "#452049", read=_colour)

    host: str = setting("Address the pages listen on.", "127.0.0.1")
    port: int = setting("Port of the pages and of the API.", 8000, read=_port)
    live_port: int = setting("Port of the live updates (/events).", 8001, read=_port)
    web_workers: int = setting("Processes that serve pages.", 2, read=_positive)
    web_threads: int = setting("Threads of each of them.", 4, read=_positive)
    max_upload_mb: int = setting("Largest file accepted, in megabytes.", 25, read=_positive)

    mailbox: str = setting("Address of the desk, which people write to.", "guichet@example.org", read=_address)
    smtp_in_host: str = setting("Address the mail door listens on.", "127.0.0.1")
    smtp_in_port: int = setting("Port the mail door listens on.", 8025, read=_port)
    lmtp: str = setting("LMTP door: a socket path or host:port. Empty: none.", "")
    imap_urls: tuple[str, ...] = setting("Mailboxes to fetch: imaps://user:password@host:993/INBOX …", (), read=_words)
    reply_keys: tuple[str, ...] = setting(
        "Keys of the reply addresses, newest first. Made from the secret when unset.", (), read=_long_secrets
    )
    smtp_out_host: str = setting("Server that outgoing mail is handed to.", "127.0.0.1")
    smtp_out_port: int = setting("Its port.", 25, read=_port, demo=8026)
    smtp_out_starttls: bool = setting("Refuse to send in clear to that server.", True, read=_yes_or_no, demo=False)
    smtp_out_user: str = setting("Account on that server, if it wants one.", "")
    smtp_out_password: str = setting("Password of that account.", "")

    oidc_issuer: str = setting("Address of the identity provider of the staff. Empty: none.", "", read=_base_url)
    oidc_client_id: str = setting("Name of this desk at the identity provider.", "")
    oidc_client_secret: str = setting("Secret of this desk at the identity provider.", "")
    metrics_token: str = setting("Bearer token of /metrics. Empty: only from this machine.", "", read=_long_secret)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read and check every setting; make the secret key of a new installation."""
        _refuse_unknown(environ)
        texts = {entry.name: _text_of(entry.name, environ) for entry in fields(cls)}
        demo = bool(_read(cls.__dataclass_fields__["demo"], texts["demo"], demo=False))
        values: dict[str, Any] = {entry.name: _read(entry, texts[entry.name], demo=demo) for entry in fields(cls)}
        config = cls(**values)
        config = replace(config, data_dir=config.data_dir.expanduser().resolve())
        if not texts["base_url"]:
            config = replace(config, base_url=f"http://localhost:{config.port}")
        _refuse_contradictions(config)
        return config if config.secret_key else replace(config, secret_key=_kept_secret(config.data_dir))

    @property
    def hosts(self) -> list[str]:
        """Return every host name that may be asked for."""
        return sorted({*self.allowed_hosts, urlsplit(self.base_url).hostname or "localhost"})

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_postgresql(self) -> bool:
        return self.database_url.startswith("postgres")

    @property
    def mail_domain(self) -> str:
        return self.mailbox.partition("@")[2]

    @property
    def sqlite_path(self) -> Path:
        """Return the database file of an installation on SQLite."""
        given = urlsplit(self.database_url).path
        return Path(given) if given else self.data_dir / "guichet.sqlite3"

    @property
    def reply_key_ring(self) -> tuple[bytes, ...]:
        """Return the keys of reply addresses, the one that signs first."""
        if self.reply_keys:
            return tuple(key.encode() for key in self.reply_keys)
        return (self.derived_key("reply address"),)

    def derived_key(self, purpose: str) -> bytes:
        """Make a 256-bit key for one purpose, so that no two purposes share one."""
        return hmac.new(self.secret_key.encode(), purpose.encode(), hashlib.sha256).digest()

    def postgresql_settings(self) -> dict[str, Any]:
        """Return the address as Django's connection names; `?host=` names a socket folder."""
        parts, options = urlsplit(self.database_url), dict(parse_qsl(urlsplit(self.database_url).query))
        return {
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or options.pop("port", "")),
            "OPTIONS": options,
        }


def variable(name: str) -> str:
    return PREFIX + name.upper()


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable(entry.name) for entry in fields(Config)}
    for name in environ:
        if not name.startswith(PREFIX) or name.startswith(OTHER_PREFIXES) or name.removesuffix("_FILE") in known:
            continue
        near = get_close_matches(name, known, n=1)
        raise BadConfig(name, f"a known setting (did you mean {near[0]}?)" if near else "a known setting")


def _text_of(name: str, environ: Mapping[str, str]) -> str:
    """Return the text of a setting, from its variable or from the file that `_FILE` names."""
    path = environ.get(f"{variable(name)}_FILE")
    if path is None:
        return environ.get(variable(name), "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(f"{variable(name)}_FILE", f"a readable text file ({path})") from error


def _read(entry: Field[Any], text: str, *, demo: bool) -> object:
    if not text:
        return entry.metadata["demo"] if demo else entry.default
    read = entry.metadata["read"]
    try:
        return read(text)
    except (ValueError, KeyError) as error:
        # The value itself is not repeated: it may be a secret, and start-up messages end in logs.
        raise BadConfig(variable(entry.name), EXPECTED[read]) from error


def _refuse_contradictions(config: Config) -> None:
    oidc = (config.oidc_issuer, config.oidc_client_id, config.oidc_client_secret)
    if any(oidc) and not all(oidc):
        raise BadConfig("GUICHET_OIDC_ISSUER", "the issuer, the client id and the client secret together, or none")
    if config.debug and config.is_https:
        raise BadConfig("GUICHET_DEBUG", "false when GUICHET_BASE_URL is a public https address")
    if len({config.port, config.live_port, config.smtp_in_port}) < 3:
        raise BadConfig("GUICHET_LIVE_PORT", "a port that neither the pages nor the mail door use")


def _kept_secret(data_dir: Path) -> str:
    """Return the key kept in the data folder, made once, readable by its owner only."""
    path = data_dir / "secret.key"
    if not path.exists():
        _make_secret(path)
    return _long_secret(path.read_text(encoding="ascii").strip())


def _make_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        # Several processes may start at once: a hard link succeeds for one of them only, whole or not at all.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
