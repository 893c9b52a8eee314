"""The small Markdown of our texts, read into one tree, for doors that show HTML."""

from markdown_it import MarkdownIt
from markupsafe import Markup

_READER = MarkdownIt("zero", {"html": False, "linkify": True}).enable(["list", "emphasis", "linkify"])
"""Paragraphs, lists, bold and bare addresses; anything else stays the text it is."""


def to_html(text: str) -> Markup:
    """HTML that is safe to show: the reader knows no raw HTML, and links only to http(s) and mailto."""
    return Markup(_READER.render(text))
