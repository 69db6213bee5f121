"""One row of a roster table in, its values out; what is wrong with a cell becomes a finding."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldsurvey.campaign.model import Category, Exclusion, Flag
from fieldsurvey.campaign.roster.words import (
    CATEGORIES,
    EXCLUSIONS,
    FLAGS,
    TRUTHS,
    plain,
    split_flags,
)
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _, listed

_CODE = re.compile(r"[0-9A-Za-z]{1,20}", re.ASCII)
_HOUSEHOLD_CODE = re.compile(r"[0-9A-Za-z]{1,20}-[0-9A-Za-z]{1,20}", re.ASCII)
_UNSAFE_START = ("=", "+", "-", "@")
_LONGEST_NAME = 60


@dataclass(slots=True)
class Faults:
    """Findings as they come up."""

    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, where: str, what: str, to_do: str = "", subject: str = "") -> None:
        """Take down a fault."""
        self.found.append(Finding(code, where, what, to_do, subject))

    def warn(self, code: str, where: str, what: str, to_do: str = "", subject: str = "") -> None:
        """Take down a warning: it may stand."""
        self.found.append(Finding(code, where, what, to_do, subject, FindingKind.WARNING))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row by our column names; each reader takes down what is wrong."""

    cells: Mapping[str, str]
    where: str
    faults: Faults

    def fault(self, code: str, column: str, what: str, to_do: str = "") -> None:
        """Take down a fault of this row."""
        self.faults.add(code, self.where, what, to_do, column)

    def warn(self, code: str, column: str, what: str, to_do: str = "") -> None:
        """Take down a warning about this row."""
        self.faults.warn(code, self.where, what, to_do, column)

    def code(self, column: str) -> str:
        """Read a code of a township or village: letters and digits."""
        return self._code(column, _CODE, "0103")

    def household_code(self, column: str) -> str:
        """Read the code of a household: its village's, a hyphen, its own."""
        return self._code(column, _HOUSEHOLD_CODE, "0103-0042")

    def name(self, column: str, *, required: bool = True) -> str:
        """Read a name; refused is what a terminal or a spreadsheet would act upon."""
        text = self.cells.get(column, "").strip()
        if not text and required:
            self.fault("R006", column, _("The cell is empty."), _("Fill it in."))
        elif not text.isprintable() or len(text) > _LONGEST_NAME:
            self.fault(
                "R018",
                column,
                _("The cell holds characters that cannot be shown, or is too long."),
                _("Type the name again, in at most {count} characters.").format(
                    count=_LONGEST_NAME
                ),
            )
            return ""
        elif text.startswith(_UNSAFE_START):
            self.fault(
                "R018",
                column,
                _("A spreadsheet would take “{text}” for a formula.").format(text=text),
                _("Write the name without the sign in front."),
            )
            return ""
        return text

    def number(self, column: str, *, least: int = 0) -> int:
        """Read a whole number; a blank cell is `least` where that is 0."""
        text = plain(self.cells.get(column, ""))
        if not text and least == 0:
            return 0
        if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", text, re.ASCII) or float(text) < least:
            self.fault(
                "R007",
                column,
                _("“{text}” is not a whole number from {least}.").format(text=text, least=least),
                _("Write it in digits only."),
            )
            return least
        return int(float(text))

    def truth(self, column: str) -> bool:
        """Read yes or no, in either language; a blank cell is no."""
        text = plain(self.cells.get(column, ""))
        if text and text not in TRUTHS:
            self.fault(
                "R008",
                column,
                _("“{text}” is neither yes nor no.").format(text=text),
                _("Write 是 or 否 (or yes or no, or 1 or 0)."),
            )
        return TRUTHS.get(text, False)

    def category(self, column: str) -> tuple[Category | None, frozenset[Flag]]:
        """Read a category, and the flag some words say with it (边缘户)."""
        text = plain(self.cells.get(column, ""))
        if text in CATEGORIES:
            return CATEGORIES[text]
        self.fault(
            "R009",
            column,
            _("“{text}” is no category of households.").format(text=text),
            _("Write 贫困户, 脱贫户 or 非建档立卡户 (poor, lifted, unregistered)."),
        )
        return None, frozenset()

    def flags(self, column: str) -> frozenset[Flag]:
        """Read any number of flags."""
        words = split_flags(self.cells.get(column, ""))
        for word in words:
            if word not in FLAGS:
                self.fault(
                    "R010",
                    column,
                    _("“{word}” is no flag.").format(word=word),
                    _("Known are: {flags}.").format(flags=listed(flag.in_words() for flag in Flag)),
                )
        return frozenset(FLAGS[word] for word in words if word in FLAGS)

    def exclusions(self, column: str) -> frozenset[Exclusion]:
        """Read any number of grounds for exclusion that comparison of data found."""
        words = split_flags(self.cells.get(column, ""))
        for word in words:
            if word not in EXCLUSIONS:
                self.fault(
                    "R022",
                    column,
                    _("“{word}” is no ground for exclusion.").format(word=word),
                    _("Known are: {grounds}.").format(
                        grounds=listed(ground.in_words() for ground in Exclusion)
                    ),
                )
        return frozenset(EXCLUSIONS[word] for word in words if word in EXCLUSIONS)

    def _code(self, column: str, shape: re.Pattern[str], example: str) -> str:
        text = plain(self.cells.get(column, "")).upper()
        if not text:
            self.fault("R006", column, _("The code is missing."), _("Fill it in."))
        elif not shape.fullmatch(text):
            self.fault(
                "R011",
                column,
                _("“{text}” is not a code.").format(text=text),
                _("Write one like {example}.").format(example=example),
            )
            return ""
        return text
