"""What the C headers declare, read by clang: structs with their fields, and functions.

The compiler's own syntax tree is the source, so that no second parser can disagree with it.
"""

import json
import pathlib
import subprocess
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
HEADERS = ("plugin.h", "statistics.h", "rothost.h", "arrow.h")


class Struct(NamedTuple):
    spelling: str  # "rot_value" or "struct ArrowSchema"
    name: str
    fields: tuple[str, ...]  # members of an inner union as "as.real"


class Function(NamedTuple):
    name: str
    returns: str
    parameters: tuple[str, ...]


class Contract(NamedTuple):
    structs: tuple[Struct, ...]
    functions: tuple[Function, ...]


def syntax_tree(include: pathlib.Path) -> list[dict]:
    """The top-level declarations of all headers, as clang sees them in C11."""
    unit = "".join(f'#include "rothost/{header}"\n' for header in HEADERS)
    dump = subprocess.run(
        ["clang", "-std=c11", "-x", "c", "-I", str(include), "-fsyntax-only",
         "-Xclang", "-ast-dump=json", "-"],
        input=unit, capture_output=True, text=True, check=True)
    return json.loads(dump.stdout)["inner"]


def read(include: pathlib.Path = INCLUDE) -> Contract:
    """Every complete struct and every non-inline function whose name is ours."""
    declarations = syntax_tree(include)
    typedefs = {d["name"] for d in declarations if d["kind"] == "TypedefDecl"}
    structs, functions = [], {}
    for declaration in declarations:
        name = declaration.get("name", "")
        ours = name.startswith(("rot_", "Arrow"))
        if declaration["kind"] == "RecordDecl" and declaration.get("completeDefinition") and ours:
            spelling = name if name in typedefs else f"struct {name}"
            structs.append(Struct(spelling, name, tuple(fields_of(declaration))))
        if declaration["kind"] == "FunctionDecl" and ours and not declaration.get("inline"):
            functions[name] = function_of(declaration)
    return Contract(tuple(structs), tuple(functions.values()))


def fields_of(record: dict, prefix: str = "") -> list[str]:
    """Field paths in order; an inner union or struct contributes itself and its members."""
    paths = []
    inner_record = None
    for item in record.get("inner", []):
        if item["kind"] == "RecordDecl":
            inner_record = item
        elif item["kind"] == "FieldDecl":
            paths.append(prefix + item["name"])
            if inner_record is not None:
                paths += fields_of(inner_record, f"{prefix}{item['name']}.")
                inner_record = None
    return paths


def function_of(declaration: dict) -> Function:
    parameters = tuple(
        item["type"]["qualType"]
        for item in declaration.get("inner", []) if item["kind"] == "ParmVarDecl")
    return Function(
        declaration["name"], declaration["type"]["qualType"].split("(")[0].strip(), parameters)
