"""The body of a document in, the file out: the same body makes the same bytes."""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from itertools import chain

from fieldsurvey.report.text import clean_text
from fieldsurvey.report.word_document.markup import DECLARATION, NAMESPACES, field
from fieldsurvey.report.word_document.styles import fonts_xml, numbering_xml, styles_xml

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""What every file in the package is dated: the earliest a zip can hold."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_KINDS = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/footer2.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_PARTS_OF_THE_DOCUMENT = {
    "rIdStyles": ("styles", "styles.xml"),
    "rIdNumbering": ("numbering", "numbering.xml"),
    "rIdSettings": ("settings", "settings.xml"),
    "rIdFonts": ("fontTable", "fontTable.xml"),
    "rIdFooterOdd": ("footer", "footer1.xml"),
    "rIdFooterEven": ("footer", "footer2.xml"),
}


def pack(body: Iterable[str], *, title: str, made_at: str, language: str) -> bytes:
    """Return the file; `body` is all within `w:body` in pieces, `made_at` ISO 8601 with offset."""
    begin = f"{DECLARATION}<w:document {NAMESPACES}><w:body>"
    document = chain([begin], body, ["</w:body></w:document>"])
    return _zipped(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                {
                    "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                    "rId2": (
                        f"{_PACKAGE}/relationships/metadata/core-properties",
                        "docProps/core.xml",
                    ),
                }
            ),
            "docProps/core.xml": _properties(title, made_at, language),
            "word/_rels/document.xml.rels": _relationships(
                {i: (f"{_OFFICE}/{kind}", to) for i, (kind, to) in _PARTS_OF_THE_DOCUMENT.items()}
            ),
            "word/document.xml": document,
            "word/fontTable.xml": fonts_xml(),
            "word/footer1.xml": _footer("right"),
            "word/footer2.xml": _footer("left"),
            "word/numbering.xml": numbering_xml(language),
            "word/settings.xml": _SETTINGS,
            "word/styles.xml": styles_xml(language),
        }
    )


def _zipped(parts: Mapping[str, str | Iterable[str]]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Else the bytes would tell on which system they were made.
            entry.create_system = 0
            with package.open(entry, "w") as part:
                for piece in [content] if isinstance(content, str) else content:
                    part.write(piece.encode())
    return file.getvalue()


def _content_types() -> str:
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _KINDS.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )


def _relationships(to: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (kind, target) in to.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _properties(title: str, made_at: str, language: str) -> str:
    """Return title and date of the edition, not of the clock."""
    made = datetime.fromisoformat(made_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{made}</dcterms:{what}>'
        for what in ("created", "modified")
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(clean_text(title), quote=False)}</dc:title>"
        f"<dc:creator>fieldsurvey</dc:creator><dc:language>{language}</dc:language>{dates}"
        "</cp:coreProperties>"
    )


def _footer(side: str) -> str:
    """Return the number of the page between dashes, on the outer side."""
    indent = f'<w:ind w:{side}="280"/>'
    return (
        f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
        f"{field('PAGE', 1)}"
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


_SETTINGS = (
    f"{DECLARATION}<w:settings {NAMESPACES}><w:evenAndOddHeaders/>"
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
