"""The C interface from Python by ctypes: score.py LIBRARY FILE YEAR-MONTH-DAY. (Python has the package `okr` besides.)"""

import ctypes
import math
import sys


class Str(ctypes.Structure):
    """Text that is borrowed."""

    _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t)]

    def text(self) -> str:
        return ctypes.string_at(self.data, self.len).decode()


class Rows(ctypes.Structure):
    _fields_ = [("values", ctypes.POINTER(ctypes.c_uint32)), ("len", ctypes.c_size_t)]


okr = ctypes.CDLL(sys.argv[1])
HANDLE, OUT = ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
SIGNATURES = {
    "okr_workspace_parse": (ctypes.c_int32, [ctypes.c_char_p, ctypes.c_size_t, OUT, OUT]),
    "okr_date_parse": (ctypes.c_int32, [ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_int32), OUT]),
    "okr_workspace_score": (ctypes.c_int32, [HANDLE, ctypes.c_int32, HANDLE, OUT, OUT]),
    "okr_objective_order": (Rows, [HANDLE]),
    "okr_objective_id": (Str, [HANDLE, ctypes.c_uint32]),
    "okr_objective_progress": (ctypes.c_double, [HANDLE, ctypes.c_uint32]),
    "okr_objective_status": (ctypes.c_int32, [HANDLE, ctypes.c_uint32]),
    "okr_row_status_name": (Str, [ctypes.c_int32]),
    "okr_error_path": (Str, [HANDLE]),
    "okr_error_message": (Str, [HANDLE]),
    "okr_error_free": (None, [HANDLE]),
    "okr_scorecard_free": (None, [HANDLE]),
    "okr_workspace_free": (None, [HANDLE]),
}
for name, (result, arguments) in SIGNATURES.items():
    function = getattr(okr, name)
    function.restype, function.argtypes = result, arguments


def call(function, *arguments) -> None:
    """Calls a function that takes an error last; what it says becomes an exception."""
    error = HANDLE()
    if function(*arguments, ctypes.byref(error)) != 0:
        told = f"{okr.okr_error_path(error).text()}: {okr.okr_error_message(error).text()}"
        okr.okr_error_free(error)
        raise ValueError(told)


with open(sys.argv[2], "rb") as file:
    document = file.read()
workspace, card, date = HANDLE(), HANDLE(), ctypes.c_int32()
call(okr.okr_workspace_parse, document, len(document), ctypes.byref(workspace))
call(okr.okr_date_parse, sys.argv[3].encode(), len(sys.argv[3]), ctypes.byref(date))
call(okr.okr_workspace_score, workspace, date, None, ctypes.byref(card))
rows = okr.okr_objective_order(card)
for row in rows.values[: rows.len]:
    progress = okr.okr_objective_progress(card, row)
    shown = "-" if math.isnan(progress) else f"{100 * progress:.3f}"
    print(okr.okr_objective_id(card, row).text(), shown, okr.okr_row_status_name(okr.okr_objective_status(card, row)).text())
okr.okr_scorecard_free(card)
okr.okr_workspace_free(workspace)
