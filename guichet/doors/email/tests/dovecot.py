"""A real Dovecot, started from a folder of its own on this machine, for the tests of the mailbox."""

import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from guichet.doors.email.imap import Mailbox
from guichet.doors.email.tests.mails import a_mail

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin") or ""
PASSWORD = "mot-de-passe"
CONFIG = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
ssl_dh =
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
auth_failure_delay = 0
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
{capability}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  chroot =
}}
"""
WITHOUT_MOVE = "imap_capability = IMAP4rev1 LITERAL+ IDLE UIDPLUS NAMESPACE"


@dataclass(frozen=True)
class Dovecot:
    """A running server: its ports and the certificate that proves who it is."""

    port: int
    tls_port: int
    ca_file: str


class Box:
    """One fresh mailbox on a server, and a second connection to look into it."""

    made = 0

    def __init__(self, server: Dovecot) -> None:
        Box.made += 1
        self.config = Mailbox(
            host="127.0.0.1", port=server.port, user=f"bureau{Box.made}", password=PASSWORD, security="none", timeout=5
        )
        self.client = imaplib.IMAP4("127.0.0.1", server.port, timeout=5)
        self.client.login(self.config.user, PASSWORD)

    def receive(self, *bodies: str) -> None:
        for body in bodies:
            status, _ = self.client.append("INBOX", "", "", a_mail(body))
            assert status == "OK"

    def count(self, folder: str) -> int:
        status, data = self.client.select(folder, readonly=True)
        return int(data[0] or 0) if status == "OK" else 0

    def close(self) -> None:
        self.client.logout()


OpenBox = Callable[[Dovecot], Box]


def require_dovecot() -> None:
    """Leave the test out where the server is missing: the last lines of scripts/test say so, and decide."""
    if not (DOVECOT and shutil.which("openssl")):
        pytest.skip("dovecot-imapd or openssl is not installed")


@contextmanager
def running(*, move: bool = True) -> Iterator[Dovecot]:
    """Start the server, wait until it answers, and end it."""
    folder = Path(tempfile.mkdtemp(prefix="dv-"))
    imap, imaps = _free_port(), _free_port()
    _prepare(folder, imap=imap, imaps=imaps, move=move)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL)
    try:
        _await(imap, folder)
        yield Dovecot(imap, imaps, str(folder / "cert.pem"))
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path, *, imap: int, imaps: int, move: bool) -> None:
    root = os.geteuid() == 0
    me, group = getpass.getuser(), str(os.getgid())
    # Dovecot refuses to read mail as root: the mailboxes then belong to the system's mail user.
    owner = pwd.getpwnam("mail") if root else pwd.getpwuid(os.getuid())
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    _certificate(folder)
    (folder / "dovecot.conf").write_text(
        CONFIG.format(
            folder=folder, imap=imap, imaps=imaps, uid=owner.pw_uid, gid=owner.pw_gid, password=PASSWORD,
            internal="dovecot" if root else me, internal_group="dovecot" if root else group,
            login="dovenull" if root else me, capability="" if move else WITHOUT_MOVE,
        )
    )  # fmt: skip


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, folder: Path) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
                if link.recv(4).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.05)
    log = folder / "dovecot.log"
    pytest.fail(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")
