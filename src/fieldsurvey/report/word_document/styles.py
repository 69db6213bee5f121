"""A language in, the styles, numbering and fonts of the document out.

Sizes, fonts and line pitch of the Chinese one are those of GB/T 9704, the standard of official
papers. A font that a computer lacks is named with another that stands in for it.
"""

from dataclasses import dataclass
from typing import Final

from fieldsurvey.report.word_document.markup import DECLARATION, NAMESPACES

SONG_TITLE: Final = "方正小标宋简体"
FANG_SONG: Final = "仿宋"
HEI: Final = "黑体"
KAI: Final = "楷体"
SONG: Final = "宋体"

STANDS_IN = {
    SONG_TITLE: "宋体",
    FANG_SONG: "仿宋_GB2312",
    HEI: "SimHei",
    KAI: "楷体_GB2312",
    SONG: "SimSun",
    "Times New Roman": "Liberation Serif",
}
"""The font that stands in where the first is not there."""


@dataclass(frozen=True, slots=True)
class _Style:
    id: str
    name: str
    font: str
    halves: int
    """Size in half points."""
    paragraph: str = ""
    """Properties of the paragraph, in the order of the schema."""
    bold: bool = False
    closer_by: int = 0
    """Twentieths of a point by which signs stand closer."""
    based_on: str = "Normal"
    following: str = ""


def styles_xml(language: str) -> str:
    """Return the part `styles.xml`."""
    listed = "".join(map(_style, _official() if language == "zh" else _english()))
    size = 32 if language == "zh" else 22
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'{_fonts(FANG_SONG)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/></w:style>{listed}{_TABLE_STYLES}</w:styles>"
    )


def _official() -> list[_Style]:
    pitch = '<w:spacing w:line="560" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    body = f'{pitch}{indent}<w:jc w:val="both"/>'
    title = '<w:spacing w:before="{}" w:after="{}" w:line="640" w:lineRule="exact"/>'
    return [
        _Style("BodyText", "Body Text", FANG_SONG, 32, body, closer_by=_28_IN_A_LINE),
        # Not stretched: it holds words that cannot be parted.
        _Style("Dateline", "Dateline", FANG_SONG, 32, pitch + indent, closer_by=_28_IN_A_LINE),
        _Style("Mark", "Mark", HEI, 32, pitch),
        _Style("Title", "Title", SONG_TITLE, 44, title.format(560, 560) + _CENTRED),
        _Style("Salutation", "Salutation", FANG_SONG, 32, pitch),
        *_headings(
            (HEI, 32, pitch + indent), (KAI, 32, pitch + indent), (FANG_SONG, 32, pitch + indent)
        ),
        _Style("AnnexMark", "Annex Mark", HEI, 32, pitch),
        _Style("NextAnnexMark", "Next Annex Mark", HEI, 32, f"{_NEXT_PAGE}{pitch}"),
        _annex_title(SONG_TITLE, 36, title.format(0, 240)),
        _Style("Signature", "Signature", FANG_SONG, 32, f"{_KEEP}{pitch}{_SIGNED.format(1280)}"),
        # The names of the annexes stand under each other, after 附件： and two signs from the left.
        _Style(
            "AnnexList", "Annex List", FANG_SONG, 32, f"{_KEEP}{pitch}{_HANGS.format(1610, 970)}"
        ),
        _Style("Footer", "footer", SONG, 28),
        *_tables(caption_halves=28, halves=21, small_halves=17),
    ]


def _english() -> list[_Style]:
    pitch = '<w:spacing w:before="0" w:after="120" w:line="276" w:lineRule="auto"/>'
    above = '<w:spacing w:before="{}" w:after="100"/>'
    title = '<w:spacing w:before="{}" w:after="{}"/>'
    return [
        _Style("BodyText", "Body Text", FANG_SONG, 22, pitch),
        _Style("Dateline", "Dateline", FANG_SONG, 22, pitch),
        _Style("Mark", "Mark", HEI, 20, pitch, bold=True),
        _Style("Title", "Title", SONG_TITLE, 40, title.format(360, 360) + _CENTRED, bold=True),
        _Style("Salutation", "Salutation", FANG_SONG, 22, pitch),
        *_headings(
            (HEI, 28, above.format(280)), (KAI, 24, above.format(200)), (FANG_SONG, 22, pitch)
        ),
        _Style("AnnexMark", "Annex Mark", HEI, 22, pitch, bold=True),
        _Style("NextAnnexMark", "Next Annex Mark", HEI, 22, f"{_NEXT_PAGE}{pitch}", bold=True),
        _annex_title(SONG_TITLE, 32, title.format(0, 200)),
        _Style("Signature", "Signature", FANG_SONG, 22, f"{_KEEP}{pitch}{_SIGNED.format(400)}"),
        _Style(
            "AnnexList", "Annex List", FANG_SONG, 22, f"{_KEEP}{pitch}{_HANGS.format(1000, 1000)}"
        ),
        _Style("Footer", "footer", SONG, 20),
        *_tables(caption_halves=21, halves=19, small_halves=16),
    ]


_28_IN_A_LINE = 5
"""What lets 28 signs of 16 points stand in a line of 156 mm, as GB/T 9704 wants it."""

_KEEP = "<w:keepNext/><w:keepLines/>"
_NEXT_PAGE = "<w:pageBreakBefore/>"
_CENTRED = '<w:jc w:val="center"/>'
_HANGS = '<w:ind w:left="{}" w:hanging="{}"/>'
_SIGNED = '<w:ind w:right="{}"/><w:jc w:val="right"/>'


def _headings(*looks: tuple[str, int, str]) -> list[_Style]:
    return [
        _Style(
            f"Heading{level}",
            f"heading {level}",
            font,
            halves,
            f'{_KEEP}<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
            f'{pitch}<w:outlineLvl w:val="{level - 1}"/>',
            bold=font == FANG_SONG or "exact" not in pitch,
            following="BodyText",
        )
        for level, (font, halves, pitch) in enumerate(looks, start=1)
    ]


def _annex_title(font: str, halves: int, spacing: str) -> _Style:
    """Return a heading of the first level that is centred and has no number."""
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    flush = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    properties = f"{_KEEP}{none}{spacing}{flush}{_CENTRED}"
    return _Style("AnnexTitle", "Annex Title", font, halves, properties, based_on="Heading1")


def _tables(*, caption_halves: int, halves: int, small_halves: int) -> list[_Style]:
    tight = '<w:spacing w:before="30" w:after="30"/>'
    looks = [
        _Style(
            "Caption",
            "caption",
            HEI,
            caption_halves,
            f'{_KEEP}<w:spacing w:before="160" w:after="80"/>{_CENTRED}',
        ),
        _Style("Gap", "Gap", FANG_SONG, 12, '<w:spacing w:line="200" w:lineRule="exact"/>'),
    ]
    for suffix, size in (("", halves), ("Small", small_halves)):
        name = f" {suffix}" if suffix else ""
        looks += [
            _Style(f"TableHead{suffix}", f"Table Head{name}", HEI, size, tight + _CENTRED, True),
            _Style(f"TableText{suffix}", f"Table Text{name}", FANG_SONG, size, tight),
            _Style(
                f"TableMiddle{suffix}", f"Table Middle{name}", FANG_SONG, size, tight + _CENTRED
            ),
        ]
    return looks


def _style(style: _Style) -> str:
    weight = "<w:b/><w:bCs/>" if style.bold else ""
    closer = f'<w:spacing w:val="-{style.closer_by}"/>' if style.closer_by else ""
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr>"
        f'<w:rPr>{_fonts(style.font)}{weight}{closer}<w:sz w:val="{style.halves}"/>'
        f'<w:szCs w:val="{style.halves}"/></w:rPr></w:style>'
    )


def _fonts(chinese: str) -> str:
    latin = "Times New Roman"
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{chinese}" w:hAnsi="{latin}" w:cs="{latin}"/>'


_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="60" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="ListTable"><w:name w:val="List of Problems"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
    'w:fill="EDEDED"/></w:tcPr></w:tblStylePr></w:style>'
)


def numbering_xml(language: str) -> str:
    """Return the part `numbering.xml`: how headings are numbered."""
    chinese = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    latin = (("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
    after = "nothing" if language == "zh" else "space"
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="{after}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (kind, text) in enumerate(chinese if language == "zh" else latin)
    )
    return (
        f'{DECLARATION}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def fonts_xml() -> str:
    """Return the part `fontTable.xml`: what stands in for each font."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/>'
        f'<w:charset w:val="{"00" if name.isascii() else "86"}"/>'
        f'<w:family w:val="{"modern" if name in (HEI, FANG_SONG) else "roman"}"/></w:font>'
        for name, other in STANDS_IN.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"
