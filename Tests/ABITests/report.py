"""One line per check, and a count at the end."""

import subprocess


class Report:
    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0

    def check(self, claim: str, problems: str) -> None:
        """Prints the claim; a non-empty `problems` makes it a failure and is shown below it."""
        if problems:
            self.failed += 1
            print(f"FAILED   {claim}")
            print("".join(f"         {line}\n" for line in problems.strip().splitlines()[:40]), end="")
        else:
            self.passed += 1
            print(f"passed   {claim}")

    def skip(self, claim: str, reason: str) -> None:
        self.skipped += 1
        print(f"SKIPPED  {claim}: {reason}")

    def finish(self) -> int:
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed or not self.passed else 0


def run(command: list, **options) -> subprocess.CompletedProcess:
    """The finished command, its two streams joined as text; never raises on a failing exit."""
    return subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        **options)


def problems_of(command: list, **options) -> str:
    """Empty where the command exits with 0, else what it printed."""
    finished = run(command, **options)
    if finished.returncode == 0:
        return ""
    return finished.stdout or f"exit status {finished.returncode}"
