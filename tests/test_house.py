"""The promises around the code: imports point down, functions are short, no room is called after nothing."""

import ast
import statistics
from pathlib import Path

import pytest

from bot.settings import ROOT

FLOORS = [
    "errors languages text spelling hours topics facts answers replies metrics",
    "settings content phrases store privacy safety tokens naming markup understanding",
    "opening composing conversation checking training evaluation quality",
    "channels",
    "app supervisor cli",
]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names.split()}
MODULES = sorted((ROOT / "bot").rglob("*.py")) + sorted((ROOT / "actions").glob("*.py"))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def _imported(tree: ast.Module) -> set[str]:
    """The rooms of ours that a module imports, inside functions too."""
    rooms = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "bot":
            rooms |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot."):
            rooms.add((node.module or "").split(".")[1])
    return rooms


@pytest.mark.parametrize("path", sorted((ROOT / "bot").rglob("*.py")), ids=lambda path: path.stem)
def test_imports_point_down(path: Path) -> None:
    if path.parent.name == "bot" and path.name == "__init__.py":
        return
    here = FLOOR[_room(path)]
    above = {room for room in _imported(_tree(path)) if FLOOR[room] > here}
    assert not above, f"{path.name} stands on floor {here} and imports from above: {above}"


def test_actions_use_the_tools_and_deeds_but_no_door() -> None:
    used = {room for path in (ROOT / "actions").glob("*.py") for room in _imported(_tree(path))}
    assert max(FLOOR[room] for room in used) <= 2


def test_the_gateway_never_imports_rasa() -> None:
    """Rasa takes seconds and half a gigabyte to import: only the four files that Rasa itself loads may."""
    loaded_by_rasa = {"channel.py", "component.py", "memory.py", "quick.py"}
    for path in (ROOT / "bot").rglob("*.py"):
        imports = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.ImportFrom | ast.Import)]
        names = {getattr(node, "module", None) or node.names[0].name for node in imports}
        if any(name.split(".")[0] in ("rasa", "rasa_sdk") for name in names):
            assert path.name in loaded_by_rasa, path


def test_functions_are_short() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.median(lengths) < 10
    assert max(lengths) <= 45


def test_no_room_is_called_after_nothing() -> None:
    assert not {path.stem for path in MODULES} & {"utils", "util", "helpers", "common", "misc", "services"}


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not _inside_private(path, node)
    ]
    assert not silent


def _inside_private(path: Path, node: ast.AST) -> bool:
    """Functions inside functions, and methods of private classes, are nobody else's business."""
    for parent in ast.walk(_tree(path)):
        private = isinstance(parent, ast.ClassDef) and parent.name.startswith("_")
        if private or isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = {child.lineno for child in ast.walk(parent) if child is not parent and hasattr(child, "lineno")}
            if getattr(node, "lineno", 0) in inner and getattr(parent, "lineno", 0) != getattr(node, "lineno", 0):
                return True
    return False


def test_no_sentence_for_a_person_stands_in_python() -> None:
    """Swedish letters in a string of the bot's code would be a sentence that exists in one language only."""
    allowed = {"languages.py", "spelling.py", "naming.py", "privacy.py"}
    for path in MODULES:
        if path.name in allowed:
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _is_docstring(path, node):
                assert not set(node.value) & set("åäöÅÄÖ"), f"{path.name}:{node.lineno} {node.value!r}"


def _is_docstring(path: Path, node: ast.Constant) -> bool:
    return any(
        isinstance(parent, ast.Expr) and parent.value.lineno == node.lineno
        for parent in ast.walk(_tree(path))
        if isinstance(parent, ast.Expr)
    )


def test_every_direct_dependency_is_in_the_lock_and_the_lock_names_no_address() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text()
    for name in wanted:
        bare = name.split("[")[0].split("=")[0].split(">")[0].split("<")[0].lower()
        assert f"\n{bare}==" in lock, bare
    assert "://" not in lock
