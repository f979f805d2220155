"""What `rothost plugin new` writes builds, passes its own test and `rothost plugin validate`, as it stands."""

import os
import pathlib
import tempfile

import contract
from report import Report, problems_of, run


def check_all(report: Report, build: pathlib.Path) -> None:
    rothost = build.resolve() / "rothost"
    if not rothost.exists():
        report.skip("new plugins pass their own tests and validation", f"no rothost in {build} (run `make build`)")
        return
    for language in ("c", "swift"):
        with tempfile.TemporaryDirectory() as folder:
            report.check(
                f"a new plugin in {language} passes its own test and validation",
                problems_in(rothost, language, pathlib.Path(folder)))


def problems_in(rothost: pathlib.Path, language: str, folder: pathlib.Path) -> str:
    name = f"sample_{language}"
    environment = {
        **os.environ,
        "ROTHOST": str(rothost),
        "ROTHOST_INCLUDE": str(contract.INCLUDE),
        "ROTHOST_SOURCE": str(contract.ROOT),
    }
    written = problems_of([rothost, "plugin", "new", name, "--lang", language], cwd=folder)
    if written:
        return written
    again = run([rothost, "plugin", "new", name, "--lang", language], cwd=folder)
    if again.returncode == 0:
        return "it was written over without a word"
    failed = problems_of([folder / name / "test"], env=environment)
    if failed:
        return failed
    return problems_of([rothost, "plugin", "validate", folder / name / f"{name}.so"], env=environment)
