"""Main predicates of English sentences by a lexicon of verbs: modal chains, bare verbs, nouns.

No tagger: a sentence is read from its first main modal, else from its first finite verb of the
lexicon, else as a list of nouns of action (the style of press releases). What stands in a
relative, conditional or purpose clause is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moc_align.commitments.ladder import Predicate, Strength
from moc_align.commitments.verbs import BINDING, NOUNS_TOO, lexicon

_MODALS = (
    (r"shall|must", Strength.SHALL),
    (r"will", Strength.UNDERTAKE),
    (r"should|would", Strength.ENDEAVOUR),
    (r"may|can(?:not)?|could|might", Strength.EXPLORE),
    (r"(?:is|are|be)\s+(?:obliged|obligated|required|bound)\s+to", Strength.SHALL),
    (
        r"(?:has|have)\s+(?:the|an)\s+obligation\s+to|(?:is|are)\s+(?:not\s+)?to(?=\s+[a-z])",
        Strength.SHALL,
    ),
    (r"(?:is|are|remain)\s+committed\s+to", Strength.UNDERTAKE),
    (r"(?:is|are|be)\s+expected\s+to", Strength.ENDEAVOUR),
    (r"(?:is|are)\s+(?:invited|entitled|free|able|allowed|permitted)\s+to", Strength.EXPLORE),
    (r"ha(?:s|ve)\s+(?:the|a)\s+right\s+to", Strength.EXPLORE),
    (
        r"[Ii]t\s+(?:is|would\s+be)\s+(?:\w+ly\s+)?(?:desirable|desired|preferable|advisable|recommended)"
        r"(?=\s+(?:for|that|to)\b)",
        Strength.ENDEAVOUR,
    ),
)
# "May 2018" and "Will" are capitalised and no modals; a sentence begins with neither.
_MODAL = re.compile("|".join(rf"(?P<m{i}>\b(?:{p})\b)" for i, (p, _) in enumerate(_MODALS)))
_NO_MODAL = re.compile(r"\b(?:the|a|their|political|at|good|free)\s+$", re.IGNORECASE)
# Words after which a finite verb belongs to a lower clause.
_LOWER = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|whenever|if|unless|whether|while|as|how|what|"
    r"because|since|until|once|so|than)\s+(?:[\w'-]+\s+){0,6}$",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"(?:which|who|that)\s+(?:\w+ly\s+)?(?:(?!\w*(?:ies|ants|ides|ers|nts)\b)[a-z]+s|has|arise|have)\s+\w"
    # verbs that no noun looks like, in front of the main modal: "to whom the data relate may"
    r"|(?:which|whom?|whose|that|where)\b.*\b(?:(?:relate|appl(?:y|ie)|belong|refer|exist|occur|reside|pertain|arise)s?"
    r"|(?:is|are|was|were|been)\s+(?:\w+ly\s+)?[a-z]+(?:ed|en))\s+$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\s*(?:as|if|when|whenever|where|while|since|although|though|once|unless|whereas|"
    r"in\s+the\s+event\s+that|provided\s+that)\b[^,]*,",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b((?:agree|decide|confirm|reaffirm|resolve|determine)(?:s|d|ed)?)(\s+that)\b", re.IGNORECASE
)
_ADVERB = (
    r"(?:also|further|jointly|mutually|together|therefore|thereby|always|only|"
    r"(?!(?:sup|ap|re|com|multi)p?ly\b)\w+ly|"
    r"(?:in\s+principle|(?:where|as)\s+(?:appropriate|necessary))\s*,?|,)"
)
_STEP = re.compile(
    rf"\s*(?:{_ADVERB}\s+)*(?:(?P<not>not|never)\s+)?(?:{_ADVERB}\s+)*"
    rf"(?P<aux>(?:to|be|have|been|being)\s+)*(?:{_ADVERB}\s+)*(?P<verb>[A-Za-z]+)\b",
    re.IGNORECASE,
)
_EFFORT = re.compile(
    r"\s+(?:(?:all|every|its|their|best|utmost|reasonable|joint|concerted|possible|an?)\s+)*"
    r"(?:efforts?|attempts?|endeavou?rs?)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\s+(?:out\s+)?(?:(?:an?|the|its|their|joint|further|feasibility|of)\s+)*"
    r"(?:stud(?:y|ies)|consideration|exploration|possibilit(?:y|ies)|feasibility)\b",
    re.IGNORECASE,
)
_TALKS = re.compile(r"\s+(?:(?:the|their|its|these)\s+)?discussions?\b", re.IGNORECASE)
_HOLDERS = frozenset({"conduct", "hold", "undertake", "carry", "discuss", "continue", "make"})
# What holds a sentence together without binding anyone.
_STATIVE = frozenset({"be", "have", "remain", "become", "cease", "commence", "terminate", "expire"})
# Participles that tell how things stand: will be based on, will be limited to.
_SETTLED = frozenset({"based", "limited", "governed", "deemed", "composed", "located", "needed"})
_DETERMINER = "the a an its their each all any such joint mutual best to in with by this on"
_DETERMINERS = frozenset(_DETERMINER.split())
_PREPOSITION = (
    "(?:With|In|On|For|Of|By|At|To|From|Under|Through|Without|Within|Upon|Against|As|After)"
)
"""What opens a sentence and has no verb after it: With respect to, In support of."""
_SUBJECT = re.compile(
    r"(?:\b(?:(?:[Bb]oth|[Tt]wo)\s+[a-z]+|[Pp]art(?:y|ies)|[Pp]articipants?|[Ss]ides?|[Cc]ountries|[Gg]overnments?|[Mm]inisters?|"
    r"[Ll]eaders|[Tt]hey|[Ww]e|[Ii]t|[Ss]ignator(?:y|ies)|[Ii]nstitutions?|[Aa]gencies|[Mm]embers|"
    rf"[A-Z][A-Za-z]*[A-Z][A-Za-z]*|(?!{_PREPOSITION}\b)[A-Z](?!\w*ly\b)[a-z]+)|\))\s*(?:(?:\w+ly|also|hereby|further|have|has|both|"
    r"jointly)\s+|,\s*)*$"
)
_NO_SUBJECT = re.compile(r"\b(?:of|for|in|on|to|by|with|between)\s+(?:the\s+)?\w+\s+$")
_PURPOSE = re.compile(
    r"\b(?:purpose|objective|aim|goal|object|intent|task|step|role|function|mission|challenge|"
    r"priorit(?:y|ie)|idea|key|way)s?\b",
    re.IGNORECASE,
)
_NOUNS = (
    (r"(?:joint\s+)?efforts?(?=\s+(?:to|for|towards?|in|aimed)\b)", Strength.ENDEAVOUR),
    (r"pursuit(?=\s+of)|endeavou?rs?(?=\s+(?:to|for))|work(?=\s+towards?)", Strength.ENDEAVOUR),
    (
        r"(?:consideration|exploration|examination|investigation|discussions?|review)"
        r"(?=\s+(?:of|on)\b)|(?:feasibility\s+)?stud(?:y|ies)(?=\s+(?:on|of|into)\b)"
        r"|possibilit(?:y|ies)(?=\s+(?:of|for))",
        Strength.EXPLORE,
    ),
    (
        r"(?:establishment|convening|promotion|provision|implementation|invitation|issuance|"
        r"facilitation|exchanges?|sharing|holding|organi[sz]ation|development|dispatch|expansion|"
        r"strengthening|enhancement|creation|introduction|encouragement|launch|acceleration|"
        r"formation|deployment|publication|coordination|setting\s+up|hosting|conduct|protection|"
        r"utili[sz]ation|acceptance)(?=\s+(?:of|for|on|in|between|among)\b)",
        Strength.UNDERTAKE,
    ),
    (
        r"(?:cooperation|collaboration|support|assistance|coordination|investment|participation)"
        r"(?=\s+(?:in|on|for|with|between|among|to|towards?|regarding|through|at)\b)",
        Strength.UNDERTAKE,
    ),
    # any noun of action with its object: distribution of seeds, training of officers
    (
        r"(?!(?:situation|condition|function|importance|absence|existence|version|application)\b)"
        r"[a-z]+(?:tion|sion|ment|ing)(?=\s+of\b)",
        Strength.UNDERTAKE,
    ),
    (
        r"measures?(?=\s+(?:for|to)\b)|(?:research|capacity[\s-]building|training)"
        r"(?=\s+(?:and|in|on|for)\b)",
        Strength.UNDERTAKE,
    ),
)
_NOUN = re.compile(
    "|".join(rf"(?P<n{i}>\b(?:{p}))" for i, (p, _) in enumerate(_NOUNS)), re.IGNORECASE
)
_FACT = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|does|do|did|be|been|became|means?|includes|consists|"
    r"constitutes|enters)\b(?P<not>\s+not\b)?|(?P<past>[a-z]{3,}ed)\b)",
)
_VIEW = re.compile(
    r"\s+(?:the|a|their)\s+(?:\w+\s+)?(?:view|recognition|understanding|concern|opinion)s?\b"
)
_ASIDE = re.compile(r"(?:\s+(?:likewise|also|further|therefore|thus|in\s+turn))?\s*,[^,]{1,160},")
# a subject that denies, with nothing but its own attributes before the modal
_NOBODY = re.compile(
    r"(?:^|,|\b(?:that|and|but|or))\s*(?:nothing|none|neither|no(?!\s+(?:later|more|less|longer|sooner)\b))\b"
    r"(?:(?!\b(?:which|where|if)\b)[^,;])*$",
    re.IGNORECASE,
)
# what may stand between a coordinate modal and the chain before it: ", and Japan", "; it also"
_ALSO = re.compile(r"(?:[,;]|\b(?:and|or|but|nor))\s+(?:(?:and|or|but)\s+)?(?:[\w'-]+\s+){0,4}$")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|H\.E|Arts?|paras?|Nos?|e\.g|i\.e|cf|U\.S|Inc|Ltd|St|[A-Z])\.$"
)


def predicates(text: str) -> tuple[Predicate, ...]:
    """Main predicates of a normalised English text."""
    found: list[Predicate] = []
    for start, end in _sentences(text):
        # asides in brackets and "agreed that" become blanks of the same length
        plain = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]), text[start:end])
        plain = _THAT.sub(lambda m: m[1] + " " * len(m[2]), plain)
        found += [p.at(start + p.start, start + p.end) for p in _main(plain)]
    return tuple(found)


def _lowered(before: str) -> bool:
    """True where a verb after these words belongs to a relative or conditional clause.

    "A Participant which replaces its contact will": the relative clause has its verb already.
    """
    found = _LOWER.search(before)
    return bool(found) and not _SERVED.match(found[0] if found else "")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[.!?](?=\s+[\"'(]?[A-Z]|\s*$)|\n\s*\n", text):
        if match[0] == "." and _ABBREVIATION.search(text[start : match.end()]):
            continue
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _main(text: str) -> list[Predicate]:
    opening = _OPENING.match(text)
    begin = main = opening.end() if opening else 0
    for match in _MODAL.finditer(text, begin):
        before = text[main : match.start()]
        if _lowered(before) or _NO_MODAL.search(before):
            main = match.end()  # "measures that may help will be promoted": the next is free
            continue
        number = int((match.lastgroup or "m0")[1:])
        if number == 5 and _PURPOSE.search(before):
            continue
        return _with_modals(text, begin, match)
    return _bare(text, begin) or _fact(text, begin) or _nouns(text, begin)


def _with_modals(text: str, begin: int, first: re.Match[str]) -> list[Predicate]:
    """The chains of the first modal and of those coordinate with it: "..., and will not ..."."""
    modals = [first]
    for match in _MODAL.finditer(text, first.end()):
        between = text[modals[-1].end() : match.start()]
        number = int((match.lastgroup or "m0")[1:])
        if number < 4 and _ALSO.search(between) and not _lowered(between):
            modals.append(match)
    found = []
    for at, match in enumerate(modals):
        end = modals[at + 1].start() if at + 1 < len(modals) else len(text)
        denied = bool(_NOBODY.search(text[begin : match.start()]))
        level = _MODALS[int((match.lastgroup or "m0")[1:])][1]
        found += _coordinated(text[:end], match.start(), match.end(), level, denied)
        begin = match.end()
    return found


def _coordinated(
    text: str, start: int, at: int, modal: Strength, denied: bool = False
) -> list[Predicate]:
    """The chain of verbs that begins at `start`, and the bare verbs coordinate with it."""
    first = _chain(text, start, at, modal, denied)
    found = [first]
    for place, either in _joined(text, first.end):
        # "shall not disclose or copy" denies both
        found.append(_chain(text, place, place, modal, either and first.negated))
    return found


def _chain(text: str, start: int, at: int, modal: Strength, denied: bool) -> Predicate:
    """The weakest link of the verbs from `at` on, no firmer than the modal before them."""
    firm = modal if modal > Strength.ENDEAVOUR else Strength.UNDERTAKE
    aside = _ASIDE.match(text, at)  # "will, subject to their laws, protect"
    strength, end = firm, aside.end() if aside else at
    negated = denied != bool(re.search(r"\b(?:cannot|not to)$", text[start:at]))
    while step := _STEP.match(text, end):
        verb = lexicon().get(step["verb"].lower())
        negated |= bool(step["not"])
        end = step.end()
        if verb is None:
            # "will not" and the like bind, whatever the verb; states and passives of facts do not
            word = step["verb"].lower()
            if word == "look" and re.match(r"\s+into\b", text[end:]):
                strength = min(strength, Strength.EXPLORE)
            passive = word.endswith("ed") and word not in _SETTLED
            state = word in _STATIVE or ((step["aux"] or "").strip() == "be" and not passive)
            if state and strength is firm is Strength.UNDERTAKE and modal is firm:
                strength = Strength.NONE
            break
        if Strength.NONE < verb.level < Strength.UNDERTAKE:
            strength = min(strength, verb.level)
        elif verb.level is Strength.NONE and verb.base not in BINDING and firm < Strength.SHALL:
            strength = Strength.NONE if modal is Strength.UNDERTAKE else strength
        following = text[end:]
        if verb.base == "work" and not re.match(
            r"\s+(?:(?:together|closely|jointly)\s+)*(?:to|towards?)\b", following
        ):
            strength = firm  # "will work with": joint work, not an aim
        if effort := verb.base in {"make", "undertake", "use"} and _EFFORT.match(following):
            strength, end = min(strength, Strength.ENDEAVOUR), end + effort.end()
        elif verb.base == "continue" and (talks := _TALKS.match(following)):
            strength, end = min(strength, Strength.EXPLORE), end + talks.end()
        elif verb.base in _HOLDERS and (study := _STUDY.match(following)):
            strength, end = min(strength, Strength.EXPLORE), end + study.end()
        deeper = re.match(r"\s+(?:together\s+|closely\s+|jointly\s+)*to\s+[a-z]", text[end:])
        ing = re.match(r"\s+(?:to\s+)?[a-z]+ing\b", text[end:])
        if not (verb.base in BINDING | {"continue"} and (deeper or ing)):
            break
    return Predicate(min(strength, modal), start, end, negated)


def _joined(text: str, at: int) -> Iterator[tuple[int, bool]]:
    """Starts of base verbs joined to a chain that ends at `at`: ", and provide opportunities".

    Each with True where "or" or "nor" joins it.
    """
    for match in re.finditer(
        rf"(?P<by>[,;]|\band\b|\bn?or\b)\s+(?:and\s+)?(?:{_ADVERB}\s+)*(?P<verb>[a-z]+)\s+(?P<next>[\w-]+)",
        text[at:],
    ):
        verb = lexicon().get(match["verb"])
        before = text[max(at, at + match.start() - 200) : at + match.start()]
        if not verb or verb.ending or verb.level is Strength.NONE:
            continue
        if match["next"].lower() in {"of", "and", "or"} or _LOWER.search(before + " "):
            continue
        if match["verb"] in NOUNS_TOO and match["next"].lower() not in _DETERMINERS:
            continue
        # "to develop and promote X" is the purpose of what went before
        if re.search(r"\bto\s+[a-z]+\s*(?:[^,;]*)$", before):
            continue
        yield at + match.start("verb"), match["by"] in {"or", "nor"}


def _bare(text: str, begin: int) -> list[Predicate]:
    """Verbs without a modal: "The Participants share", "Promote X", "agreed to cooperate"."""
    for match in re.finditer(r"\b[A-Za-z]+\b", text[begin:]):
        verb = lexicon().get(match[0].lower())
        start, end = begin + match.start(), begin + match.end()
        before = text[begin:start]
        if not verb or _lowered(before):
            continue
        opening = not before.strip(" \n\t\"'*-") or before.rstrip()[-1:] == ":"
        following = (re.match(r"\s*([\w-]+)", text[end:]) or ["", ""])[1].lower()
        noun_too = verb.base in NOUNS_TOO and following not in _DETERMINERS - {"in", "on"}
        if opening:
            if (
                verb.ending in {1, 3}
                or following in {"of", "for", "on", "and", ""}
                or (
                    verb.ending == 0
                    and noun_too
                    and match[0][0].isupper()
                    and following in {"in", "on"}
                )
            ):
                continue
        elif verb.ending == 3:
            binds = re.match(r"\s+to\s+([a-z]+)", text[end:])
            if verb.base not in BINDING or not binds or re.search(r"\b(?:be|been|as)\s+$", before):
                continue
        elif verb.ending == 2 or not _SUBJECT.search(before) or _NO_SUBJECT.search(before):
            continue
        elif noun_too and not re.search(r"(?:ies|ants|ides|[Tt]hey|[Ww]e|ments|ters)\s+$", before):
            continue  # "METI support" is a noun
        if opening and verb.ending == 2 and "," in text[end:] and _fact(text, text.index(",", end)):
            continue  # "Taking part in the ceremony, both sides signed ..."
        told = verb.base in {"share", "express"} and _VIEW.match(text, end)
        if told or (verb.level is Strength.NONE and verb.base not in BINDING):
            return [Predicate(Strength.NONE, start, end)]
        if verb.base in BINDING - {"commit", "undertake"} and not re.match(r"\s+to\s", text[end:]):
            return [Predicate(Strength.NONE, start, end)]
        return _coordinated(text, start, start, Strength.UNDERTAKE)
    return []


def _nouns(text: str, begin: int) -> list[Predicate]:
    """Undertakings of a phrase without a verb: one for each item that opens with such a noun."""
    found = []
    for match in _NOUN.finditer(text, begin):
        item = re.split(r"[,;:]\s|\band\s", text[begin : match.start()])[-1].strip()
        # an item may open with a word or two: "agency-led efforts", "further bilateral cooperation"
        if len(item.split()) > 2 or re.search(r"\b(?:of|for|in|on|to|the|by|with)\b", item):
            continue
        level = _NOUNS[int((match.lastgroup or "n0")[1:])][1]
        found.append(Predicate(level, match.start(), match.end()))
    return found


def _fact(text: str, begin: int) -> list[Predicate]:
    """A predicate without strength: a copula, a definition, a past tense."""
    for match in _FACT.finditer(text, begin):
        before = text[begin : match.start()]
        if _lowered(before) or (match["past"] and not _SUBJECT.search(before)):
            continue
        return [Predicate(Strength.NONE, match.start(), match.end(), bool(match["not"]))]
    return []
