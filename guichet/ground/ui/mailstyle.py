"""Inlined styles of mails, generated from the same tokens as the pages."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

from guichet.ground.ui import palette

TOKENS = Path(__file__).parent / "static" / "ui" / "css" / "tokens.css"
FONT = "'Atkinson Hyperlegible Next','Segoe UI',system-ui,-apple-system,'Noto Sans',Arial,sans-serif"

# {accent}, {paper}... are the tokens of tokens.css. Pixels, because mail programs know no other unit well.
PARTS = {
    "body": "margin:0;padding:0;background:{sunk};color:{ink};",
    "outer": "width:100%;background:{sunk};",
    "margin": "padding:24px 12px;",
    "sheet": "width:100%;max-width:600px;background:{paper};border:1px solid {line};border-radius:8px;",
    "head": "padding:16px 20px;border-bottom:1px solid {line};font:700 18px/24px {font};color:{ink};",
    "institution": "font:400 13px/18px {font};color:{ink-2};",
    "content": "padding:24px 20px;font:400 16px/25px {font};color:{ink};",
    "h1": "margin:0 0 16px;font:700 26px/31px {font};letter-spacing:-0.5px;color:{ink};",
    "h2": "margin:24px 0 8px;font:700 18px/24px {font};color:{ink};",
    "p": "margin:0 0 16px;font:400 16px/25px {font};color:{ink};",
    "figure": "margin:0 0 20px;font:700 30px/36px {font};letter-spacing:2px;color:{ink};",
    "quiet": "margin:0 0 16px;font:400 14px/20px {font};color:{ink-3};",
    "link": "color:{accent};text-decoration:underline;",
    "button_table": "margin:0 0 20px;",
    "button_cell": "background:{accent};border-radius:4px;",
    "button": "display:inline-block;padding:12px 20px;font:700 16px/20px {font};color:{on-accent};"
    "text-decoration:none;border-radius:4px;",
    "quote": "margin:0 0 16px;padding:12px 16px;background:{surface};border:1px solid {line};"
    "border-radius:2px 14px 14px 14px;font:400 16px/25px {font};color:{ink};",
    "stub": "width:100%;margin:0 0 24px;",
    "stub_tab": "padding:16px 20px;background:{wall};color:{on-wall};border-radius:8px 8px 0 0;"
    "font:400 13px/18px {font};",
    "stub_kicker": "font:400 13px/18px {font};color:{on-wall-2};",
    "stub_number": "font:700 22px/28px {font};color:{on-wall};white-space:nowrap;",
    "stub_body": "padding:16px 20px;background:{surface};border:1px solid {line};border-top:3px dotted {wall};"
    "border-radius:0 0 8px 8px;",
    "stub_label": "font:400 13px/18px {font};color:{ink-3};",
    "stub_date": "font:700 20px/26px {font};color:{ink};",
    "stub_value": "font:700 16px/22px {font};color:{ink};",
    "foot": "padding:16px 20px;border-top:1px solid {line};font:400 13px/19px {font};color:{ink-2};",
}


@cache
def light_tokens() -> dict[str, str]:
    """Read the light colours of tokens.css: the first value each token is given."""
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", TOKENS.read_text(encoding="utf-8")):
        found.setdefault(name, value)
    return found


def attribute(name: str) -> SafeString:
    """Return `style="…"` for a part of a mail, in the institution's colours."""
    values = {**light_tokens(), **palette.institution_light(), "font": FONT}
    return format_html('style="{}"', SafeString(PARTS[name].format(**values)))
