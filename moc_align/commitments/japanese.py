"""Main predicates of Japanese sentences, read off the lemmas of their last words.

A Japanese sentence says at its end how firmly it binds. The end is peeled like an onion:
ものとする, ことができる, ことを確認した come off one after the other, down to the verb and its
object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from moc_align.commitments.ladder import Predicate, Strength

if TYPE_CHECKING:
    from fugashi import Tagger

_EXPLORE_WORDS = """
検討 探求 探究 模索 考慮 議論 探る 考える 考察 可能性 余地 審議
勘案 調べる
"""
_ENDEAVOUR_WORDS = """
努める 務める 取り組む 取り組み 図る 追求 追及 目指す 努力 尽力 志向
試みる 意図 心掛ける 配慮
"""
_RECITAL_WORDS = """
認識 留意 歓迎 確認 再確認 強調 評価 支持 表明 重視 想起 期待 希望
願う 感謝 理解 信ずる 信じる 述べる 指摘 承知 念頭 称賛 賞賛 同意
合意 一致 決定 決める 約束 示す 有する 成る 為る 有る 居る
定義 基づく 含む 含める 関する 意味 開始 継続 終了 発効 失効 満了
適用 構成 該当 存在 異なる 伴う 関わる 生ずる 生じる 妨げる 影響
拘束 課す 発生 増加 減少 拡大 発展 進展 直面 達する 言う
呼ぶ 称する 至る 及ぶ 属する 過ぎる 限る 超える 足る 続く
始まる 終わる 変わる 高まる 広がる 深まる 進む 増える 繋がる 由来
依存 左右 帰属 占める 立つ 訪問 会談 開幕 閉幕
"""
_UNDERTAKE_WORDS = """
促進 支援 協力 共有 実施 行う 開催 強化 設立 提供 推進 構築 整備
拡充 深化 連携 協働 協議 調整 派遣 招待 招聘 奨励 交換 保護 確保
醸成 参加 創設 設置 育成 投資 付与 通知 公表 報告 導入 開発 進める
深める 高める 広げる 設ける 講ずる 講じる 加速 貢献 寄与 遵守 尊重
負担 充当 対応 活用 改善 拡大 発展 維持 指定 任命 締結 コミット
後押し 助ける 支える 招く 送る 解決 修正 更新 実現 普及 向上 交流
試験 実証 研究 調査 検証 研究開発 策定 作成 発行 発出 発給 開放
創出 多様化 円滑化 取り計らう 与える 定める 当たる
"""
_BINDING_WORDS = """
一致 決定 合意 約束 コミット 確認 再確認 決める 表明 同意 決意
"""
_LIGHT_WORDS = """
行う 行なう 為る 実施 進める 継続 続ける 開始 始める 深める 加速
推進 促進 強化 図る 重ねる 払う 尽くす 探る 追求 行使 傾注 維持
"""
_EXPLORE = frozenset(_EXPLORE_WORDS.split())
_ENDEAVOUR = frozenset(_ENDEAVOUR_WORDS.split())
_RECITAL = frozenset(_RECITAL_WORDS.split())
_UNDERTAKE = frozenset(_UNDERTAKE_WORDS.split())
_BINDING = frozenset(_BINDING_WORDS.split())
"""Verbs of agreement: how firmly is said by the verb inside 「…することで一致した」."""
_LIGHT = frozenset(_LIGHT_WORDS.split())
_NOMINAL = (_UNDERTAKE | _EXPLORE | _ENDEAVOUR) - {"行う", "開発", "可能性", "余地", "研究", "投資"}
_BRACKETS = re.compile(r"[(「『【][^()「」『』【】]*[)」』】]")


@dataclass(frozen=True, slots=True)
class _Word:
    surface: str
    lemma: str
    pos: str
    detail: str
    form: str
    start: int
    end: int


@cache
def _tagger() -> Tagger:
    from fugashi import Tagger

    return Tagger()


def _words(sentence: str, offset: int) -> list[_Word]:
    words = []
    at = 0
    for token in _tagger()(sentence):
        at = sentence.index(token.surface, at)
        feature = token.feature
        lemma = (feature.lemma or token.surface).split("-")[0]
        words.append(
            _Word(
                token.surface,
                lemma,
                feature.pos1,
                f"{feature.pos2} {feature.pos3}",
                feature.cForm or "",
                offset + at,
                offset + at + len(token.surface),
            )
        )
        at += len(token.surface)
    return words


def predicates(text: str) -> tuple[Predicate, ...]:
    """Main predicates of a normalised Japanese text without white space."""
    found: list[Predicate] = []
    # sentences end outside brackets; what is inside them is an aside (以下「…」という。)
    plain = text
    while (masked := _BRACKETS.sub(lambda m: "　" * len(m[0]), plain)) != plain:
        plain = masked
    for match in re.finditer(r"[^。．!?]+", plain):
        sentence = text[match.start() : match.end()]
        if sentence.strip("　 "):
            found.extend(_main(_words(sentence, match.start()), plain))
    return tuple(found)


def _main(words: list[_Word], plain: str) -> Iterator[Predicate]:
    """Coordinate predicates of one sentence that bind, then its last one."""
    words = [w for w in words if plain[w.start] != "　"]
    while words and (words[-1].pos == "補助記号" or words[-1].surface in {"等", "など"}):
        words.pop()
    if not words:
        return
    # a preamble breaks off in mid-sentence (経験を踏まえ、)
    last = _peel(words, listed=words[-1].form.startswith("連用形")) or _nominal(words)
    if last is None:
        return
    for end in range(1, len(words) - 1):
        stem = words[end - 1]
        comma = words[end].surface in "、," and stem.form.startswith("連用形")
        # where the end binds no one (…を提供し、…ものである), neither does what leads up to it
        if comma and last.strength > Strength.NONE and stem.pos in {"動詞", "助動詞"}:
            before = _peel(words[:end], listed=True)
            if before and (
                before.strength is Strength.SHALL
                or (before.strength > Strength.NONE and _has_object(words[:end], before))
            ):
                yield before
    yield last


def _has_object(words: list[_Word], predicate: Predicate) -> bool:
    inside = [w for w in words if w.start >= predicate.start]
    return any(w.pos == "助詞" and w.surface in {"を", "に", "で", "が"} for w in inside)


# Outer layers on lemmas, with what they mean; tried in this order until none fits.
_LAYERS: tuple[tuple[str, str], ...] = (
    (r" (?:ない|ず|ぬ) ば (?:成る|いける|行ける) (?:ない|ず|ぬ)$", "shall"),
    (r" (?:ない|ず|ぬ) (?:て )?は (?:成る|行ける) (?:ない|ず|ぬ)$", "shall"),
    (r" て は (?:成る|行ける) (?:ない|ず|ぬ)$", "forbid"),
    (r" で は (?:成る|行ける) (?:ない|ず|ぬ)$", "forbid"),
    (r" (?:物|者) と 為る$", "shall"),
    (r" 事 と (?:為る|成る)$| 事$", "keep"),
    (r" 義務 を (?:負う|有する)$| 義務 が 有る$| 責任 を 負う$| を 要する$", "oblige"),
    (r" 事 (?:が|も|は) 出来る$| 事 (?:が|も) 可能 (?:だ|だ 有る)$| 得る$", "may"),
    (r" 事 (?:が|を) 期待 為る れる (?:居る)?$| 事 が 望む れる$| 事 が 望ましい$", "should"),
    (r" 事 が 期待 為る れる(?: て 居る)?$", "should"),
    (r" べし (?:だ|だ 有る)$| べし$", "should"),
    (
        r" (?:予定|意向|方針|考え|所存|構え) (?:だ|だ 有る)$| (?:意向|意図|意思|考え) を 有する$",
        "should",
    ),
    (r" 様 に 為る$| たい(?: と 考える)?$| う と 為る$| よう と 為る$", "should"),
    (r" て (?:行く|参る|来る|居る|置く)$", "strip"),
    (r" ます$", "strip"),
)
_COMPILED = tuple((re.compile(pattern), meaning) for pattern, meaning in _LAYERS)


def _peel(words: list[_Word], listed: bool = False) -> Predicate | None:
    """The predicate at the end of the words; None where they do not end in one.

    `listed`: only verbs of the lists bind (通じ、 踏まえ、 and the like say how, not what).
    """
    end = words[-1].end
    rest = list(words)
    ceiling = Strength.UNDERTAKE
    cap: Strength | None = None
    negated = past = passive = agreed = False
    while rest:
        lemmas = " " + " ".join(w.lemma for w in rest)
        layer = next(((m, kind) for p, kind in _COMPILED if (m := p.search(lemmas))), None)
        if layer:
            match, kind = layer
            rest = rest[: lemmas[: match.start()].count(" ")]
            if kind in {"shall", "forbid", "oblige"}:
                ceiling = Strength.SHALL
            negated |= kind == "forbid"
            if kind == "oblige" and (not rest or rest[-1].pos != "動詞"):
                return _placed(
                    Strength.SHALL if not negated else Strength.NONE, words, rest, end, negated
                )
            if kind in {"may", "should"}:
                level = Strength.EXPLORE if kind == "may" else Strength.ENDEAVOUR
                cap = min(cap, level) if cap is not None else level
            continue
        tail = rest[-1]
        if tail.pos == "助動詞" and tail.lemma in {"ない", "ず", "ぬ", "まい"}:
            negated = not negated
        elif tail.pos == "助動詞" and tail.lemma == "た":
            past = True
        elif tail.pos == "助動詞" and tail.lemma in {"れる", "られる"}:
            passive = True
        elif tail.pos == "助動詞" and tail.lemma in {"せる", "させる", "ます"}:
            pass
        else:
            break
        rest.pop()
    if not rest:
        return None
    tail = rest[-1]
    if tail.pos == "助動詞" or tail.pos == "形容詞" or tail.lemma in {"有る", "無い"}:
        negated ^= tail.lemma == "無い"  # 影響を及ぼすものではない
        at = len(rest) - 1
        at = _back(rest, at, {"助動詞", "助詞"})
        at = _back(rest, at, _NOUNS)
        if negated and rest[at].lemma in {"物", "事"}:
            # what is denied is the verb before: 限定されるものではない
            at = _back(rest, _back(rest, at, {"動詞", "助動詞"}), _NOUNS)
        return Predicate(Strength.NONE, rest[at].start, end, negated)  # ものである, 余地がない
    if tail.pos != "動詞":
        return None
    verb, object_end = _core(rest)
    nouns = _object(rest[:object_end])
    if verb in _BINDING and nouns == "事" and rest[object_end - 1].pos == "助詞":
        inner = _peel(rest[: object_end - 2])
        if inner:
            return Predicate(inner.strength, inner.start, end, inner.negated or negated)
        agreed = True
    known = ceiling is Strength.SHALL  # ものとし、 binds whatever the verb
    if (
        listed
        and not known
        and verb not in _UNDERTAKE | _EXPLORE | _ENDEAVOUR
        and not nouns.startswith("義務")
    ):
        return _placed(Strength.NONE, words, rest[:object_end], end, negated)
    strength = _level(verb, nouns, passive, past or agreed, ceiling)
    if strength > Strength.NONE and cap is not None:
        strength = min(strength, cap)
    elif cap is not None and not past:
        strength = cap
    if ceiling is Strength.SHALL and strength is Strength.NONE:
        strength = Strength.SHALL
    return _placed(strength, words, rest[:object_end], end, negated)


def _core(rest: list[_Word]) -> tuple[str, int]:
    """The verb's lemma (検討 of 検討する) and where the words before it end."""
    last = len(rest) - 1
    if rest[last].lemma in {"為る", "出来る", "致す"} and last:
        before = rest[last - 1]
        if before.pos in {"名詞", "接尾辞"}:
            start = last - 1
            while start and rest[start - 1].pos in {"名詞", "接頭辞", "接尾辞", "形状詞"}:
                start -= 1
            return _noun(rest[start:last]), start
    return rest[last].lemma, last


def _noun(words: list[_Word]) -> str:
    joined = "".join(w.lemma for w in words)
    return joined if joined in _UNDERTAKE | _EXPLORE | _ENDEAVOUR | _RECITAL else words[-1].lemma


def _object(words: list[_Word]) -> str:
    """The noun before the particle that the words end in (可能性 of 可能性を); empty where none."""
    end = len(words)
    while end and words[end - 1].pos == "助詞":
        end -= 1
    if end == len(words) or not end or words[end - 1].pos not in {"名詞", "接尾辞"}:
        return ""
    last = words[end - 1]
    if last.lemma == "性" and end > 1:
        return words[end - 2].lemma + "性"
    return last.lemma


def _level(verb: str, noun: str, passive: bool, past: bool, ceiling: Strength) -> Strength:
    if past:
        return Strength.NONE
    if verb in _EXPLORE or noun in {"可能性", "余地"}:
        return Strength.EXPLORE
    if verb in _LIGHT and noun in _EXPLORE:
        return Strength.EXPLORE
    if verb in _ENDEAVOUR or (verb in _LIGHT and noun in _ENDEAVOUR):
        return Strength.ENDEAVOUR
    if verb == "為る" and noun in {"目的", "旨", "趣旨", "基本", "前提"}:
        return Strength.NONE
    if noun in {"権利", "義務", "影響", "効力", "拘束力"} and verb in {"与える", "有する"}:
        return Strength.NONE
    if noun in {"認識", "見解", "意見", "懸念", "立場"} and verb in {
        "共有",
        "表明",
        "示す",
        "述べる",
    }:
        return Strength.NONE
    if verb == "継続" and noun in _UNDERTAKE | {"対話", "協議", "意見交換"}:
        return Strength.UNDERTAKE
    if verb in _UNDERTAKE:
        return ceiling
    if verb in _RECITAL or passive:
        return Strength.NONE
    return ceiling if noun or verb in _UNDERTAKE else Strength.NONE


_NOUNS = frozenset({"名詞", "接尾辞", "接頭辞", "形状詞"})


def _placed(
    strength: Strength, words: list[_Word], before: list[_Word], end: int, negated: bool
) -> Predicate:
    """The predicate with the noun and particle in front of its verb (可能性を検討する)."""
    at = len(before)
    if at > 1 and before[at - 1].surface == "て" and before[at - 2].lemma in _PARTICLE_VERBS:
        at -= 2  # に向けて, において
    while at and before[at - 1].detail.startswith(("格助詞", "係助詞")):
        at -= 1
    if at < len(before):
        noun = _back(before, at, _NOUNS)
        at = noun if noun < at else len(before)  # a particle without its noun stays outside
        if at < len(before) and before[at].lemma == "事":
            at = _back(before, _back(before, at, {"動詞", "助動詞"}), _NOUNS)  # 招待することを
    start = words[at].start if at < len(words) else words[-1].start
    return Predicate(strength, start, end, negated)


_PARTICLE_VERBS = frozenset(
    {"向ける", "通ずる", "置く", "於く", "対する", "関する", "就く", "付く", "因る", "依る"}
)


def _back(words: list[_Word], at: int, kinds: AbstractSet[str]) -> int:
    while at and words[at - 1].pos in kinds:
        at -= 1
    return at


def _nominal(words: list[_Word]) -> Predicate | None:
    """The undertaking of a phrase that ends in a noun (…の開催, …に向けた取組)."""
    end = len(words)
    start = end
    while start and words[start - 1].pos in {"名詞", "接頭辞", "接尾辞"}:
        start -= 1
    if start == end or not start:
        return None
    verb = _noun(words[start:])
    linked = words[start - 1].surface in {"の", "た", "る", "する"} or words[start - 1].lemma in {
        "係る",
        "関する",
    }
    if verb == "物" or (words[-1].lemma == "物"):
        return Predicate(Strength.NONE, words[max(start - 2, 0)].start, words[-1].end)
    if not linked or verb not in _NOMINAL:
        return None
    strength = Strength.UNDERTAKE
    if verb in _EXPLORE:
        strength = Strength.EXPLORE
    elif verb in _ENDEAVOUR:
        strength = Strength.ENDEAVOUR
    return Predicate(strength, words[start].start, words[-1].end)
