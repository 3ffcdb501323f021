"""Documents: rendered, numbered, issued, verified, replaced and revoked."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.documents.rendering import draw as draw
    from melayani.foundation.documents.rendering import letterhead as letterhead
    from melayani.foundation.documents.rendering import qr_svg as qr_svg
    from melayani.foundation.documents.rendering import render as render

_HOME = {"draw": "rendering", "letterhead": "rendering", "qr_svg": "rendering", "render": "rendering"}
__all__ = ["draw", "letterhead", "qr_svg", "render"]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
