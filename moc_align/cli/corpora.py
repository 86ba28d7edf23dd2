"""`moc-align corpora`."""

from __future__ import annotations

import typer


def corpora() -> None:
    """List the documents that moc-align ships."""
    from moc_align.resources import corpora as shipped
    from moc_align.resources import read_corpus

    for entry in shipped():
        read_corpus(entry)
        typer.echo(
            f"{entry.id}  {entry.lang}  {entry.genre}  {entry.date}  version {entry.version}"
        )
        for line in (entry.title_ja, entry.title_en, entry.publisher, entry.source, entry.terms):
            typer.echo(f"    {line}")
        typer.echo(f"    sha256 {entry.sha256}  {entry.path}")
