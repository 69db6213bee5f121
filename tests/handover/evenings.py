"""A laptop, a lead and a stick between them: one evening after the other, step by step."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.erasure import erase_interviews, take_orders, write_orders
from fieldsurvey.handover.handing_over import hand_over
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.outbox_pictures import (
    hashes_lying,
    pictures_to_hand_over,
    unneeded_pictures,
)
from fieldsurvey.handover.picture_receipts import (
    signed_pictures,
    take_picture_receipts,
    write_picture_receipts,
)
from fieldsurvey.handover.pictures import hand_over_pictures, seal_pictures
from fieldsurvey.handover.purging import Purged, purge, purgeable
from fieldsurvey.handover.receipts import take_receipts, write_receipts
from fieldsurvey.handover.taking_pictures import PicturesReport, take_pictures

LEAD_KEY = DeviceKey.of_seed(bytes(32))
TEAM_KEY = DeviceKey.of_seed(bytes(31) + b"1")


@dataclass
class Evening:
    """A laptop, a lead and the stick between them."""

    laptop: SurveyFile
    lead: SurveyFile
    home: Path
    office: Path
    stick: Path

    def interview(self, *pictures: bytes, subject: str = "0103-07") -> str:
        """Make an interview with pictures, not finished yet; return its id."""
        start = Entry(Kind.INTERVIEW_START, value={"subject": subject, "form": "household"})
        (line,) = self.laptop.append([start])
        for content in pictures:
            self.attach(line.entry.interview, content)
        return line.entry.interview

    def attach(self, interview: str, content: bytes) -> str:
        """Attach a picture; return its hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        (self.home / "photos" / f"{sha256}.jpg").write_bytes(content)
        said = {"sha256": sha256, "extension": "jpg", "name": "IMG.jpg"}
        self.laptop.append([Entry(Kind.PHOTO, interview, "water_safe", said)])
        return sha256

    def detach(self, interview: str, content: bytes) -> None:
        """Take a picture away again."""
        said = {"removed": hashlib.sha256(content).hexdigest()}
        self.laptop.append([Entry(Kind.PHOTO, interview, "water_safe", said)])

    def finish(self, interview: str) -> None:
        """Finish an interview."""
        self.laptop.append([Entry(Kind.FINISH, interview, value={"signatures": ["a", "b"]})])

    def seal(self) -> None:
        """Seal the pictures that are attached."""
        seal_pictures(self.laptop, self.home / "photos", self.home / "outbox")

    @property
    def signed(self) -> frozenset[str]:
        """What the laptop knows the lead has signed for."""
        return signed_pictures(self.laptop, LEAD_KEY.public, self.home / "keys")

    def hand_over(self, *, with_pictures: bool = True) -> list[str]:
        """Take in what the lead left, and copy everything to the stick; return the pictures."""
        take_receipts(self.laptop, self.stick, LEAD_KEY.public)
        assert not take_picture_receipts(
            self.laptop, self.stick, LEAD_KEY.public, self.home / "keys"
        )
        outbox = self.home / "outbox"
        hand_over(self.laptop, TEAM_KEY, outbox=outbox, stick=self.stick)
        self.seal()
        names = pictures_to_hand_over(self.laptop, outbox, self.signed)
        if with_pictures:
            assert not hand_over_pictures(names, outbox=outbox, stick=self.stick).failed
        return names

    def merge(self) -> PicturesReport:
        """Take everything in at the lead's, and sign for it."""
        inbox, photos = self.office / "inbox", self.office / "photos"
        merge(self.lead, [self.stick], inbox=inbox)
        taken = take_pictures(self.lead, [self.stick], inbox=inbox, photos=photos)
        write_receipts(self.lead, LEAD_KEY, self.stick)
        write_picture_receipts(self.lead, LEAD_KEY, self.stick, photos)
        write_orders(self.lead, LEAD_KEY, self.stick)
        return taken

    def erase(self, interview: str) -> None:
        """Erase an interview at the lead's."""
        meant = [one for one in self.lead.interviews() if one.id == interview]
        folders = {"inbox": self.office / "inbox", "photos": self.office / "photos"}
        erase_interviews(self.lead, meant, "asked for it", who="Shen Yue", **folders)

    def obey(self) -> int:
        """Do on the laptop what the lead has ordered; return how many lines were erased."""
        folders = {"outbox": self.home / "outbox", "photos": self.home / "photos"}
        erased, findings = take_orders(self.laptop, self.stick, LEAD_KEY.public, **folders)
        assert not findings
        return erased

    def purge(self) -> Purged:
        """Let go of what may go."""
        ready, _waiting = purgeable(self.laptop, self.signed)
        outbox, photos = self.home / "outbox", self.home / "photos"
        left = unneeded_pictures(self.laptop, self.signed, outbox, photos)
        return purge(
            self.laptop, ready, folder=self.home, outbox=outbox, photos=photos, detached=left
        )

    def lying(self) -> frozenset[str]:
        """Return the pictures that lie on the laptop, open or sealed."""
        return hashes_lying(self.home / "photos", self.home / "outbox")
