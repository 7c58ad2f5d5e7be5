"""Key figures of a subject: beside those of other periods, and told apart by what deals name."""

from salesbot.services.key_figures.grouped import grouped_shown
from salesbot.services.key_figures.groups import By, GroupedShown, GroupFigures
from salesbot.services.key_figures.showing import KeyFigures, KeyFiguresShown, key_figures_shown

__all__ = [
    "By",
    "GroupFigures",
    "GroupedShown",
    "KeyFigures",
    "KeyFiguresShown",
    "grouped_shown",
    "key_figures_shown",
]
