"""Checks on what was built: exported symbols, linked libraries, implemented functions."""

import os
import pathlib
import tempfile

import contract
from report import Report, problems_of, run

LIBRARY_NAMES = ("librothost.so", "librothost.so.1", "librothost-abi.so")
# GNU ld marks section ends in libraries that are linked without a version script.
ADDED_BY_LINKER = ("__bss_start", "_edata", "_end")
PLUGINS = contract.ROOT / "plugins"


def find_library(build: pathlib.Path) -> pathlib.Path | None:
    if "ROTHOST_LIBRARY" in os.environ:
        return pathlib.Path(os.environ["ROTHOST_LIBRARY"])
    return next((build / name for name in LIBRARY_NAMES if (build / name).exists()), None)


def exported(library: pathlib.Path) -> list[str]:
    """Names of all dynamic symbols that the library defines, without version nodes."""
    listing = run(["nm", "-D", "--defined-only", "--format=posix", library]).stdout
    symbols = [line.split() for line in listing.splitlines() if line]
    return sorted(
        name.split("@")[0] for name, kind, *_ in symbols
        if kind != "A" and name not in ADDED_BY_LINKER)


def linked(library: pathlib.Path) -> list[str]:
    """File names of all libraries loaded with this one, through any number of steps."""
    listing = run(["ldd", library]).stdout
    return [line.split()[0].split("/")[-1] for line in listing.splitlines() if line.strip()]


def unresolved(library: pathlib.Path) -> str:
    missing = [line for line in run(["ldd", library]).stdout.splitlines() if "not found" in line]
    return "\n".join(missing)


def check_library(report: Report, library: pathlib.Path) -> None:
    strangers = [name for name in exported(library) if not name.startswith("rot_")]
    report.check("librothost.so exports rot_* only", "\n".join(strangers))
    check_foundation(report, "librothost.so", library)
    check_implemented(report, library)


def check_foundation(report: Report, label: str, library: pathlib.Path) -> None:
    names = linked(library)
    problem = "\n".join(name for name in names if "Foundation" in name)
    if not names:
        problem = "ldd lists nothing"
    report.check(f"{label} does not link Foundation", problem + unresolved(library))


def check_implemented(report: Report, library: pathlib.Path) -> None:
    """A declared function that nobody implemented is found by taking its address."""
    functions = contract.read().functions
    table = ",\n".join(f'  {{"{f.name}", (pointer){f.name}}}' for f in functions)
    program = (
        '#include <stdio.h>\n#include "rothost/rothost.h"\ntypedef void (*pointer)(void);\n'
        "static const struct { const char *name; pointer address; } table[] = {\n" + table + "};\n"
        "int main(void) {\n  size_t i, missing = 0;\n"
        "  for (i = 0; i < sizeof table / sizeof table[0]; i++)\n"
        '    if (!table[i].address) { puts(table[i].name); missing++; }\n'
        "  return missing != 0;\n}\n")
    with tempfile.TemporaryDirectory() as folder:
        executable = pathlib.Path(folder) / "implemented"
        problems = problems_of(
            ["gcc", "-std=c11", "-Wall", "-Werror", "-x", "c", "-", "-x", "none", "-I",
             contract.INCLUDE, library, f"-Wl,-rpath,{library.parent.resolve()}",
             "-Wl,--allow-shlib-undefined", "-o", executable], input=program)
        if not problems:
            # The soname is librothost.so.1; the built file may still have its SwiftPM name.
            (pathlib.Path(folder) / "librothost.so.1").symlink_to(library.resolve())
            paths = folder + ":" + os.environ.get("LD_LIBRARY_PATH", "")
            problems = problems_of([executable], env={**os.environ, "LD_LIBRARY_PATH": paths})
    report.check(f"all {len(functions)} functions of rothost.h are implemented", problems)


def check_plugin(report: Report, name: str, library: pathlib.Path) -> None:
    symbols = exported(library)
    report.check(
        f"plugin {name} exports rot_plugin_entry only",
        "" if symbols == ["rot_plugin_entry"] else "\n".join(symbols) or "it exports nothing")
    check_foundation(report, f"plugin {name}", library)


def check_all(report: Report, build: pathlib.Path) -> None:
    library = find_library(build)
    if library is not None and library.exists():
        check_library(report, library)
    else:
        reason = f"no library in {build} (run `make build`, or set ROTHOST_LIBRARY)"
        report.skip("exports, links and functions of librothost.so", reason)
    for folder in sorted(path for path in PLUGINS.iterdir() if path.is_dir()):
        built = build / f"lib{folder.name}.so"
        if built.exists():
            check_plugin(report, folder.name, built)
        else:
            report.skip(f"plugin {folder.name}", f"no {built.name} in {build}")
