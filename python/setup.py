"""Notes where the package was built from, so that `pip install ./python` finds that build."""

import pathlib

from setuptools import setup
from setuptools.command.build_py import build_py

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent


class BuildAndNote(build_py):
    """build_py, then rothost/_checkout.txt beside the modules; nothing in the source folder."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        if (CHECKOUT / "include" / "rothost" / "rothost.h").is_file():
            folder = pathlib.Path(self.build_lib, "rothost")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "_checkout.txt").write_text(f"{CHECKOUT}\n")


setup(cmdclass={"build_py": BuildAndNote})
