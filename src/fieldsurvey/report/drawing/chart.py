"""What a chart of bars shows, however it is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a stacked chart."""

    name: str
    css_class: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a figure leads to."""

    to: str
    """The id of an element of the page."""
    column: str = ""
    """The column of the list that the page's script narrows to `value`; empty for none."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, stacked from one value per series."""

    label: str
    values: tuple[int, ...]
    """At least 0 each, in the order of the series."""
    said: str = ""
    """What stands at the end of the bar; the sum where not given."""
    link: Link | None = None

    @property
    def total(self) -> int:
        """The length of the whole bar."""
        return sum(self.values)

    @property
    def end(self) -> str:
        """The words at the end of the bar."""
        return self.said or str(self.total)


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows."""

    key: str
    """Unique on its page; a plain word."""
    title: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    scale: int = 1
    """What values are divided by where they are said: 100 for hundredths."""
