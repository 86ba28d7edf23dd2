"""How well `moc-align diff` does on pairs of documents that a person annotated.

    python bench/pairs.py                  the pairs of the test suite
    python bench/pairs.py FOLDER ...       sets of pairs, or single ones
    python bench/pairs.py --misses         also lists what was got wrong

Prints only; bench/gate.py holds the figures to their floors.
A pair is a folder with `gold.json` and the two texts it names (see tests/pairs/README.md). Gold
clauses are named by a stretch of their text, so that the figures do not depend on ids.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from moc_align.pipeline import Settings, diff_report
from moc_align.resources import model_path
from moc_align.schema import Change, Document, Report
from moc_align.text import squeeze

ROOT = Path(__file__).parent.parent
PAIRS = ROOT / "tests" / "pairs"
UNSEEN = ROOT / "tests" / "unseen"
FLOORS = ROOT / "bench" / "floors.json"
LINKED = ("carried", "changed")
SHIPPED = str(model_path())


@dataclass
class Score:
    """Counts of one pair or of several together."""

    kinds: int = 0
    kinds_right: int = 0
    uncertain: int = 0
    links: int = 0
    links_found: int = 0
    links_right: int = 0
    areas: int = 0
    origins_right: int = 0
    statuses_right: int = 0
    details: int = 0
    details_right: int = 0
    lost: int = 0
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Shares in [0, 1]; `link_f1` is of pairs (old clause, new clause)."""
        precision = self.links_right / max(1, self.links_found)
        recall = self.links_right / max(1, self.links)
        return {
            "kind_accuracy": self.kinds_right / max(1, self.kinds),
            "link_precision": precision,
            "link_recall": recall,
            "link_f1": 2 * precision * recall / max(1e-9, precision + recall),
            "area_origin": self.origins_right / max(1, self.areas),
            "area_status": self.statuses_right / max(1, self.areas),
            "detail_recall": self.details_right / max(1, self.details),
            "uncertain": self.uncertain / max(1, self.kinds),
            "gold_clauses_lost": self.lost / max(1, self.kinds),
        }

    def add(self, other: Score) -> None:
        """Adds the counts of another pair."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def find(document: Document, stretch: str) -> str | None:
    """Id of the leaf that holds the stretch, white space aside."""
    wanted = squeeze(stretch)
    return next((c.id for c in document.leaves() if wanted in squeeze(c.text)), None)


@cache
def score_pair(folder: Path, model: str = SHIPPED) -> Score:
    """The counts of one pair, run once in a process."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    report = run_pair(folder, gold, model)
    score = Score()
    _score_changes(score, report, gold)
    _score_areas(score, report, gold)
    score.misses = [f"{folder.name}: {miss}" for miss in score.misses]
    return score


def run_pair(folder: Path, gold: dict, model: str = SHIPPED) -> Report:
    """The report on one pair."""
    old, new = gold["old"], gold["new"]
    return diff_report(
        str(folder / old["file"]),
        str(folder / new["file"]),
        genres=(old["genre"], new["genre"]),
        settings=Settings(model=model),
    )


def score_set(folder: Path, show: bool = False, model: str = SHIPPED) -> Score:
    """The counts of all pairs in a folder, or of the one that it is."""
    total = Score()
    golds = sorted(folder.glob("*/gold.json")) or [folder / "gold.json"]
    for gold in golds:
        score = score_pair(gold.parent, model)
        total.add(score)
        if show:
            _show(gold.parent.name, score)
    if show and len(golds) > 1:
        _show(f"{folder.name}, all", total)
    return total


def _show(name: str, score: Score) -> None:
    print(f"{name:20s}", *(f"{key} {value:.2f}" for key, value in score.figures().items()))


def _score_changes(score: Score, report: Report, gold: dict) -> None:
    old, new = report.documents
    by_after = {q.id: c for c in report.changes for q in c.after}
    by_before: dict[str, list[Change]] = {}
    for change in report.changes:
        for quote in change.before:
            by_before.setdefault(quote.id, []).append(change)
    covered: set[str] = set()
    for row in gold["changes"]:
        score.kinds += 1
        after = [find(new, s) for s in row["after"]]
        before = [find(old, s) for s in row["before"]]
        if None in after or None in before:
            score.lost += 1
            score.misses.append(f"not found in a leaf: {row['after']} {row['before']}")
            continue
        covered |= set(after)
        if row["after"]:
            got = by_after.get(after[0])
        else:
            changes = by_before.get(before[0], [])
            got = next((c for c in changes if c.kind in LINKED), changes[0] if changes else None)
        kind = got.kind if got else "nothing"
        score.kinds_right += kind == row["kind"]
        score.uncertain += kind == "uncertain"
        wanted = {(b, a) for a in after for b in before} if row["kind"] in LINKED else set()
        found = {
            (q.id, a)
            for a in after
            for c in [by_after.get(a)]
            if c and c.kind in LINKED
            for q in c.before
        }
        score.links += len(wanted)
        score.links_found += len(found)
        score.links_right += len(wanted & found)
        if kind != row["kind"] or wanted != found:
            text = (row["after"] or row["before"])[0]
            score.misses.append(
                f"{row['kind']} -> {kind}: {text} | gold {sorted(wanted)} got {sorted(found)}"
                + (f" p={got.confidence:.2f}" if got else "")
            )
        if row["kind"] == "changed" and wanted & found and got:
            have = {d.kind for d in got.details}
            score.details += len(row["details"])
            right = have & set(row["details"])
            score.details_right += len(right)
            if right != set(row["details"]) or kind == "carried":
                score.misses.append(f"  details {row['details']} got {sorted(have)}")


def _score_areas(score: Score, report: Report, gold: dict) -> None:
    new = report.documents[1]
    titles = {squeeze(c.title): c.id for c in new.clauses if c.title}
    by_title = {squeeze(title): s for s in report.areas for _, title in s.titles}
    for row in gold["areas"]:
        score.areas += 1
        title = squeeze(row["title"])
        status = by_title.get(title) or _by_number(report, row)
        titles_of = {c.id: c.title for c in report.documents[0].clauses}
        origins = sorted(squeeze(titles_of[q.id]) for q in status.before) if status else ["?"]
        kind = status.status if status else f"nothing ({titles.get(title)})"
        if status and status.status == "uncertain":
            origins = ["uncertain", *origins]
        wanted = sorted(squeeze(s) for s in row["from"])
        score.origins_right += origins == wanted
        score.statuses_right += kind == row["status"]
        if kind != row["status"] or origins != wanted:
            score.misses.append(
                f"area {row['title']}: {row['status']} {wanted} -> {kind} {origins}"
            )


def _by_number(report: Report, row: dict):
    return next((s for s in report.areas if s.area == row.get("scheme")), None)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for folder in options.folders or (PAIRS, UNSEEN):
        total = score_set(folder, show=True)
        if options.misses:
            print(*total.misses, sep="\n")


if __name__ == "__main__":
    main()
