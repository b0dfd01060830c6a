"""Templates stay within their door, are all used, and leave decisions to the code."""

import ast
import re
from pathlib import Path

import django
import pytest

from tests.architecture import sources

NAMED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)|<style\b|\sstyle=["']|\son[a-z]+=["']|javascript:""", re.IGNORECASE)
# Django renders these by name when a page cannot be shown.
BY_DJANGO = re.compile(r"^(\d{3}|403_csrf|429)\.(html|txt)$")
SHARED = "ui/"
LIBRARIES = Path(django.__file__).parent.parent
TEMPLATES = sources.templates()


def named_in(path: Path) -> set[str]:
    return set(NAMED.findall(path.read_text(encoding="utf-8")))


def may_name(name: str, included: str) -> bool:
    """Say whether a template may include another: its own door's, or the house style's."""
    door = name.partition("/")[0]
    return included.startswith((SHARED, f"{door}/")) or "/" not in name


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_includes_only_its_own_door_and_the_house_style(name: str) -> None:
    if is_override(name):
        return
    assert [included for included in named_in(TEMPLATES[name]) if not may_name(name, included)] == []


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_what_a_template_includes_exists(name: str) -> None:
    missing = [one for one in named_in(TEMPLATES[name]) if one not in TEMPLATES and not is_override(one)]
    assert missing == []


@pytest.mark.parametrize("name", sorted(one for one in TEMPLATES if one.endswith(".html") and "mail/" not in one))
def test_a_page_has_nothing_inline_that_the_content_policy_refuses(name: str) -> None:
    assert INLINE.findall(TEMPLATES[name].read_text(encoding="utf-8")) == []


def test_every_template_is_used() -> None:
    literal, computed = names_in_code()
    used = literal | {name for path in TEMPLATES.values() for name in named_in(path)}
    unused = [
        name
        for name in TEMPLATES
        if name not in used
        and not BY_DJANGO.match(name)
        and not is_override(name)
        and not any(pattern.fullmatch(name) for pattern in computed)
    ]
    assert unused == []


def names_in_code() -> tuple[set[str], list[re.Pattern[str]]]:
    """Collect the names of templates that code writes out, and patterns of those it computes."""
    literal: set[str] = set()
    computed: list[re.Pattern[str]] = []
    for path in sources.modules():
        literal |= sources.strings(path)
        computed += [pattern(node) for node in ast.walk(sources.tree(path)) if isinstance(node, ast.JoinedStr)]
    return literal, [one for one in computed if "/" in one.pattern or re.search(r"\.(html|txt)$", one.pattern)]


def pattern(node: ast.JoinedStr) -> re.Pattern[str]:
    """Turn an f-string into the pattern of what it can name; what is computed stands for one path segment."""
    parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"[^/]+" for one in node.values]
    return re.compile("".join(parts))


def is_override(name: str) -> bool:
    """Say whether a library has a template of this name, which ours then replaces."""
    return any((folder / name).exists() for folder in library_folders())


def library_folders() -> list[Path]:
    return [*LIBRARIES.glob("allauth/templates"), *LIBRARIES.glob("allauth/*/templates"), *LIBRARIES.glob(
        "django/contrib/*/templates"
    ), LIBRARIES / "django/forms/templates"]  # fmt: skip
