"""What a survey file knows besides lines: devices and their keys, questionnaires, bundles."""

import hashlib
from dataclasses import astuple, dataclass, fields
from typing import Literal

from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.views import create_view
from fieldsurvey.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Device:
    """A device whose lines are here."""

    device: str
    public_key: str
    """Hex; blank where it is not known."""
    team: str
    first_seen_at: str
    forked_at: int | None = None
    """The first seq that two of its lines claim."""


@dataclass(frozen=True, slots=True)
class BundleRecord:
    """A bundle that was made here (`out`) or taken in (`in`), and the signature it carried."""

    sha256: str
    """Of the file, hex."""
    direction: Literal["out", "in"]
    name: str
    device: str
    first: int
    last: int
    head: bytes
    header: str
    """The exact text that is signed."""
    signature: bytes
    at: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a lead has signed for: a device's chain up to and with one line."""

    device: str
    seq: int
    head: bytes
    """Hash of the chain at that line."""
    witness: str
    """Public key of who signed, hex."""
    text: str
    """The exact text that is signed."""
    signature: bytes


@dataclass(frozen=True, slots=True)
class QuestionnaireVersion:
    """The questionnaire that some interviews were made with, as its file said it."""

    digest: str
    """SHA-256 of `source`, hex."""
    form_id: str
    version: str
    source: str
    """The form, and the CSV files it uses, as `questionnaire.packing` packs them."""


_DEVICE = f"SELECT {', '.join(field.name for field in fields(Device))} FROM device"
_BUNDLE_COLUMNS = ", ".join(field.name for field in fields(BundleRecord))


def devices(survey_file: SurveyFile) -> list[Device]:
    """Return every device whose lines may be here, ordered by id."""
    return [Device(*row) for row in survey_file.connection.execute(f"{_DEVICE} ORDER BY device")]


def device(survey_file: SurveyFile, wanted: str) -> Device | None:
    """Return one device, or None where it was never seen."""
    row = survey_file.connection.execute(f"{_DEVICE} WHERE device = ?", (wanted,)).fetchone()
    return Device(*row) if row else None


def know_device(survey_file: SurveyFile, seen: Device) -> None:
    """Keep a device at first sight; the key first seen stays."""
    with survey_file.transaction():
        survey_file.connection.execute(
            "INSERT INTO device (device, public_key, team, first_seen_at, forked_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (device) DO UPDATE SET"
            " public_key = excluded.public_key, team = excluded.team WHERE public_key = ''",
            astuple(seen),
        )


def trust_key(survey_file: SurveyFile, trusted: Device) -> None:
    """Keep a device with the key that somebody vouches for, unless lines of it are here already."""
    with survey_file.transaction():
        know_device(survey_file, trusted)
        survey_file.connection.execute(
            "UPDATE device SET public_key = ?, team = ? WHERE device = ?"
            " AND NOT EXISTS (SELECT 1 FROM line WHERE line.device = device.device)",
            (trusted.public_key, trusted.team, trusted.device),
        )


def record_bundle(survey_file: SurveyFile, bundle: BundleRecord) -> None:
    """Write a bundle into the ledger of what was made and taken in."""
    with survey_file.transaction():
        survey_file.connection.execute(
            f"INSERT OR REPLACE INTO bundle ({_BUNDLE_COLUMNS})"
            f" VALUES ({', '.join('?' * len(fields(BundleRecord)))})",
            astuple(bundle),
        )


def bundles(survey_file: SurveyFile, direction: Literal["out", "in"]) -> list[BundleRecord]:
    """Return the bundles made here or taken in, by device and seq."""
    rows = survey_file.connection.execute(
        f"SELECT {_BUNDLE_COLUMNS} FROM bundle WHERE direction = ? ORDER BY device, first, last",
        (direction,),
    )
    return [BundleRecord(*row) for row in rows]


def taken_in(survey_file: SurveyFile, sha256: str) -> BundleRecord | None:
    """Return the record of a bundle of exactly these bytes, or None where none was taken in."""
    row = survey_file.connection.execute(
        f"SELECT {_BUNDLE_COLUMNS} FROM bundle WHERE sha256 = ? AND direction = 'in'", (sha256,)
    ).fetchone()
    return BundleRecord(*row) if row else None


def forget_bundle(survey_file: SurveyFile, sha256: str) -> None:
    """Strike a bundle made here from the ledger: another with the same lines stands for it."""
    with survey_file.transaction():
        survey_file.connection.execute(
            "DELETE FROM bundle WHERE sha256 = ? AND direction = 'out'", (sha256,)
        )


def keep_receipt(survey_file: SurveyFile, receipt: Receipt) -> None:
    """Keep what somebody has signed for; nothing happens where it is kept already."""
    with survey_file.transaction():
        survey_file.connection.execute(
            "INSERT OR IGNORE INTO receipt (device, seq, head, witness, text, signature)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            astuple(receipt),
        )


def receipted_seq(survey_file: SurveyFile, device: str) -> int:
    """Return the last seq of a device that somebody has signed for; 0 where nobody has."""
    (seq,) = survey_file.connection.execute(
        "SELECT coalesce(max(seq), 0) FROM receipt WHERE device = ?", (device,)
    ).fetchone()
    return int(seq)


def receipts(survey_file: SurveyFile) -> list[Receipt]:
    """Return every receipt that is kept, by device and seq."""
    columns = ", ".join(field.name for field in fields(Receipt))
    rows = survey_file.connection.execute(f"SELECT {columns} FROM receipt ORDER BY device, seq")
    return [Receipt(*row) for row in rows]


def versions(survey_file: SurveyFile) -> list[QuestionnaireVersion]:
    """Return every version of a questionnaire that is kept, by form and digest."""
    rows = survey_file.connection.execute(
        "SELECT digest, form_id, version, source FROM questionnaire ORDER BY form_id, digest"
    )
    return [QuestionnaireVersion(*row) for row in rows]


def know_questionnaire(
    survey_file: SurveyFile, questionnaire: Questionnaire, source: bytes
) -> None:
    """Keep a version of a questionnaire, and make the view with a column for each question.

    `source` is the file it was read from, byte for byte, packed with the CSV files it uses: its
    SHA-256 is the digest.
    """
    version = QuestionnaireVersion(
        questionnaire.digest, questionnaire.form_id, questionnaire.settings.version, source.decode()
    )
    with survey_file.transaction():
        keep_version(survey_file, version)
        create_view(survey_file.connection, questionnaire)


def keep_version(survey_file: SurveyFile, version: QuestionnaireVersion) -> None:
    """Keep the text of a version of a questionnaire; nothing happens where it is kept already."""
    if hashlib.sha256(version.source.encode()).hexdigest() != version.digest:
        raise ValueError("the digest of a questionnaire is the SHA-256 of its file")
    with survey_file.transaction():
        survey_file.connection.execute(
            "INSERT OR IGNORE INTO questionnaire (digest, form_id, version, source)"
            " VALUES (?, ?, ?, ?)",
            astuple(version),
        )


def questionnaire_version(survey_file: SurveyFile, digest: str) -> QuestionnaireVersion | None:
    """Return a version of a questionnaire, or None where it is not known."""
    row = survey_file.connection.execute(
        "SELECT digest, form_id, version, source FROM questionnaire WHERE digest = ?", (digest,)
    ).fetchone()
    return QuestionnaireVersion(*row) if row else None
