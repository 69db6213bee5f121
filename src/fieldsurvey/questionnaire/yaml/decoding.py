"""A file's bytes in; its text and what is wrong with the way it was saved out."""

import re
from pathlib import Path

from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.findings import Code

LARGEST_BYTES = 16_000_000
"""A form of 6,700 questions with two languages has about 2.5 MB."""

_NEWLINE = re.compile(rb"\r\n?|\n")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class UnreadableFileError(Exception):
    """The bytes of a file cannot be had; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


def read_bytes(path: Path, most: int = LARGEST_BYTES) -> bytes:
    """Return the bytes of the file at `path`.

    Raises:
        UnreadableFileError: It is not there, a folder, not readable or too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise UnreadableFileError(_not_read(path, error)) from error
    except ValueError as error:
        raise UnreadableFileError(_not_there(path)) from error
    if len(content) > most:
        raise UnreadableFileError(_too_large(path, most))
    return content


def decode(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """Return the text of `content`, read as well as it can be, and the faults of its encoding."""
    findings: list[Finding] = []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.append(_not_utf8(f"{name}:1", "UTF-16"))
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = len(_NEWLINE.findall(content[: error.start])) + 1
            text, likely = _guessed(content)
            findings.append(_not_utf8(f"{name}:{line}", likely))
    return _without_control_characters(text, name, findings), findings


def _guessed(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("gb18030"), "GBK"
    except UnicodeDecodeError:
        return content.decode("utf-8", errors="replace"), ""


def _without_control_characters(text: str, name: str, findings: list[Finding]) -> str:
    for found in _CONTROL.finditer(text):
        line = len(re.findall(r"\r\n?|\n", text[: found.start()])) + 1
        findings.append(_control_character(f"{name}:{line}", found[0]))
        if len(findings) >= 100:
            break
    return _CONTROL.sub(" ", text)


def _not_utf8(where: str, likely: str) -> Finding:
    what = _("The file is not saved as UTF-8.")
    if likely:
        what = _("The file is not saved as UTF-8, it looks like {encoding}.").format(
            encoding=likely
        )
    return Code.NOT_UTF8.finding(where, what, _("In your editor, save the file as UTF-8."))


def _control_character(where: str, character: str) -> Finding:
    return Code.CONTROL_CHARACTER.finding(
        where,
        _("An invisible control character ({code}) is in the file.").format(
            code=f"U+{ord(character):04X}"
        ),
        _("Delete the line and type it again."),
    )


def _not_there(path: Path) -> Finding:
    return Code.FILE_NOT_THERE.finding(
        str(path), _("There is no such file."), _("Check the name and the folder.")
    )


def _not_read(path: Path, error: OSError) -> Finding:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _not_there(path)
    if path.is_dir():
        return Code.FILE_IS_FOLDER.finding(
            str(path), _("This is a folder, not a file."), _("Name one of the files in it.")
        )
    return Code.FILE_NOT_READABLE.finding(
        str(path),
        _("The file cannot be read: {reason}.").format(reason=error.strerror or str(error)),
        _("Check who may read it, and that the disk or stick is in order."),
    )


def _too_large(path: Path, most: int) -> Finding:
    return Code.FILE_TOO_LARGE.finding(
        str(path),
        _("The file is larger than {limit} MB.").format(limit=most // 1_000_000),
        _("Check that it is the right file; move long lists of choices into a CSV file."),
    )
