"""Checks that need the headers and two compilers, no library."""

import pathlib
import re
import textwrap

import contract
import frozen
from report import Report, problems_of

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
C_STANDARDS = ("c99", "c11", "c17")
STANDARDS = C_STANDARDS + ("c++11", "c++17")
COMPILERS = ("gcc", "clang")


def compile_text(compiler: str, standard: str, text: str) -> str:
    language = "c++" if "+" in standard else "c"
    return problems_of(
        [compiler, f"-std={standard}", "-x", language, *WARNINGS, "-I", contract.INCLUDE,
         "-fsyntax-only", "-"], input=text)


def check_standards(report: Report) -> None:
    for compiler in COMPILERS:
        for standard in STANDARDS:
            problems = "".join(
                compile_text(compiler, standard, f'#include "rothost/{header}"\n')
                for header in contract.HEADERS)
            report.check(f"every header alone is clean under {compiler} -std={standard}", problems)


def example(header: str) -> str:
    """The C code in a header's opening comment: indented lines before its first capital heading."""
    text = (contract.INCLUDE / "rothost" / header).read_text()
    comment = re.split(r"\n \* [A-Z]{4,}|\*/", text)[0].splitlines()
    code = [line[2:] for line in comment if re.match(r" \*(     |$)", line)]
    return textwrap.dedent("\n".join(line for line in code if not line.strip().startswith("cc ")))


def check_examples(report: Report) -> None:
    plugin = example("plugin.h")
    embedding = (
        '#include <stdio.h>\n#include <rothost/rothost.h>\nint main(void) {\n'
        + example("rothost.h") + "\nreturn 0; }\n")
    for compiler in COMPILERS:
        for standard in C_STANDARDS:
            problems = "" if "ROT_PLUGIN(" in plugin else "no example found in the comment"
            report.check(
                f"the plugin in plugin.h's comment is clean under {compiler} -std={standard}",
                problems + compile_text(compiler, standard, plugin))
        problems = "" if "rot_evaluate(" in embedding else "no example found in the comment"
        report.check(
            f"the program in rothost.h's comment is clean under {compiler}",
            problems + compile_text(compiler, "c11", embedding))


def check_frozen(report: Report) -> None:
    for name, generate in frozen.FILES.items():
        committed = (frozen.FOLDER / name).read_text()
        report.check(
            f"{name} holds every field and constant of the headers",
            "" if committed == generate() else "drift: run Tests/ABITests/frozen.py --write, "
            "and commit it only if a struct grew at its end or a constant was added")
        for compiler in COMPILERS:
            report.check(f"{name} holds under {compiler}", compile_text(compiler, "c11", committed))


def check_frozen_bites(report: Report) -> None:
    """A reordered field must break the frozen layout, or the file proves nothing."""
    header = (contract.INCLUDE / "rothost" / "plugin.h").read_text()
    start, end = "uint32_t struct_size, column_count;", "int64_t row_count;"
    changed = header.replace(f"{start}\n  {end}", f"{end}\n  {start}")
    unit = (pathlib.Path(frozen.FOLDER) / "frozen_layout.c").read_text()
    inlined = unit.replace('#include "rothost/rothost.h"', changed + '\n#include "rothost/rothost.h"')
    problems = compile_text("gcc", "c11", inlined)
    missing = "" if changed != header and "rot_frame.row_count" in problems else (
        problems or "the reordered header still compiled")
    report.check("a reordered field of rot_frame breaks frozen_layout.c", missing)


def check_all(report: Report) -> None:
    check_standards(report)
    check_examples(report)
    check_frozen(report)
    check_frozen_bites(report)
