"""The ctypes declarations say what the headers say."""

import ctypes
import inspect
import subprocess

import generate_ffi
from rothost import _ffi as ffi


def structs():
    return [
        kind
        for _, kind in inspect.getmembers(ffi, inspect.isclass)
        if issubclass(kind, (ctypes.Structure, ctypes.Union)) and kind.__module__ == ffi.__name__
    ]


def test_the_committed_declarations_are_what_the_generator_writes():
    for name, text in generate_ffi.generate().items():
        assert (generate_ffi.OUTPUT / name).read_text() == text, (
            f"python/rothost/{name} has drifted; run python python/tools/generate_ffi.py"
        )


def test_a_changed_header_changes_the_declarations(tmp_path):
    folder = tmp_path / "rothost"
    folder.mkdir()
    for header in (generate_ffi.INCLUDE / "rothost").iterdir():
        text = header.read_text().replace("int64_t close_offset_ns;", "int32_t close_offset_ns;")
        (folder / header.name).write_text(text)
    assert generate_ffi.generate(tmp_path) != generate_ffi.generate()


def test_sizes_and_offsets_are_the_compilers(tmp_path):
    lines, expected = [], []
    for kind in structs():
        if kind is ffi.rot_value_as:
            continue
        c_name = f"struct {kind.__name__}" if kind.__name__.startswith("Arrow") else kind.__name__
        lines.append(f'printf("%zu\\n", sizeof({c_name}));')
        expected.append(ctypes.sizeof(kind))
        for name, *_ in kind._fields_:
            lines.append(f'printf("%zu\\n", offsetof({c_name}, {name.rstrip("_")}));')
            expected.append(getattr(kind, name).offset)
    source = tmp_path / "layout.c"
    source.write_text(
        "#include <stdio.h>\n#include <rothost/rothost.h>\n"
        f"int main(void) {{ {' '.join(lines)} return 0; }}\n"
    )
    program = tmp_path / "layout"
    include = str(generate_ffi.INCLUDE)
    subprocess.run(["cc", "-std=c11", "-I", include, source, "-o", program], check=True)
    printed = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    assert len(expected) > 150
    assert list(map(int, printed.split())) == expected


def test_every_function_of_the_header_is_declared():
    text = (generate_ffi.INCLUDE / "rothost" / "rothost.h").read_text()
    assert len(ffi.FUNCTIONS) > 40
    for name in ffi.FUNCTIONS:
        assert f"{name}(" in text
