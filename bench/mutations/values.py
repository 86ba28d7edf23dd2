"""Errors in what can be counted: numbers, amounts, dates, limits, labels, cross references."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from moc_align.schema import Lang
from mutations import Edit, Edition, Kind, Mutant, Rule, rewrites
from mutations.numerals import WORDS, full, half, like, moved_on, read

MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = "|".join(MONTHS)
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_NUMBER = rf"(?:{_WORD})(?:-(?:{_WORD}))?"
_FIGURES = "[0-9０-９]"
_SAID = f"(?:{_FIGURES}+|[一二三四五六七八九十百千]+)"
_COUNTED = (
    "years?|months?|days?|hours?|weeks?|times?|experts|persons|people|trainees|students|members|"
    "companies|copies|originals|participants|representatives|data subjects"
)
_COUNTERS = (
    "箇?年間|か年|ヶ年|箇月|か月|ヶ月|月間|日間|日以内|日前|日以|時間|人|名|回|社|件|通|週間"
)


def _other(number: int) -> int:
    """A number that a slip of the eye or the finger makes of it."""
    digits = str(number)
    if len(digits) == 2 and digits[0] != digits[1] and digits[1] != "0":
        return int(digits[::-1])
    if number >= 100 and digits.endswith("00"):
        return number + 10 ** (len(digits) - 1)
    if number >= 10:
        return number + 10 if digits.endswith("0") else number + 1
    return number - 1 if number > 2 else number + 1


def _changed(found: re.Match[str]) -> str | None:
    """The match with its group `n` changed, and in brackets after it `m` alike."""
    old = read(found["n"])
    if old is None:
        return None
    text = found[0]
    for name in ("m", "n"):
        if found.groupdict().get(name):
            start, end = found.start(name) - found.start(), found.end(name) - found.start()
            text = text[:start] + like(_other(old), found[name]) + text[end:]
    return text


_NOT_A_DATE = rf"(?<!{_FIGURES})(?<![月年第条項])"
NUMBERS: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (rf"(?i)\b(?P<n>{_NUMBER})(?: \((?P<m>[0-9]+)\))?(?= (?:{_COUNTED})\b)", _changed),
        (rf"(?<![\w.,-])(?P<n>[0-9]{{1,4}})(?= (?:{_COUNTED})\b)", _changed),
        (rf"(?i)\b(?P<n>{_NUMBER}) (?=(?:hundred|thousand|million|billion|trillion)\b)", _changed),
        (r"(?i)\b(?P<n>two|three|four|five|six)(?= originals)", _changed),
    ),
    "ja": (
        (rf"{_NOT_A_DATE}(?P<n>{_SAID}) ?(?={_COUNTERS})", _changed),
        (rf"{_NOT_A_DATE}(?P<n>{_SAID})(?=[万億兆]|(?:ユーロ|ドル|円|ルピー))", _changed),
    ),
}


def _percent(found: re.Match[str]) -> str | None:
    return _changed(found)


PERCENTAGES: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (rf"(?i)\b(?P<n>{_NUMBER}) per ?cent(?: \((?P<m>[0-9]+)%\))?", _percent),
        (r"(?<![\w.,(])(?P<n>[0-9]+)(?= ?%| per ?cent)", _percent),
    ),
    "ja": ((rf"(?P<n>{_FIGURES}+) ?(?=[%％]|パーセント)", _percent),),
}

_SCALES = {"thousand": "million", "million": "billion", "billion": "million", "hundred": "thousand"}


def _oku(found: re.Match[str]) -> str:
    """An amount in 億 and 万 divided by ten: 12億5000万 becomes 1億2500万."""
    great, small = int(half(found["oku"])), int(half(found["man"] or "0"))
    great, small = divmod((great * 10_000 + small) // 10, 10_000)
    text = (f"{great}億" if great else "") + (f"{small}万" if small else "")
    return full(text) if re.search("[０-９]", found[0]) else text


POWERS: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (r"\b(thousand|million|billion|hundred)\b", lambda found: _SCALES[found[0]]),
        (r"\b([0-9]+)\.([0-9])([0-9]*)(?= (?:million|billion|trillion))", r"\1\2.\g<3>0"),
        (r"(?<![\w.,])([0-9]+)0(?= (?:experts|trainees|days|hours))", r"\g<1>00"),
    ),
    "ja": (
        (rf"(?P<oku>{_FIGURES}+)億(?:(?P<man>{_FIGURES}+)万)?", _oku),
        ("(?<=[一二三四五六七八九十百])万(?=[円ユド])", "億"),
        ("(?<![一二三四五六七八九])千(?=人|件|社|名)", "万"),
        ("(?<=[一二三四五六七八九])百万", "千万"),
        (rf"(?<!{_FIGURES})({_FIGURES})([0０])(?=人|日間|日以内|名)", r"\1\2\2"),
    ),
}

_EN_DATE = rf"\b(?P<d>[0-9]{{1,2}}) (?P<m>{_MONTH})(?: (?P<y>[0-9]{{4}}))?\b"
_JA_DATE = (
    rf"(?P<era>令和|平成)?(?P<y>{_FIGURES}+|元) ?年 ?(?P<m>{_FIGURES}+) ?月 ?(?P<d>{_FIGURES}+) ?日"
)


def _with(found: re.Match[str], **parts: int) -> str:
    """The date with parts of it set anew, in its own style."""
    text = found[0]
    for name in sorted(parts, key=found.start, reverse=True):
        start, end = found.start(name) - found.start(), found.end(name) - found.start()
        new = MONTHS[parts[name] - 1] if found[name] in MONTHS else like(parts[name], found[name])
        text = text[:start] + new + text[end:]
    return text


def _parts(found: re.Match[str]) -> tuple[int, int]:
    month = MONTHS.index(found["m"]) + 1 if found["m"] in MONTHS else int(half(found["m"]))
    return int(half(found["d"])), month


def _swapped(found: re.Match[str]) -> str | None:
    day, month = _parts(found)
    return _with(found, d=month, m=day) if day <= 12 and day != month else None


def _day(found: re.Match[str]) -> str:
    day = _parts(found)[0]
    return _with(found, d=day - 1 if day > 1 else day + 10)


def _month(found: re.Match[str]) -> str:
    month = _parts(found)[1]
    return _with(found, m=month % 12 + 1)


def _year(found: re.Match[str]) -> str | None:
    year = found["y"]
    return _with(found, y=int(half(year)) - 1) if year and year != "元" else None


def _era(found: re.Match[str]) -> str:
    """Another year of the era, or the same year of the era before."""
    year = int(half(found["y"]))
    if year % 2:
        return found[0].replace("令和", "平成", 1)
    return found[0].replace(found["y"], like(year + 1, found["y"]), 1)


_DATES: dict[Lang, str] = {"en": _EN_DATE, "ja": _JA_DATE}


def _dates(make: object) -> dict[Lang, tuple[Rule, ...]]:
    return {lang: ((pattern, make),) for lang, pattern in _DATES.items()}  # type: ignore[dict-item]


_BARE_YEAR = r"(?P<y>(?:19|20)[0-9]{2})"
YEARS: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (_EN_DATE, _year),
        (rf"(?<=(?:year|ince|from) ){_BARE_YEAR}\b", lambda found: str(int(found["y"]) - 1)),
    ),
    "ja": (
        (_JA_DATE, _year),
        (rf"{_BARE_YEAR}(?=年(?:から|以降|度))", lambda found: str(int(found["y"]) - 1)),
    ),
}
ERAS: dict[Lang, tuple[Rule, ...]] = {
    "ja": ((rf"令和 ?(?P<y>{_FIGURES}+) ?(?=年)", _era),),
    "en": (),
}

UNITS: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (rf"(?i)(?<=\b)({_NUMBER}|[0-9]+|[)]) years(?='|’|\b)", r"\1 months"),
        (rf"(?i)(?<=\b)({_NUMBER}|[0-9]+) months(?='|’|\b)", r"\1 weeks"),
        (rf"(?i)({_NUMBER}|[0-9]+|\)) days(?='|’|\b)", r"\1 months"),
        (rf"(?i)({_NUMBER}|[0-9]+) hours\b", r"\1 days"),
    ),
    "ja": (
        (rf"({_SAID}) ?年間", r"\1箇月間"),
        (rf"({_SAID}) ?箇月", r"\1年"),
        (rf"({_SAID}) ?時間", r"\1日"),
        (rf"(?<![月月]|{_FIGURES})({_SAID}) ?日(?=以内|間|前)", r"\1箇月"),
    ),
}

LIMITS: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (r"\bat least\b", "at most"),
        (r"\bnot more than\b", "not less than"),
        (r"\bup to(?= [a-z0-9]+ (?:\([0-9]+\) )?(?:%|[a-z]+))", "at least"),
        (r"\bor more(?= )", "or less"),
        (r"\bshall not exceed\b", "shall not be less than"),
        (r"\bwithin(?= (?:[a-z-]+ )?[(0-9])", "not earlier than"),
        (r"\bfor more than(?= [a-z]+ years)", "for less than"),
        (r"\bon or after\b", "on or before"),
        (r"\bby(?= [0-9]+ [A-Z][a-z]+ [0-9]{4})", "after"),
        (r"\bonwards\b", "at the latest"),
    ),
    "ja": (
        ("少なくとも(?=[、年月二三0-9０-９])", "多くとも"),
        (f"(?<=[人年日月間回％%度])以上|(?<={_FIGURES}人)以上", "以下"),
        ("(?<=[間日月年])以内に", "経過後に"),
        ("を超えない数", "を下らない数"),
        ("を超えないものとする", "を下回らないものとする"),
        ("(?<=年)を超えて", "に満たない期間"),
        ("(?<=日)以後", "以前"),
        ("(?<=年度)以降", "まで"),
        ("(?<=月[0-9０-９]日)まで|(?<=月[0-9０-９][0-9０-９]日)まで", "以降"),
        ("(?<=人)まで(?=受け)", "以上"),
    ),
}

_AFTER = r"(?! ?[0-9０-９年月])"
REFERENCES: dict[Lang, tuple[Rule, ...]] = {
    "en": (
        (r"(?<=\b[Pp]aragraph )(?P<n>[0-9]+)", _changed),
        (r"(?<=\bArticle )(?P<n>[0-9]+)", _changed),
        (r"(?<=\bArticles )(?P<n>[0-9]+)(?= and)", _changed),
        (r"\bpreceding paragraph\b", "preceding Article"),
        (r"\bthe Annex\b", "Article 1"),
    ),
    "ja": (
        (rf"(?<=第)(?P<n>{_FIGURES}+)(?=条)", _changed),
        (rf"(?<=第)(?P<n>{_FIGURES}+)(?=項)", _changed),
        ("前項", "前条"),
        ("別表", "第一条"),
    ),
}


def _labelled(edition: Edition) -> Iterator[tuple[str, tuple[int, int], str]]:
    """Clauses with a label that counts: id, where the label is, the next one."""
    for clause in edition.target.clauses:
        place = edition.label(clause)
        after = moved_on(clause.label, 1) if place else None
        if place and after and after != clause.label:
            yield clause.id, place, after


def _wrong_label(edition: Edition, chance: random.Random) -> Iterator[Mutant]:
    for id_, (start, end), _ in _labelled(edition):
        label = edition.raw[start:end]
        by = chance.choice((1, 2, 3))
        after = moved_on(label, by) or moved_on(label, -1)
        if after:
            edit = Edit(start, end, after)
            yield Mutant("wrong-label", (edit,), (id_,), f"«{label}» → «{after}»")


def _label_gap(edition: Edition, _: random.Random) -> Iterator[Mutant]:
    """A label and all that follow it in its list one too high."""
    places = {id_: (place, after) for id_, place, after in _labelled(edition)}
    for parent in (None, *edition.target.clauses):
        run = [clause for clause in edition.children(parent) if clause.id in places]
        for first in range(1, len(run)):
            rest = run[first:]
            if len({clause.kind for clause in run}) == 1 and len(rest) > 1:
                edits = tuple(Edit(*places[c.id][0], places[c.id][1]) for c in rest)
                note = f"«{rest[0].label}» to «{rest[-1].label}» one higher each"
                yield Mutant("label-gap", edits, tuple(c.id for c in rest), note)


VALUES = (
    Kind("changed-number", "error", ("numbers",), rewrites("changed-number", NUMBERS)),
    Kind("power-of-ten", "error", ("numbers",), rewrites("power-of-ten", POWERS)),
    Kind("changed-percentage", "error", ("numbers",), rewrites("changed-percentage", PERCENTAGES)),
    Kind("changed-unit", "error", ("numbers",), rewrites("changed-unit", UNITS)),
    Kind("swapped-day-month", "error", ("dates",), rewrites("swapped-day-month", _dates(_swapped))),
    Kind("changed-day", "error", ("dates",), rewrites("changed-day", _dates(_day))),
    Kind("changed-month", "error", ("dates",), rewrites("changed-month", _dates(_month))),
    Kind("changed-year", "error", ("dates",), rewrites("changed-year", YEARS)),
    Kind("changed-era-year", "error", ("dates",), rewrites("changed-era-year", ERAS)),
    Kind(
        "changed-limit",
        "warning",
        ("numbers", "direction", "qualifiers"),
        rewrites("changed-limit", LIMITS),
    ),
    Kind("wrong-reference", "error", ("labels",), rewrites("wrong-reference", REFERENCES)),
    Kind("wrong-label", "error", ("labels",), _wrong_label),
    Kind("label-gap", "error", ("labels",), _label_gap),
)
