"""The types of the contract against those of the last tag, compared by abidiff (abigail-tools).

abidiff reads types from debug information. Of a library written in Swift it sees none of the
structs, so both sides are stubs: C files with every function of the headers and an empty body.
"""

import pathlib
import re
import shutil
import tarfile
import tempfile

import contract
from report import Report, problems_of, run

# What abidiff says about growth: structs and tables that got members at their end, new functions.
# rot_value and Arrow's structs may not change at all.
GROWTH = re.compile(
    r"""\s*
    | Leaf\ changes\ summary:.* | Changed\ leaf\ types\ summary:.*
    | Removed/Changed/Added\ (functions|variables)\ summary:\ 0\ Removed,\ 0\ Changed,.*
    | 'struct\ (?!rot_value\ )rot_\w+\ at\ .*'\ changed:
    | \s+type\ size\ changed\ from\ \d+\ to\ \d+\ \(in\ bits\)
    | \s+\d+\ data\ member\ insertions?:
    | \s+'.*',\ at\ offset\ \d+\ \(in\ bits\)\ at\ .*
    """, re.VERBOSE)

# A deed, the header it is done to, the old text, the new text, and whether it is allowed.
CHANGES = (
    ("inserting a field into rot_frame", "plugin.h",
     "int64_t warm_up_rows;", "int64_t inserted;\n  int64_t warm_up_rows;", False),
    ("reordering two fields of rot_frame", "plugin.h",
     "int64_t row_count;    /* warm-up included */\n  int64_t warm_up_rows;",
     "int64_t warm_up_rows;\n  int64_t row_count;", False),
    ("removing a field of rot_request", "rothost.h",
     "int64_t staleness_ns;", "", False),
    ("changing an argument of rot_evaluate", "rothost.h",
     "rot_status rot_evaluate(rot_engine *engine, const rot_request *request,",
     "rot_status rot_evaluate(rot_engine *engine, int32_t extra, const rot_request *request,", False),
    ("growing rot_value", "plugin.h", "  } as;\n", "  } as;\n  int64_t extra;\n", False),
    ("growing rot_plugin at its end", "plugin.h",
     "uint32_t indicator_count, reserved;\n} rot_plugin;",
     "uint32_t indicator_count, reserved;\n  const char *url;\n} rot_plugin;", True),
)


def stub(include: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A shared object with debug information that defines all that the headers declare."""
    text = '#include "rothost/rothost.h"\nconst rot_plugin *rot_plugin_entry(void) { return NULL; }\n'
    for function in contract.read(include).functions:
        arguments = ", ".join(
            f"{kind} argument{index}" for index, kind in enumerate(function.parameters)) or "void"
        body = "" if function.returns == "void" else " return 0; "
        text += f"{function.returns} {function.name}({arguments}) {{{body}}}\n"
    source, library = folder / "stub.c", folder / "stub.so"
    source.write_text(text)
    problems = problems_of(
        ["gcc", "-g", "-w", "-std=c11", "-shared", "-fPIC", "-I", include, source, "-o", library])
    if problems:
        raise RuntimeError(problems)
    return library


def difference(old: pathlib.Path, new: pathlib.Path) -> str:
    """What abidiff reports beyond growth. A moved or changed member is a line of its own kind.

    abidiff's own rule for growth (has_data_member_inserted_at = end) also hides reordered members
    in version 2.2, so its report is read here instead.
    """
    finished = run(["abidiff", "--leaf-changes-only", "--no-added-syms", old, new])
    if finished.returncode & 3:  # abidiff itself failed, or was called wrongly
        return finished.stdout or "abidiff failed"
    return "\n".join(
        line for line in finished.stdout.splitlines() if not GROWTH.fullmatch(line))


def last_tag() -> str:
    """The newest tag reachable from HEAD, or an empty string."""
    described = run(["git", "-C", contract.ROOT, "describe", "--tags", "--abbrev=0"])
    return described.stdout.strip() if described.returncode == 0 else ""


def headers_at(tag: str, folder: pathlib.Path) -> pathlib.Path:
    archive = folder / "headers.tar"
    problems = problems_of(
        ["git", "-C", contract.ROOT, "archive", "--output", archive, tag, "include"])
    if problems:
        raise RuntimeError(problems)
    with tarfile.open(archive) as packed:
        packed.extractall(folder / "tagged", filter="data")
    return folder / "tagged" / "include"


def changed_headers(file: str, old: str, new: str, folder: pathlib.Path) -> pathlib.Path:
    include = folder / "include"
    shutil.copytree(contract.INCLUDE, include)
    header = include / "rothost" / file
    text = header.read_text()
    if old not in text:
        raise RuntimeError(f"{file} no longer holds: {old}")
    header.write_text(text.replace(old, new, 1))
    return include


def check_all(report: Report) -> None:
    claim = "the contract has only grown since the last tag"
    if shutil.which("abidiff") is None:
        report.skip(claim, "abidiff is not installed (apt-get install abigail-tools)")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        current = folder / "current"
        current.mkdir()
        library = stub(contract.INCLUDE, current)
        tag = last_tag()
        if tag:
            tagged = folder / "at-tag"
            tagged.mkdir()
            report.check(
                f"the contract has only grown since {tag}",
                difference(stub(headers_at(tag, folder), tagged), library))
        else:
            report.skip(claim, "there is no tag yet to compare with")
        report.check("abidiff finds no change in an unchanged copy", difference(library, library))
        for index, (deed, file, old, new, accepted) in enumerate(CHANGES):
            work = folder / f"change{index}"
            work.mkdir()
            objection = difference(library, stub(changed_headers(file, old, new, work), work))
            if accepted:
                report.check(f"abidiff accepts {deed}", objection)
            else:
                report.check(f"abidiff refuses {deed}", "" if objection else "it was accepted")
