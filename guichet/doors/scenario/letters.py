"""Model letters of a scenario, as text documents (OpenDocument 1.3): the same words make the same bytes."""

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

KIND = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
BORN = (1980, 1, 1, 0, 0, 0)


def text_document(words: str) -> bytes:
    """Return a document with a paragraph for each line."""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in words.splitlines())
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" office:version="1.3">'
        f"<office:body><office:text>{lines}</office:text></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", KIND), ("content.xml", "text/xml"))
    )
    manifest = f'<manifest:manifest xmlns:manifest="{MANIFEST}" manifest:version="1.3">{entries}</manifest:manifest>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    whole = BytesIO()
    with ZipFile(whole, "w") as made:
        # The kind comes first and is not compressed, so that it is read from the first bytes.
        made.writestr(_entry("mimetype", ZIP_STORED), KIND)
        made.writestr(_entry("content.xml", ZIP_DEFLATED), head + content)
        made.writestr(_entry("META-INF/manifest.xml", ZIP_DEFLATED), head + manifest)
    return whole.getvalue()


def _entry(name: str, packed: int) -> ZipInfo:
    entry = ZipInfo(name, BORN)
    entry.compress_type = packed
    return entry
