"""A small markdown as HTML that is safe to show: headings, lists, strong, emphasis and links, and nothing else.

Written by colleagues and by other systems through the Objecten API, so it is not trusted: what is no such mark is
shown as text, and what comes out is cleaned once more.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from meent.interaction.words import Words, mark

RULES = ("heading", "list", "emphasis", "link", "newline", "escape", "entity")
TAGS = {"h3", "p", "ul", "ol", "li", "strong", "em", "a", "br", "span"}
SCHEMES = {"https", "http", "mailto", "tel"}
LEVEL = "h3"
"""Every heading, whatever the writer chose: texts stand under a title of their own, and none may be skipped."""
NIEUW_VENSTER = mark("(nieuw venster)")


class Renderer(RendererHTML):
    """HTML of the tokens; one level of headings, and links that leave the page where somebody works."""

    def heading_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return f"<{LEVEL}>"

    def heading_close(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return f"</{LEVEL}>\n"

    def link_close(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return f' <span class="alleen-voorlezen">{env["nieuw venster"]}</span></a>'


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"breaks": True, "html": False}, renderer_cls=Renderer).enable(list(RULES))


def opgemaakt(text: str, words: Words) -> Markup:
    """The text as HTML; `Markup`, so that a template shows it as it is."""
    html = _parser().render(text, {"nieuw venster": words.gettext(NIEUW_VENSTER)})
    return Markup(nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, url_relative="deny",
        link_rel="noopener noreferrer", set_tag_attribute_values={"a": {"target": "_blank"}},
        allowed_classes={"span": {"alleen-voorlezen"}},
    ))  # fmt: skip
