"""A folder in, whether the disk under it is encrypted out: as far as the system tells anybody."""

import os
import subprocess
import sys
from pathlib import Path

_WAIT_MOST_S = 8
_WINDOWS = (
    "(New-Object -ComObject Shell.Application).NameSpace('{drive}')"
    ".Self.ExtendedProperty('System.Volume.BitLockerProtection')"
)


def is_disk_encrypted(folder: Path) -> bool | None:
    """Tell whether a folder lies on an encrypted disk; None where the system does not say."""
    try:
        if sys.platform == "linux":
            return _by_device_mapper(folder.stat().st_dev)
        if sys.platform == "darwin":
            said = _said("fdesetup", "status")
            return {"FileVault is On.": True, "FileVault is Off.": False}.get(said[:18].strip())
        if sys.platform == "win32" and folder.resolve().drive:
            question = _WINDOWS.format(drive=folder.resolve().drive[:2])
            said = _said("powershell", "-NoProfile", "-Command", question)
            return {"1": True, "3": True, "5": True, "0": False, "2": False}.get(said)
    except (OSError, subprocess.SubprocessError):
        return None
    return None


def _by_device_mapper(device: int) -> bool | None:
    """Look for LUKS under a disk or what it is made of; elsewhere it may hide in the hardware."""
    waiting = [Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")]
    while waiting:
        block = waiting.pop()
        uuid = block / "dm" / "uuid"
        if uuid.is_file() and uuid.read_text(encoding="ascii").startswith("CRYPT-"):
            return True
        if (block / "slaves").is_dir():
            waiting += (block / "slaves").iterdir()
    return None


def _said(*words: str) -> str:
    ran = subprocess.run(words, capture_output=True, timeout=_WAIT_MOST_S, check=False, text=True)
    return ran.stdout.strip()
