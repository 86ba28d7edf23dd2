"""The English verbs of commitment with their forms, by level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from moc_align.commitments.ladder import Strength

_EXPLORE = """
explore consider study examine discuss investigate contemplate deliberate assess review
"""
_ENDEAVOUR = """
endeavour endeavor seek strive aim attempt try pursue intend aspire work plan hope
"""
_UNDERTAKE = """
promote support cooperate collaborate share hold establish implement facilitate strengthen enhance
encourage provide conduct carry convene organise organize exchange develop build create launch
expand deepen advance accelerate foster coordinate consult invite dispatch send host offer grant
protect ensure maintain improve increase invest introduce deploy adopt issue notify inform report
publish designate appoint assist contribute participate engage undertake commit continue take make
set form open fund train recruit employ apply utilise utilize leverage respect comply bear resolve
settle address intensify reinforce extend use partner join execute perform monitor evaluate
complete submit keep give pay allow permit treat meet enrich cultivate bring finalise finalize
operationalise operationalize mobilise mobilize upgrade prepare draw enable nurture diversify
harmonise harmonize align connect link integrate stimulate lead act help
"""
_RECITAL = """
recognise recognize note welcome recall reaffirm affirm confirm emphasise emphasize underscore
underline stress acknowledge appreciate commend express concur believe consist constitute include
contain mean define base enter come remain conclude sign agree decide announce declare witness
desire wish expect represent reiterate highlight congratulate thank become determine pledge
"""

_BINDING = "agree decide commit undertake resolve determine confirm reaffirm pledge"
BINDING = frozenset(_BINDING.split())
"""Verbs of agreement: how firmly is said by the verb after them (agreed to cooperate)."""
# May also be nouns: "and support for startups" joins no verb, "and support the ..." does.
_NOUNS_TOO = """
support exchange study research work share aim plan host fund report review issue train partner
address form use advance increase offer set open link launch help act lead attempt hope comply
"""
NOUNS_TOO = frozenset(_NOUNS_TOO.split())
_IRREGULAR = """
seek seeks seeking sought
strive strives striving strove
hold holds holding held
build builds building built
send sends sending sent
take takes taking took taken
make makes making made
set sets setting set
bear bears bearing bore borne
keep keeps keeping kept
give gives giving gave given
pay pays paying paid
meet meets meeting met
bring brings bringing brought
draw draws drawing drew drawn
lead leads leading led
undertake undertakes undertaking undertook undertaken
mean means meaning meant
come comes coming came
become becomes becoming became
plan plans planning planned
commit commits committing committed
submit submits submitting submitted
permit permits permitting permitted
"""


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb: its base, its level and which form it is."""

    base: str
    level: Strength
    ending: int
    """0 for the base, 1 for -s, 2 for -ing, 3 for the past."""


@cache
def lexicon() -> dict[str, Verb]:
    """Every form of every verb of the lexicon."""
    irregular = {line.split()[0]: line.split() for line in _IRREGULAR.strip().splitlines()}
    table: dict[str, Verb] = {}
    for verbs, level in (
        (_RECITAL, Strength.NONE),
        (_UNDERTAKE, Strength.UNDERTAKE),
        (_ENDEAVOUR, Strength.ENDEAVOUR),
        (_EXPLORE, Strength.EXPLORE),
    ):
        for base in verbs.split():
            forms = irregular.get(base) or _regular(base)
            for ending, form in enumerate(forms):
                table.setdefault(form, Verb(base, level, min(ending, 3)))
    return table


def _regular(base: str) -> list[str]:
    if base.endswith("y") and base[-2] not in "aeiou":
        return [base, f"{base[:-1]}ies", f"{base}ing", f"{base[:-1]}ied"]
    if base.endswith("e"):
        return [base, f"{base}s", f"{base[:-1]}ing", f"{base}d"]
    plural = "es" if base.endswith(("s", "sh", "ch", "x")) else "s"
    return [base, f"{base}{plural}", f"{base}ing", f"{base}ed"]
