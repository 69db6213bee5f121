"""The programs that people open an edition with, run without a screen."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {
    "localc": "libreoffice-calc",
    "lowriter": "libreoffice-writer",
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "fc-list": "fontconfig",
}
"""The Debian package that each program is in."""

PATIENCE_S = 180

CHROMIUM = (
    "chromium",
    "--headless=new",
    # A container has neither of the two; nothing foreign is opened here.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--hide-scrollbars",
)
"""Without a screen, and without a network."""


def missing_programs() -> list[str]:
    """Return for each program or font that is not there what to install, in words."""
    found = [
        f"make test-rendering needs {program}: install the Debian package {package}."
        for program, package in PACKAGES.items()
        if shutil.which(program) is None
    ]
    if shutil.which("fc-list") and "CJK SC" not in run("fc-list", ":lang=zh-cn", "family"):
        found.append(
            "make test-rendering needs a Chinese font: install the Debian package fonts-noto-cjk."
        )
    return found


def run(*words: str | Path) -> str:
    """Run a program and return what it prints; fail with what it complained of."""
    done = subprocess.run(
        list(map(str, words)),
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    said = done.stdout.decode(errors="replace")
    complaint = done.stderr.decode(errors="replace")
    assert done.returncode == 0, f"{words[0]} ended with {done.returncode}:\n{said}{complaint}"
    return said


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice with its own profile, so that it meets no other that runs."""

    profile: Path

    def to_pdf(self, files: Sequence[Path], folder: Path) -> list[Path]:
        """Convert `files`, whose names differ before the dot, and return the PDFs in `folder`."""
        said = run(
            "soffice",
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *files,
        )
        made = [folder / f"{file.stem}.pdf" for file in files]
        for file, pdf in zip(files, made, strict=True):
            assert pdf.is_file(), f"LibreOffice made no PDF of {file.name}:\n{said}"
        return made


def chromium(profile: Path, page: Path, *words: str) -> str:
    """Open a file in Chromium without a screen or network, and return what it prints."""
    return run(
        *CHROMIUM,
        f"--user-data-dir={profile}",
        *words,
        page.resolve().as_uri(),
    )


def print_page(page: Path, pdf: Path, profile: Path) -> Path:
    """Print a page as the browser's own print dialogue would, and return the PDF."""
    chromium(profile, page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    return pdf


def screenshot(page: Path, picture: Path, profile: Path, *, width: int, height: int) -> Path:
    """Take a picture of the top of a page in a window of that size, and return it."""
    size = f"--window-size={width},{height}"
    chromium(profile, page, f"--screenshot={picture}", size, "--force-device-scale-factor=1")
    return picture
