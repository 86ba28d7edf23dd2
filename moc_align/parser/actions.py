"""English words that make an undertaking of a phrase: action nouns, gerunds, base verbs."""

from __future__ import annotations

import re

_PREPOSITIONS = frozenset(
    (
        "of for in on to with from between among through under at by into toward towards within "
        "against about concerning regarding aimed designed across"
    ).split()
)
_WEAK_STARTS = re.compile(
    r"(?:including|such as|e\.g\.|i\.e\.|for (?:example|instance)|namely|which|who|whom|whose"
    r"|that|where|when|while"
    r"|especially|particularly|in (?:particular|order|addition|accordance|line|cooperation with"
    r"|collaboration with)"
    r"|notably|with|through|by|from|of|for|respectively|not|but|whether|based on|both|as|among"
    r"|to|at|on|under|between"
    r"|taking|using|considering|given|following|according|regarding|concerning|making use|etc"
    r"|its|their|those|these)\b",
    re.IGNORECASE,
)
_ALWAYS = frozenset(
    (
        "cooperation collaboration coordination support assistance research training exchange "
        "exchanges measures measure efforts effort visit visits dispatch study studies survey "
        "surveys review reviews dialogue dialogues launch invitation discussion discussions "
        "consultation consultations building development promotion sharing transfer trial "
        "trials tests test help aid work works steps action actions initiatives activities "
        "meeting meetings workshop workshops seminar seminars conference conferences event "
        "events fair fairs programme programmes program programs project projects talks joint "
        "analysis design construction preparation expansion improvement investment contribution "
        "contributions participation facilitation strengthening networking matchmaking "
        "demonstration demonstrations experiments experiment use utilization follow-up "
        "internship internships scholarships tour tours mission missions contest contests "
        "recruitment campaign campaigns exercise exercises drills guidance advice "
        "twinning secondment secondments fellowships patrols inspections negotiations outreach "
        "course courses lectures preparations verification pilot "
        "forum forums"
    ).split()
)
_WITH_OF = frozenset(
    (
        "approval renewal removal disposal acceptance delivery supply release creation grant "
        "loan opening start reform control repair purchase issue issuance export import "
        "replacement restoration revival upgrade update extension rehabilitation relief "
        "recovery discovery pursuit set-up setup setting making holding organization "
        "organisation generation association building hosting conclusion signing formation "
        "abolition survey mapping"
    ).split()
)
_SUFFIX = re.compile(r".{3,}(?:tion|tions|sion|sions|ment|ments|ance|ence|ing|isation|ization)$")
_NEVER = frozenset(
    (
        "information equipment environment government governments department instrument "
        "instruments document documents element elements segment institution institutions "
        "nation nations region station stations section sections position condition conditions "
        "question population union vision television commission function functions million "
        "billion distance finance insurance science audience evidence intelligence experience "
        "sentence residence substance instance balance importance thing things during including "
        "following regarding concerning according housing clothing banking agreement agreements "
        "association associations corporation organizations generation ammunition nutrition "
        "medication foundation absence presence difference existing emerging ongoing leading "
        "outstanding growing developing advance advances ministry organization organisation "
        "parliament administration delegation plantation"
    ).split()
)
_EVENTS = frozenset(
    (
        "workshop workshops seminar seminars conference conferences event events fair fairs "
        "meeting meetings forum forums course courses lectures exhibitions exhibition tours "
        "talks"
    ).split()
)
_HOLDING = frozenset(
    "organization organisation organizing convening holding hosting arrangement arranging".split()
)
_VERBS = frozenset(
    (
        "promote support encourage enhance strengthen develop establish share exchange explore "
        "conduct hold organize organise facilitate cooperate collaborate provide invite "
        "dispatch implement expand improve accelerate launch create consider examine pursue "
        "foster advance assist build train introduce increase reduce deepen work host convene "
        "send accept offer prepare set start begin continue open carry study review discuss "
        "cultivate utilize utilise use apply adopt coordinate contribute aim seek identify "
        "address ensure raise help enable hold make take join invest jointly actively"
    ).split()
)
_WORD = re.compile(r"(?<![\d\w])[A-Za-z][\w’'.&/-]*")
_PARTICIPLE = re.compile(r"(?:held|given|taken|led|made|[a-z]{3,}ed)$")


def _is_action(word: str, before: str) -> bool:
    """True where the noun names an action; `before` is the preposition that follows it."""
    low = word.lower()
    if low in _ALWAYS:
        return True
    if before == "of" and low in _WITH_OF and word[0].islower():
        return True
    if low in _NEVER or (word[0].isupper() and before not in ("of", "")):
        return False
    return before == "of" and bool(_SUFFIX.fullmatch(low))


def _heads(segment: str) -> tuple[list[str], str]:
    """The nouns that head a phrase, one a conjunct, and the preposition after them."""
    conjuncts: list[str] = []
    last = ""
    for match in _WORD.finditer(segment):
        word = match.group().rstrip(".")
        low = word.lower()
        if low in _PREPOSITIONS or (last and _PARTICIPLE.fullmatch(low) and "-" not in low):
            return ([*conjuncts, last] if last else conjuncts), low
        if low in ("and", "or", "&"):
            if last:
                conjuncts.append(last)
            continue
        last = word
    return ([*conjuncts, last] if last else conjuncts), ""


def _first_word(segment: str) -> str:
    match = _WORD.search(segment)
    return match.group() if match else ""


def _gerund(word: str) -> bool:
    low = word.lower()
    return len(low) > 5 and low.endswith("ing") and low not in _NEVER


def starts_undertaking(segment: str, first: str, following: str) -> bool:
    """True where the words after a comma are an undertaking of their own.

    `first` is the first member of the list and `following` what comes after the next comma.
    """
    if not segment or _WEAK_STARTS.match(segment) or not _first_word(segment):
        return False
    lead, own = _first_word(first).lower(), _first_word(segment)
    if own in _VERBS and lead in _VERBS and not (lead in _ALWAYS and own in _ALWAYS):
        return True
    if _gerund(own) and _gerund(lead) and own[0].islower() and " " in segment:
        heads, _ = _heads(segment)
        if (heads and heads[0] != own) or " of " in segment:
            return True
    heads, preposition = _heads(segment)
    if not heads:
        return False
    if preposition:
        if heads[0].lower() in _EVENTS and lead in _HOLDING:
            return False
        return all(_is_action(head, preposition) for head in heads)
    after, next_preposition = _heads(following)
    open_next = bool(after) and bool(next_preposition) and not _WEAK_STARTS.match(following)
    bare = len(heads) == 1 and heads[0].lower() in _ALWAYS and " " in segment
    return bare and open_next and all(_is_action(head, next_preposition) for head in after)
