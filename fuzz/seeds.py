#!/usr/bin/env python3
"""Fills corpus/<target>/ from fixtures/documents and dict/<target>.dict from the words of the product."""
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DOCUMENTS = ROOT / "fixtures/documents"
KINDS = {
    "pdf": "pdf", "zip": "zip", "docx": "docx", "xlsx": "xlsx", "pptx": "pptx", "ofd": "ofd", "odt": "odf", "ods": "odf",
    "odp": "odf", "doc": "doc", "xls": "xls", "ppt": "ppt", "rtf": "rtf", "html": "html", "csv": "text", "txt": "text",
    "jpg": "jpeg", "png": "pictures", "gif": "pictures", "bmp": "pictures", "webp": "pictures", "tif": "tiff",
    "heic": "heic", "7z": "seven_zip", "rar": "rar",
}
LIST = """\
schema: 1
id: mine
title: { zh: 我的清单, en: Mine }
stages: [{ id: application, title: { zh: 申请, en: Application }, default: true }]
facts: [{ id: hotline, kind: text, title: { zh: 热线, en: Hotline } }, { id: sites, kind: number, title: { zh: 网点, en: Sites } }]
items:
  - id: repair
    no: 16
    title: { zh: 维修记录单, en: Repair records }
    stage: application
    min: 4
    match: { terms: [维修记录, 维修*单], globs: ['**/repair/*'], not: [维修手册] }
  - id: either
    title: { zh: 二者取一, en: Either }
    any-of:
      - all-of: [{ id: chart, title: { zh: 图, en: Chart }, match: { titles: [流程图] } }]
      - { id: promise, title: { zh: 承诺, en: Promise }, fact: [hotline] }
"""
CHILD = """\
schema: 1
id: ours
extends: %s
drop: [either]
items:
  - { id: repair, min: 2, match: { terms: [&a 检修记录, *a] } }
"""
SETTINGS = """\
checklist: list.yaml
stage: [application]
facts: { hotline: "400-800-8208", sites: 3, service_managers: 2, software_systems: true }
assign: [{ path: "a/*.pdf", item: repair, count: 4 }, { path: b.pdf, item: none }, { path: c.pdf, item: "16" }]
"""


def seed(target: str, name: str, data: bytes) -> None:
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def parts(archive: zipfile.ZipFile) -> bytes:
    """The form the targets pack themselves; what holds NUL (pictures) cannot be written so."""
    files = [(info.filename.encode(), archive.read(info)) for info in archive.infolist() if not info.is_dir()]
    return b"".join(name + b"\0" + data + b"\0" for name, data in files if b"\0" not in data and len(data) < 40_000)


def documents() -> None:
    for path in sorted(DOCUMENTS.iterdir()):
        target = KINDS.get(path.suffix[1:])
        if not target:
            continue
        data = path.read_bytes()
        seed(target, path.name, data)
        if path.name.startswith(("html.", "error-page")):
            seed("html", path.name, data)
        if path.suffix == ".csv":
            seed("text", path.name, b"\n" + data)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if not any(info.flag_bits & 1 for info in archive.infolist()):
                    seed(target, path.name + ".parts", parts(archive))
        if b"\0" not in data and len(data) < 8000:
            name = f"16.维修记录单/维修记录 {path.name}".encode()
            seed("dossier", path.name, name + b"\0" + data + b"\0" + path.name.encode() + b"\0" + data + b"\0")
    # The product has no fixture of these; the library that reads them does.
    for path in sorted(Path.home().glob(".cargo/registry/src/*/rars-*/tests/fixtures/**/*.rar")):
        if path.stat().st_size < 4000:
            seed("rar", path.name, path.read_bytes())
    seed("html", "mail.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
         b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
         b"<html><table><tr><td>a=3D=CE=AC</td></tr></table>\r\n--x\r\nContent-Type: text/html\r\n"
         b"Content-Transfer-Encoding: base64\r\n\r\nPHA+eDwvcD4=\r\n--x--\r\n")


def unpacked() -> None:
    """What is not compressed is easier to mutate."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        for path in sorted(DOCUMENTS.glob("*.pdf")) if shutil.which("qpdf") else []:
            subprocess.run(["qpdf", "--stream-data=uncompress", path, made], capture_output=True)
            if made.exists() and made.stat().st_size < 70_000:
                seed("pdf", "plain-" + path.name, made.read_bytes())
            made.unlink(missing_ok=True)
        files = [str(DOCUMENTS / name) for name in ("utf8.txt", "utf8.csv", "page.html")]
        for at, options in enumerate((["-mx=0", "-mhc=off"], ["-m0=lzma2", "-mhc=off"], ["-m0=lzma", "-ms=off"], ["-m0=bzip2"], ["-m0=ppmd"])):
            if shutil.which("7z"):
                subprocess.run(["7z", "a", "-t7z", *options, f"{folder}/{at}.7z", *files], capture_output=True, check=True)
                seed("seven_zip", f"made-{at}.7z", (Path(folder) / f"{at}.7z").read_bytes())


def names() -> None:
    for folder in sorted((ROOT / "fixtures").iterdir()):
        if folder.is_dir() and folder != DOCUMENTS:
            paths = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
            seed("names", folder.name, "\n".join(paths[:40]).encode())
            seed("names", folder.name + ".gbk", "\n".join(paths[:10]).encode("gb18030", "surrogateescape"))
    collisions = (ROOT / "src/matching/collisions.txt").read_text().split()
    for at in range(0, len(collisions), 20):
        seed("names", f"collisions-{at}", "\n".join(collisions[at:at + 20]).encode())


def lists() -> None:
    for name, texts in {
        "plain": [LIST, "", SETTINGS], "child": [CHILD % "base.yaml", LIST, SETTINGS],
        "built-in": [CHILD % "gbt27922", "", SETTINGS], "circle": [CHILD % "x", CHILD % "x", ""],
        "settings": ["", "", SETTINGS],
    }.items():
        seed("yaml", name, "\0".join(texts).encode())
    mistakes = re.findall(r'^ {4,8}\("?((?:[^"\\]|\\.)+)",', (ROOT / "tests/settings.rs").read_text(), re.M)
    for at, text in enumerate(mistakes):
        seed("yaml", f"mistake-{at}", b"\0\0" + text.replace("\\n", "\n").replace('\\"', '"').encode())


def words(target: str, found: list[str]) -> None:
    folder = HERE / "dict"
    folder.mkdir(exist_ok=True)
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in dict.fromkeys(found))
    (folder / f"{target}.dict").write_text("".join(f'"{word}"\n' for word in escaped))


def dictionaries() -> None:
    keys = re.findall(r'"([a-z][a-z-]{1,14})"', "".join(path.read_text() for path in (ROOT / "src/checklist").glob("*.rs")))
    marks = ": |- |\n  |[|]|{|}|, |'|\"|&a |*a|#|---\n|!!binary |<<: |\ufeff|0x7f|-1|1e999|.nan|yes|null|\r\n|?|\t".split("|")
    words("yaml", [key for key in keys] + marks)
    vocabulary = (ROOT / "src/matching/vocabulary.txt").read_text()
    known = [word for line in vocabulary.splitlines() if line[:1] not in "[#" for word in line.split()]
    odd = ["\u0301", "\u202e", "ß", "İ", "𠮷", "⼀", "（4份）", "第十六项", "~$", "../", "\\", ".PDF", "ﬁ", "㍿", "\u200d", "0.", "十"]
    words("names", known[:400] + odd)
    for target, folder in {"rtf": "office/rtf.rs", "html": "text/html.rs", "docx": "office/docx.rs", "xlsx": "office/sheet.rs",
                           "pptx": "office/pptx.rs", "odf": "office/odf.rs", "ofd": "office/ofd.rs"}.items():
        found = re.findall(r'"([A-Za-z][\w:.-]{0,20})"', (ROOT / "src/content" / folder).read_text())
        shape = {"rtf": "\\{0}", "html": "<{0}>"}.get(target, "<{0} ")
        words(target, found + [shape.format(word) for word in found])
    said = "".join(path.read_text() for path in (ROOT / "src/content/said").rglob("*.rs"))
    found = re.findall(r'"([^"\\{}\n]{1,12})"', said)
    words("text", found[:400])
    words("dossier", found[:400])
    words("pdf", "obj endobj stream endstream xref trailer startxref %%EOF /Type /Page /Pages /Kids /Count /Parent /Resources /Font "
          "/XObject /Length /Filter /FlateDecode /LZWDecode /ASCII85Decode /DCTDecode /JBIG2Decode /JPXDecode /CCITTFaxDecode "
          "/Outlines /First /Next /Title /Dest /Root /ObjStm /XRef /W /Index /Prev /Encrypt /ToUnicode /Contents /MediaBox "
          "/Rotate /Matrix /Pattern /Shading /SMask /ColorSpace /Indexed /ICCBased /Function BT ET Tj TJ Tf Tm Td cm re f q Q Do BI ID EI gs sh".split())


documents()
unpacked()
names()
lists()
dictionaries()
