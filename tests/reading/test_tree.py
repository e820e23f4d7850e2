"""The tree says what PyYAML's own composer would say, of everything that both accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.reading.parsing import text_of, tree_of
from pccresponse.reading.source import ProblemCollector, Source
from pccresponse.reading.tree import ListNode, Mapping, Node, Scalar

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=20
)
DATA = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(str.strip), inner, max_size=4), max_leaves=12
)


def tree(text: str) -> tuple[Mapping | None, ProblemCollector]:
    collector = ProblemCollector(Source("file.yaml", []))
    plain = text_of(text.encode(), collector)
    assert plain is not None
    return tree_of(plain, collector), collector


def same(ours: Node, theirs: Any) -> bool:
    """Whether two trees agree in structure, text and place."""
    if (ours.line, ours.column) != (theirs.start_mark.line, theirs.start_mark.column):
        return False
    if isinstance(ours, Scalar):
        return isinstance(theirs, yaml.ScalarNode) and ours.value == theirs.value
    if isinstance(ours, ListNode):
        return len(ours.items) == len(theirs.value) and all(map(same, ours.items, theirs.value))
    assert isinstance(ours, Mapping)
    pairs = [(entry.key, entry.node) for entry in ours.entries]
    return len(pairs) == len(theirs.value) and all(
        same(a, c) and same(b, d) for (a, b), (c, d) in zip(pairs, theirs.value, strict=True)
    )


@given(
    st.dictionaries(WORDS.filter(str.strip), DATA, min_size=1, max_size=4),
    st.sampled_from([None, True, False]),
    st.integers(10, 100),
)
def test_whatever_data_was_written_out_is_read_in(data: dict[str, Any], flow: bool | None, width: int) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # the same empty list twice would become an alias
            return True

    text = yaml.dump(data, Dumper=Plain, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False)
    root, collector = tree(text)
    assert [each.code for each in collector.problems if each.code not in ("YAML-MERGE-KEY", "YAML-HASH")] == []
    assert root is not None
    if not collector.problems:
        assert same(root, yaml.compose(text, Loader=yaml.CSafeLoader))


def test_the_examples_are_read_as_they_are_composed(root: Path) -> None:
    files = sorted((root / "responses").rglob("*.yaml"))
    assert len(files) >= 5
    for file in files:
        text = file.read_text("utf-8")
        ours, collector = tree(text)
        assert collector.problems == []
        assert ours is not None
        assert same(ours, yaml.compose(text, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "---\na: b\n...\n",
        "--- {a: b}\n",
        "# one\n\na: b # two\n# three\n",
        "? a\n: b\n",
        '"a": "b"\n',
        "a:\n- b\n- c\n",
        "a:\t b\n",
        "{a: b, c: [d, e], }",
        "a: >-\n  b\n  c\n\n  d\n",
        "a: |2\n    b\n",
        "a: b\n c\n  d\n",
        "a: http://example.org:80/x#y\n",
        "a: it's 5 o'clock, [sic] & so on\n",
        "a: -1\n",
        "a: '%'\n",
    ],
)
def test_plain_yaml_of_any_style_is_accepted(text: str) -> None:
    ours, collector = tree(text)
    assert collector.problems == []
    assert ours is not None
    assert same(ours, yaml.compose(text, Loader=yaml.CSafeLoader))
