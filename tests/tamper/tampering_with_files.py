"""Ways to tamper with what lies beside the survey file and travels: sticks, kits, photos, lists."""

import json
import shutil
from pathlib import Path

from tests.interview.photos.pictures import png
from tests.tamper.altering import (
    alter,
    device_of_workspace,
    forget_seals,
    rechain,
    say,
    seal_as,
    seq_of,
    unguarded,
)
from tests.tamper.catalogue import Tampering, at, put, tampering
from tests.tamper.tampering_with_lines import BEFORE_A_WITNESS, other_answer
from tests.tamper.world import DAY, World, signing

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.report.keeping.writing import FORMATS

STICKS = "bundles and receipts"
COPIES = "copies of a laptop"
KITS = "kit and plan"
PICTURES = "photos"
EDITIONS = "editions"
REST = "the file at rest"
FOREIGN = DeviceKey.of_seed(b"\x07" * 32)


def only_bundle(world: World, nth: int = 0) -> None:
    """Leave one bundle of the laptop on the stick."""
    device = device_of_workspace(world.laptop)
    keep = sorted(world.stick.glob(f"{device}-*.fsb"))[nth]
    for path in world.stick.glob("*.fsb"):
        if path != keep:
            path.unlink()


@tampering(STICKS, at("LEAD merge STICK", "damaged or was cut"))
def change_a_bundle(world: World) -> None:
    """One byte of a bundle is changed."""
    only_bundle(world)
    [path] = world.stick.glob("*.fsb")
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)


@tampering(STICKS, at("LEAD merge STICK", "damaged or was cut"))
def cut_a_bundle(world: World) -> None:
    """A bundle is cut short."""
    only_bundle(world)
    [path] = world.stick.glob("*.fsb")
    path.write_bytes(path.read_bytes()[:-7])


@tampering(STICKS, at("LEAD merge STICK", "empty (0 bytes)"))
def empty_a_bundle(world: World) -> None:
    """A bundle is emptied."""
    only_bundle(world)
    [path] = world.stick.glob("*.fsb")
    path.write_bytes(b"")


@tampering(STICKS, at("LEAD merge STICK", "had already, nothing to add", is_fault=False))
def replay_a_bundle(world: World) -> None:
    """An old bundle is handed over again."""
    only_bundle(world)


@tampering(STICKS, at("LEAD merge STICK", "Still missing: lines 1–7"))
def leave_out_a_bundle(world: World) -> None:
    """A bundle is left out."""
    fresh_lead(world)
    only_bundle(world, 1)


@tampering(STICKS, at("LEAD merge STICK", "does not fit: it was altered"))
def sign_with_a_foreign_key(world: World) -> None:
    """A stranger's key signs the bundle of a laptop."""
    clear(world)
    device = device_of_workspace(world.laptop)
    seal_as(world.laptop, world.stick, FOREIGN, device=device)


@tampering(STICKS, at("LEAD merge STICK", "does not fit: it was altered"))
def sign_as_the_laptop(world: World) -> None:
    """A stranger's key signs the bundle of a laptop, and says it is the laptop's."""
    clear(world)
    key = DeviceKey.load(world.laptop / "keys" / "device.key")
    seal_as(world.laptop, world.stick, FOREIGN, public_key=key.public.hex())


@tampering(STICKS, at("LEAD merge STICK", "belongs to another campaign"))
def splice_between_campaigns(world: World) -> None:
    """A bundle of another campaign is put on the stick."""
    clear(world)
    key = DeviceKey.load(world.laptop / "keys" / "device.key")
    seal_as(world.laptop, world.stick, key, campaign="other-2020")


@tampering(STICKS, at("LEAD merge STICK", "fingerprint is"))
def unknown_laptop(world: World) -> None:
    """A laptop nobody knows says it belongs to the team, and hands over."""
    stranger = world.folder / "stranger"
    world.done("join", world.stick / "team-1", stranger)
    clear(world)
    world.done("-w", stranger, "hand-over", world.stick)


@tampering(
    STICKS,
    at("LEAD merge STICK", "two versions of line"),
    at("LEAD verify", "V010"),
    at("LAPTOP hand-over STICK", "V041"),
)
def resign_after_a_receipt(world: World) -> None:
    """The laptop's own key signs a changed chain after the lead has signed a receipt."""
    rewrite(world)
    world.run("-w", world.laptop, "hand-over", world.stick)


@tampering(STICKS, out_of_reach=BEFORE_A_WITNESS)
def resign_before_a_witness(world: World) -> None:
    """The laptop's own key signs a changed chain before anybody has seen the old one."""
    fresh_lead(world)
    rewrite(world)
    alter(world.laptop, "DELETE FROM receipt")
    clear(world)
    world.done("-w", world.laptop, "hand-over", world.stick)
    world.done("-w", world.lead, "merge", world.stick)


@tampering(STICKS, at("LAPTOP hand-over STICK", "V040"))
def edit_a_receipt(world: World) -> None:
    """A receipt on the stick is edited."""
    for path in world.stick.glob("*.receipt"):
        path.write_text(path.read_text("utf-8").replace('"seq":', '"seq":1'), encoding="utf-8")


@tampering(STICKS, at("LAPTOP hand-over STICK", "V040"))
def forge_a_receipt(world: World) -> None:
    """A stranger signs a receipt, so that bundles are not copied."""
    from fieldsurvey.chain.devices.keys import Purpose, sign_text

    for path in world.stick.glob("*.receipt"):
        text, _signature = path.read_text("utf-8").split("\n")[:2]
        signature = sign_text(FOREIGN, Purpose.RECEIPT, text)
        path.write_text(f"{text}\n{signature.hex()}\n", encoding="utf-8")


@tampering(STICKS, at("OTHER hand-over STICK", "V040"))
def swap_receipts(world: World) -> None:
    """A receipt of one laptop is renamed for another."""
    mine = sorted(world.stick.glob(f"{device_of_workspace(world.laptop)}-*.receipt"))[0]
    theirs = device_of_workspace(world.other)
    for path in world.stick.glob(f"{theirs}-*.receipt"):
        path.unlink()
    mine.rename(world.stick / f"{theirs}-000005.receipt")


@tampering(
    COPIES,
    at("LEAD merge STICK", "two versions of line"),
    at("LEAD verify", "V010"),
    at("LEAD conflicts list", "fork-"),
)
def clone_a_laptop(world: World) -> None:
    """The whole laptop is copied, and both copies go on."""
    clone = world.folder / "clone"
    shutil.copytree(world.laptop, clone)
    for seed, workspace in enumerate((world.laptop, clone)):
        stick = world.folder / f"stick-{seed}"
        stick.mkdir()
        say(workspace, seed=seed)
        world.done("-w", workspace, "hand-over", stick)
        if workspace == world.laptop:
            world.done("-w", world.lead, "merge", stick)
        else:
            for path in stick.glob("*.fsb"):
                shutil.copy(path, world.stick)


@tampering(COPIES, at("LAPTOP hand-over STICK", "V041"))
def roll_back_a_laptop(world: World) -> None:
    """The laptop is set back to an older copy."""
    old = world.folder / "old"
    shutil.copytree(world.laptop, old)
    say(world.laptop)
    world.done("-w", world.laptop, "hand-over", world.stick)
    world.done("-w", world.lead, "merge", world.stick)
    shutil.rmtree(world.laptop)
    old.rename(world.laptop)


@tampering(COPIES, at("LEAD merge STICK", "two versions of line"))
def roll_back_and_go_on(world: World) -> None:
    """The laptop is set back to an older copy and goes on; the stick's receipts are gone."""
    roll_back_a_laptop(world)
    clear(world)
    say(world.laptop, seed=8)
    world.done("-w", world.laptop, "hand-over", world.stick)


@tampering(KITS, at("join KIT NEW", "K001"))
def edit_the_kit(world: World) -> None:
    """A questionnaire of the kit is edited."""
    form = world.stick / "team-1" / "questionnaires" / "visit.yaml"
    form.write_text(form.read_text("utf-8").replace("true", "false"), encoding="utf-8")


@tampering(KITS, at("join KIT NEW", "K001"))
def add_to_the_kit(world: World) -> None:
    """A file is added to the kit."""
    (world.stick / "team-1" / "questionnaires" / "extra.yaml").write_text("a: 1", "utf-8")


@tampering(KITS, at("join KIT NEW", "K001"))
def take_from_the_kit(world: World) -> None:
    """A file of the kit is missing."""
    (world.stick / "team-1" / "schedule.csv").unlink()


for name, path in (
    ("questionnaire", "questionnaires/visit.yaml"),
    ("sample", "sample.csv"),
    ("roster", "roster/households.csv"),
    ("schedule", "schedule.csv"),
    ("campaign", "campaign.yaml"),
    ("codes", "codes.json"),
    ("recipients", "recipients.json"),
):

    def edit_after_joining(world: World, path: str = path) -> None:
        """Edit a file of the joined kit."""
        file = world.laptop / path
        file.write_bytes(file.read_bytes() + b"\n")

    done = f"{path} is edited on a laptop that has joined."
    notices = (at("LAPTOP verify", "K002"),)
    put(Tampering(f"{name}_on_a_laptop", KITS, done, edit_after_joining, notices))


@tampering(KITS, at("LAPTOP interview 0101 --answers ANSWERS", "changed after the kit was made"))
def swap_the_codes(world: World) -> None:
    """Personal codes of one's own are put into a laptop."""
    (world.laptop / "codes.json").write_text("{}", encoding="utf-8")


@tampering(KITS, at("LEAD verify", "V031"))
def swap_the_version(world: World) -> None:
    """The manifest of a laptop is made to fit a questionnaire that was edited."""
    import hashlib

    form = world.laptop / "questionnaires" / "visit.yaml"
    form.write_text(form.read_text("utf-8").replace("safe?", "good?"), encoding="utf-8")
    manifest = json.loads((world.laptop / "kit.json").read_text("utf-8"))
    digest = hashlib.sha256(form.read_bytes()).hexdigest()
    manifest["files"]["questionnaires/visit.yaml"] = digest
    (world.laptop / "kit.json").write_text(json.dumps(manifest), encoding="utf-8")
    with signing(world):
        world.run("-w", world.laptop, "reopen", "0101-01", "--reason", "again")
        world.interview(world.laptop, "0101", water_safe="1", people=900)
    world.done("-w", world.laptop, "hand-over", world.stick)
    world.run("-w", world.lead, "merge", world.stick)


@tampering(KITS, at("LEAD verify", "V032"))
def edit_a_kept_version(world: World) -> None:
    """A kept version of a questionnaire is edited."""
    alter(world.lead, "UPDATE questionnaire SET source = replace(source, 'safe?', 'good?')")


@tampering(KITS, at("LEAD verify", "V032"))
def relabel_a_kept_version(world: World) -> None:
    """A kept version is made to be of another form."""
    alter(world.lead, "UPDATE questionnaire SET form_id = 'other'")


@tampering(KITS, at("LEAD verify", "V032"))
def delete_a_kept_version(world: World) -> None:
    """A kept version is deleted."""
    alter(world.lead, "DELETE FROM questionnaire")


@tampering(KITS, at("LEAD sample verify", "S0"))
def edit_the_sample(world: World) -> None:
    """A household of one's choice is put into the sample."""
    sample = world.lead / "sample.csv"
    text = sample.read_text("utf-8-sig")
    drawn = [code for code in ("0101-0004", "0101-0005") if code in text]
    sample.write_text(
        text.replace(drawn[0], "0101-0005" if drawn[0] != "0101-0005" else "0101-0004"), "utf-8-sig"
    )


@tampering(KITS, at("LEAD sample verify", "roster"))
def edit_the_roster(world: World) -> None:
    """The roster is edited after the draw."""
    roster = world.lead / "roster" / "households.csv"
    roster.write_text(roster.read_text("utf-8-sig").replace("晏岫畴", "麦岫畴"), "utf-8-sig")


@tampering(PICTURES, at("LAPTOP verify", "E002"))
def edit_a_photo(world: World) -> None:
    """The file of a photo is edited."""
    [photo] = (world.laptop / "photos").glob("*.png")
    photo.write_bytes(png(shade=77))


@tampering(PICTURES, at("LAPTOP verify", "E001"))
def delete_a_photo(world: World) -> None:
    """The file of a photo is deleted."""
    [photo] = (world.laptop / "photos").glob("*.png")
    photo.unlink()


@tampering(PICTURES, at("LAPTOP verify", "E002"))
def swap_photos(world: World) -> None:
    """The photos of two households are swapped."""
    [photo] = (world.laptop / "photos").glob("*.png")
    other = photo.with_name("f" * 64 + ".png")
    other.write_bytes(png(shade=78))
    content = photo.read_bytes()
    photo.write_bytes(other.read_bytes())
    other.write_bytes(content)


for name in (f"problem-list.{ending}" for ending in FORMATS):

    def edit_an_edition(world: World, name: str = name) -> None:
        """Edit a file of the edition."""
        [file] = (world.lead / "editions").glob(f"*/{name}")
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    done = f"{name} of an edition is edited."
    notices = (at("LEAD verify", "N002"),)
    put(Tampering(f"edition_{name}", EDITIONS, done, edit_an_edition, notices))


@tampering(EDITIONS, at("LEAD verify", "N001"))
def delete_an_edition(world: World) -> None:
    """An edition is deleted."""
    for folder in (world.lead / "editions").glob("0001-*"):
        shutil.rmtree(folder)


@tampering(EDITIONS, at("LEAD verify", "N001"))
def delete_a_list(world: World) -> None:
    """A list is deleted from an edition."""
    for file in (world.lead / "editions").glob("0001-*/*.xlsx"):
        file.unlink()


@tampering(EDITIONS, at("LEAD verify", "N003"))
def invent_an_edition(world: World) -> None:
    """An edition is invented."""
    [folder] = (world.lead / "editions").glob("0001-*")
    shutil.copytree(folder, folder.with_name("0002-" + DAY))


def clear(world: World) -> None:
    """Take bundles and receipts off the stick."""
    for path in (*world.stick.glob("*.fsb"), *world.stick.glob("*.receipt")):
        path.unlink()


def fresh_lead(world: World) -> None:
    """Let the lead have merged nothing yet, and only enrolled the laptops."""
    device = device_of_workspace(world.lead)
    with unguarded(world.lead) as connection:
        connection.execute("DELETE FROM line WHERE device <> ? OR seq > 2", (device,))
        connection.execute("DELETE FROM device WHERE device <> ?", (device,))
        for table in ("interview", "bundle", "receipt"):
            connection.execute(f"DELETE FROM {table}")
    shutil.rmtree(world.lead / "inbox")
    (world.lead / "inbox").mkdir()
    for request in sorted(world.stick.glob("*.enrol")):
        world.done("-w", world.lead, "devices", "enrol", request, "--yes")


def rewrite(world: World) -> None:
    """Change an answer on the laptop as if it had always been said so, and forget every seal."""
    device = device_of_workspace(world.laptop)
    rechain(world.laptop, device, seq_of(world.laptop, "answer"), other_answer)
    forget_seals(world.laptop)


def flip_between(workspace: Path) -> None:
    """Flip one bit where SQLite's header leaves room for later."""
    path = workspace / "survey.db"
    content = bytearray(path.read_bytes())
    content[80] ^= 1
    path.write_bytes(content)


@tampering(REST, at("LAPTOP hand-over STICK", "V060", is_fault=False), at("LAPTOP verify", "V060"))
def flip_a_bit_that_means_nothing_on_a_laptop(world: World) -> None:
    """One bit of a laptop's closed survey file flips, where nothing stands."""
    flip_between(world.laptop)


@tampering(REST, at("LEAD merge STICK", "V060", is_fault=False), at("LEAD verify", "V060"))
def flip_a_bit_that_means_nothing_on_the_leads_computer(world: World) -> None:
    """One bit of the lead's closed survey file flips, where nothing stands."""
    flip_between(world.lead)
