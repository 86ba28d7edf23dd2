"""The reports of cases/reporters/sample.toml, made by hand: an invented pair of documents."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from moc_align.plugins import Screen, load
from moc_align.schema import (
    Area,
    AreaStatus,
    AreaTag,
    Change,
    Clause,
    Detail,
    Document,
    Evidence,
    Quote,
    Report,
    Scheme,
    Signature,
    Span,
)

HERE = Path(__file__).parent
REPORTERS = {name: load("reporter", name) for name in ("text", "markdown", "json")}
HOSTILE = (
    "警備\x1b[31mを強化し、[red]赤[/red]と| pipe |、`code`と</blockquote><script>x()</script>、"
    "@octocat に #12 と https://evil.example/a?b=1 [link](javascript:x) ![i](http://x.example/i.png)"
    " \u202egnp.exe \x9b2J\x07 *bold* _low_ ~~gone~~ &lt; $x$ :smile: www.example.org a@b.example"
    " を示す。"
)


def _clauses(table: str) -> tuple[str, tuple[Clause, ...]]:
    clauses: list[Clause] = []
    above: list[str] = []
    written = ""
    for row in table.strip().splitlines():
        key, kind, label, title, text, page, line = (cell.strip() for cell in row.split("|"))
        text = text.replace("{hostile}", HOSTILE)
        above = [parent for parent in above if key.startswith(f"{parent}.")]
        body = " ".join(part for part in (title, text) if part)
        start = len(written) + len(label)
        written += label + body + "\n"
        span = Span(start, start + len(body))
        sentences = (text,) if text else ()
        clauses.append(
            Clause(
                key, tuple(above), kind, label, title, text, sentences, span, int(page), int(line)
            )  # type: ignore[arg-type]
        )
        above.append(key)
    return written, tuple(clauses)


def _document(table: dict[str, Any]) -> Document:
    table = dict(table)
    written, clauses = _clauses(table.pop("clauses"))
    tail = table.pop("furniture")
    furniture = (Span(len(written), len(written) + len(tail)),)
    return Document(**table, text=written + tail, clauses=clauses, furniture=furniture)


def _evidence(rows: list[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(*row) for row in rows)


def sample(command: str) -> Report:
    data = tomllib.loads((HERE / "cases/reporters/sample.toml").read_text(encoding="utf-8"))
    old, new = (_document(table) for table in data["documents"])

    def quotes(document: Document, ids: list[str]) -> tuple[Quote, ...]:
        found = (document.clause(key) for key in ids)
        return tuple(Quote(c.id, c.text or c.title, c.page, c.line) for c in found)

    areas = tuple(
        Area(number, slug, tuple((lang, t) for lang, t in (("ja", ja), ("en", en)) if t))
        for number, slug, ja, en in data["scheme"].pop("areas")
    )
    scheme = Scheme(areas=areas, **data["scheme"])
    tags = tuple(
        AreaTag(
            tag["clause"],
            tag.get("area"),
            tag["score"],
            tag["confidence"],
            tag.get("uncertain", False),
            _evidence(tag.get("evidence", [])),
        )
        for tag in data["tags"]
    )
    statuses = tuple(
        AreaStatus(
            row.get("area"),
            scheme.area(row["area"]).titles if "area" in row else (),
            row["status"],
            quotes(old, row.get("before", [])),
            row.get("score"),
            row["confidence"],
            _evidence(row.get("evidence", [])),
        )
        for row in data["areas"]
    )
    changes = tuple(
        Change(
            row["kind"],
            row.get("area"),
            quotes(old, row.get("before", [])),
            quotes(new, row.get("after", [])),
            row.get("score"),
            row["confidence"],
            row["reason"],
            tuple(Detail(*found) for found in row.get("details", [])),
            _evidence(row.get("evidence", [])),
        )
        for row in data["changes"]
    )
    signature = Signature(
        **{**data["signature"], "thresholds": tuple(data["signature"]["thresholds"].items())},
        inputs=tuple((d.id, d.sha256) for d in (old, new)),
    )
    whole = Report(
        "diff", (old, new), scheme, (), statuses, changes, signature, tuple(data["notes"])
    )
    if command == "diff":
        return whole
    signature = replace(signature, inputs=signature.inputs[1:])
    if command == "areas":
        return Report("areas", (new,), scheme, tags, signature=signature)
    plain = replace(signature, model="", model_sha256="", scheme="", scoring="", thresholds=())
    return Report("parse", (new,), signature=plain)


def rendered(command: str, name: str, width: int = 80, colour: bool = False) -> str:
    return REPORTERS[name].render(sample(command), Screen(width, colour))
