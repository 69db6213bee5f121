"""The id that this machine's system gave it, best effort; blank where it has none."""

import re
import subprocess
import sys
from pathlib import Path

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_MAC = ("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice")
_MAC_WAIT_S = 5


def machine_id() -> str:
    """Return an id that stays the same over restarts, updates, moved folders and renamed users.

    It never leaves the machine: what is kept of it is a hash (see `copies`).
    """
    try:
        if sys.platform == "win32":
            return _of_windows()
        if sys.platform == "darwin":
            return _of_mac()
        return next((text for path in _LINUX if (text := _text(path))), "")
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _of_mac() -> str:
    ran = subprocess.run(_MAC, capture_output=True, timeout=_MAC_WAIT_S, check=True)
    found = re.search(rb'"IOPlatformUUID" = "([0-9A-Fa-f-]+)"', ran.stdout)
    return found[1].decode("ascii") if found else ""


if sys.platform == "win32":

    def _of_windows() -> str:
        import winreg

        place = r"SOFTWARE\Microsoft\Cryptography"
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, 0, access) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
