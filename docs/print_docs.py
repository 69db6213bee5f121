"""Print the pages of docs/ that are printed from the code.

`python docs/print_docs.py` writes them; `--check` only says which are out of date. A page is
printed whole, or between `<!-- printed: NAME -->` and `<!-- end -->` in a page written by hand.
"""

import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
STAGES = (
    "errors",
    "i18n",
    "expressions",
    "questionnaire",
    "campaign",
    "chain",
    "interview",
    "handover",
    "assess",
    "ledger",
    "report",
    "cli",
)


def imports() -> str:
    """Draw which package imports which, as a Mermaid graph, and say what each is for."""
    import grimp

    graph = grimp.build_graph("fieldsurvey", cache_dir=None)
    lines = ["```mermaid", "flowchart LR"]
    for stage in STAGES:
        used = [
            other
            for other in STAGES
            if other not in (stage, "errors", "i18n") and _imports(graph, stage, other)
        ]
        lines += [f"    {other} --> {stage}" for other in used]
    lines += ["```", "", "Everything imports `errors` and `i18n`; they are left out.", ""]
    lines += ["| package | takes and gives | modules |", "|---|---|---|"]
    lines += [_package_row(graph, stage) for stage in STAGES]
    return "\n".join(lines)


def _imports(graph: Any, importer: str, imported: str) -> bool:
    return bool(
        graph.find_shortest_chains(
            importer=f"fieldsurvey.{importer}", imported=f"fieldsurvey.{imported}", as_packages=True
        )
        and _directly(graph, f"fieldsurvey.{importer}", f"fieldsurvey.{imported}")
    )


def _directly(graph: Any, importer: str, imported: str) -> bool:
    for module in {importer, *graph.find_descendants(importer)}:
        for target in graph.find_modules_directly_imported_by(module):
            if target == imported or target.startswith(f"{imported}."):
                return True
    return False


def _package_row(graph: Any, stage: str) -> str:
    module = import_module(f"fieldsurvey.{stage}")
    sentence = (module.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    children = sorted(
        name.removeprefix(f"fieldsurvey.{stage}.")
        for name in graph.find_descendants(f"fieldsurvey.{stage}")
    )
    return f"| `{stage}` | {sentence} | {', '.join(f'`{c}`' for c in children) or '–'} |"


def commands() -> str:
    """Describe every command: what it does, its arguments and options."""
    from typer.main import get_command

    from fieldsurvey.cli import app
    from fieldsurvey.i18n import set_language

    set_language("en")
    lines = ["# Command reference", "", "Printed from the code by `make docs`.", ""]
    lines += ["Global options may stand anywhere in a command.", ""]
    lines += [*_options(get_command(app.app)), ""]
    for entry in app.COMMANDS:
        lines += _command(f"fieldsurvey {entry.name}", app.build(entry.name), 2)
    return "\n".join(lines).rstrip() + "\n"


def _command(path: str, command: Any, level: int) -> list[str]:
    lines = [f"{'#' * level} {path}", "", *(command.help or "").strip().split("\n"), ""]
    children = getattr(command, "commands", None)
    if children:
        for name, child in children.items():
            lines += _command(f"{path} {name}", child, level + 1)
        return lines
    usage = " ".join(
        parameter.make_metavar(None) if not parameter.opts[0].startswith("-") else ""
        for parameter in command.params
    ).split()
    lines += ["```", " ".join([path, *usage, "[OPTIONS]"]), "```", "", *_options(command), ""]
    if command.epilog:
        lines += [command.epilog, ""]
    return lines


def _options(command: Any) -> list[str]:
    rows = [
        f"| `{', '.join(p.opts)}` | {_in_cell(p.help)} |"
        for p in command.params
        if p.name not in ("install_completion", "show_completion") and getattr(p, "help", None)
    ]
    return ["| argument or option | meaning |", "|---|---|", *rows] if rows else []


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {"cli.md": commands}
PARTS: dict[str, dict[str, Callable[[], str]]] = {"architecture.md": {"imports": imports}}


def printed() -> Iterator[tuple[Path, str]]:
    """Yield every page and what it should say."""
    for name, page in PAGES.items():
        yield DOCS / name, page()
    for name, parts in PARTS.items():
        text = (DOCS / name).read_text(encoding="utf-8")
        for marker, part in parts.items():
            text = _replaced(text, marker, part())
        yield DOCS / name, text


def _replaced(text: str, marker: str, content: str) -> str:
    pattern = re.compile(rf"(<!-- printed: {marker} -->\n).*?(<!-- end -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text)


def main(check: bool) -> int:
    """Write the pages, or say which are out of date."""
    stale = [
        (path, text)
        for path, text in printed()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if check:
            print(f"docs/{path.name} is out of date: run `make docs`")
        else:
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
