"""What a page prints round a document: breadcrumbs, menus, contact boxes, links, copyright lines.

Only what is told by its form or by a phrase that fills its line is furniture; in doubt a line
belongs to the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from moc_align.parser.lines import Line, ends_sentence
from moc_align.parser.numbering import candidates
from moc_align.schema import Genre, Span

HEAD_LINES = 60
"""Lines at the top among which breadcrumbs and menus are looked for."""
TAIL_LINES = 60
"""Lines that a page's contact boxes and links take up at most."""

_NAVIGATION = re.compile(
    r"home|top(?: page)?|menu|(?:skip|jump) to .{2,30}|text size.*|font size.*|search|site ?map"
    r"|language|english|japanese"
    r"|share(?: this(?: page)?)?|print(?: this(?: page)?| version)?|tweet|facebook|twitter|line"
    r"|mail|rss|close|login"
    r"|(?:s m l|small medium large)"
    r"|ホーム|トップ(?:ページ)?|メニュー|本文へ(?:移動|ジャンプ|スキップ)?(?:します)?|(?:このページの)?本文へ.{0,8}|文字サイズ.*|検索|サイトマップ"
    r"|印刷(?:用ページ|する|用画面)?|シェア(?:する)?|ツイート(?:する)?|日本語|閲覧支援.*|ここから本文です。?|本文ここから|スキップ.*",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:home|top|top page|ホーム|トップ|トップページ|HOME)\s*(?:[>＞»›/|]|→).*", re.IGNORECASE
)
_TRAIL_NAME = re.compile(
    r"home|top(?: page)?|news(?: releases?| and .{3,20})?|press(?: releases?| room)?|back"
    r" issues|ホーム|トップ(?:ページ)?|報道発表.{0,6}"
    r"|ニュース(?:リリース)?|プレスリリース.{0,6}|会見・発表.{0,10}",
    re.IGNORECASE,
)
_EDGE = r"[\s【】（）()\[\]＜＞<>■●○◆◇▶▲:：*＊・−\-]*"
_CONTACT = re.compile(
    _EDGE
    + r"(?:(?:divisions?|offices?|sections?|persons?|department|officials?) in charge(?: .{3,30})?"
    r"|(?:for )?(?:(?:further|more|additional|media|press|general|all) )?(?:information"
    r"|inquir(?:y|ies)|enquir(?:y|ies)|contacts?)"
    r"(?:,? (?:please )?(?:contacts?|us|information|details?|persons?|points?|office|here"
    r"|regarding this.{0,30}|about this.{0,30}|for .{3,40}))?"
    r"|(?:media|press) (?:contacts?|inquiries|office|relations)"
    r"|related (?:links?|web ?sites?|information|documents?|materials?|press releases?|pages?"
    r"|files?|articles?|topics?|contents?)"
    r"|release date|date of (?:release|publication)"
    r"|attach(?:ments?|ed files?|ed documents?)|links|reference links?|notes? to editors|footer"
    r"|external links?"
    r"|(?:本(?:件|発表(?:資料)?|リリース|プレスリリース|報道発表(?:資料)?|記事)?(?:に関する|に係る|についての"
    r"|の)?\s*)?(?:お)?問\s?い?\s?合\s?わ?\s?せ\s?(?:先|窓口)?(?:一覧)?"
    r"|担当(?:課室?|部署|部局|者|局|窓口|府省)?|関連(?:リンク|資料|情報|ページ|ファイル|サイト|URL|ウェブサイト|記事|文書|する?報道発表|施策)(?:先"
    r"|集)?"
    r"|添付(?:資料|ファイル)|(?:ご)?連絡先|報道(?:関係者)?(?:の方)?(?:の)?(?:お)?問合せ先?|(?:参考)?リンク(?:集)?|ダウンロード|発表資料"
    r"|外部リンク)" + _EDGE,
    re.IGNORECASE,
)
_TAIL = re.compile(
    _EDGE + r"(?:(?:back|return|go|up)(?: to)?(?: the)? (?:page )?top(?: of (?:the|this) page)?"
    r"|page ?top|top of (?:the )?page|to top|"
    r"back to (?:home|index|list|news).{0,20}|(?:previous|next)(?: page| article)?"
    r"|.{0,40}copyright.{0,160}|(?:©|\(c\)|Ⓒ).{2,160}"
    r"|all rights reserved.?|site ?map.{0,80}|privacy policy.{0,80}|terms of (?:use"
    r"|service).{0,60}|follow us.{0,40}|share(?: this(?: page)?)?|print(?: this(?: page)?)?"
    r"|(?:please )?(?:download|get) (?:the )?adobe.{0,80}|.{0,30}adobe (?:acrobat"
    r" )?reader.{0,120}|last (?:updated|modified).{0,40}"
    r"|(?:この)?ページ(?:の)?(?:先頭|トップ|上部)(?:へ|に)?(?:戻る)?|(?:先頭|トップ|一覧)(?:へ|に)?(?:戻る|もどる)"
    r"|ホームへ戻る"
    r"|前の?ページへ?(?:戻る)?|印刷(?:用ページ|する)?|シェア(?:する)?|ツイート(?:する)?"
    r"|(?:(?:media |press )?contacts?|tel(?:ephone)?|phone|fax|e-?mail|url"
    r"|電話|ＴＥＬ|ＦＡＸ|担当者?|連絡先|(?:お)?問合せ先?)\s*[:：].{1,100}"
    r"|プライバシーポリシー.{0,60}|サイトマップ.{0,60}|著作権.{0,40}|リンク・著作権.{0,40}|利用規約.{0,40}|(?:最終)?更新日.{0,30}"
    r"|PDF.{0,60}ダウンロード.{0,40})" + _EDGE,
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\b(?:tel|fax|phone|e-?mail|https?|www)\b|電話|直通|内線|ＴＥＬ|ＦＡＸ|メール|@|＠|\(pdf|（pdf|\bpdf\b|ＰＤＦ"
    r"|担当|copyright|division|in charge|課|室",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:目\s*次|(?:table of )?contents)\s*[:：]?", re.IGNORECASE)
_LEADER = re.compile(
    r"\s*(?:[.…・‥]{3,}|(?:[.…] ){3,}|\s{2,}|\t)\s*[\d０-９]{1,4}$|（第.{1,12}[条―－-].{0,14}）$"
    r"|\s\((?:Articles?|Sections?) [^()]{1,40}\)$"
)


_ARCHIVE = re.compile(
    r"(?:[a-z]{3,9}\.? )?fy ?\d{4}|(?:news |press )?archives?|\d{4}年度?\s?\d{0,2}月?分?(?:の)?一覧"
    r"|.{0,12}(?:アーカイブ|バックナンバー)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:news|press|media) (?:releases|room)|newsroom|報道発表一覧", re.IGNORECASE)
"""What names a collection and so never the text below it."""


def _is_trail(said: str) -> bool:
    names = (_NAVIGATION, _TRAIL_NAME, _ARCHIVE, _PLURAL)
    return any(name.fullmatch(said) for name in names)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


class Furniture:
    """Looks for the furniture of one text."""

    def __init__(
        self, text: str, lines: Sequence[Line], genre: Genre, paged: Sequence[int] = ()
    ) -> None:
        self.text = text
        self.lines = lines
        self.genre = genre
        self.paged = paged

    def _said(self, at: int) -> str:
        line = self.lines[at]
        return " ".join(self.text[line.start : min(line.end, line.start + 400)].split())

    def spans(self) -> tuple[Span, ...]:
        """Stretches to be kept out of the tree, in order; empty where all would go."""
        first, last = self._menu(), self._foot()
        drop = set(range(first)) | set(range(last, len(self.lines)))
        drop |= set(self._strays(first)) | set(self._contents(first, last)) | set(self.paged)
        if len(drop) >= len(self.lines):
            return ()
        runs: list[Span] = []
        before = -2
        for at in sorted(drop):
            line = self.lines[at]
            if at == before + 1:
                runs[-1] = Span(runs[-1].start, line.end)
            else:
                runs.append(Span(line.start, line.end))
            before = at
        return tuple(runs)

    def _menu(self) -> int:
        """Lines at the top that are a breadcrumb: those up to the first copy of the title."""
        top = min(HEAD_LINES, len(self.lines))
        numbered, named = 0, 0
        for at in range(top):
            said = self._said(at)
            if ends_sentence(said) and len(said) > 60:
                break
            readings = candidates(self.text[self.lines[at].start : self.lines[at].end])
            numbers = readings[0].numbers if readings else ()
            bare = self._said(at)[readings[0].length :].strip() if readings else said
            numbered = numbered + 1 if numbers == (numbered + 1,) else numbered
            named += bool(_NAVIGATION.fullmatch(bare) or _TRAIL_NAME.fullmatch(bare))
            if _TRAIL.fullmatch(said):
                return at + 1
            if named and (numbered >= 2 or not numbered):
                length = self._repeated(at, bare)
                if length:
                    return at + length
        return 0

    def _repeated(self, at: int, bare: str) -> int:
        """Lines that the name at that line takes, where the next lines say it again; else 0."""
        name = _key(bare)
        if len(name) < 6:
            return 0
        for length in range(1, 5):
            if at + length >= len(self.lines):
                return 0
            for start in range(at + length, min(at + length + 3, len(self.lines))):
                again = ""
                for more in range(start, min(start + 5, len(self.lines))):
                    again += _key(self._said(more))
                    if again == name:
                        return length
                    if len(again) >= len(name):
                        break
            name += _key(self._said(at + length))
        return 0

    def _strays(self, first: int) -> list[int]:
        """Menu entries that stand by themselves near the top, and a trail that names no title."""
        top = min(first + 12, len(self.lines))
        run = first
        while run < top and _is_trail(self._said(run)):
            run += 1
        if run == first + 1 and not _PLURAL.fullmatch(self._said(first)):
            run = first
        alone = [at for at in range(run, top) if _NAVIGATION.fullmatch(self._said(at))]
        return [*range(first, run), *alone]

    def _foot(self) -> int:
        """Line at which the contact boxes and links at the end start."""
        total = len(self.lines)
        first = total
        while first > 1 and _TAIL.fullmatch(self._said(first - 1)):
            first -= 1
        for at in range(total - 1, max(0, total - TAIL_LINES, total // 4), -1):
            line = self.lines[at]
            readings = candidates(self.text[line.start : line.end])
            listed = readings and not readings[0].style.startswith("bullet")
            if listed and (readings[0].word or self._is_prose(at)):
                break
            if _CONTACT.fullmatch(self._said(at)) and self._box(at, first):
                first = at
        return first

    def _is_prose(self, at: int) -> bool:
        said = self._said(at)
        return len(said) > 120 and ends_sentence(said) and not _REACH.search(said)

    def _box(self, at: int, end: int) -> bool:
        """True where the lines after a contact heading are a contact box."""
        rest = [self._said(i) for i in range(at + 1, end)]
        before = self.lines[at - 1]
        if candidates(self.text[before.start : before.end]) and len(self._said(at - 1)) < 16:
            return False
        prose = sum(self._is_prose(i) for i in range(at + 1, end))
        reach = sum(bool(_REACH.search(said)) for said in rest)
        if prose > 1 + reach:
            return False
        if self.genre == "release":
            return True
        return reach > 0 and prose <= 1

    def _raw(self, at: int) -> str:
        line = self.lines[at]
        return self.text[line.start : min(line.end, line.start + 400)]

    def _entry(self, at: int) -> str:
        """The line as an entry of a table of contents, without its page number."""
        return _key(_LEADER.sub("", self._raw(at)))

    def _begins(self, at: int, name: str) -> bool:
        """True where the label and the title of an entry stand on this line and the next."""
        readings = candidates(self._raw(at))
        if not readings or not readings[0].word or at + 1 >= len(self.lines):
            return False
        return _key(self._raw(at)) + _key(self._raw(at + 1)) == name

    def _contents(self, first: int, last: int) -> list[int]:
        """Lines of a table of contents: from its heading to where its first entry comes again."""
        for at in range(first, min(first + HEAD_LINES, last)):
            if not _CONTENTS.fullmatch(self._said(at)):
                continue
            if at + 2 >= last:
                return []
            name = self._entry(at + 1)
            for again in range(at + 2, min(at + 400, last)):
                if self._entry(again) == name or self._begins(again, name):
                    return list(range(at, again))
            run = at + 1
            while run < last and _LEADER.search(self._raw(run)):
                run += 1
            return list(range(at, run)) if run > at + 2 else []
        return []
