"""Whether what validation says of a mutant names the clause and the kind of its error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from moc_align.config import Config
from moc_align.pipeline import Settings, open_model
from moc_align.pipeline.validation import validate_pair, validating
from moc_align.schema import Clause, Document, Finding
from mutations import Edit, Edition, Mutant
from mutations.layout import settled
from mutations.words import KINDS

_KINDS = {kind.name: kind for kind in KINDS}
Key = tuple[str, tuple[str, ...], tuple[str, str]]
"""What makes two findings the same though ids of the translation have moved on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a mutant."""

    mutant: Mutant
    way: str
    """Names of the text and of the translation."""
    right: bool
    """Named at warning or above by a check of its kind, on its clause."""
    graded: bool
    """And at error, where its kind is one."""
    strange: tuple[str, ...]
    """Other new findings at warning or above: check, clauses, message."""


class Validator:
    """Validates what becomes of a translation, as a project without a configuration would."""

    def __init__(self, text: Edition, folder: Path, model: str, skip: Sequence[str] = ()) -> None:
        self._text = text
        self._settings = Settings(model=model, cache=False)
        self._model = open_model(self._settings)
        self._asked = validating(
            Config(folder), skip=skip, day=date(2026, 1, 1), use_baseline=False
        )
        self._folder, self._count = folder, 0
        self.before = {key(f) for f in self.findings(())[1]}

    def findings(self, edits: Iterable[Edit]) -> tuple[Document, tuple[Finding, ...]]:
        """The translation with the edits, parsed, and what is found in it at warning or above."""
        target = self._written(self._text.apply(edits))
        source = self._text.source.source
        report = validate_pair(source, target, self._asked, self._settings, self._model)
        return report.documents[1], tuple(f for f in report.findings if f.severity != "info")

    def _written(self, text: str) -> str:
        """The path of a file that holds the text, each in a folder of its own."""
        self._count += 1
        file = self._folder / str(self._count) / Path(self._text.target.source).name
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8", newline="")
        return str(file)


def key(finding: Finding) -> Key:
    """Check, clauses of the text and values; of an addition the words that were added."""
    ids = tuple(quote.id for quote in finding.source) or tuple(q.text for q in finding.target)
    return finding.check, ids, finding.values


def judge(text: Edition, mutant: Mutant, validator: Validator) -> Judged:
    """The verdict on one mutant. Raises: MocAlignError."""
    mutant = settled(text, mutant)
    document, found = validator.findings(mutant.edits)
    kind = _KINDS[mutant.kind]
    sources = {id_ for clause in mutant.clauses for id_ in text.sources[clause]}
    targets = standing(document, mutant)
    right = graded = False
    strange = []
    for finding in found:
        if key(finding) in validator.before:
            continue
        own = {quote.id for quote in finding.source} & sources or {
            quote.id for quote in finding.target
        } & targets
        if own and finding.check in kind.checks:
            right = True
            graded = graded or finding.severity == kind.group or kind.group == "warning"
        elif not (own and finding.check in kind.also):
            strange.append(told(finding))
    return Judged(mutant, text.name, right, graded, tuple(strange))


def told(finding: Finding) -> str:
    """A finding on one line."""
    ids = "+".join(q.id for q in finding.source), "+".join(q.id for q in finding.target)
    return f"{finding.check} [{' ~ '.join(ids)}] {finding.message}"


def standing(document: Document, mutant: Mutant) -> set[str]:
    """Ids of the clauses of the mutated document in which the error stands."""
    wrong = mutant.wrong or range(len(mutant.edits))
    order = sorted(range(len(mutant.edits)), key=lambda at: _place(mutant.edits[at]))
    shift, found = 0, set()
    for at in order:
        edit = mutant.edits[at]
        start = edit.start + shift
        end = start + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)
        if at in wrong:
            found |= {c.id for c in document.clauses if _holds(document, c, start, end)}
    return found


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _holds(document: Document, clause: Clause, start: int, end: int) -> bool:
    """True where a clause or its label has part of the stretch, or surrounds an empty one."""
    if start == end:
        return clause.span.start < start < clause.span.end
    label = document.text.rfind(clause.label, 0, clause.span.start) if clause.label else -1
    first = label if label >= 0 and not _words(document, label, clause) else clause.span.start
    return first < end and start < clause.span.end


def _words(document: Document, label: int, clause: Clause) -> str:
    """What stands between a label and its clause, signs aside."""
    between = document.text[label + len(clause.label) : clause.span.start]
    return between.strip(" \t\n\u3000:：（(")


def spurious(edits: Sequence[Edit], validator: Validator) -> tuple[str, ...]:
    """New findings at warning or above on a harmless variant; all of them where none is edited."""
    _, found = validator.findings(edits)
    return tuple(told(f) for f in found if not edits or key(f) not in validator.before)
