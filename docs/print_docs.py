"""Print the parts of docs/ that are printed from the code.

`python docs/print_docs.py` writes them; `--check` only says which pages are out of date.
"""

import sys

from printing.pages import stale


def main(check: bool) -> int:
    """Write the pages, or say which are out of date."""
    pages = stale()
    for path, text in pages:
        if check:
            print(f"docs/{path.name} is out of date: run `make docs`")
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if check and pages else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
