#!/usr/bin/env python3
"""Regenerate the embedded starter set, or check that it is up to date.

    python3 starter/generate.py            write the files
    python3 starter/generate.py --check    compare only; exit 1 when they differ

The publishers' own files are looked for in $TRIFFIN_TEST_DATA, else in
../shared/data beside the workspace. They stay there: only the figures named in
SOURCES.toml are carried over, in the form the README describes.

Exit status: 0 done, 1 the committed files differ or a check failed, 3 the
publishers' files are not there (with --check: the comparison is left out, the
checks that need no publisher's file still run).
"""

import argparse
import doctest
import os
import sys
from pathlib import Path

STARTER = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(STARTER))

from generator import coverage, figures, form, known, pages, publishers, sources, statements  # noqa: E402


def data_folder(given):
    """The folder with the publishers' files, or None."""
    beside = STARTER.parent.parent / "shared" / "data"
    folder = Path(given or os.environ.get("TRIFFIN_TEST_DATA") or beside)
    return folder if folder.is_dir() else None


def generated(catalogue, folder):
    """Every file the publishers' bytes determine: name -> text."""
    return {entry["path"]: publishers.build(entry, folder) for entry in catalogue.computed()}


def write(texts):
    for name, text in texts.items():
        (STARTER / name).write_text(text, encoding="utf-8", newline="\n")


def differences(texts):
    """The names of the files that are not what their source gives."""
    return [name for name, text in texts.items() if read(name) != text]


def read(name):
    path = STARTER / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--data", help="folder with the publishers' files")
    return parser.parse_args()


def main():
    asked = arguments()
    folder = data_folder(asked.data)
    catalogue = sources.read(STARTER / "SOURCES.toml")
    if folder is None and not asked.check:
        print("E-STARTER-DATA: no folder with the publishers' files. Set TRIFFIN_TEST_DATA.", file=sys.stderr)
        return 3
    problems = []
    if folder is None:
        print("left out: comparison with the publishers' files (no test data)", file=sys.stderr)
    else:
        texts = generated(catalogue, folder)
        if asked.check:
            problems += [f"{name}: differs from what its source gives" for name in differences(texts)]
        else:
            write(texts)
        problems += statements.against_documents(STARTER, catalogue, folder.parent)
    readme = coverage.updated(STARTER, catalogue)
    if not asked.check:
        write({"README.md": readme})
    elif readme != read("README.md"):
        problems.append("README.md: its coverage table is not that of the files")
    problems += form.problems(STARTER, catalogue) + known.problems(STARTER) + pages.problems(STARTER)
    if doctest.testmod(figures).failed:
        problems.append("generator/figures.py: its examples do not hold")
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print("starter: run `cargo xtask starter` and commit what changes", file=sys.stderr)
    else:
        print(f"starter: {len(catalogue.files)} files in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
