"""A figure drawn in the page itself: its SVG without styles, with ids of its own, in the page's ink and paper."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

from markupsafe import Markup

from analysis.show.markup import element, joined, text

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})$")


def inline_figures(html: str, *, prefix: str) -> Markup:
    """`html` of ours with every SVG image drawn in the page itself, so that it follows the page's colours."""
    counter = iter(range(1, 10_000))

    def inline(match: re.Match[str]) -> str:
        drawn = base64.b64decode(match[1]).decode()
        return inline_svg(drawn, alt=Markup(match[2]).unescape(), prefix=f"{prefix}-{next(counter)}")

    pattern = r'<img src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)" alt="([^"<>]*)">'
    return Markup(re.sub(pattern, inline, html))


def inline_svg(svg: str, *, alt: str, prefix: str) -> Markup:
    """An SVG for the inside of a page: no inline style, ids of its own, greys that follow the page's ink."""
    root = ElementTree.fromstring(svg)
    names = {node.get("id", ""): f"{prefix}-{i}" for i, node in enumerate(root.iter()) if _is_target(node)}
    body = joined(_svg_node(child, names) for child in root if child.tag != f"{_SVG}metadata")
    return element(
        "svg",
        body,
        role="img",
        aria_label=alt,
        viewBox=root.get("viewBox"),
        width=round(float(root.get("width", "0").removesuffix("pt")) * 4 / 3),
        stroke_linejoin="round",
        stroke_linecap="butt",
    )


def _is_target(node: ElementTree.Element) -> bool:
    return node.get("id") is not None and node.tag in (f"{_SVG}path", f"{_SVG}clipPath", f"{_SVG}image")


_SVG_ELEMENTS = {
    "g",
    "path",
    "use",
    "defs",
    "clipPath",
    "rect",
    "text",
    "tspan",
    "image",
    "line",
    "circle",
    "polygon",
}


def _svg_node(node: ElementTree.Element, names: dict[str, str]) -> Markup:
    name = str(node.tag).removeprefix(_SVG)
    if name not in _SVG_ELEMENTS or node.get("id") == "patch_1":  # the figure's background
        return Markup("")
    attributes = {
        key: value
        for key, value in node.attrib.items()
        if key == _LINK or not (key[0] == "{" or key in ("style", "id") or key[:2] == "on")
    }
    for declaration in node.get("style", "").split(";"):
        key, _, value = declaration.partition(":")
        if key.strip() and key.strip() not in ("font-family", "font"):
            attributes[key.strip()] = value.strip()
    if node.get("id") in names:
        attributes["id"] = names[str(node.get("id"))]
    target = attributes.pop(_LINK, None)
    if target and (target.startswith("data:image/") or target[1:] in names):
        attributes["href"] = "#" + names[target[1:]] if target[1:] in names else target
    attributes = _adapt(name, {k: _refer(v, names) for k, v in attributes.items()})
    words = name in ("text", "tspan")
    inside = [text(node.text or "")] if words else []
    for child in node:
        inside.append(_svg_node(child, names))
        inside += [text(child.tail or "")] if words else []
    return element(name, joined(inside), **attributes)


def _refer(value: str, names: dict[str, str]) -> str:
    return re.sub(r"url\(#([^()]*)\)", lambda m: f"url(#{names.get(m[1], '')})", re.sub(r"\s+", " ", value))


def _adapt(name: str, attributes: dict[str, str]) -> dict[str, str]:
    """Greys become the page's ink, as strong as they were dark; white becomes the page's paper."""
    for key in ("fill", "stroke"):
        match = _HEX.match(attributes.get(key, "#000000" if (key, name) == ("fill", "text") else ""))
        if not match:
            continue
        red, green, blue = (int(part, 16) for part in match.groups())
        if max(red, green, blue) - min(red, green, blue) > 24:
            continue
        lightness = (red + green + blue) / 3 / 255
        if lightness > 0.98:
            if name not in ("text", "tspan"):
                attributes["class"] = f"{attributes.get('class', '')} paper-{key}".strip()
            continue
        attributes[key] = "currentColor"
        strength = (1 - lightness) * float(attributes.get(f"{key}-opacity", "1"))
        if strength < 0.99:
            attributes[f"{key}-opacity"] = f"{min(1.0, strength * 1.12 if name == 'text' else strength):.2f}"
    return attributes
