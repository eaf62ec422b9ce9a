"""A headless LibreOffice that really recalculates workbooks, as a witness against the figures we wrote into them.

Debian's libreoffice-calc has no Python bridge, so the work in LibreOffice is done by a macro in Basic. It is started once,
rings back over a loopback socket, and each question and answer is a file in a folder of its own.
"""

import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

MISSING = "LibreOffice is missing: bin/test installs it, or apt-get install libreoffice-calc"
ERRORS = {
    501: "Err:501",
    502: "Err:502",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    522: "Err:522",  # a circle of formulas
    523: "Err:523",  # a circle that does not settle
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}

# `Put` writes each element of a row as its type (2 nothing, 5 double, 8 text) and its bytes: doubles stay whole, which no
# text in Basic does. The rest of the answer is written as rows too; CDbl and CStr are there because a property that is
# put in a row directly would be written without its type.
BASIC = """
Private doing As String

Sub Serve(port)
    Dim bell(0) As Byte
    folder = Environ("OFFICE_FOLDER")
    On Error GoTo over
    connector = CreateUnoService("com.sun.star.connection.Connector")
    wire = connector.connect("socket,host=127.0.0.1,port=" & port)
    Do While wire.read(bell, 1) = 1
        Answer(folder)
        wire.write(bell)
    Loop
over:
    StarDesktop.terminate()
End Sub

Sub Answer(folder)
    target = FreeFile
    Open ConvertFromUrl(folder & "/answer") For Binary Access Write As #target
    On Error GoTo failed
    doing = "opening it"
    disk = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    question = CreateUnoService("com.sun.star.io.DataInputStream")
    question.setInputStream(disk.openFileRead(folder & "/question"))
    book = Opened(question.readUTF())
    sheets = book.Sheets
    hard = question.readLong()
    For number = 1 To question.readLong()
        SetCell(book, question)
    Next
    doing = "calculating"
    If hard Then book.calculateAll()
    Put #target, , Array("", CDbl(sheets.Count))
    For number = 0 To sheets.Count - 1
        WriteSheet(target, sheets.getByIndex(number))
    Next
    GoTo done
failed:
    Put #target, , Array(doing & ": " & Error$)
    Resume done
done:
    On Error Resume Next
    Close #target
    question.closeInput()
    book.close(True)
End Sub

Function Opened(address)
    Dim options(2) As New com.sun.star.beans.PropertyValue
    options(0).Name = "Hidden"
    options(0).Value = True
    options(1).Name = "MacroExecutionMode"
    options(1).Value = 0
    options(2).Name = "FilterName"
    options(2).Value = "Calc MS Excel 2007 XML"
    Opened = StarDesktop.loadComponentFromURL(address, "_blank", 0, options())
End Function

Sub SetCell(book, question)
    where = question.readUTF()
    doing = "setting the one cell " & where
    sheet = question.readUTF()
    address = question.readUTF()
    If book.NamedRanges.hasByName(where) Then
        place = book.NamedRanges.getByName(where).getReferredCells()
    Else
        place = book.Sheets.getByName(sheet).getCellRangeByName(address)
    End If
    If question.readLong() Then
        place.setString(question.readUTF())
    Else
        place.setValue(question.readDouble())
    End If
End Sub

Sub WriteSheet(target, sheet)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    Put #target, , Array(CStr(sheet.Name), CDbl(last.EndRow + 1), CDbl(last.EndColumn + 1))
    For Each cells In sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).getDataArray()
        Put #target, , cells
    Next
    wrong = sheet.queryFormulaCells(com.sun.star.sheet.FormulaResult.ERROR)
    Put #target, , Array(CDbl(wrong.Count))
    For Each area In wrong.RangeAddresses
        Put #target, , Array(CDbl(area.StartRow), CDbl(area.StartColumn), CDbl(area.EndRow), CDbl(area.EndColumn))
        For row = area.StartRow To area.EndRow
            For column = area.StartColumn To area.EndColumn
                Put #target, , Array(CDbl(sheet.getCellByPosition(column, row).getError()))
            Next
        Next
    Next
End Sub
"""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
_OOR = 'xmlns:oor="http://openoffice.org/2001/registry"'
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}"><value>{}</value></prop></item>'

# Not a first start (that would put LibreOffice's own macros over ours), and never a recalculation that we did not ask for.
PROFILE = {
    "registrymodifications.xcu": f"<oor:items {_OOR}>"
    + _ITEM.format("Setup/Office", "ooSetupInstCompleted", "true")
    + _ITEM.format("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1")
    + "</oor:items>",
    "basic/script.xlc": "<!DOCTYPE library:libraries PUBLIC"
    ' "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">'
    f'<library:libraries {_LIBRARY}><library:library library:name="Standard" library:link="false"/>'
    "</library:libraries>",
    "basic/Standard/script.xlb": "<!DOCTYPE library:library PUBLIC"
    ' "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">'
    f'<library:library {_LIBRARY} library:name="Standard"><library:element library:name="Office"/>'
    "</library:library>",
    "basic/Standard/Office.xba": "<!DOCTYPE script:module PUBLIC"
    ' "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Office"'
    f' script:language="StarBasic">{escape(BASIC)}</script:module>',
}


class OfficeError(Exception):
    """LibreOffice is missing, stopped, or could not do what was asked."""


class OfficeStopped(OfficeError):
    """LibreOffice ended by itself while it was at work."""


class Values(dict[str, dict[str, float | str]]):
    """Raw values by sheet and cell, empty cells left out; `errors` has the cells without one: "Plan.B2" -> "#DIV/0!"."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: dict[str, str] = {}


class Office:
    """One LibreOffice for many workbooks: `with Office() as office: office.recalculate(path, set={"rate": 0.03})`."""

    def __init__(self, *, seconds: float = 120) -> None:
        """`seconds`: how long it may take to start, and to answer one question."""
        self.seconds = seconds

    def __enter__(self) -> "Office":
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            raise OfficeError(MISSING)
        self._folder = tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)
        self.home = Path(self._folder.name)
        for name, text in PROFILE.items():
            path = self.home / "user" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_XML + text, encoding="utf-8")
        with socket.create_server(("127.0.0.1", 0)) as door:
            self._process = self._start(program, door.getsockname()[1])
            try:
                self._wire = self._connected(door)
            except BaseException:
                self._stop()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()  # the macro hears it and ends LibreOffice
        self._stop(patience=20)

    def recalculate(
        self, path: str | Path, set: Mapping[str, float | str] | None = None, *, hard: bool = True
    ) -> Values:
        """All raw values of a workbook after every formula was calculated anew.

        `set` first changes cells, named "Sheet.A1" or by the name defined for one cell. With `hard=False` LibreOffice
        believes the values that the file holds, and calculates only what depends on a changed cell. LibreOffice 7.4 crashes about once
        in 150 times that a cell is set: it is then started anew and asked again, twice at the most.
        """
        for _ in range(2):
            try:
                return self._recalculated(Path(path), set or {}, hard=hard)
            except OfficeStopped:
                self._wire.close()
                self._stop()
                self.__enter__()
        return self._recalculated(Path(path), set or {}, hard=hard)

    def _recalculated(self, path: Path, set: Mapping[str, float | str], *, hard: bool) -> Values:
        copy = self.home / f"workbook{path.suffix}"
        shutil.copyfile(path, copy)
        (self.home / "question").write_bytes(_question(copy, set, hard=hard))
        (self.home / "answer").unlink(missing_ok=True)
        self._ring(path.name)
        return _values((self.home / "answer").read_bytes(), path.name)

    def _start(self, program: str, port: int) -> subprocess.Popen[bytes]:
        folder = self.home.as_uri()
        with (self.home / "log").open("wb") as log:
            return subprocess.Popen(
                [
                    *(program, "--headless", "--norestore", "--nologo", "--nodefault"),
                    f"-env:UserInstallation={folder}",
                    f"macro:///Standard.Office.Serve({port})",
                ],
                # The locale decides the encoding of texts in the answer.
                env=os.environ | {"OFFICE_FOLDER": folder, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _ring(self, name: str) -> None:
        """Say that there is a question, and wait until it is answered."""
        try:
            self._wire.sendall(b"?")
            if self._wire.recv(1):
                return
            raise self._failure(f"LibreOffice stopped at {name}", OfficeStopped)
        except TimeoutError:
            what = f"LibreOffice did not answer in time at {name}"
        except OSError:
            what = f"LibreOffice had stopped before {name}"
            if self._wire.fileno() >= 0:  # not because we had hung up
                raise self._failure(what, OfficeStopped) from None
        self._wire.close()  # an answer that comes late would be taken for that to the next question
        raise self._failure(what)

    def _connected(self, door: socket.socket) -> socket.socket:
        """The macro's call back, or what kept it."""
        door.settimeout(0.2)
        until = time.monotonic() + self.seconds
        while time.monotonic() < until and self._process.poll() is None:
            try:
                wire, _ = door.accept()
            except TimeoutError:
                continue
            wire.settimeout(self.seconds)
            return wire
        raise self._failure("LibreOffice did not start")

    def _stop(self, patience: float = 0) -> None:
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._folder.cleanup()

    def _failure(self, what: str, kind: type[OfficeError] = OfficeError) -> OfficeError:
        log = (self.home / "log").read_text(errors="replace").strip()
        return kind(f"{what}. It said: {log or 'nothing'}")


def _question(path: Path, cells: Mapping[str, float | str], *, hard: bool) -> bytes:
    """A question in the words of com.sun.star.io.DataInputStream."""
    words = [_text(path.as_uri()), struct.pack(">ii", hard, len(cells))]
    for where, value in cells.items():
        sheet, _, address = where.rpartition(".")
        words += [_text(where), _text(sheet), _text(address)]
        if isinstance(value, str):
            words += [struct.pack(">i", 1), _text(value)]
        else:
            words.append(struct.pack(">id", 0, value))
    return b"".join(words)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data


def _elements(data: bytes) -> Iterator[float | str | None]:
    """The elements that `Put` wrote, one after the other; None for a cell without a value."""
    at, end = 0, len(data)
    kind, double, text_length = struct.Struct("<H"), struct.Struct("<d"), struct.Struct("<H")
    while at < end:
        what = kind.unpack_from(data, at)[0]
        at += 2
        if what == 5:
            yield double.unpack_from(data, at)[0]
            at += 8
        elif what == 8:
            length = text_length.unpack_from(data, at)[0]
            yield data[at + 2 : at + 2 + length].decode()
            at += 2 + length
        elif what == 2:
            yield None
            at += 2
        else:
            raise OfficeError(f"LibreOffice answered with an element of the unknown type {what}.")


def _values(data: bytes, name: str) -> Values:
    """The answer read back."""
    elements, result = _elements(data), Values()
    fault = next(elements)
    if fault:
        raise OfficeError(f"LibreOffice failed at {name}, {fault}")
    for _ in range(_count(elements)):
        sheet = str(next(elements))
        rows, columns = _count(elements), [xl_col_to_name(number) for number in range(_count(elements))]
        cells = result[sheet] = {}
        for row in range(1, rows + 1):
            for column in columns:
                value = next(elements)
                if value is not None and value != "":
                    cells[f"{column}{row}"] = value
        for address, code in _errors(elements):
            cells[address] = result.errors[f"{sheet}.{address}"] = ERRORS.get(code, f"Err:{code}")
    return result


def _errors(elements: Iterator[float | str | None]) -> Iterator[tuple[str, int]]:
    """The cells of one sheet without a value, and LibreOffice's number for why."""
    for _ in range(_count(elements)):
        top, left, bottom, right = (_count(elements) for _ in range(4))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield f"{xl_col_to_name(column)}{row + 1}", _count(elements)


def _count(elements: Iterator[float | str | None]) -> int:
    return int(next(elements) or 0)
