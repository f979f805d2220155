"""Manifests of arbitrary content: read or refused with a place, never a crash."""

from __future__ import annotations

import os
import pathlib
import tempfile
from collections.abc import Iterator

import pytest
import rothost
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(
    ["x", "y", "z", "rows", "last_index", "row", "user", "state", "work", "work.2", "null", "count.x", "x.high",
     "progress", "0", "1.5", "-1", "{x, y}", "{z}", "{0.5, w}", "w", "first", "1e400", "*"]
)  # fmt: skip
TYPES = st.sampled_from(
    ["int", "double", "const double *", "double *", "double **", "float *", "void *", "void **", "size_t",
     "struct s *", "s", "long double", "unsigned char", "const char *", "int64_t *", "double ****", ""]
)  # fmt: skip
ARGUMENT = st.one_of(
    st.builds(lambda t, n: f"{t} {n}", TYPES, NAMES),
    st.builds(lambda t, n, p: f"{t} (*{n})({p})", TYPES, NAMES, st.sampled_from(
        ["int row, void *user", "int row, double value, void *user", "double fraction, void *user", "int", ""])),
)  # fmt: skip
PROTOTYPE = st.one_of(
    st.builds(lambda t, a: f"{t} erf({', '.join(a)})", TYPES, st.lists(ARGUMENT, max_size=6)),
    st.text(max_size=40),
)
SCALAR = st.one_of(
    st.integers(-(2**63), 2**63 - 1).map(str), st.floats().map(str), st.booleans().map(lambda b: str(b).lower()),
    st.sampled_from(["[]", "{}", '["x"]', '["x", "y"]', "[1]", '{ first = "first", count = "z" }', '"rows"',
                     '"look_back"', '"skip"', '"refuse"', '["inner"]', '{ "2" = "bad" }',
                     '[{ name = "w", type = "real", default = 1.0 }]', '[{ role = "x", columns = ["high"] }]',
                     '[{ name = "z", kind = "real" }]', "0", "5", "true"]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["id", "summary", "inputs", "parameters", "outputs", "look_back", "written", "returns", "success", "too_few",
     "errors", "each_row", "missing", "alignments", "thread_safe", "stream", "version", "nonsense"]
)  # fmt: skip
LIBRARY = st.sampled_from(["libm.so.6", "../libm.so.6", "none.so", "", "/nowhere/lib.so", "fuzzed.toml"])


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08x}" if not c.isalnum() and c not in " *(),._{}" else c for c in text) + '"'


@st.composite
def manifests(draw: st.DrawFn) -> str:
    lines = {
        "id": '"fuzzed"', "call": quoted(draw(PROTOTYPE)), "inputs": '["x"]', "outputs": '["z"]', "returns": '"z"',
        "each_row": "true",
    }  # fmt: skip
    for key, value in draw(st.lists(st.tuples(KEYS, SCALAR), max_size=4)):
        lines[key] = value
    for key in draw(st.lists(st.sampled_from(sorted(lines)), max_size=2)):
        lines.pop(key, None)
    body = "\n".join(f"{key} = {value}" for key, value in lines.items())
    return f"library = {quoted(draw(LIBRARY))}\n[[indicator]]\n{body}\n"


SOUND = (
    'library = "libm.so.6"\n[[indicator]]\nid = "fuzzed"\ncall = "double erf(double x)"\ninputs = ["x"]\n'
    'outputs = ["z"]\nreturns = "z"\neach_row = true\n'
)


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[rothost.Host, pathlib.Path]]:
    """A host that knows no other plugin than the file, whose every change it reads anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "fuzzed.toml"
        path.write_text("")
        before = os.environ.get("ROTHOST_BUNDLED_PLUGINS")
        os.environ["ROTHOST_BUNDLED_PLUGINS"] = f"{folder}/none"
        with rothost.open(in_memory=True, plugins=[path]) as host:
            yield host, path
        os.environ.pop("ROTHOST_BUNDLED_PLUGINS")
        if before is not None:
            os.environ["ROTHOST_BUNDLED_PLUGINS"] = before


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(SOUND)
@example(SOUND.replace("double x", "double **{x}"))
@example(SOUND.replace("returns", "success"))
@given(st.one_of(manifests(), st.text(max_size=200), st.text(max_size=40).map(lambda text: SOUND + text)))
def test_a_manifest_is_read_or_refused_with_a_place(
    place: tuple[rothost.Host, pathlib.Path], text: str
) -> None:
    host, path = place
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    (record,) = [item for item in host.plugins() if item["path"] == str(path)]
    if record["status"] == "refused":
        assert str(path) in record["reason"], record["reason"]
    else:
        assert record["status"] in ("loaded", "ambiguous", "shadowed")
        assert record["indicators"]
