"""Bytes -> text: byte order mark, UTF-8, declared encoding, then a guess that must look right.

A guess is taken only if the text it gives looks like Japanese or English: a wrong one would turn
every clause to noise in silence.
"""

from __future__ import annotations

import codecs
import re

from moc_align.errors import ReadError
from moc_align.readers._plausible import PLAUSIBLE, plausibility

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WITH_NULS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_GUESSES = ("cp932", "euc_jp", "cp1252", "mac_roman", "utf-16-le", "utf-16-be")
_LABELS = {
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j cp932 ms932 csshiftjis",
    "euc_jp": "euc-jp x-euc-jp eucjp cseucpkdfmtjapanese",
    "cp1252": "iso-8859-1 iso8859-1 latin1 latin-1 us-ascii ascii windows-1252 cp1252",
    "gb18030": "gb2312 gbk gb18030 x-gbk",
    "big5": "big5 big5-hkscs",
    "euc_kr": "euc-kr ks_c_5601-1987",
}
"""As the WHATWG Encoding Standard reads them; a name of a codec that is no text is never tried."""
_OF_LABEL = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_PLAIN_CODEC = re.compile(r"(?:iso-8859-|windows-125)\d{1,2}")
_MOST_VENDOR = 400_000
"""Bytes: twice what 20 MB of Japanese hold by chance; each may cost some microseconds."""
_JIS = re.compile(rb"\x1b(?:\$[@B]|\$\(D|\([BJI])")


def decode(data: bytes, name: str, declared: str = "") -> str:
    """The text of those bytes, without a byte order mark. Raises: ReadError.

    `declared` is the label the file itself gives, as in `<meta charset>`; empty where it has none.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], codec)
            if text is None:
                raise ReadError(
                    f"{name} starts like {codec.upper()} but has bytes that are not; get it "
                    "again from where it came from, or save it as UTF-8"
                )
            return text
    if b"\x00" in data:
        return _best(data, name, _WITH_NULS)
    if _JIS.search(data) and data.isascii():
        text = _strict(data, "iso2022_jp")
        if text is not None:
            return text
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    label = _codec_of(declared)
    text = _strict(data, label) if label else None
    # a language that is not ours is the parser's to refuse; a wrong label is ours
    if text is not None and (label not in _GUESSES or plausibility(text) >= PLAUSIBLE):
        return text
    damage = _damaged_utf8(data)
    if damage is not None:
        raise ReadError(
            f"{name}, line {damage}, has bytes that are not UTF-8, as the rest is; get the file "
            "again, or save it as UTF-8"
        )
    return _best(data, name, _GUESSES)


def _best(data: bytes, name: str, codecs: tuple[str, ...]) -> str:
    texts = [text for codec in codecs if (text := _strict(data, codec)) is not None]
    if texts:
        best = max(texts, key=plausibility)
        if plausibility(best) >= PLAUSIBLE:
            return best
    if b"\x00" in data:
        raise ReadError(f"{name} is a binary file, not a text; give a text, HTML or PDF file")
    guess = _detected(data)
    text = _strict(data, guess) if guess else None
    if text is not None and plausibility(text) >= PLAUSIBLE:
        return text
    perhaps = f" (perhaps {guess})" if guess else ""
    raise ReadError(
        f"{name} is not UTF-8 and in no encoding known for Japanese or English{perhaps}; "
        "save it as UTF-8"
    )


def _detected(data: bytes) -> str | None:
    """What charset-normalizer takes the first 64 KB for."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:65536]).best()
    return match.encoding if match else None


def _codec_of(label: str) -> str | None:
    label = label.strip().lower()
    return _OF_LABEL.get(label) or (label if _PLAIN_CODEC.fullmatch(label) else None)


def _strict(data: bytes, codec: str) -> str | None:
    """The text in that encoding; None where a byte does not fit."""
    try:
        if codec == "iso2022_jp":
            return _euc(_unescaped(data))
        if codec == "euc_jp":
            return _euc(data)
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _unescaped(data: bytes) -> bytes:
    """ISO-2022-JP as the EUC-JP of the same characters. Source: RFC 1468, RFC 2237."""
    parts: list[bytes] = []
    charset = b"\x1b(B"
    last = 0
    for match in [*_JIS.finditer(data), None]:
        end = match.start() if match else len(data)
        part = data[last:end]
        if charset.startswith(b"\x1b$"):
            lines = re.split(rb"([\r\n]+)", part)
            raised = [p if i % 2 else bytes(b | 0x80 for b in p) for i, p in enumerate(lines)]
            part = b"".join(raised)
            if charset == b"\x1b$(D":
                part = re.sub(rb"([\xa1-\xfe]{2})", b"\x8f\\1", part)
        elif charset == b"\x1b(I":
            part = re.sub(rb"([\x21-\x5f])", lambda m: bytes((0x8E, m[1][0] | 0x80)), part)
        parts.append(part)
        if match:
            charset, last = match[0], match.end()
    return b"".join(parts)


def _euc(data: bytes) -> str:
    """EUC-JP, with the vendor rows (①, ㈱, Ⅱ) that Python's codec leaves out read as cp932 does.

    Raises: UnicodeDecodeError, also where such rows are too many for a text.
    """
    if data.count(b"\xad") > _MOST_VENDOR:
        return data.decode("euc_jp")
    return data.decode("euc_jp", _VENDOR_ROWS)


def _vendor_character(error: UnicodeError) -> tuple[str, int]:
    """The character of a vendor row and where to go on: a handler for `bytes.decode`."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    run = _VENDOR_RUN.match(error.object, error.start)
    if run is None:
        raise error
    pairs = bytearray()
    for high, low in zip(run[0][::2], run[0][1::2], strict=True):
        row, cell = high - 0xA1, low - 0xA1
        lead = (row >> 1) + (0x81 if row < 62 else 0xC1)
        pairs += bytes((lead, cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)))
    return pairs.decode("cp932"), run.end()


_VENDOR_RUN = re.compile(rb"(?:[\xad\xf9-\xfc][\xa1-\xfe])+")
_VENDOR_ROWS = "moc_align.vendor_rows"
codecs.register_error(_VENDOR_ROWS, _vendor_character)


def _damaged_utf8(data: bytes) -> int | None:
    """The line of the first bad byte in what is otherwise UTF-8; None where it is something else.

    Two whole characters for every bad byte: text in another encoding hardly ever gives one.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return text[: text.index("\ufffd")].count("\n") + 1 if bad and good >= 2 * bad else None
