"""Workbooks made by hand, for what no spreadsheet writes."""

from __future__ import annotations

import io
import zipfile


def workbook(sheet: bytes, before: str = "", shared: bytes = b"") -> bytes:
    """The smallest workbook that spreadsheets open, with these elements in its only sheet, and this text before it.

    `shared` is the text that cells of the kind `s` name as number 0.
    """
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheet_of = '<sheet name="Sheet1" sheetId="1" r:id="r1"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{relation}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>{sheet_of}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" '
        f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{main}">'.encode() + sheet + b"</worksheet>",
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}"><si><t>'.encode() + shared + b"</t></si></sst>"
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return book.getvalue()
