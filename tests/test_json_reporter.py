from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, get_args

import pytest
from sample_alignment import sample_alignment
from sample_report import HERE, HOSTILE, REPORTERS, rendered, sample

from moc_align.plugins import Screen
from moc_align.schema import (
    CHANGE_KINDS,
    CLAUSE_KINDS,
    GENRES,
    AreaStatusKind,
    DetailKind,
    Order,
    Origin,
    Unit,
)

COMMANDS = ("parse", "areas", "diff", "align")


def written(command: str) -> str:
    if command != "align":
        return rendered(command, "json")
    return REPORTERS["json"].render(sample_alignment(), Screen())


def schema_of(command: str) -> dict[str, Any]:
    file = HERE.parent / f"docs/schema/{command}.schema.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
SAID = {"description", "title", "$schema", "$id", "$defs", "required", "$ref"}


def is_type(value: object, name: str) -> bool:
    if name in ("integer", "number"):
        kinds = int if name == "integer" else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """Where the value departs from the schema; a key the schema doesn't describe is a fault too."""
    if "$ref" in schema:
        return faults(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, at)
    found = []
    for word, rule in schema.items():
        if word == "type":
            names = [rule] if isinstance(rule, str) else rule
            if not any(is_type(value, name) for name in names):
                return [f"{at}: {word}"]
            good = True
        elif word == "const":
            good = value == rule
        elif word == "enum":
            good = value in rule
        elif word == "pattern":
            good = re.search(rule, value) is not None
        elif word == "minimum":
            good = value >= rule
        elif word == "maximum":
            good = value <= rule
        elif word == "minItems":
            good = len(value) >= rule
        elif word == "maxItems":
            good = len(value) <= rule
        elif word == "anyOf":
            good = any(not faults(value, one, whole, at) for one in rule)
        elif word == "items":
            good = True
            for i, item in enumerate(value):
                found += faults(item, rule, whole, f"{at}[{i}]")
        elif word == "additionalProperties":
            good = all(not faults(item, rule, whole, at) for item in value.values())
        elif word == "properties":
            good = set(schema["required"]) == set(rule) == set(value)
            for key in set(rule) & set(value):
                found += faults(value[key], rule[key], whole, f"{at}.{key}")
        else:
            good = word in SAID
        found += [] if good else [f"{at}: {word}"]
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_json_follows_its_schema(command: str) -> None:
    schema = schema_of(command)
    value = json.loads(written(command))
    assert faults(value, schema, schema) == []
    for key in value:
        assert faults({k: v for k, v in value.items() if k != key}, schema, schema)
        assert faults({**value, key: 3.5}, schema, schema)


def test_schemas_share_their_definitions() -> None:
    together: dict[str, Any] = {}
    for command in COMMANDS:
        for name, definition in schema_of(command)["$defs"].items():
            assert together.setdefault(name, definition) == definition


def test_schemas_list_the_kinds_there_are() -> None:
    parse, diff = schema_of("parse")["$defs"], schema_of("diff")["$defs"]
    assert parse["clause"]["properties"]["kind"]["enum"] == list(CLAUSE_KINDS)
    assert parse["document"]["properties"]["genre"]["enum"] == list(GENRES)
    assert diff["change"]["properties"]["kind"]["enum"] == list(CHANGE_KINDS)
    assert diff["detail"]["properties"]["kind"]["enum"] == list(get_args(DetailKind))
    assert diff["status"]["properties"]["status"]["enum"] == list(get_args(AreaStatusKind))
    align = schema_of("align")
    assert align["properties"]["unit"]["enum"] == list(get_args(Unit))
    assert align["properties"]["order"]["enum"] == list(get_args(Order))
    assert align["$defs"]["link"]["properties"]["origin"]["enum"] == list(get_args(Origin))


def test_json_keeps_the_text_and_hides_what_a_terminal_obeys() -> None:
    found = written("diff")
    assert "水道事業体" in found
    assert not set("\x1b\x9b\x07\u202e") & set(found)
    assert HOSTILE in {q["text"] for c in json.loads(found)["changes"] for q in c["after"]}


def test_json_rounds_and_never_writes_what_cannot_be_encoded() -> None:
    report = replace(sample("areas"), notes=("half a pair: \ud83d",))
    found = REPORTERS["json"].render(report, Screen())
    assert found.encode("utf-8")
    assert json.loads(found)["notes"] == ["half a pair: \ud83d"]
    assert json.loads(found)["tags"][1]["score"] == 0.8123
