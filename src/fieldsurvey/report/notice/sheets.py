"""The two sheets that a notice stands on, with their margins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A4, upright or across, with its margins."""

    is_landscape: bool
    top_mm: float
    right_mm: float
    bottom_mm: float
    left_mm: float
    footer_mm: float
    """From the lower edge of the paper to the page number."""

    @property
    def text_mm(self) -> float:
        """How wide a text or table may be."""
        return (297 if self.is_landscape else 210) - self.left_mm - self.right_mm


UPRIGHT = Sheet(False, top_mm=37, right_mm=26, bottom_mm=35, left_mm=28, footer_mm=25)
"""The page of an official paper: GB/T 9704, 156 mm by 225 mm of text."""

ACROSS = Sheet(True, top_mm=20, right_mm=18, bottom_mm=20, left_mm=18, footer_mm=10)
"""The page of an annex with a wide table."""
