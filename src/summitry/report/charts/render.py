"""Charts as files: SVG and PNG by way of vl-convert, without a browser."""

from __future__ import annotations

import hashlib
import json
import re

import vl_convert

from summitry.report.charts.base import Spec
from summitry.report.marks import TOKENS

_TAG = re.compile(r"<[^<>]*>")
_NOISE = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version|font-family)="[^"]*"')
_EMPTY = re.compile(
    r'<path (?:transform="[^"]*" )?d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>|<path d="M0,0h[\d.]+v[\d.]+h-[\d.]+Z"/>'
)
_ID = re.compile(r'(\bid="|url\(#)((?:clip|gradient)[\w-]*)')
_NUMBER = re.compile(r"(-?\d+\.\d{2})\d+")


def _drawn(spec: Spec) -> str:
    """The chart as SVG, its ids from the chart alone: the renderer counts them up over all charts of a process."""
    key = "c" + hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:8]
    names: dict[str, str] = {}

    def own(found: re.Match[str]) -> str:
        return f"{found[1]}{names.setdefault(found[2], f'{key}-{len(names)}')}"

    return _TAG.sub(lambda tag: _ID.sub(own, tag.group(0)), str(vl_convert.vegalite_to_svg(spec)))


def svg(spec: Spec) -> str:
    """The chart as SVG for the page: tokens left in, noise taken out, hidden from readers (the figure has words)."""
    lean = _TAG.sub(lambda m: _NUMBER.sub(r"\1", _NOISE.sub("", m.group(0))), _drawn(spec))
    lean = _EMPTY.sub("", lean)
    return lean.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def coloured(spec: Spec, dark: bool = False) -> Spec:
    """The same chart with real colours in place of tokens, on paper."""
    text = json.dumps(spec)
    for token, pair in TOKENS.items():
        text = text.replace(f"var({token})", pair[dark])
    out: Spec = json.loads(text)
    return out | {"background": TOKENS["--paper"][dark]}


def standalone(spec: Spec) -> tuple[str, bytes]:
    """The chart as SVG and PNG files that need no style sheet."""
    picture = _drawn(coloured(spec))
    # from the SVG: drawing the chart anew for the PNG would take twice as long
    return picture, bytes(vl_convert.svg_to_png(picture, scale=2))


def to_png(picture: str, width: float, height: float) -> bytes:
    """SVG of a size in pixels as PNG: twice as large, or as large as 64 million pixels allow."""
    scale = min(2.0, (64e6 / (width * height)) ** 0.5)
    return bytes(vl_convert.svg_to_png(picture, scale=scale))


def to_pdf(picture: str) -> bytes:
    """SVG as PDF."""
    return bytes(vl_convert.svg_to_pdf(picture))


def rendered_as(spec: Spec, ending: str) -> bytes:
    """A chart as the content of a file that ends in `.svg`, `.png` or `.pdf`."""
    picture = _drawn(coloured(spec))
    if ending == ".png":
        return bytes(vl_convert.svg_to_png(picture, scale=2))
    return to_pdf(picture) if ending == ".pdf" else picture.encode()
