#!/usr/bin/env python3
"""Makes the 1,000 mixed files by which reading is measured: `mixed.py FOLDER`.

400 PDF with text, 200 DOCX, 150 XLSX, 150 JPEG pages, 100 PDF made of one scan each. Needs what
fixtures/make.py needs, and img2pdf. The same files every time, but for the time stamps writers put in.
"""

import io
import random
import sys
from pathlib import Path

import docx
import img2pdf
import openpyxl
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLES = ["维修记录单", "客户投诉记录", "安装调试记录", "客户巡检记录", "发货单", "客户满意度调查表", "培训签到表"]
WORDS = "设备运行正常更换压缩机轴承清洗过滤器客户现场检查温度压力电流记录完整签字确认回访满意"
FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"


def lines(chance, number):
    yield TITLES[number % len(TITLES)]
    yield f"客户名称：示例客户{number} 日期：2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    for _ in range(chance.randrange(8, 40)):
        yield "".join(chance.choice(WORDS) for _ in range(chance.randrange(10, 40)))


def pdf(path, text, pages):
    canvas = Canvas(str(path))
    for _ in range(pages):
        for at, line in enumerate(text[:45]):
            canvas.setFont("STSong-Light", 18 if at == 0 else 10.5)
            canvas.drawString(60, 800 - at * 17, line)
        canvas.showPage()
    canvas.save()


def page(text, number):
    image = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(image)
    for at, line in enumerate(text[:40]):
        draw.text((100, 100 + at * 40), line, font=ImageFont.truetype(FONT, 40 if at == 0 else 24), fill=20)
    out = io.BytesIO()
    image.rotate(number % 5 * 0.1, fillcolor=250).save(out, "JPEG", quality=75)
    return out.getvalue()


def main(folder):
    chance = random.Random(27922)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1000):
        text = list(lines(chance, number))
        name = folder / f"{number % 30}.资料" / f"扫描件{number:04}"
        name.parent.mkdir(exist_ok=True)
        if number < 400:
            pdf(name.with_suffix(".pdf"), text, number % 4 + 1)
        elif number < 600:
            document = docx.Document()
            document.add_heading(text[0])
            [document.add_paragraph(line) for line in text[1:]]
            document.save(name.with_suffix(".docx"))
        elif number < 750:
            book = openpyxl.Workbook()
            [book.active.append([at, line, f"2026-01-{at % 28 + 1:02}"]) for at, line in enumerate(text)]
            book.save(name.with_suffix(".xlsx"))
        elif number < 900:
            name.with_suffix(".jpg").write_bytes(page(text, number))
        else:
            name.with_suffix(".pdf").write_bytes(img2pdf.convert(page(text, number)))


main(Path(sys.argv[1]))
