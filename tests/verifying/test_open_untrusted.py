"""What a PDF carries comes out whole; what was made to harm us is refused with a reason."""

from __future__ import annotations

import io
import zlib
from hashlib import md5

import pikepdf
import pytest
from pikepdf import settings

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.open_untrusted import LARGEST_FILE, MOST_PAGES, read_untrusted
from tests.verifying import hostile
from tests.verifying.papers import INPUTS, altered


def refusal(pdf: bytes) -> str:
    with pytest.raises(UnreadablePdfError) as raised:
        read_untrusted(pdf)
    assert raised.value.exit_code == 1
    assert raised.value.remedy
    assert "BytesIO" not in raised.value.message
    return raised.value.message


def test_everything_that_a_document_of_ours_carries_is_read(paper: bytes) -> None:
    carried = read_untrusted(paper)
    assert carried.attachments == {file.name: file.content for file in INPUTS}
    assert list(carried.attachments) == ["office.yaml", "response.yaml"]
    assert {name: (each.declared, each.fits) for name, each in carried.checksums.items()} == {
        file.name: (md5(file.content, usedforsecurity=False).hexdigest(), True) for file in INPUTS
    }
    assert carried.repairs == ()


def test_a_checksum_that_does_not_fit_is_said_to_be_so(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        stream = document.Root.AF[0].EF.F
        stream.write(stream.read_bytes().replace(b"Heddlu", b"heddlu"))

    carried = read_untrusted(altered(paper, change))
    assert {name: checksum.fits for name, checksum in carried.checksums.items()} == {"office.yaml": False, "response.yaml": True}


def test_a_file_that_is_only_associated_is_carried_too(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        del document.Root.Names.EmbeddedFiles

    assert set(read_untrusted(altered(paper, change)).attachments) == {file.name for file in INPUTS}


def test_what_had_to_be_repaired_is_told(paper: bytes) -> None:
    broken = paper[: paper.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"
    carried = read_untrusted(broken)
    assert carried.attachments == read_untrusted(paper).attachments
    assert carried.repairs
    assert all("BytesIO" not in repair for repair in carried.repairs)


def test_limits_of_the_reader_hold_only_while_a_file_is_open(paper: bytes) -> None:
    before = settings.get_qpdf_limits()
    read_untrusted(paper)
    refusal(hostile.plain({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}))
    assert settings.get_qpdf_limits() == before


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", "The file is empty."),
        (b"PK\3\4" * 100, "The file is not a PDF."),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-" + bytes(LARGEST_FILE), "larger than 64 MB"),
        (b"%PDF-1.7\n" + b"1 0 obj\n" * 1_000_000, "more than 500,000 objects"),
        (b"%PDF-1.7\n" + b"xref\n0 1\n" * 20_000, "more than 10,000 lists"),
        (b"%PDF-1.7\n" + b"stream\nx\x9c" * 300_000, "more than 200,000 streams"),
    ],
    ids=["empty", "zip", "no more than a head", "large", "very many objects", "very many tables", "very many streams"],
)
def test_what_is_no_pdf_is_refused(pdf: bytes, reason: str) -> None:
    assert reason in refusal(pdf)


@pytest.mark.parametrize(("user", "reason"), [("secret", "opens only with a password"), ("", "The PDF is encrypted.")])
def test_an_encrypted_file_is_refused(paper: bytes, user: str, reason: str) -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="owner", user=user))
    assert reason in refusal(file.getvalue())


BOMB = hostile.bomb()
HEADED_BOMB = hostile.bomb(b"1 0 " + hostile.CATALOGUE)
FLATE = b"/Filter /FlateDecode"
SHEET_WITH_CONTENT = hostile.SHEET.removesuffix(b">>") + b"/Contents 4 0 R >>"


def test_the_way_the_object_streams_are_made_here_is_one_that_is_read() -> None:
    assert read_untrusted(hostile.with_object_stream(zlib.compress(b"1 0 " + hostile.CATALOGUE))).attachments == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (hostile.with_attachment(content=BOMB, entries=FLATE), "unpacks to more than 256 MB"),
        (hostile.plain({3: SHEET_WITH_CONTENT, 4: hostile.stream(BOMB, FLATE)}), "unpacks to more than 256 MB"),
        (hostile.with_object_stream(HEADED_BOMB), "unpacks to more than 256 MB"),
        (
            hostile.with_object_stream(zlib.compress(HEADED_BOMB), b"[/FlateDecode /FlateDecode]"),
            "unpacks to more than 256 MB",
        ),
        (hostile.with_object_stream(hostile.lzw_bomb(1), b"/LZWDecode"), "LZW compression"),
        (hostile.with_object_stream(hostile.lzw_bomb(1), b"/#4cZ#57Decode"), "LZW compression"),
        (hostile.with_object_stream(b"\x81 " * 900, b"/RunLengthDecode"), "run-length compression"),
        (hostile.with_attachment(content=zlib.compress(bytes(33 << 20)), entries=FLATE), "more than 32 MB"),
        (hostile.with_attachment(content=zlib.compress(bytes(30 << 20)), entries=FLATE, times=3), "more than 64 MB"),
    ],
    ids=["attachment", "page", "objects", "packed twice", "LZW", "LZW spelt oddly", "run-length", "large", "large together"],
)
def test_what_would_fill_the_memory_is_refused(pdf: bytes, reason: str) -> None:
    assert reason in refusal(pdf)


def test_what_is_as_large_as_is_allowed_is_read() -> None:
    carried = read_untrusted(hostile.with_attachment(content=zlib.compress(bytes(32 << 20)), entries=FLATE))
    assert len(carried.attachments["x.yaml"]) == 32 << 20


@pytest.mark.parametrize(
    "entries",
    [
        b"/Filter /ASCII85Decode",
        b"/Filter [/FlateDecode /FlateDecode]",
        b"/Filter [" + b"/FlateDecode " * 5000 + b"]",
        b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
    ],
    ids=["ASCII85", "two", "thousands", "predictor"],
)
def test_an_attachment_is_packed_plainly_or_refused(entries: bytes) -> None:
    assert "in a way that this program never uses" in refusal(hostile.with_attachment(content=zlib.compress(b"x"), entries=entries))


@pytest.mark.parametrize("cut", [0, 2, 8, -1])
def test_an_attachment_that_breaks_off_is_refused(cut: int) -> None:
    assert "damaged" in refusal(hostile.with_attachment(content=zlib.compress(b"words " * 9)[:cut], entries=FLATE))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..",
        ".",
        "a/b",
        "a\\b",
        "C:x",
        "C:\\x",
        "/x",
        "a\nb",
        "a\0b",
        "",
        " ",
        "x" * 256,
        "x.",
        " x",
        "\u202egpj.exe",
    ],
    ids=ascii,
)
def test_a_name_that_leads_out_of_a_folder_is_refused(name: str) -> None:
    assert "is not the name of a file in a folder" in refusal(hostile.with_attachment(name))


@pytest.mark.parametrize("name", ["response.yaml", ".hidden", "a b.yaml", "ŵ.yaml", "x" * 255, "edition-2026.zip"])
def test_a_plain_name_is_kept(name: str) -> None:
    assert list(read_untrusted(hostile.with_attachment(name)).attachments) == [name]


def test_ten_thousand_attachments_are_too_many() -> None:
    assert "more than 32 attachments" in refusal(hostile.with_attachment(times=10_000))
    assert len(read_untrusted(hostile.with_attachment(times=32)).attachments) == 32


@pytest.mark.parametrize("names", [(b"x.yaml", b"x.yaml"), (b"x.yaml", b"X.YAML")], ids=["alike", "capitals"])
def test_two_attachments_of_one_name_are_refused(names: tuple[bytes, bytes]) -> None:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 5 0 R (b) 6 0 R] >> >> >>",
        5: b"<< /UF (%b) /EF << /F 7 0 R >> >>" % names[0],
        6: b"<< /UF (%b) /EF << /F 7 0 R >> >>" % names[1],
        7: hostile.stream(b"x"),
    }
    assert "Two attachments are called" in refusal(hostile.plain(objects))


def test_an_attachment_with_two_contents_is_refused() -> None:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /AF [5 0 R] >>",
        5: b"<< /UF (x) /EF << /F 6 0 R /UF 7 0 R >> >>",
        6: hostile.stream(b"innocent"),
        7: hostile.stream(b"other"),
    }
    assert "has 2 contents" in refusal(hostile.plain(objects))


@pytest.mark.parametrize(
    "objects",
    [
        {2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"},
        {2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", 4: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"},
        {1: b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 7 0 R >> >>", 7: b"<< /Kids [7 0 R 7 0 R] >>"},
        {1: b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles %b" % (b"<< /Kids [" * 100_000)},
        {1: b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles (x) >> >>"},
        {1: b"[ /Catalog ]"},
        {2: b"<< /Type /Pages /Kids [] /Count 0 >>"},
        {2: b"<< /Type /Pages /Kids [" + b"3 0 R " * 5000 + b"] /Count 5000 >>"},
    ],
    ids=["pages", "branches of pages", "names", "deep names", "no names", "no catalogue", "no pages", "one page very often"],
)
def test_a_tree_that_is_none_is_refused(objects: dict[int, bytes]) -> None:
    assert refusal(hostile.plain(objects))


def test_what_only_python_would_understand_is_said_in_english() -> None:
    reason = refusal(hostile.plain({1: b"<< /Type /Catalog /Pages 2 0 R /AF [7] >>"}))
    assert reason == "The PDF is damaged and cannot be read: something in it is missing, or is not what the standard says it is."


def test_more_pages_than_the_limit_are_refused() -> None:
    numbers = range(10, 11 + MOST_PAGES)
    sheets = {number: hostile.SHEET.replace(b">>", b"/Resources << >> >>") for number in numbers}
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    pages = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(numbers))
    assert "2,001 pages" in refusal(hostile.plain({2: pages, **sheets}))
