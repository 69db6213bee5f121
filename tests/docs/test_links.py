"""Links, commands and queries in the Markdown files lead somewhere."""

import re
from pathlib import Path

import pytest
from printing.commands import all_commands

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for folder in ("", "docs", "docs/tutorial", "benchmarks", "questionnaires", "tests")
    for path in (ROOT / folder).glob("*.md")
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`([^`\n]+)`")


def prose(page: Path) -> str:
    """Return the text of a page without its blocks of code."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_resolves(page: Path) -> None:
    """A link names a file that is there and, behind #, a heading of it."""
    for link in LINK.findall(CODE_SPAN.sub("", prose(page))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _hash, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_named_in_the_prose_is_there(page: Path) -> None:
    """`chain/erasing.py` in a page is a module of the program."""
    source = ROOT / "src" / "fieldsurvey"
    packages = "|".join(path.name for path in source.iterdir() if path.is_dir())
    named = re.findall(rf"`((?:{packages})/[\w/]+\.py)`", prose(page))
    assert [name for name in named if not (source / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_in_the_prose_exists(page: Path) -> None:
    """`fieldsurvey …` in a page is a command, with options that it has."""
    commands = dict(all_commands())
    for span in re.findall(r"`fieldsurvey ([^`\n]+)`", page.read_text(encoding="utf-8")):
        words = [word for word in span.split() if not word.startswith("-")]
        if not words or words[0].isupper():
            continue
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in commands), "")
        assert name, f"{page.name}: fieldsurvey {span}"
        known = {option for parameter in commands[name].params for option in parameter.opts}
        used = {word.partition("=")[0] for word in span.split() if word.startswith("--")}
        assert used <= known | {"--help", "--lang", "--workspace"}, f"{page.name}: {span}"


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_names_every_command(page: str) -> None:
    """Whoever reads a README sees each command at least once, and none that is not there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    table = text[text.index("`new`") : text.index("`doctor`") + len("`doctor`")]

    named = set(CODE_SPAN.findall(table))
    assert named <= {name for name, _command in all_commands()}
    missing = {name for name, _command in all_commands() if name not in named and name not in text}
    assert missing <= {"sample show", "sample verify"}


def test_the_make_targets_of_the_readme_exist() -> None:
    """`make …` in a Markdown file is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    for page in PAGES:
        named = re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= targets, page.name
