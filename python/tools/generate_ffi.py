"""Writes rothost/_constants.py and _ffi.py from the C headers.

    python python/tools/generate_ffi.py            # rewrites both files
    python python/tools/generate_ffi.py --check    # exits 1 where they have drifted

Needs a C compiler (`cc`) and pycparser; the package itself needs neither.
"""

from __future__ import annotations

import keyword
import pathlib
import re
import subprocess
import sys
import tempfile

from pycparser import c_ast, c_parser

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
OUTPUT = ROOT / "python" / "rothost"
UNIT = "".join(
    f"#include <rothost/{name}.h>\n" for name in ("arrow", "plugin", "statistics", "rothost")
)
WIDTH = 100
PREFIXES = ("rot_", "Arrow", "ROT_", "ARROW_FLAG_")

# What the system headers would give: the scalar types, so that no libc header has to be parsed.
STDINT = """
typedef signed char int8_t; typedef int int32_t; typedef long long int64_t;
typedef unsigned char uint8_t; typedef unsigned int uint32_t; typedef unsigned long long uint64_t;
"""
STDDEF = "typedef unsigned long size_t;\n#define NULL ((void *)0)\n"
INT64_MIN = str(-(2**63))

SCALARS = {
    "int": "i32", "double": "f64", "size_t": "size",
    "int32_t": "i32", "int64_t": "i64", "uint32_t": "u32", "uint64_t": "u64",
}  # fmt: skip


def preprocess(include: pathlib.Path, *flags: str) -> str:
    """The headers through `cc -E`, with our own stdint.h and stddef.h."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "stdint.h").write_text(STDINT)
        pathlib.Path(folder, "stddef.h").write_text(STDDEF)
        command = ["cc", "-std=c99", "-E", *flags, "-nostdinc", "-I", folder, "-I", str(include)]
        done = subprocess.run(
            [*command, "-x", "c", "-"], input=UNIT, capture_output=True, text=True, check=True
        )
    return done.stdout


def constants(include: pathlib.Path) -> dict[str, str]:
    """Object-like macros of ours that are numbers or texts, as Python literals."""
    found = {}
    for line in preprocess(include, "-dM").splitlines():
        match = re.fullmatch(r"#define (\w+) (.+)", line)
        if not match or not match[1].startswith(PREFIXES):
            continue
        literal = match[2].strip().strip("()")
        if number := re.fullmatch(r"(-?(?:0x[0-9a-fA-F]+|\d+))[uU]?", literal):
            found[match[1]] = str(int(number[1], 0))
        elif re.fullmatch(r'"[^"\\]*"', literal):
            found[match[1]] = literal
        elif literal == "INT64_MIN":
            found[match[1]] = INT64_MIN
    return dict(sorted(found.items()))


def filled(head: str, items: list[str], tail: str) -> str:
    """`head` item, item … `tail`, on one line or wrapped to WIDTH."""
    line = f"{head}{', '.join(items)}{tail}\n"
    if len(line) <= WIDTH + 1:
        return line
    indent = " " * (len(head) - len(head.lstrip()) + 4)
    lines, current = [], indent
    for item in items:
        if len(current) + len(item) + 2 > WIDTH and current != indent:
            lines.append(current.rstrip())
            current = indent
        current += f"{item}, "
    lines.append(current.rstrip())
    return "\n".join([head, *lines, " " * (len(indent) - 4) + tail]) + "\n"


class Writer:
    """Turns pycparser's tree into ctypes expressions, struct by struct in declaration order."""

    def __init__(self, tree: c_ast.FileAST) -> None:
        self.typedefs: dict[str, c_ast.Node] = {}
        self.structs: list[str] = []
        self.functions: list[str] = []
        for item in tree.ext:
            if isinstance(item, c_ast.Typedef):
                self.typedefs[item.name] = item.type
            if isinstance(item, (c_ast.Typedef, c_ast.Decl)):
                self.visit(item)

    def visit(self, item: c_ast.Typedef | c_ast.Decl) -> None:
        kind = item.type
        if isinstance(kind, c_ast.FuncDecl):
            if item.name.startswith("rot_"):
                self.function(item.name, kind)
            return
        record = kind.type if isinstance(kind, c_ast.TypeDecl) else kind
        if isinstance(record, c_ast.Struct) and record.decls:
            self.struct(record.name or item.name, record, "c.Structure")

    def struct(self, name: str, record: c_ast.Struct | c_ast.Union, base: str) -> None:
        rows = []
        for field in record.decls:
            inner = field.type.type if isinstance(field.type, c_ast.TypeDecl) else None
            if isinstance(inner, c_ast.Union):
                self.struct(f"{name}_{field.name}", inner, "c.Union")
                expression = f"{name}_{field.name}"
            else:
                expression = self.field_type(field.type)
            python_name = field.name + "_" * keyword.iskeyword(field.name)
            rows.append(f'("{python_name}", {expression})')
        body = filled("    _fields_ = [", rows, "]")
        self.structs.append(f"class {name}({base}):\n{body}")

    def function(self, name: str, declaration: c_ast.FuncDecl) -> None:
        result = self.result_type(declaration.type, callback=False)
        arguments = [f"{a}," for a in self.arguments(declaration)]
        inner = " ".join(arguments)
        inner = inner.removesuffix(",") if len(arguments) > 1 else inner
        self.functions.append(f'    "{name}": ({result}, ({inner})),\n')

    def arguments(self, declaration: c_ast.FuncDecl) -> list[str]:
        """Pointers as addresses: `ptr` takes an int, byref(), an array or None."""
        if declaration.args is None:
            return []
        types = [parameter.type for parameter in declaration.args.params]
        if len(types) == 1 and self.spelling(types[0]) == "void":
            return []
        return [self.argument_type(kind) for kind in types]

    def argument_type(self, kind: c_ast.Node) -> str:
        if isinstance(kind, c_ast.PtrDecl):
            is_text = self.spelling(kind.type) == "char" and "const" in kind.type.quals
            return "text" if is_text else "ptr"
        return self.scalar(kind)

    def result_type(self, kind: c_ast.Node, callback: bool) -> str:
        if isinstance(kind, c_ast.PtrDecl):
            text = self.spelling(kind.type) == "char" and not callback
            return "text" if text else "ptr"
        return "None" if self.spelling(kind) == "void" else self.scalar(kind)

    def field_type(self, kind: c_ast.Node) -> str:
        if isinstance(kind, c_ast.PtrDecl) and isinstance(kind.type, c_ast.FuncDecl):
            result = self.result_type(kind.type.type, callback=True)
            return f"fn({', '.join([result, *self.arguments(kind.type)])})"
        return self.argument_type(kind)

    def scalar(self, kind: c_ast.Node) -> str:
        name = self.spelling(kind)
        if name in SCALARS:
            return SCALARS[name]
        alias = self.typedefs.get(name)
        record = alias.type if isinstance(alias, c_ast.TypeDecl) else None
        if isinstance(record, c_ast.Struct):
            return name
        if alias is not None:
            return self.scalar(alias)
        raise SystemExit(f"generate_ffi.py does not know the C type `{name}`; add it to SCALARS.")

    def spelling(self, kind: c_ast.Node) -> str:
        """The name of a plain type; "" for a pointer."""
        if isinstance(kind, c_ast.TypeDecl) and isinstance(kind.type, c_ast.IdentifierType):
            return " ".join(kind.type.names)
        return ""


CONSTANTS_HEAD = '''"""Constants of librothost's C interface.

Generated by python/tools/generate_ffi.py from include/rothost/*.h. Do not edit: change the
header and run the generator; a test fails where the two differ.
"""

'''

HEAD = '''"""Declarations of librothost's C interface, as ctypes.

Generated by python/tools/generate_ffi.py from include/rothost/*.h. Do not edit: change the
header and run the generator; a test fails where the two differ.
"""

from __future__ import annotations

import ctypes as c
from ctypes import CFUNCTYPE as fn
from ctypes import c_char_p as text
from ctypes import c_double as f64
from ctypes import c_int32 as i32
from ctypes import c_int64 as i64
from ctypes import c_size_t as size
from ctypes import c_uint32 as u32
from ctypes import c_uint64 as u64
from ctypes import c_void_p as ptr
from typing import Any

from ._constants import *  # noqa: F403


'''


def generate(include: pathlib.Path = INCLUDE) -> dict[str, str]:
    """The whole text of each generated file, by name."""
    writer = Writer(c_parser.CParser().parse(preprocess(include, "-P")))
    numbers = "".join(f"{name} = {value}\n" for name, value in constants(include).items())
    structs = "\n\n".join(writer.structs)
    functions = "".join(writer.functions)
    table = f"FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {{\n{functions}}}\n"
    return {
        "_constants.py": f"{CONSTANTS_HEAD}{numbers}",
        "_ffi.py": f"{HEAD}{structs}\n\n# name: (result, arguments)\n{table}",
    }


def main() -> int:
    texts = generate()
    if "--check" not in sys.argv[1:]:
        for name, text in texts.items():
            (OUTPUT / name).write_text(text)
        return 0
    drifted = [name for name, text in texts.items() if text != (OUTPUT / name).read_text()]
    if drifted:
        print(f"{', '.join(drifted)} differ from the headers; run this without --check.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
