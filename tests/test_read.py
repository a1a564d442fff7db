"""Reading: files, folders and names; what cannot be read is said with its remedy."""

from __future__ import annotations

import os

import pytest
from reading import FIXTURES, GLUED, LONG, page, read

from extractor.read.read import InputError, ReadOptions, Reject, read_papers


def test_fixture_page_of_each_layout_gives_the_same_papers():
    spaced, glued = (read(FIXTURES / f"{name}.txt") for name in ("spaced", "glued"))
    assert [paper.text for paper in spaced[0]] == [paper.text for paper in glued[0]]
    assert [paper.title for paper in spaced[0]] == ["Does It Fit?", "Fast is fast.", "p-Cache: Small Caches"]
    assert (spaced[1], [(reject.source, reject.line) for reject in glued[1]]) == ([], [("glued.txt", 7)])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_byte_order_mark_is_no_part_of_the_text(tmp_path, mark):
    path = tmp_path / "page.txt"
    path.write_bytes(mark + page("Subscribe{}", "\n", "Pointer Networks", LONG).encode())
    assert [paper.title for paper in read(path)[0]] == ["Pointer Networks"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"page\.txt: the file is empty\. Remove it"),
        (
            GLUED.format("Caf\u00e9\n" + LONG).encode("latin-1"),
            r"page\.txt, line 3: not UTF-8 at byte 105 \(0xe9\)\. Save it",
        ),
        (GLUED.format("Cafe\n" + LONG).encode("utf-16")[:-1], r"page\.txt.* not utf-16 at byte \d+\. Name the enc"),
        (b"\xef\xbb\xbf\xff", r"line 1: not UTF-8 at byte 3"),
        (
            b"Dear all,\nthe meeting is off.\n",
            r"page\.txt: a text, but no title with an abstract .* Write a title, a blank line",
        ),
        (b"<!DOCTYPE html><title>403</title>", r"looks like an HTML page"),
        (b"Get trending papers in your email inbox!\nSubscribe\n", r"not a page that can be read: no title.*Expected"),
    ],
    ids=["empty", "latin-1", "utf-16", "bad byte", "letter", "html", "no entries"],
)
def test_file_that_is_no_page_is_an_input_error(tmp_path, data, message):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(path)


@pytest.mark.parametrize(
    ("abstract", "asked", "message"),
    [
        (
            "It is 2x faster.",
            None,
            r"abstract of 80 characters or more .*; where it is as short as this, add --input-format t",
        ),
        ("It is 2x faster. " * 700, None, r"a text, but the abstract has more than 10,000 characters\. Part papers by"),
        ("It is 2x faster. " * 700, "text", r"no paper was found \(line 1: the abstract has more than 10,000"),
        (LONG + "\n\nAnother title\n\n" + LONG, None, r"a text, but line 5 looks like another title\. Part papers by"),
    ],
)
def test_why_a_text_is_no_paper_is_told(tmp_path, abstract, asked, message):
    path = tmp_path / "paper.txt"
    path.write_text(f"A kernel\n\n{abstract}\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_papers([path], options=ReadOptions(format=asked)))


def test_letter_cut_by_the_end_of_the_head_is_no_error(tmp_path):
    path = tmp_path / "page.txt"
    text = GLUED.format("Title\n" + LONG + "\u00e9" * (1 << 16))
    path.write_text(("" if len(text.encode()) % 2 else "x") + "\n" + text, encoding="utf-8")
    assert len(read(path)[0]) == 1


def test_path_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"gone\.txt: cannot be read: No such file"):
        read(tmp_path / "gone.txt")


def test_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no regular file"):
        read(tmp_path / "pipe")


# --- folders


@pytest.fixture
def folder(tmp_path):
    """Three pages in two folders, hidden files beside them."""
    for name in ("b.txt", "a/c d.txt", "a.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GLUED.format(f"Title of {name}\n{LONG}"), encoding="utf-8")
    return tmp_path


def test_folder_is_read_sorted_with_names_relative_to_it(folder):
    assert [paper.sources for paper in read(folder)[0]] == [("a/c d.txt",), ("a.txt",), ("b.txt",)]


def test_links_are_followed_once(folder):
    (folder / "a" / "up").symlink_to(folder)
    (folder / "z.txt").symlink_to(folder / "b.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    papers, rejects = read(folder)
    assert [paper.sources for paper in papers] == [("a/c d.txt",), ("a.txt",), ("b.txt",)]
    assert [reject.source for reject in rejects] == ["gone.txt"]


def test_file_given_twice_is_read_once(folder):
    papers = list(read_papers([folder / "b.txt", folder, folder]))
    assert [paper.sources for paper in papers] == [("b.txt",), ("a/c d.txt",), ("a.txt",)]


def test_file_of_another_kind_in_a_folder_is_reported(folder):
    (folder / "notes.md").write_text("Notes", encoding="utf-8")
    papers, rejects = read(folder)
    assert len(papers) == 3
    assert rejects == [Reject("notes.md", None, "a file of no known kind")]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("z.txt", "Notes", "a text, but no title with an abstract below it was found"),
        ("z.csv", "a,b\n1,2\n", "there is no column 'title'; the columns found are 'a', 'b'"),
        ("z.json", '{"name": "x"}', "there is no key 'title'; the keys found are 'name'"),
    ],
)
def test_file_of_a_folder_that_holds_no_papers_is_left_out(folder, name, text, reason):
    (folder / name).write_text(text, encoding="utf-8")
    papers, rejects = read(folder)
    assert len(papers) == 3
    assert rejects == [Reject(name, None, reason)]
    with pytest.raises(InputError, match=r"Expected|Name the|Write a"):
        next(read_papers([folder / name]))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("notes.md", "no file in this folder can be read"),
        (".hidden.txt", "there is no file in this folder"),  # hidden files are passed over
        (None, "there is no file in this folder"),
    ],
)
def test_folder_without_papers_is_an_input_error(tmp_path, name, reason):
    if name:
        (tmp_path / name).write_text("Notes", encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read(tmp_path)


def test_name_that_is_no_text_becomes_valid_text(tmp_path):
    try:
        os.link(FIXTURES / "spaced.txt", os.fsencode(tmp_path) + b"/p\xe9.txt")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8, or no links")
    assert read(tmp_path)[0][0].sources == ("p\ufffd.txt",)


def test_rejects_nobody_takes_are_logged(caplog):
    list(read_papers([FIXTURES / "glued.txt"]))
    assert "source='glued.txt', line=7" in caplog.text
