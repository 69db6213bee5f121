"""A PDF in, what stands on its pages out: text, words with their places, fonts, pictures."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from programs import Office, print_page, run

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.keeping.writing import read_edition

LANGUAGES = ("zh", "en")

Key = tuple[str, str, str]
"""Edition, format and language."""
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Written:
    """An edition and the folder of its files."""

    edition: Edition
    folder: Path

    def file(self, ending: str, language: str) -> Path:
        """Return the file of a format and language; the campaign's own has the plain name."""
        part = "" if language == self.edition.language else f".{language}"
        return self.folder / f"problem-list{part}.{ending}"


def read_written(folder: Path) -> Written:
    """Return the edition whose files are in `folder`."""
    return Written(read_edition(folder), folder)


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page and the box it is drawn in, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Word") -> bool:
        """Whether a good part of one is drawn over the other."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.bottom - self.top, other.bottom - other.top)
        return width > 1 and height > 0.4 * lower


@dataclass(frozen=True, slots=True)
class Page:
    """One page: how large it is, and its words."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """All words without blanks, in the order they are read."""
        return "".join(word.text for word in self.words)

    def overlaps(self) -> Iterator[tuple[str, str]]:
        """Yield the words that stand on each other."""
        # A comma may lean on the bracket before it; words may not.
        words = [word for word in self.words if re.search(r"\w\w", word.text)]
        for one, other in combinations(words, 2):
            if one.covers(other):
                yield one.text, other.text


@dataclass(frozen=True)
class Printed:
    """A PDF, read once."""

    path: Path

    @cached_property
    def text(self) -> str:
        """Everything it says in the order it was written, without blanks and line ends."""
        return without_blanks(run("pdftotext", "-raw", "-enc", "UTF-8", self.path, "-"))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Its pages."""
        tree = ElementTree.fromstring(run("pdftotext", "-bbox", "-enc", "UTF-8", self.path, "-"))
        return tuple(map(_page, tree.iter(f"{_XHTML}page")))

    @cached_property
    def fonts(self) -> Mapping[str, bool]:
        """Its fonts by name, and whether each is inside the file."""
        _heads, _ruler, *lines = run("pdffonts", self.path).splitlines()
        # From the right: a long name pushes the columns aside.
        return {line.split()[0]: line.split()[-5] == "yes" for line in lines}

    def pictures(self, folder: Path, dots_per_inch: int = 60) -> list[Path]:
        """Return a picture of each page, for eyes."""
        stem = folder / self.path.stem
        run("pdftoppm", "-r", str(dots_per_inch), "-png", self.path, stem)
        return sorted(folder.glob(f"{stem.name}-*.png"))


def _page(page: ElementTree.Element) -> Page:
    words = tuple(
        Word(each.text or "", *(float(each.get(side, "nan")) for side in _SIDES))
        for each in page.iter(f"{_XHTML}word")
    )
    return Page(float(page.get("width", "nan")), float(page.get("height", "nan")), words)


_SIDES = ("xMin", "yMin", "xMax", "yMax")


def without_blanks(text: str) -> str:
    """Return `text` as it is compared: where lines break on paper is the paper's affair."""
    return re.sub("[\\s\u200b]+", "", text)


def print_all(written: Mapping[str, Written], office: Office, folder: Path) -> dict[Key, Printed]:
    """Print every edition in both languages, from each of its files that goes on paper."""
    return {
        **_print_documents(written, office, folder),
        **{
            (name, "html", language): Printed(
                print_page(
                    each.file("html", language),
                    folder / f"{name}-html-{language}.pdf",
                    folder / "browser-profile",
                )
            )
            for name, each in written.items()
            for language in LANGUAGES
        },
        **{
            (name, "pdf", language): Printed(each.file("pdf", language))
            for name, each in written.items()
            for language in LANGUAGES
        },
    }


def _print_documents(
    written: Mapping[str, Written], office: Office, folder: Path
) -> dict[Key, Printed]:
    """Convert all workbooks and Word documents at once: LibreOffice starts slowly."""
    sources = {
        (name, ending, language): each.file(ending, language)
        for name, each in written.items()
        for ending in ("xlsx", "docx")
        for language in LANGUAGES
    }
    inbox = folder / "in"
    inbox.mkdir()
    copies = [
        Path(shutil.copy(source, inbox / f"{'-'.join(key)}.{key[1]}"))
        for key, source in sources.items()
    ]
    return dict(zip(sources, map(Printed, office.to_pdf(copies, folder)), strict=True))
