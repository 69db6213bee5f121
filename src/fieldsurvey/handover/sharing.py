"""A lead's survey file in, all its lines as bundles another lead can merge out.

Each laptop's lines go with the headers and signatures they came with, so the other lead proves
them as if the stick had been there; the lead's own go signed by the lead. Of what was erased only
the digests go.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.register import BundleRecord, bundles, questionnaire_version
from fieldsurvey.chain.erasing import known_lines
from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.chain.lines.line import Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.bundle import read_header, write_bundle
from fieldsurvey.handover.handing_over import seal_pending
from fieldsurvey.i18n import _


def share(
    survey_file: SurveyFile,
    key: DeviceKey,
    folder: Path,
    *,
    outbox: Path,
    recipients: Sequence[str],
    on_bundle: Callable[[], None] = lambda: None,
) -> list[str]:
    """Write everything a lead has into a folder, each bundle read back; return their names.

    Args:
        survey_file: The lead's.
        key: The lead's; signs the lead's own lines.
        folder: A stick or a folder.
        outbox: Where the lead's own bundles are kept.
        recipients: Who may open them; nobody where nothing is sealed in this campaign.
        on_bundle: Called once for each.

    Raises:
        HandoverError: The folder cannot be written.
        ChainError: The survey file cannot be written.
    """
    seal_pending(survey_file, key, outbox, recipients)
    names = []
    for record in shared_bundles(survey_file):
        names.append(_write(survey_file, record, folder, recipients))
        on_bundle()
    return names


def shared_bundles(survey_file: SurveyFile) -> list[BundleRecord]:
    """Return one record for each signed run of lines: those taken in, and the lead's own."""
    seen: dict[tuple[str, int, bytes], BundleRecord] = {}
    for record in [*bundles(survey_file, "in"), *bundles(survey_file, "out")]:
        seen.setdefault((record.device, record.first, record.head), record)
    return list(seen.values())


def _write(
    survey_file: SurveyFile, record: BundleRecord, folder: Path, recipients: Sequence[str]
) -> str:
    header = read_header(record.header)
    known = known_lines(survey_file, record.device, record.first, record.last)
    digests = (digest for digest, *_about in header.questionnaires)
    versions = [version for d in digests if (version := questionnaire_version(survey_file, d))]
    content = write_bundle(
        record.header,
        record.signature,
        _between(known, header.previous, header.head),
        versions,
        recipients,
    )
    # The head tells the branches of a fork apart.
    path = folder / f"{header.name.removesuffix('.fsb')}-{record.head.hex()[:8]}.fsb"
    try:
        write_file(path, content)
    except OSError as error:
        raise HandoverError(
            _("The bundle cannot be written: {why}.").format(why=disk_words(error)),
            where=str(path),
            to_do=_("Nothing is lost. Try again with another stick."),
        ) from error
    return path.name


def _between(known: Iterable[Line], previous: bytes, head: bytes) -> list[Line]:
    """Return the lines of one branch, from the one after `previous` to `head`."""
    by_hash = {line.hash: line for line in known}
    lines: list[Line] = []
    while head != previous and head in by_hash:
        lines.append(by_hash[head])
        head = lines[-1].previous
    return lines[::-1]
