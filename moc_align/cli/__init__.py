"""The command line: arguments -> pipeline -> reporter -> exit status.

A command is one file here with a function of the file's name: `parse.py` holds `parse`. Nothing
else is edited. Its class stands in `COMMAND` where it is not typer's own; `SHARED` names the files
that are no commands.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from moc_align import __version__
from moc_align.errors import MocAlignError

OK, USER_ERROR, BUG, INTERRUPTED = 0, 2, 3, 130
SHARED = frozenset({"options", "output", "progress"})

app = typer.Typer(
    name="moc-align",
    help="Parses, maps and compares policy texts across Japanese and English, clause by clause.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"moc-align {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Parses, maps and compares policy texts across Japanese and English, clause by clause."""


for _name in sorted({file.stem for file in Path(__file__).parent.glob("[a-z]*.py")} - SHARED):
    _module = import_module(f"{__name__}.{_name}")
    app.command(cls=getattr(_module, "COMMAND", None))(getattr(_module, _name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits: 0 done, 2 the user's mistake, 3 a bug, 130 interrupted."""
    # a short run makes many small records and hardly a cycle: looking for them costs a twentieth
    gc.set_threshold(200_000, 20, 20)
    # matrices here are small, and threads that wait for one another on a loaded machine cost
    # ten times what they save; numpy reads this when it is first imported
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Exit status of a run; the one place where errors become messages."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # a report in Japanese must not fail on a terminal of another encoding
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        status = app(args=given or ["--help"], standalone_mode=False)
    except MocAlignError as error:
        return _complain(str(error), USER_ERROR)
    except typer.TyperException as error:
        return _complain(f"{error.format_message().rstrip('.')}; see moc-align --help", USER_ERROR)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", INTERRUPTED)
    except Exception as error:
        if os.environ.get("MOC_ALIGN_DEBUG"):
            raise
        import platform  # takes a tenth of what --help may take

        what = f"{type(error).__name__}: {error}"
        versions = f"moc-align {__version__}, Python {platform.python_version()}, {sys.platform}"
        return _complain(
            f"this is a bug of ours: {what} ({versions}); "
            "MOC_ALIGN_DEBUG=1 shows where; please report it",
            BUG,
        )
    return status if isinstance(status, int) else OK


def _complain(message: str, status: int) -> int:
    from moc_align.text import printable

    # one line, whatever line ends a file's name brought along
    typer.echo(f"moc-align: {printable(' '.join(message.split()))}", err=True)
    return status
