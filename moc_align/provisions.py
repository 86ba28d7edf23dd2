"""What a clause is for: an undertaking, or one of the standard provisions of an instrument.

A press release that summarises a memorandum holds none of the standard provisions, so their
absence from it says nothing. The patterns are the headings and formulae that drafting guides and
published instruments of both languages use; a heading decides for all that stands under it.
"""

from __future__ import annotations

import itertools
import re
from typing import Literal

from moc_align.schema import HEADING_KINDS, Clause, Document, Genre, Lang

Role = Literal[
    "operative",
    "chapeau",
    "recital",
    "definition",
    "implementation",
    "funding",
    "confidentiality",
    "intellectual-property",
    "duration",
    "amendment",
    "disputes",
    "legal-effect",
    "final",
]

_HEADINGS: tuple[tuple[Role, str, str], ...] = (
    ("definition", r"定義|用語", r"\bdefinitions?\b|\buse of terms\b"),
    (
        "recital",
        r"^(?:前文|目的|趣旨|総則|総論|背景|経緯|はじめに|序文|一般原則|基本原則|原則|概要|本件の概要)(?:及び.*|・.*|と.*|等)?$",
        r"^(?:the )?(?:preamble|purposes?|objectives?|aims?|general|general provisions|"
        r"(?:general |guiding )?principles|background|introduction|context"
        r"|(?:overview|outline)(?! of (?:the |this )?(?:\w+ )?(?:memorandum|mo[cu]|agreement"
        r"|arrangement|cooperation|partnership|statement)))"
        r"(?:(?:,| and| of) .*)?$",
    ),
    (
        "confidentiality",
        r"機密|秘密|守秘|情報の(?:取扱|保護|開示)",
        r"\bconfidential|\bnon-?disclosure\b|\b(?:protection|disclosure|handling) of information\b",
    ),
    ("intellectual-property", r"知的財産|知財|工業所有権", r"\bintellectual property\b"),
    (
        "funding",
        r"資金|費用|経費|財政|予算|財源|資源の負担|リソース",
        r"\bfunding\b|\bfunds\b|\bcosts?\b|\bexpenses?\b|^finances?$"
        r"|^(?:(?!human|natural)[a-z]+ and )?resources$"
        r"|\bfinancial (?:arrangement|matter|provision|responsibilit|obligation|term)",
    ),
    (
        "legal-effect",
        r"法的(?:な)?(?:性質|性格|拘束|効力|地位|効果|義務)|拘束力|文書の性質|他の(?:協定|条約|取決め)との関係",
        r"\blegal (?:effect|status|nature|force|character)|\bnon-?binding\b"
        r"|\b(?:status|nature) of (?:this|the)\b|\brelation(?:ship)? (?:to|with) other\b",
    ),
    (
        "disputes",
        r"紛争|争い|(?:意見|見解)の相違|疑義|解釈",
        r"\bdisputes?\b|\bdifferences?\b|\binterpretation\b",
    ),
    ("amendment", r"改正|修正|改定", r"\bamend|\bmodif|\brevisions?\b|\brevised\b"),
    (
        "duration",
        r"有効期間|存続期間|期間|発効|効力|終了|更新(?!可能)|施行期日|開始",
        r"\bduration\b|\bterm (?:and|of)\b|\bentry into\b|\bcommencement\b|\bterminat|\bvalidity\b"
        r"|\beffective date\b|\bperiod of\b|\bcoming into\b|\beffectuation\b|\brenewal\b",
    ),
    (
        "implementation",
        r"^(?:.*の)?(?:実施|実施体制|実施方法|実施機関|運営|運用|事務局|窓口|連絡窓口|連絡先|調整|協議|"
        r"協議体制|合同委員会|作業部会|推進体制|体制)(?:及び.*|・.*|と.*|等)?$",
        r"\bimplement|\bcoordinat|\b(?:contact|focal) points?\b|\bjoint (?:committee|working)"
        r"|\bconsultations?\b|\binstitutional (?:arrangement|framework|mechanism)|\bgovernance$"
        r"|\bsteering\b|\bsecretariat\b|\bmeetings?$",
    ),
    (
        "final",
        r"雑則|最終規定|最終条項|末文|附則|一般条項",
        r"\bfinal (?:provisions?|clauses?)\b|\bmiscellaneous\b|\bsupplementary provisions\b",
    ),
)

_JA_INSTRUMENT = r"(?:この|本)(?:協力)?(?:覚書|協定|取決め|取極|条約|文書|枠組み|共同声明)"
_EN_INSTRUMENT = (
    r"\bthis (?:memorandum|moc|mou|agreement|arrangement|treaty|instrument|document|partnership)\b"
)

_BODIES: tuple[tuple[Role, str, str], ...] = (
    (
        "legal-effect",
        r"法的(?:な)?(?:拘束力|義務|権利)[^。]{0,40}(?:ない|生じさせ|課さ)|国際法上の[^。]{0,20}義務",
        r"\blegally binding\b|\blegal(?:ly)? (?:obligations?|rights)\b|\b(?:rights|obligations) "
        r"(?:under|in) international law\b|\bbinding obligations?\b",
    ),
    (
        "disputes",
        r"(?:紛争|争い|(?:意見|見解)の相違|疑義)[^。]{0,60}(?:協議|交渉|解決)",
        r"\b(?:disputes?|differences?)\b[^.]{0,120}\b(?:settled|resolved|settle|resolve)\b",
    ),
    (
        "amendment",
        _JA_INSTRUMENT + r"[^。]{0,60}(?:修正|改正|変更)(?:する|される|できる|することができる)",
        _EN_INSTRUMENT + r"[^.]{0,60}\b(?:amended|modified|revised)\b",
    ),
    (
        "duration",
        _JA_INSTRUMENT + r"[^。]{0,60}(?:効力|有効|継続|終了|停止|更新|開始|発効)",
        _EN_INSTRUMENT + r"[^.]{0,100}\b(?:effect|force|effective|terminated?|discontinued?|valid"
        r"|remains?|renewed|extended|commences?)\b",
    ),
    (
        "funding",
        r"(?:費用|経費)[^。]{0,40}(?:負担|充当)|(?:予算|資金|人員)[^。]{0,30}(?:範囲|左右|利用|可能)",
        r"\b(?:bear|borne?|meet|cover)\b[^.]{0,40}\b(?:costs?|expenses?)\b"
        r"|\bavailability of (?:\w+ ){0,4}(?:funds|resources|personnel|appropriat)",
    ),
)


def _heading_role(title: str, lang: Lang) -> Role | None:
    column = 1 if lang == "ja" else 2
    for row in _HEADINGS:
        if re.search(row[column], title.strip(" 　（）()"), re.IGNORECASE):
            return row[0]
    return None


def _body_role(text: str, lang: Lang) -> Role | None:
    column = 1 if lang == "ja" else 2
    for row in _BODIES:
        if re.search(row[column], text, re.IGNORECASE):
            return row[0]
    return None


# Words that point at the list below; a chapeau says what its items say and nothing of its own.
_CHAPEAU = re.compile(
    r"(?:次|以下|下記|左|次の各号)(?:に掲げる|に示す|に定める|の(?:とおり|通り|点|各?分野|各?事項|各?号|もの|取組))"
    r"|\b(?:the following|as follows|set out below|listed below|namely)\b|[:：]\s*$"
    r"|\b(?:will|shall|should|may|(?:intend|aim|agree|plan|decide)d?s? to)\s*[―—–-]?\s*$",
    re.IGNORECASE,
)
CHAPEAU_WIDTH = {"ja": 90, "en": 260}
"""Characters up to which a clause that points at a list is taken to do nothing else."""


def _introduces(document: Document, index: int) -> bool:
    """True where the clause only introduces the ones that follow it."""
    clause = document.clauses[index]
    following = document.clauses[index + 1 : index + 2]
    below = any(
        clause.id in after.path or (after.kind != clause.kind and after.path == clause.path)
        for after in following
    )
    short = len(clause.text) <= CHAPEAU_WIDTH[document.lang]
    return below and short and bool(_CHAPEAU.search(clause.text))


_ENACTS = re.compile(
    r"(?:次|以下)の(?:とおり|通り|認識)[^。]{0,24}。?$"
    r"|\b(?:have|has) (?:\w+ )?(?:agreed|reached|decided|come)\b[^.;]{0,60}[:：.]?$"
    r"|\bas follows[:：.]?$",
    re.IGNORECASE,
)


def _enacts(document: Document, clause: Clause) -> bool:
    """True for HAVE AGREED as follows: the last words of a preamble, which say nothing else."""
    short = len(clause.text) <= CHAPEAU_WIDTH[document.lang] / 2
    return clause.kind == "preamble" and short and bool(_ENACTS.search(clause.text))


_SURVEY = re.compile(r"概要|\b(?:overview|outline)\b", re.IGNORECASE)


def _lists(document: Document, heading: Clause) -> bool:
    """True where an outline in a release lists what was agreed instead of telling how."""
    return bool(_SURVEY.search(heading.title)) and any(
        heading.id in clause.path and clause.kind in ("area", "bullet", "item")
        for clause in document.clauses
    )


def _background(document: Document) -> set[str]:
    """Sections of a release that only tell a story before the first that lists what was agreed."""
    listing = next(
        (c for c in document.clauses if c.kind in ("area", "bullet", "item") and c.path), None
    )
    if document.genre != "release" or listing is None:
        return set()
    ahead = itertools.takewhile(lambda c: c.id not in (listing.id, *listing.path), document.clauses)
    return {clause.id for clause in ahead if clause.kind == "section"}


def roles(document: Document) -> dict[str, Role]:
    """Role of every clause by its id: its own formula, else its nearest heading's, else operative.

    A titled area below an article is a subject of cooperation whatever it is called (finance,
    intellectual property), so only articles, sections and paragraphs take a standard role.
    """
    found: dict[str, Role] = {}
    titles: dict[str, Role | None] = {}
    lead = lead_genre = document.genre == "release"
    story = _background(document)
    for index, clause in enumerate(document.clauses):
        # a release opens with who agreed on what, before its first heading
        lead = lead and clause.kind not in HEADING_KINDS
        inherited = next((titles[p] for p in reversed(clause.path) if titles.get(p)), None)
        in_area = any(document.clause(p).kind == "area" for p in clause.path)
        own: Role | None = None
        if clause.kind == "area":
            inherited = None
        elif clause.kind in HEADING_KINDS:
            own = _heading_role(clause.title, document.lang) if clause.title else None
            if own is None and clause.id in story:
                own = "recital"
            if own == "recital" and lead_genre and _lists(document, clause):
                own = None
        elif clause.kind == "preamble" or (lead and not clause.path):
            own = "chapeau" if _enacts(document, clause) else "recital"
        elif clause.text and _introduces(document, index):
            own = "chapeau"
        elif clause.kind in ("closing", "signature"):
            own = _body_role(clause.text, document.lang) or "final"
        elif not in_area and clause.text:
            own = _body_role(clause.text, document.lang)
        if in_area:
            inherited = None
        titles[clause.id] = own if clause.kind in HEADING_KINDS else None
        found[clause.id] = own or inherited or "operative"
    return found


_SUMMARY_GENRES: frozenset[Genre] = frozenset({"release"})
_POLITICAL_GENRES: frozenset[Genre] = frozenset({"statement"})


def comparable(document: Document) -> tuple[Clause, ...]:
    """Leaves that state something of the instrument, in reading order.

    The lead and the background of a release are the editor's story of how it came about.
    """
    if document.genre not in _SUMMARY_GENRES:
        return document.leaves()
    role = roles(document)
    return tuple(clause for clause in document.leaves() if role[clause.id] != "recital")


def would_hold(genre: Genre, role: Role) -> bool:
    """True where a text of that genre would state such a clause, so that its absence means a lot.

    A release tells the subjects of cooperation; a joint statement adds how they will be followed
    up and why; a memorandum, a treaty or a statute holds all.
    """
    if role == "operative":
        return True
    if role == "chapeau":
        return False
    if genre in _SUMMARY_GENRES:
        return False
    if genre in _POLITICAL_GENRES:
        return role in ("recital", "implementation")
    return True
