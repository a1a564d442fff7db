"""Inputs that are no papers: the remedy fits what the file is."""

from __future__ import annotations

import zipfile

import pytest
from asking import write
from reading import read, write_table

from extractor.read.read import InputError

OFFICE = ["[Content_Types].xml", "_rels/.rels"]
OPEN = "application/vnd.oasis.opendocument"


def packed(path, *names, first=""):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, first if name == "mimetype" else "<xml/>")
    return path


@pytest.mark.parametrize(
    ("name", "entries", "first", "told"),
    [
        ("p.xlsx", [*OFFICE, "xl/workbook.xml"], "", r"a workbook .*\. Save it as CSV"),
        ("p.csv", [*OFFICE, "xl/workbook.xml"], "", r"a workbook .*\. Save it as CSV"),
        ("p.docx", [*OFFICE, "word/document.xml"], "", r"a text document .*\. Save it as plain text .* CSV"),
        ("p.ods", ["mimetype", "content.xml"], f"{OPEN}.spreadsheet", r"a workbook .*\. Save it as CSV"),
        ("p.odt", ["mimetype", "content.xml"], f"{OPEN}.text", r"a text document .*\. Save it as plain text"),
        ("p.pptx", [*OFFICE, "ppt/slides/slide1.xml"], "", r"a file of an office program\. Save it as CSV"),
        ("p.zip", ["papers.csv"], "", r"a ZIP archive\. Unpack it"),
    ],
)
def test_zip_files(tmp_path, name, entries, first, told):
    with pytest.raises(InputError, match=rf"{name}: {told}"):
        read(packed(tmp_path / name, *entries, first=first))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("p.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF, which cannot be read. Give the title and abstract"),
        ("p.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "a picture, which cannot be read. Give the title and abstract"),
        ("p.jpg", b"\xff\xd8\xff\xe0" + bytes(60), "a picture, which cannot be read"),
        ("p.webp", b"RIFF\n\0\0\0WEBPVP8 " + bytes(60), "a picture, which cannot be read"),
        ("p.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "Save it as CSV"),
    ],
)
@pytest.mark.parametrize("options", [{}, {"format": "csv"}], ids=["told", "forced"])
def test_other_files(tmp_path, name, data, told, options):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        read(tmp_path / name, **options)
    assert told in str(error.value)
    assert "UTF-8 at" not in str(error.value)


def test_table_of_claims_is_no_input(tmp_path):
    table = write(tmp_path / "claims.parquet")
    with pytest.raises(InputError, match=r"claims.parquet: this is already a claims table\. Ask it with"):
        read(table)
    with pytest.raises(InputError, match=r"claims.parquet: this is already a claims table\. Ask it with"):
        read(tmp_path)


def test_table_of_claims_beside_papers_is_left_out(tmp_path):
    write(tmp_path / "claims.parquet")
    write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=["It is."])
    papers, rejects = read(tmp_path)
    assert [paper.title for paper in papers] == ["Fast"]
    assert [(one.source, one.reason) for one in rejects] == [("claims.parquet", "this is already a claims table")]


def test_one_mark_ends_a_question(tmp_path):
    (tmp_path / "p.csv").write_text("Titel,abstract\nFast,It is.\n")
    with pytest.raises(InputError, match=r"Did you mean 'Titel'\?$"):
        read(tmp_path / "p.csv", columns={"title": "titl"})
