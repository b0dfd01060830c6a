"""What the first bytes of a file say of it: a name proves nothing."""

# What files of these endings begin with; other endings promise nothing that can be checked.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
}
# Programs, whatever they are called.
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
TEXTS = frozenset({"txt", "csv", "md", "eml"})
# What everybody can open, and what may be handed out from here.
HANDED_OUT = frozenset({"pdf", "docx", "odt", "xlsx", "ods", "pptx", "png", "jpg", "jpeg", "txt", "csv"})
ENOUGH = 1024  # bytes


def ending_of(name: str) -> str:
    """Return the ending of a name, which says what a file claims to be."""
    return name.rpartition(".")[2].strip().lower()


def lies(name: str, start: bytes) -> bool:
    """Tell whether a file is not what its name says, by its first bytes."""
    ending = ending_of(name)
    known = BEGINNINGS.get(ending)
    if known:
        # A PDF may begin with a few stray bytes, which every reader forgives.
        return not (any(one in start for one in known) if ending == "pdf" else start.startswith(known))
    if ending in TEXTS:
        return b"\x00" in start or start.startswith(PROGRAMS[1:2])
    return start.startswith(PROGRAMS)
