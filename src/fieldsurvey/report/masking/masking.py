"""Text with names and numbers in, the same text without them out.

What leaves the office names nobody in full: a name keeps its surname, a telephone, identity or
card number its first three and last two digits, however they are written: parted by blanks or
dashes, in full-width or Chinese digits. Whoever may know looks the row up by its subject.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from fieldsurvey.report.masking.personal_numbers import personal_numbers
from fieldsurvey.report.text import clean_text

_DOUBLE_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|长孙|宇文|夏侯|南宫|申屠|闻人"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "齐易乔赖文庞樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂丛焦柳邢路岳梅庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费"
    "纪靳盛童欧甄项裴霍翁游阮柯卓连蓝宁"
)
_NAME = re.compile(
    rf"(?:{_DOUBLE_SURNAMES.pattern})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    r"|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}"
)

_BETWEEN_SIGNS = "[\\s·•・.\u00ad\u200b-\u200d\u2060]{0,3}"
"""What may part the signs of one name: 王 小 明."""

_MACHINE_TEXT = re.compile(r"(?=\d*[a-f])[0-9a-f]{8,128}")
"""A hash or an id: its digits belong to nobody."""


def mask_name(name: str) -> str:
    """Return `name` with its surname (or first letter of each word) and a star for the rest."""
    return " ".join(_mask_word(word) for word in name.split())


def _mask_word(word: str) -> str:
    kept = 2 if len(word) > 2 and _DOUBLE_SURNAMES.match(word) else 1
    return word[:kept] + "*" * max(1, len(word) - kept)


def mask_text(text: str, names: frozenset[str]) -> str:
    """Return `text`, cleaned, with every one of `names` and every personal number masked.

    Cleaned first: a sign that nobody sees must not part a name in two.
    """
    text = unicodedata.normalize("NFC", clean_text(text))
    if known := _any_of(names):
        pattern, by_signs = known
        text = pattern.sub(lambda found: mask_name(by_signs[_signs(found[0])]), text)
    for start, end in reversed(list(personal_numbers(text))):
        text = text[:start] + _mask_number(text[start:end]) + text[end:]
    return text


def mask_tree(value: Any, hide: Callable[[str], str]) -> Any:
    """Return JSON `value` with `hide` done to every text in it but hashes, keys left as they are.

    A key is a word of ours or the path of a question: nobody types one in.
    """
    if isinstance(value, str):
        return value if _MACHINE_TEXT.fullmatch(value) else hide(value)
    if isinstance(value, dict):
        return {key: mask_tree(inside, hide) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [mask_tree(inside, hide) for inside in value]
    return value


def looks_like_a_name(text: str) -> bool:
    """Whether `text` is no more than the name of a person, Chinese or in capitalised words."""
    return _NAME.fullmatch(text.strip()) is not None


@lru_cache(maxsize=1024)
def _any_of(names: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """Return what finds any of `names`, and each by its signs; None where there is none of two."""
    by_signs = dict(_known(names))
    if not by_signs:
        return None
    # Longest first: 王小 must not be found inside 王小明.
    longest_first = sorted(by_signs, key=len, reverse=True)
    written = (_BETWEEN_SIGNS.join(map(re.escape, signs)) for signs in longest_first)
    return re.compile("|".join(written), re.IGNORECASE), by_signs


def _known(names: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(names):
        whole = unicodedata.normalize("NFC", clean_text(name)).strip()
        if len(signs := _signs(whole)) > 1:
            yield signs, whole


def _signs(name: str) -> str:
    return re.sub(_BETWEEN_SIGNS, "", name).casefold()


def _mask_number(number: str) -> str:
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
