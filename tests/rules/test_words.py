"""What the words of any text may and may not hold: placeholders, private details, citations, Markdown."""

from __future__ import annotations

import re
from html import unescape

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect as types

from pccresponse.models.fields import about, every_text
from pccresponse.models.office import Office
from pccresponse.models.response import Contact, Response
from pccresponse.rendering.markdown import to_html
from tests.builders import FONTS, case_with, clean_case
from tests.rules.faults import ERROR, WARNING, codes_in, found_in

TEXT = ("comments", "sections", 0, "text")


def severities(words: str, code: str) -> list[object]:
    found = found_in(case_with({TEXT: words}))
    assert {breach.code for breach in found} <= {code}, found
    return [breach.severity for breach in found]


@pytest.mark.parametrize(
    "words",
    [
        "TODO",
        "Todo: ask the force",
        "(todo)",
        "The date is tbc.",
        "TBC",
        "A total of xxx officers",
        "XXXX",
        "on xx July",
        "Lorem ipsum dolor sit amet",
        "How many???",
        "[insert date]",
        "[ Insert the name of the board here ]",
        "the <insert name> board",
        "Dear {{ name }}",
        "to be confirmed",
        "The meeting (date to be confirmed) is public.",
        "Evidence: to be completed.",
        "- to be supplied\n- the rest",
    ],
)
def test_a_placeholder_is_an_error(words: str) -> None:
    assert severities(words, "PLACEHOLDER") == [ERROR]


@pytest.mark.parametrize("words", ["The figures are to be confirmed.", "We met [name] and [date] was agreed."])
def test_what_may_be_prose_is_a_warning(words: str) -> None:
    assert severities(words, "PLACEHOLDER") == [WARNING]


@pytest.mark.parametrize(
    "words",
    [
        "Maxxxi, a mastodon, saw photodocuments at Exxon.",
        "Los todos are not todos.",
        "The post of deputy is to be confirmed by the panel, and work is to be completed by March.",
        "See [the report](https://example.org/tbc/xxx/todo) for more.",
        "Write to todo@example.org or see example.org/todo/list.",
        "What is to be done? Why?? Really?!",
        "[Insert your card](https://example.org/help) is the page’s title.",
        "The list of to-do items, and a hat-trick of x-rays: 5 < 6 and 7 > 6.",
        "The “[force]” as quoted, [sic], and a note[^1].\n\n[^1]: Here it is.",
        "It remains to be seen.",
    ],
)
def test_what_is_no_placeholder_passes(words: str) -> None:
    assert severities(words, "PLACEHOLDER") == []


def test_web_addresses_are_not_looked_at() -> None:
    assert (
        codes_in(case_with({("report", "url"): "https://example.org/xxx/TODO"}, office={("website",): "https://tbc.example"})) == []
    )


def test_a_placeholder_is_found_in_every_text_of_both_files() -> None:
    """Each text of the clean response in turn, wherever a person can write words."""
    looked_at = 0
    for text in every_text(clean_case().response, clean_case().office):
        changes = {text.path: f"{text.words} TODO"}
        case = case_with(office=changes) if text.in_office else case_with(changes)
        found = [(breach.path, breach.in_office) for breach in found_in(case) if breach.code == "PLACEHOLDER"]
        assert found == [(text.path, text.in_office)]
        looked_at += 1
    assert looked_at >= 45


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ring 01632 960123 now.", "a telephone number in it (01632…)"),
        ("Ring (01632) 960 123 now.", "a telephone number in it (01632…)"),
        ("Ring +44 7700 900123 now.", "a telephone number in it (+44 7…)"),
        ("Ring +44 (0)20 7946 0123 now.", "a telephone number in it (+44 (…)"),
        ("020-7946-0123", "a telephone number in it (020-7…)"),
        ("Mail Jo.Bloggs@Hotmail.co.uk about it.", "a private e-mail address in it (Jo…@Hotmail.co.uk)"),
        ("<jo@icloud.com>", "a private e-mail address in it (<j…@icloud.com)"),
        ("His number, AB123456C, was given.", "a National Insurance number in it (AB …)"),
        ("AB-12-34-56-C", "a National Insurance number in it (AB …)"),
    ],
)
def test_private_details_are_a_warning_and_not_repeated(words: str, shown: str) -> None:
    found = found_in(case_with({TEXT: words}))
    assert [(breach.code, breach.message) for breach in found] == [("PERSONAL", f"Comments, section 1: there seems to be {shown}.")]


@pytest.mark.parametrize(
    "words",
    [
        "Call 101, 999, 0800 555 111 or 0300 123 4567.",
        "ISBN 978-0-7246-0999-1, crime number 1234567890123, on 01/02/2023.",
        "Between 2010 and 2015, 1 in 100 000 000 people.",
        "See https://example.org/0123456789012 and ref 2023/01632960123.",
        "press@westshire.police.example",
        "GB 12 34 56 C, BG123456A and AB 12 34 56 E are none.",
        "The A12 345678C road",
    ],
)
def test_what_is_nobodys_own_passes(words: str) -> None:
    assert codes_in(case_with({TEXT: words})) == []


def test_the_contact_and_the_office_may_be_reached() -> None:
    contact = Contact(name="The policy team, 01632 960123", email="policy.team@gmail.com", telephone="01632 960123")
    assert codes_in(case_with({("contact",): contact}, office={("telephone",): "01632 960124"})) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I act under s.55(1) of the Act.", "Comments, section 1: “s.55(1)” is about those who publish the report"),
        ("Section 55 (3) says so.", "Comments, section 1: “Section 55 (3)” is about those who publish the report"),
        ("I have to respond within thirty days.", "Comments, section 1: “thirty days”, but under the law"),
    ],
)
def test_a_wrong_citation_is_a_warning(words: str, said: str) -> None:
    found = found_in(case_with({TEXT: words}))
    assert [breach.code for breach in found] == ["CITATION"]
    assert found[0].message.startswith(said)


@pytest.mark.parametrize(
    "words",
    [
        "Section 55(5) and section 55(5A) give me 56 days to publish, and section 155(1) is another case.",
        "The force keeps footage for 30 days. I publish the figures.",
    ],
)
def test_a_right_citation_passes(words: str) -> None:
    assert codes_in(case_with({TEXT: words})) == []


def test_what_the_report_says_about_days_is_the_reports_own() -> None:
    words = "The force should respond to complaints within 30 days, as section 55(1) has it."
    assert codes_in(case_with({("findings", "recommendations", 0, "text"): words})) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a<br/>b", "“<br/>”: HTML is printed as text."),
        ('<a href="x">b</a>', "HTML is printed"),
        ("<!-- no -->", "HTML is printed"),
        ("`code`", "backquotes are printed"),
        ("See [this][1].\n\n[1]: https://example.org", "“[1]:”: links that are defined elsewhere"),
        ("See [this](page.html).", "“[this](page.html)”: only links to"),
        ("See [this](javascript:alert).", "only links to"),
    ],
)
def test_markdown_that_is_not_understood_is_advice(words: str, said: str) -> None:
    found = found_in(case_with({TEXT: words}))
    assert [breach.code for breach in found] == ["MARKUP"]
    assert said in found[0].message


@pytest.mark.parametrize(
    "words",
    [
        "# A heading\n\n*Stress*, **more**, > and <, [a link](https://example.org/a_(b)), <https://example.org>\n\n> A quotation\n\n1. One",
        "| A | B |\n|---|---|\n| 1 | 2 |\n\nA note[^a].\n\n[^a]: The note.",
        "Write to [us](mailto:office@example.org). 5 < 6 > 4, a <bc> d",
    ],
)
def test_markdown_that_is_understood_passes(words: str) -> None:
    assert codes_in(case_with({TEXT: words})) == []


def test_what_is_known_of_the_fields_is_what_their_types_say() -> None:
    """Held against msgspec's own reading of the types, which takes too long to be asked at each run."""
    found: set[tuple[str, str, str]] = set()
    seen: set[type[msgspec.Struct]] = set()

    def look_at(model: types.Type, field: tuple[str, str]) -> None:
        if isinstance(model, types.Metadata):
            if kind := (model.extra or {}).get("text"):
                found.add((*field, kind))
            look_at(model.type, field)
        elif isinstance(model, types.UnionType):
            for each in model.types:
                look_at(each, field)
        elif isinstance(model, types.VarTupleType):
            look_at(model.item_type, field)
        elif isinstance(model, types.StructType) and model.cls not in seen:
            seen.add(model.cls)
            for each_field in model.fields:
                look_at(each_field.type, (model.cls.__name__, each_field.name))

    for model in msgspec.inspect.multi_type_info([Response, Office]):
        look_at(model, ("", ""))
    assert len(seen) >= 25
    known = {(model.__name__, name, said.text) for model in seen for name, said in about(model).items() if said.text}
    assert known == found
    assert sum(kind == "markdown" for *_, kind in known) >= 27


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("It was published on &#x202E;2 May.", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("It was published on \u202e2 May.", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("The name is &#x738B;.", "王 (U+738B CJK UNIFIED IDEOGRAPH-738B)"),
        ("A gap of &#0; and &#x80;.", "\N{REPLACEMENT CHARACTER} (U+FFFD REPLACEMENT CHARACTER)"),
    ],
)
def test_a_character_is_judged_as_the_reader_sees_it(words: str, shown: str) -> None:
    found = found_in(case_with({TEXT: words}))
    assert [breach.code for breach in found] == ["CHARACTERS"]
    assert found[0].message == f"Comments, section 1: the fonts cannot draw {shown}."


@pytest.mark.parametrize(
    "words", ["A caf&eacute;&nbsp;&amp; &#163;5.", "It is typed \\&#x202E; as it stands.", "\uf0b7\tone\n\uf0b7\ttwo"]
)
def test_what_is_drawn_in_the_end_passes(words: str) -> None:
    assert codes_in(case_with({TEXT: words})) == []


def test_in_a_line_an_entity_is_printed_as_it_was_typed() -> None:
    assert codes_in(case_with({("comments", "sections", 0, "heading"): "On &#x202E; and &#x738B;"})) == []


_ENTITIES = [
    "&#x202E;",
    "&#x738B;",
    "&nbsp;",
    "&eacute;",
    "&#0;",
    "&#x9F;",
    "&#131;",
    "&zwj;",
    "&#8203;",
    "&amp;#x202E;",
    "&#xD800;",
    "&bogus;",
    "&#x110000;",
]
_ODD = st.lists(
    st.sampled_from([*_ENTITIES, "\\", "&", "#", "word", " ", "\n", "• ", "\uf0b7 ", "*", "[", "](https://a.example)", "|", "- "]),
    max_size=12,
)


@given(_ODD.map("".join).map(str.strip).filter(bool))
def test_every_character_that_passes_can_be_drawn_on_the_page(words: str) -> None:
    if "CHARACTERS" not in codes_in(case_with({TEXT: words})):
        printed = unescape(re.sub("<[^>]*>", "", to_html(words, heading_level=3, key="k")))
        assert FONTS.undrawable(printed) == ()
