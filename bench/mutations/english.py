"""What goes wrong with words in English translations: rules by kind of error."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mutations import Rule

_DOUBLED = {"plan": "planning", "set": "setting", "permit": "permitting", "get": "getting"}
_IRREGULAR = {"hold": "holding", "be": "being", "have": "having", "agree": "agreeing"}
_ADVERB = r"(?:(?:appropriately|actively|jointly|further|continuously|closely) )?"
_MODAL = r"(?P<modal>will|shall) "
_VERBS = (
    "promote|support|strengthen|implement|share|hold|conduct|cooperate|collaborate|coordinate|"
    "establish|dispatch|accept|provide|protect|exchange|encourage|notify|report|erase|take|state|"
    "grant|carry out|develop|facilitate|enhance|expand|deepen|organize|host|invite|designate|"
    "contribute|publish|introduce|ensure|use|settle|bear|make|retain|review|meet|commit|keep|pay|"
    "submit|appoint|inspect|preserve|repair|apply"
)
"""Base forms of verbs of doing: no exploring, endeavouring or pursuing among them."""
_EXPLORING = "consider|explore|examine|study|discuss|explore the possibility of|look into"


def gerund(verb: str) -> str:
    """The -ing form of a base form; of `carry out` that of its first word."""
    first, _, rest = verb.partition(" ")
    if first in _IRREGULAR or first in _DOUBLED:
        form = _IRREGULAR.get(first) or _DOUBLED[first]
    elif first.endswith("e") and not first.endswith("ee"):
        form = first[:-1] + "ing"
    else:
        form = first + "ing"
    return f"{form} {rest}".strip()


def _base(form: str) -> str:
    return next((v for v in (*_IRREGULAR, *_VERBS.split("|")) if gerund(v) == form), form)


def _considered(found: re.Match[str]) -> str:
    return f"{found['modal']} consider {found['adverb']}{gerund(found['verb'])}"


def _done(found: re.Match[str]) -> str | None:
    base = _base(found["form"])
    return f"{found['modal']} {base}" if base != found["form"] else None


_DOING = rf"{_MODAL}(?P<adverb>{_ADVERB})(?P<verb>{_VERBS})\b(?! only| exclusively)"
_PLAIN = rf"(?<!not ){_DOING}"

WEAKER: tuple[Rule, ...] = (
    (_PLAIN, r"\g<modal> endeavour to \g<adverb>\g<verb>"),
    (_PLAIN, _considered),
    (rf"{_MODAL}(?P<adverb>{_ADVERB})(?P<verb>{_VERBS})\b", r"may \g<adverb>\g<verb>"),
    (
        r"\b(?P<modal>will|shall) endeavour to (?P<verb>\w+)",
        _considered_after := (lambda found: f"{found['modal']} consider {gerund(found['verb'])}"),
    ),
    (r"\bwill (?:pursue|seek)\b", "will consider"),
    (r"\bwill work towards\b", "will consider"),
    (r"\bwill commit to\b", "will consider"),
    (r"\bshall be (borne|settled|made|composed)\b", r"should be \1"),
)
STRONGER: tuple[Rule, ...] = (
    (rf"\b(?P<modal>will|shall) (?:{_EXPLORING}) the possibility of (?P<form>\w+ing)\b", _done),
    (r"\b(will|shall) (?:consider|explore|examine|study) the possibility of\b", r"\1 ensure"),
    (rf"\b(?P<modal>will|shall) (?:{_EXPLORING}) (?P<form>\w+ing)\b", _done),
    (r"\b(will|shall) (?:consider|examine) (?!the possibility|\w+ing\b)", r"\1 implement "),
    (r"\b(will|shall) explore (?!the possibility|\w+ing\b)", r"\1 ensure "),
    (r"\b(will|shall) (?:endeavour|make efforts|strive|seek) to\b", r"\1"),
    (r"\b(?P<modal>will|shall) work towards (?P<form>\w+ing)\b", _done),
    (r"\b(will|shall) (?:pursue|seek)(?! to)\b", r"\1 ensure"),
    (r"\bmay(?= (?:be extended|suspend|request|transfer|provide|discontinue|terminate))", "shall"),
)
BINDING: tuple[Rule, ...] = ((rf"\bwill(?= (?:{_VERBS})\b)", "shall"),)

_SINGULAR = {
    "impose": "imposes",
    "affect": "affects",
    "apply": "applies",
    "give": "gives",
    "create": "creates",
    "constitute": "constitutes",
    "confer": "confers",
}
LOST_NEGATION: tuple[Rule, ...] = (
    (r"\b(shall|will|may|must|is|are) not (?=(?!more|less|limited)[a-z])", r"\1 "),
    (r"\b(shall|will|is|are|may) not be (?!less|more)", r"\1 be "),
    (r"\bis not limited to\b", "is limited to"),
    (
        r"\bdoes not (\w+ )?(impose|affect|apply|give|create|constitute|confer)\b",
        lambda found: (found[1] or "") + _SINGULAR[found[2]],
    ),
    (r"\bwithout (?=the prior|the consent|the written|prior)", "with "),
    (r"\bwithout limitation to\b", "limited to"),
    (r"\bUnless (?=otherwise agreed)", "Where "),
    (r"\bunless (?=otherwise agreed|either)", "where "),
    (r"\bany purpose other than (?:those|that)\b", "the purposes"),
    (r"\bexcept where\b", "where"),
)
ADDED_NEGATION: tuple[Rule, ...] = (
    (
        rf"(?<!not )\b(will|shall|may) (?=(?:(?:{_ADVERB})(?:{_VERBS}|consider|be|remain|enter|"
        r"suspend|request|transfer|reply|continue|commence|pursue|terminate)\b))(?!not)",
        r"\1 not ",
    ),
    (r"\b(can|should|must) (?=[a-z]+\b)(?!not)", r"\1 not "),
    (r"\b(is|are) (?=(?:based|regulated|expected|provided|required|able|possible)\b)", r"\1 not "),
)

DIRECTION: tuple[Rule, ...] = (
    (r"\binvestment into ([A-Z]\w+)", r"investment from \1"),
    (
        r"\b(investment|exports|visits|transfers) (by|from) ([A-Z]\w+) (?:into|to) ([A-Z]\w+)",
        r"\1 \2 \4 into \3",
    ),
    (r"\bdispatched from\b", "dispatched to"),
    (r"\bdispatch(?P<what> (?:[a-z0-9()]+ ){1,6})to\b", r"receive\g<what>from"),
    (r"\bdispatching to (the other \w+|[A-Z]\w+)", r"receiving from \1"),
    (
        r"\breceived (a (?:request|notice|notification|report)(?: in writing)?) from\b",
        r"sent \1 to",
    ),
    (r"\bgiv(es|ing) the other ((?:Contracting )?\w+) ", r"receiv\1 from the other \2 "),
    (r"\b(provided|transferred|reported|notified|sent) to\b(?! it\b)", r"\1 by"),
    (r"\btransfer ((?:the )?[a-z ]+?)(?: provided to it)? to a\b", r"receive \1 from a"),
    (
        r"\bJapanese companies (host|employ|recruit|accept) Indian\b",
        r"Indian companies \1 Japanese",
    ),
    (r"\breport the following matters to\b", "receive the following matters from"),
)

QUALIFIERS: tuple[Rule, ...] = (
    (r" in writing\b", ""),
    (r"\b(prior written|written prior) ", ""),
    (r"\bprior (?=written|notice|consent|approval)", ""),
    (r"\bwritten (?=consent|notice|agreement|request|form)", ""),
    (r"\bmutually (?=agreed|beneficial|acceptable)", ""),
    (r" without delay\b", ""),
    (r" exclusively\b", ""),
    (r"\bindependent (?=audit|body|expert)", ""),
    (r"\b(respective) ", ""),
    (r"\b(appropriately|actively|jointly|amicably|immediately|promptly) (?=[a-z])", ""),
    (r"(?<=[a-z]) (amicably|immediately|promptly)(?=[ .,;])", ""),
    (r"\bby unanimity\b", "by vote"),
    (r", where agreed,", ""),
    (r"\bimminent (?=danger)", ""),
    (r"\bto the extent necessary\b", "in order"),
    (r"\bjustifiable grounds\b", "grounds"),
    (r"\bjoint (?=implementation|programmes|initiatives|announcement)", ""),
    (r"\bprivate sector-led ", ""),
    (r"\bhighly skilled (?=[A-Z]?[a-z])", ""),
    (r"\bthird countries\b", "countries"),
    (r"\bequitable (?=access)", ""),
    (r" as necessary and from time to time\b", ""),
    (r"\bappropriate (?=mechanisms|legal|measures)", ""),
    (r"\bapplicable (?=multilateral|laws|law)", ""),
    (r", alternately in\b", " in"),
    (r"\bequally (?=authentic)", ""),
    (r"\bat any time ", ""),
)

_SET_PHRASES = (
    r"(?<!\bresearch)(?<!necessary)(?<!sustainable)(?<!rights)(?<!Government)(?<!safe)(?<!\bto)(?<!Affairs)",
    r"(?!development\b|from\b|as to\b|inclusive\b|is\b|are\b|that\b|its\b|will\b|shall\b)",
)
"""Around an "and" that nobody takes for an "or": research and development."""
AND_OR: tuple[Rule, ...] = (
    (rf"(?<=[a-z]){_SET_PHRASES[0]} and (?={_SET_PHRASES[1]}(?:the |of |their )?[a-z]+)", " or "),
    (r"(?<=[a-z]) or (?=(?!more|less|after)(?:the |a |an )?[a-z]+(?! of, or))", " and "),
)

WRONG_TERMS: Mapping[str, str] = {
    "semiconductor": "superconductor",
    "semiconductors": "superconductors",
    "supply chain": "value chain",
    "supply chains": "value chains",
    "intellectual property": "real property",
    "cybersecurity": "food security",
    "confidentiality": "transparency",
    "investment": "trade",
    "agriculture": "fisheries",
    "healthcare": "housing",
    "education": "culture",
    "banking": "insurance",
    "artificial intelligence": "virtual reality",
    "machine learning": "distance learning",
    "encryption": "compression",
    "auditor": "attorney",
    "personal data": "financial data",
    "electronic signatures": "electronic payments",
    "human resources": "natural resources",
    "driver's licences": "residence permits",
    "dispute": "accident",
    "disputes": "accidents",
    "international tribunal": "international conference",
    "national security": "social security",
    "permanent residence": "temporary employment",
    "conformity assessment": "risk assessment",
    "quantum computing": "cloud computing",
    "internship": "scholarship",
    "hardware": "telecommunications",
    "criminal investigation": "tax investigation",
    "private enterprises": "public enterprises",
    "international organization": "local government",
    "digital payment": "digital broadcasting",
    "corporations": "patents",
    "video conferences": "press conferences",
    "multilateral": "regional",
    "venture capital": "insurance",
    "economic security": "energy security",
    "nationals": "tourists",
    "data subjects": "data processors",
    "joint committee": "joint venture",
    "Joint Committee": "Joint Secretariat",
    "funds": "equipment",
    "personnel": "premises",
}
SYNONYMS: Mapping[str, str] = {
    "startups": "emerging companies",
    "talent": "manpower",
    "cybersecurity": "network safety",
    "personal data": "private information",
    "administrative data": "government information",
    "experts": "specialists",
    "trainees": "apprentices",
    "erase": "delete",
    "Parties": "Participants",
    "two Governments": "two Administrations",
    "Contracting Government": "Signatory Government",
    "semiconductor": "chip",
    "Memorandum of Cooperation": "Letter of Intent",
    "ecosystem": "environment",
    "Joint Committee": "Mixed Commission",
    "data subject": "person concerned",
    "emerging technologies": "novel techniques",
    "startup": "new venture",
    "serious incident": "grave accident",
    "Agreement": "Arrangement",
    "Party": "Signatory",
    "solutions": "remedies",
    "hardware": "equipment",
}

RULES: Mapping[str, Sequence[Rule]] = {
    "weaker-verb": WEAKER,
    "stronger-verb": STRONGER,
    "binding-verb": BINDING,
    "lost-negation": LOST_NEGATION,
    "added-negation": ADDED_NEGATION,
    "swapped-direction": DIRECTION,
    "lost-qualifier": QUALIFIERS,
    "and-or": AND_OR,
}
