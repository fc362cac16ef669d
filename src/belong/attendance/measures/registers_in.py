"""Which forms have handed in their register for a session."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.attendance.definitions import number
from belong.attendance.register import Register


def registers_in(
    register: Register, form: NDArray[np.str_], waited_for: NDArray[np.bool_]
) -> pa.Table:
    """Whether the register of each form is in for the last session.

    register    its last session is the one asked about
    form        str [rows]; a child without a form is in nobody's register
    waited_for  bool [rows], whose mark is expected at that session
    returns     one row a form, in order of its name: form; children, marked [children]; is_in
                [bool]
    source      definitions/registers_in.toml
    """
    counted = waited_for & (form != "")
    names, at = np.unique(form[counted], return_inverse=True)
    entered = register.marks[:, -1] < NO_MARK
    children = np.bincount(at, minlength=len(names))
    marked = np.bincount(at, weights=entered[counted], minlength=len(names)).astype(np.int64)
    return pa.table(
        {
            "form": pa.array(names.tolist(), pa.string()),
            "children": children,
            "marked": marked,
            "is_in": is_in(marked, children),
        }
    )


def is_in(marked: NDArray[np.int64], children: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether so many marks are a register taken, and not leave the office entered."""
    return np.asarray(100 * marked >= number("registers_in", "percent") * children)
