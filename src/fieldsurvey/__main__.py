"""`python -m fieldsurvey` and the `fieldsurvey` command."""

import sys


def main() -> None:
    """Run the command that the arguments name and end with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from fieldsurvey import __version__

        sys.stdout.write(f"fieldsurvey {__version__}\n")
        return
    from fieldsurvey.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
