"""The command line: `python -m pipeline build LIST [--out DIR]`.

Promises design.md's section 4: exit 0 with a summary, 1 with one message, 2 for wrong
usage; never a traceback, never a half-written folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from pipeline import Decision, build, read_decisions
from pipeline.errors import AgreementsError
from pipeline.layout.section_labels import LABEL_ROLES
from pipeline.model import GIVEN_ROLES, ROLES
from pipeline.publish.csv_files import (
    explanation,
    restore_edition,
    summary,
    write_edition,
)
from pipeline.read import read_bytes
from pipeline.read.decisions import MAX_ROW_DIGITS
from pipeline.read.refusals import DECISIONS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Japanese
    try:
        if options.out:
            restore_edition(options.out)
        edition = build(
            options.list,
            encoding=options.encoding,
            roles=options.columns,
            header_row=options.header_row,
            decisions=_decisions(options.decisions),
            contacts=options.with_contacts,
        )
        if options.out:
            write_edition(edition, options.out)
        sys.stdout.write(summary(edition, options.out))
        if options.explain:
            sys.stdout.write(explanation(edition))
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader of the summary is gone; the tables stand
    except AgreementsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (OSError, MemoryError) as error:
        sys.stderr.write(
            "The edition can't be written or does not fit into memory:"
            f" {error or type(error).__name__}. Nothing was written.\n"
        )
        return 1
    return 0


def _decisions(path: Path | None) -> tuple[Decision, ...]:
    return read_decisions(read_bytes(path, DECISIONS), path.name) if path else ()


def _roles(text: str) -> dict[int, str]:
    """Parse `3=institution,5=territory`: printed column, from 1 -> role.

    0 stands for the labels between the rows: `0=agreement_type`.
    """
    roles: dict[int, str] = {}
    for part in text.split(","):
        number, equals, role = (piece.strip() for piece in part.partition("="))
        is_label = number == "0" and role in (*LABEL_ROLES, "other")
        column = 0 if is_label else _row(number)
        if not equals or role not in GIVEN_ROLES:
            known = ", ".join(GIVEN_ROLES)
            msg = f"'{part}' must read like 3=institution; the roles are {known}"
            raise argparse.ArgumentTypeError(msg)
        if column in roles or (role in ROLES and role in roles.values()):
            msg = f"'{part}' names a column or a role for the second time"
            raise argparse.ArgumentTypeError(msg)
        roles[column] = role
    return roles


def _row(text: str) -> int:
    """Parse the number of a row or column, counted from 1."""
    if text.isdecimal() and len(text) <= MAX_ROW_DIGITS and int(text) > 0:
        return int(text)
    msg = f"'{text}' must be a number from 1"
    raise argparse.ArgumentTypeError(msg)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="Reads a university's agreement list, broken table and all.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="build the edition of a list")
    command.add_argument("list", type=Path, metavar="LIST", help="the list as received")
    command.add_argument(
        "--out", type=Path, metavar="DIR", help="where the tables are written"
    )
    command.add_argument(
        "--decisions", type=Path, metavar="FILE", help="what persons decided (CSV)"
    )
    command.add_argument(
        "--encoding", default="", help="of a text file, if it is not found rightly"
    )
    command.add_argument(
        "--columns",
        type=_roles,
        default={},
        metavar="3=institution,5=territory",
        help="what columns are, counted from 1: " + ", ".join(GIVEN_ROLES),
    )
    command.add_argument(
        "--header-row",
        type=_row,
        default=0,
        metavar="N",
        help="the source row that names the columns, counted from 1",
    )
    command.add_argument(
        "--explain",
        action="store_true",
        help="print how the list was understood, what is asked, and how to answer",
    )
    command.add_argument(
        "--with-contacts",
        action="store_true",
        help="publish columns of contact persons, which are left out otherwise",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
