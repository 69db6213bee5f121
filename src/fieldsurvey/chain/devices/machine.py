"""The id that this machine's system gave it, best effort; blank where it has none."""

import re
import sys
from pathlib import Path

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_ID = re.compile(rb"[0-9a-f]{32}")
_MAC = ("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice")
_MAC_WAIT_S = 5


def machine_id() -> str:
    """Return an id that stays the same over restarts, updates, moved folders and renamed users.

    It never leaves the machine: what is kept of it is a hash (see `copies`).
    """
    if sys.platform == "win32":
        return _of_windows()
    if sys.platform == "darwin":
        return _of_mac()
    return next((text for path in _LINUX if (text := _of_file(path))), "")


def _of_file(path: Path) -> str:
    """Return the id in a file; blank where it is not there, or says that there is none yet.

    A system that starts for the first time says `uninitialized`, as all copies of its image do.
    """
    try:
        said = path.read_bytes().strip()
    except OSError:
        return ""
    return said.decode("ascii") if _ID.fullmatch(said) else ""


if sys.platform == "darwin":

    def _of_mac() -> str:
        import subprocess

        try:
            ran = subprocess.run(_MAC, capture_output=True, timeout=_MAC_WAIT_S, check=True)
        except (OSError, subprocess.SubprocessError):
            return ""
        found = re.search(rb'"IOPlatformUUID" = "([0-9A-Fa-f-]+)"', ran.stdout)
        return found[1].decode("ascii") if found else ""


if sys.platform == "win32":

    def _of_windows() -> str:
        import winreg

        place = r"SOFTWARE\Microsoft\Cryptography"
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, 0, access) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
