"""Takes the pictures of the READMEs, of a demonstration that it makes, serves and throws away."""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import CHROMIUM, FLAGS, PATIENCE

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
SIZE = {"width": 1280, "height": 860}
HEAVIEST = 250_000  # bytes
READY_SECONDS = 120
HEAD = b"\x89PNG\r\n\x1a\n"
KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IEND"}
AGENT = "lea.comeau@example.org"
CLIENTS = {"fr": "jonas.pelletier@example.org", "en": "sam.okafor@example.org"}


def main() -> int:
    """Take every picture in both languages."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    given = os.environ.get("GUICHET_SCREENSHOTS_URL", "").rstrip("/")
    if given:
        take_all(given)
        return 0
    with a_demonstration() as url:
        take_all(url)
    return 0


@contextmanager
def a_demonstration() -> Iterator[str]:
    """Make a small demonstration in a folder of its own and serve it on ports of its own."""
    with tempfile.TemporaryDirectory(prefix="guichet-pictures-") as folder:
        ports = [free_port() for _ in range(4)]
        url = f"http://localhost:{ports[0]}"
        named = dict(zip(("PORT", "LIVE_PORT", "SMTP_IN_PORT", "SMTP_OUT_PORT"), map(str, ports), strict=True))
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        environ |= {f"GUICHET_{name}": value for name, value in named.items()}
        environ |= {"GUICHET_DEMO": "true", "GUICHET_DATA_DIR": folder, "GUICHET_BASE_URL": url}
        environ |= {"GUICHET_SECRET_KEY": "only-for-pictures-" + "0" * 32, "GUICHET_WEB_WORKERS": "1"}
        run = [sys.executable, "-m", "guichet.cli"]
        subprocess.run([*run, "prepare", "--quiet"], env=environ, check=True)
        subprocess.run([*run, "demo", "--small", "--quiet"], env=environ, check=True)
        served = subprocess.Popen([*run, "serve", "--prepared"], env=environ, stdout=subprocess.DEVNULL)
        try:
            wait_for(url, served)
            yield url
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=60)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, served: subprocess.Popen[bytes], seconds: float = READY_SECONDS) -> None:
    """Wait until the pages answer."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and served.poll() is None:
        try:
            with urlopen(f"{url}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.25)
    raise SystemExit("screenshots: the demonstration did not answer")


def take_all(url: str) -> None:
    """Take the pictures of both languages."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in ("fr", "en"):
            take(browser, url, language)
        browser.close()


def take(browser: Browser, url: str, language: str) -> None:
    """Take the pictures of one language."""
    page = visit(browser, url, language)
    shoot(page, "/", f"portal-home-{language}")
    shoot(visit(browser, url, language, CLIENTS[language]), "/mine/", f"portal-mine-{language}")
    page = visit(browser, url, language, AGENT)
    shoot(page, first_link(page, "/desk/", ".tk:has(.count) a.tk__no, a.tk__no"), f"desk-ticket-{language}")


def visit(browser: Browser, url: str, language: str, somebody: str = "") -> Page:
    """Open a browser of one's own, as nobody or as somebody of the demonstration."""
    context = browser.new_context(base_url=url, locale=f"{language}-CA", viewport=SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])
    page = context.new_page()
    if somebody:
        page.goto("/demo/")
        page.locator(f"form:has(input[value='{somebody}']) button").click()
        page.wait_for_load_state()
    return page


def first_link(page: Page, address: str, selector: str) -> str:
    """Return where the first of the links of a page leads."""
    page.goto(address)
    return str(page.locator(selector).first.get_attribute("href"))


def shoot(page: Page, address: str, name: str) -> None:
    """Take one picture, no heavier than a README should carry."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    picture = smaller(page.screenshot(animations="disabled", caret="hide"))
    if len(picture) > HEAVIEST:
        raise SystemExit(f"screenshots: {name} weighs {len(picture)} bytes")
    (IMAGES / f"{name}.png").write_bytes(picture)
    print(f"{name}.png {len(picture) // 1000} kB")


def smaller(picture: bytes) -> bytes:
    """Pack a PNG as tightly as it goes, without a pixel less, and leave out what shows nothing."""
    at, pixels, parts = len(HEAD), b"", []
    while at < len(picture):
        (length,), kind = struct.unpack(">I", picture[at : at + 4]), picture[at + 4 : at + 8]
        content, at = picture[at + 8 : at + 8 + length], at + 12 + length
        if kind == b"IDAT":
            pixels += content
        elif kind in KEPT:
            parts.append((kind, content))
    packed = min((tightly(zlib.decompress(pixels), how) for how in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED)), key=len)
    parts.insert(-1, (b"IDAT", packed))
    return HEAD + b"".join(chunk(kind, content) for kind, content in parts)


def tightly(pixels: bytes, strategy: int) -> bytes:
    """Deflate as hard as zlib can."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy)
    return packer.compress(pixels) + packer.flush()


def chunk(kind: bytes, content: bytes) -> bytes:
    """Write one part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


if __name__ == "__main__":
    raise SystemExit(main())
