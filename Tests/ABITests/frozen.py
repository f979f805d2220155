#!/usr/bin/env python3
"""Writes frozen_layout.c and frozen_constants.c: what plugins already built rely on.

    Tests/ABITests/frozen.py --write

Run it only when a struct has grown at its end or a constant was added. Any other difference
breaks plugins already built.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import contract

FOLDER = pathlib.Path(__file__).resolve().parent
INCLUDES = '#include <stddef.h>\n\n#include "rothost/rothost.h"\n\n'
LAYOUT = """/*
 * Written by frozen.py: the size and the place of every field on 64-bit targets.
 * A failing line here means that plugins already built would read the wrong bytes.
 */
""" + INCLUDES + """#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#define FIELD(type, field, offset, size) \\
  _Static_assert(offsetof(type, field) == (offset) && sizeof(((type *)0)->field) == (size), \\
                 #type "." #field)

"""
CONSTANTS = """/*
 * Written by frozen.py: the value of every constant. Codes are never re-used or re-meant.
 */
""" + INCLUDES + """#define VALUE(constant, value) _Static_assert((constant) == (value), #constant)

"""


def run_c(program: str, include: pathlib.Path) -> list[str]:
    """The lines that a C program prints."""
    with tempfile.TemporaryDirectory() as folder:
        executable = pathlib.Path(folder) / "measure"
        subprocess.run(
            ["clang", "-std=c11", "-x", "c", "-I", str(include), "-", "-o", str(executable)],
            input=program, text=True, check=True)
        return subprocess.run(
            [executable], capture_output=True, text=True, check=True).stdout.splitlines()


def main_of(statements: list[str]) -> str:
    return "#include <stdio.h>\n" + INCLUDES + "int main(void) {\n" + "\n".join(statements) + "\n}\n"


def layout(include: pathlib.Path = contract.INCLUDE) -> str:
    """frozen_layout.c for the headers in `include`, measured by a compiled program."""
    lines = []
    for struct in contract.read(include).structs:
        lines.append(f'printf("SIZE({struct.spelling}, %zu);\\n", sizeof({struct.spelling}));')
        lines += [
            f'printf("FIELD({struct.spelling}, {field}, %zu, %zu);\\n",'
            f" offsetof({struct.spelling}, {field}), sizeof((({struct.spelling} *)0)->{field}));"
            for field in struct.fields]
        lines.append('printf("\\n");')
    return LAYOUT + "\n".join(run_c(main_of(lines), include)).rstrip() + "\n"


def constants(include: pathlib.Path = contract.INCLUDE) -> str:
    """frozen_constants.c: every ROT_ and ARROW_ macro that is an integer expression."""
    macros = subprocess.run(
        ["clang", "-std=c11", "-x", "c", "-I", str(include), "-dM", "-E", "-"],
        input=INCLUDES, capture_output=True, text=True, check=True).stdout
    integer = re.compile(
        r"#define ((?:ROT|ARROW)_[A-Z0-9_]+) \(?-?(?:0x)?[0-9a-fA-F]+u?\)?$", re.MULTILINE)
    names = sorted(integer.findall(macros))
    lines = [f'printf("VALUE({name}, %lld);\\n", (long long){name});' for name in names]
    missing = '\nVALUE(ROT_MISSING, INT64_MIN);\n'
    return CONSTANTS + "\n".join(run_c(main_of(lines), include)) + missing


FILES = {"frozen_layout.c": layout, "frozen_constants.c": constants}

if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    for name, generate in FILES.items():
        (FOLDER / name).write_text(generate())
