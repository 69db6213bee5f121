"""Texts: their parts, their length, joining and looking into them."""

import base64
import binascii
import hashlib
import math
import re

from fieldsurvey.expressions.conversions import Value, texts
from fieldsurvey.expressions.functions.registry import Kind, Topic
from fieldsurvey.expressions.patterns import PatternError, matcher

_topic = Topic("Text")

_topic.announce(
    "string(value:value?)",
    Kind.TEXT,
    "Converts to text, numbers without needless zeros; without argument, the answer itself.",
)
_topic.announce(
    "string-length(text:text?)",
    Kind.NUMBER,
    "Says how many characters a text, or else the answer itself, has.",
)


@_topic.offer("concat(values:value*)", Kind.TEXT, "Puts texts together, all nodes of a node-set.")
def concat(*values: Value) -> str:
    """Put all texts together."""
    return "".join(each for value in values for each in texts(value))


@_topic.offer(
    "join(separator:text, values:value*)",
    Kind.TEXT,
    "Puts texts together with the separator between them.",
)
def join(separator: str, *values: Value) -> str:
    """Put all texts together with a separator."""
    return separator.join(each for value in values for each in texts(value))


@_topic.offer(
    "contains(text:text, part:text)", Kind.TRUTH, "Holds where the text has the part in it."
)
def contains(whole: str, part: str) -> bool:
    """Look for a part."""
    return part in whole


@_topic.offer(
    "starts-with(text:text, part:text)", Kind.TRUTH, "Holds where the text starts with the part."
)
def starts_with(whole: str, part: str) -> bool:
    """Compare the start."""
    return whole.startswith(part)


@_topic.offer(
    "ends-with(text:text, part:text)", Kind.TRUTH, "Holds where the text ends with the part."
)
def ends_with(whole: str, part: str) -> bool:
    """Compare the end."""
    return whole.endswith(part)


@_topic.offer(
    "substr(text:text, start:number, end:number?)",
    Kind.TEXT,
    "Gives the characters from `start` (the first is 0) up to but without `end`; "
    "negative numbers count from the end.",
)
def substr(whole: str, start: float, end: float = float("inf")) -> str:
    """Cut by 0-based places."""
    return whole[_place(start, whole) : _place(end, whole)]


def _place(place: float, whole: str) -> int:
    if math.isnan(place):
        return 0
    return int(max(-len(whole), min(len(whole), place)))


@_topic.offer(
    "substring(text:text, start:number, length:number?)",
    Kind.TEXT,
    "Gives `length` characters from `start` (the first is 1), as XPath has it.",
)
def substring(whole: str, start: float, length: float | None = None) -> str:
    """Cut by 1-based place and length; both are rounded.

    Source: XPath 1.0, section 4.2.
    """
    first = _xpath_round(start)
    after = float("inf") if length is None else first + _xpath_round(length)
    if math.isnan(first) or math.isnan(after):
        return ""
    size = len(whole)
    return whole[int(max(0, min(size, first - 1))) : int(max(0, min(size, after - 1)))]


def _xpath_round(value: float) -> float:
    return math.floor(value + 0.5) if abs(value) < 1e15 else value


@_topic.offer(
    "substring-before(text:text, part:text)",
    Kind.TEXT,
    "Gives what stands before the first `part`; blank where it is not there.",
)
def substring_before(whole: str, part: str) -> str:
    """Cut before a part."""
    return whole.partition(part)[0] if part and part in whole else ""


@_topic.offer(
    "substring-after(text:text, part:text)",
    Kind.TEXT,
    "Gives what stands after the first `part`; blank where it is not there.",
)
def substring_after(whole: str, part: str) -> str:
    """Cut after a part."""
    return whole.partition(part)[2] if part else whole


@_topic.offer(
    "translate(text:text, from:text, to:text)",
    Kind.TEXT,
    "Replaces each character of `from` by its counterpart in `to`, or drops it.",
)
def translate(whole: str, old: str, new: str) -> str:
    """Replace characters; the first of a repeated one counts."""
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return whole.translate(table)


@_topic.offer(
    "regex(text:text, pattern:text)",
    Kind.TRUTH,
    "Holds where the whole text matches the pattern.",
)
def regex(whole: str, pattern: str) -> bool:
    """Match a whole text; what is no pattern, which only a calculated one can be, matches none.

    Source: ODK documentation, "regex": an exact and complete match.
    """
    try:
        return matcher(pattern).matches(whole)
    except PatternError:
        return False


_topic.announce(
    "normalize-space(text:text?)",
    Kind.TEXT,
    "Drops blanks at both ends and makes one of many in between.",
)


def normalize_space(whole: str) -> str:
    """Tidy blanks, tabs and line ends."""
    return re.sub(r"[ \t\r\n]+", " ", whole).strip(" ")


_ALGORITHMS = {
    "MD5": hashlib.md5,
    "SHA-1": hashlib.sha1,
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}


@_topic.offer(
    "digest(text:text, algorithm:text, encoding:text?)",
    Kind.TEXT,
    "Gives the MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of a text in base64 or hex.",
)
def digest(whole: str, algorithm: str, encoding: str = "base64") -> str:
    """Hash a text; blank for an algorithm or encoding that is not known."""
    name = algorithm.upper().replace("SHA", "SHA-").replace("--", "-")
    if name not in _ALGORITHMS or encoding not in {"base64", "hex"}:
        return ""
    hashed = _ALGORITHMS[name](whole.encode("utf-8", "surrogatepass"), usedforsecurity=False)
    return hashed.hexdigest() if encoding == "hex" else base64.b64encode(hashed.digest()).decode()


@_topic.offer(
    "hash(values:text*)", Kind.TEXT, "Gives the SHA-256 of the texts put together, in hex."
)
def hash_of(*values: str) -> str:
    """Hash texts, as SurveyCTO names it."""
    return digest("".join(values), "SHA-256", "hex")


@_topic.offer(
    "base64-decode(text:text)", Kind.TEXT, "Reads base64 as UTF-8 text; blank where it is none."
)
def base64_decode(encoded: str) -> str:
    """Decode base64."""
    try:
        return base64.b64decode(encoded.encode("ascii"), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeError):
        return ""


_SIGNATURE_BYTES = 64


@_topic.offer(
    "extract-signed(contents:text, public-key:text)",
    Kind.TEXT,
    "Gives the message of base64 contents (Ed25519 signature, then message); blank if not signed.",
)
def extract_signed(contents: str, public_key: str) -> str:
    """Verify an Ed25519 signature and take the message behind it."""
    # Only a form that asks for it pays for loading the library.
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        signed = base64.b64decode(contents.encode("ascii"), validate=True)
        key = VerifyKey(base64.b64decode(public_key.encode("ascii"), validate=True))
        signature, message = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        return key.verify(message, signature).decode("utf-8")
    except (binascii.Error, UnicodeError, CryptoError, ValueError, TypeError):
        return ""
