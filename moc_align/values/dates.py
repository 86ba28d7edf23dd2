"""Dates as printed, in their canonical form, where the calendar has them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal

from moc_align.text import en_number, ja_number
from moc_align.values.measures import Found
from moc_align.values.patterns import ERAS, MONTH


def dates(match: re.Match[str]) -> Iterator[Found]:
    """The dates of a match; none where it is of another kind or the calendar has no such day."""
    start, end = match.span()
    kind = match.lastgroup
    if kind == "fy":
        yield from _date(
            start, end, _year(match.groupdict().get("fyy") or match["fyn"]), prefix="FY"
        )
    elif kind == "jadate":
        yield from _ja_date(match)
    elif kind == "endate":
        yield from _en_date(match)
    elif kind == "iso":
        yield from _iso_date(match)
    elif kind == "era":
        yield from _date(start, end, _year(match["ey"]), int(match["em"]), int(match["ed"]))
    elif kind == "md":
        month, day = ja_number(match["mm"]), ja_number(match["mdd"])
        yield from _date(start, end, None, int(month or 0), int(day or 0))
    elif kind == "slash":
        one, two = int(match["s1"]), int(match["s2"])
        if one > 12 or two > 12:  # else 3/4/2025 is March in one country, April in another
            yield from _date(start, end, int(match["sy"]), min(one, two), max(one, two))
    elif kind in {"year", "year2"}:
        yield from _date(start, end, int(match[0]))


def _year(printed: str) -> int | None:
    """The year of 2018, 二〇一八, 令和7, 平成三十, 令和元 or R7; of two bare digits the 2000s."""
    era = re.match(r"明治|大正|昭和|平成|令和|[MTSHR](?=\d)", printed)
    rest = printed[era.end() :].strip() if era else printed.strip()
    number = Decimal(1) if rest == "元" else ja_number(rest)
    if number is None or number < 1:
        return None
    value = int(number) + (ERAS[era[0]] if era else 0)
    return value + 2000 if value < 100 else value


def _date(
    start: int,
    end: int,
    year: int | None,
    month: int | None = None,
    day: int | None = None,
    prefix: str = "",
) -> Iterator[Found]:
    """One date; none where the calendar has no such day."""
    if month is not None and not 1 <= month <= 12:
        return
    if day is not None:
        # a day without its year may be 29 February
        last = calendar.monthrange(year or 2000, month or 1)[1]
        if not 1 <= day <= last:
            return
    if year is None and (month is None or day is None):
        return
    key = f"{year:04}" if year is not None else "-"
    for part in (month, day):
        if part is not None:
            key += f"-{part:02}"
    yield Found("date", prefix + key, start, end)


def _ja_date(match: re.Match[str]) -> Iterator[Found]:
    """The date of a Japanese match, or both ends of a range of days (5月1日から7日)."""
    in_year = _year(match["y"])
    month, day, month2, day2 = (
        None if match[name] is None else int(ja_number(match[name]) or 0)
        for name in ("m", "d", "m2", "d2")
    )
    if in_year is None:
        return
    if day2 is None:
        yield from _date(match.start(), match.end(), in_year, month, day)
        return
    begin = match.start("d2") if month2 is None else match.start("m2")
    first_end = match.start() + match.string[match.start() : begin].rindex("日") + 1
    yield from _date(match.start(), first_end, in_year, month, day)
    yield from _date(begin, match.end(), in_year, month2 or month, day2)


def _en_date(match: re.Match[str]) -> Iterator[Found]:
    """The date of an English match, or both ends of a range of days (25-27 August 2025)."""
    month = MONTH[match["m"][:3].lower()]
    in_year = None if match["y"] is None else int(en_number(match["y"]) or 0)
    one, two = ("d", "d2") if match["d"] else ("e", "e2")
    day = _day(match[one]) if match[one] else None
    if day is None:  # "this memorandum of August 2025": the word before is no day
        yield from _date(match.start("m"), match.end(), in_year, month)
    elif match[two] is None:
        yield from _date(match.start(), match.end(), in_year, month, day)
    else:
        yield from _date(match.start(), match.end(one), in_year, month, day)
        yield from _date(match.start(two), match.end(), in_year, month, _day(match[two]))


_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_DAYS = {word: n for n, word in enumerate(_ORDINALS.split(), start=1)}
_DAYS |= {f"twenty-{word}": 20 + n for word, n in tuple(_DAYS.items())[:9]}
_DAYS |= {"thirtieth": 30, "thirty-first": 31}


def _day(printed: str) -> int | None:
    digits = re.match(r"\d+", printed)
    return int(digits[0]) if digits else _DAYS.get(printed.lower())


def _iso_date(match: re.Match[str]) -> Iterator[Found]:
    """The date of 2025-08-25, 2025/8/25, 2025-08 or 2018/05; of 2018-19 the first year."""
    in_year, month = int(match["iy"]), int(match["im"])
    if match["id"]:
        yield from _date(match.start(), match.end(), in_year, month, int(match["id"]))
    elif match["sep"] == "-" and len(match["im"]) == 2 and month > 12:  # 2018-19
        yield from _date(match.start(), match.end("iy"), in_year)
    elif match["sep"] != ".":
        yield from _date(match.start(), match.end(), in_year, month)
