"""The institution's two colours, turned into tokens that stay readable in light and in dark."""

from typing import Any

from django.conf import settings

HOUSE = ("#4b2250", "#452049")
PAPER, NIGHT = "#faf6ee", "#171412"
WHITE, BLACK = "#fffaf2", "#1a1014"
READABLE = 4.5
PER_CHANNEL = ((0.2126, 0), (0.7152, 1), (0.0722, 2))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, other: str, share: float) -> str:
    """Blend `share` of `other` into `colour`."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    total = 0.0
    for weight, place in PER_CHANNEL:
        share = _channels(colour)[place] / 255
        total += weight * (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return total


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, on: str, toward: str, ratio: float = READABLE) -> str:
    """Move `colour` towards another, by small steps, until it can be read on `on`."""
    steps = (mix(colour, toward, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, on) >= ratio), toward)


def text_on(colour: str) -> str:
    """Return the ink, pale or dark, that reads best on a colour."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))


def light(accent: str, wall: str) -> dict[str, str]:
    """Derive the tokens of the light theme."""
    strong = readable(accent, mix(PAPER, "#e0d0c0", 0.2), BLACK, 5.5)
    band = readable(wall, WHITE, BLACK, 7.5)
    return {
        "accent": strong,
        "accent-2": mix(strong, "#ffffff", 0.36),
        "accent-3": mix(strong, PAPER, 0.66),
        "accent-tint": mix(strong, PAPER, 0.91),
        "on-accent": text_on(strong),
        "wall": band,
        "wall-2": mix(band, "#ffffff", 0.12),
        "on-wall": WHITE,
        "on-wall-2": readable(mix(band, WHITE, 0.8), mix(band, "#ffffff", 0.12), WHITE, 5.0),
        "on-wall-ink": mix(band, BLACK, 0.4),
    }


def dark(accent: str, wall: str) -> dict[str, str]:
    """Derive the tokens of the dark theme."""
    pale = readable(mix(accent, "#ffffff", 0.62), NIGHT, "#ffffff", 9.0)
    band = mix(readable(wall, WHITE, BLACK, 7.5), BLACK, 0.35)
    return {
        "accent": pale,
        "accent-2": mix(pale, NIGHT, 0.34),
        "accent-3": mix(pale, NIGHT, 0.62),
        "accent-tint": mix(pale, NIGHT, 0.85),
        "on-accent": text_on(pale),
        "wall": band,
        "wall-2": mix(band, "#ffffff", 0.12),
        "on-wall": WHITE,
        "on-wall-2": readable(mix(band, WHITE, 0.8), mix(band, "#ffffff", 0.12), WHITE, 5.0),
        "on-wall-ink": mix(band, BLACK, 0.4),
    }


def _chosen() -> tuple[str, str] | None:
    institution: dict[str, Any] = getattr(settings, "INSTITUTION", {})
    accent, wall = institution.get("accent", ""), institution.get("wall", "")
    chosen = (accent, wall or accent)
    return chosen if accent and chosen != HOUSE else None


def institution_light() -> dict[str, str]:
    """Return the institution's light tokens, or nothing when it keeps the house's."""
    chosen = _chosen()
    return light(*chosen) if chosen else {}


def stylesheet() -> str:
    """Write the institution's colours as a stylesheet of the tokens layer; empty when it keeps the house's."""
    chosen = _chosen()
    if not chosen:
        return ""
    day, night = light(*chosen), dark(*chosen)
    plain = "".join(f"--{name}:{value};" for name, value in day.items())
    both = "".join(f"--{name}:light-dark({value},{night[name]});" for name, value in day.items())
    return f"@layer tokens{{:root{{{plain}}}@supports (color:light-dark(#000,#fff)){{:root{{{both}}}}}}}\n"
