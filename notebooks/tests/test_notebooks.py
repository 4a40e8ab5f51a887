import ast
import json
import unittest
from pathlib import Path

NOTEBOOKS = sorted(Path(__file__).parents[1].glob("*.ipynb"))


class NotebooksTest(unittest.TestCase):
    def test_are_kept_without_what_they_showed(self) -> None:
        self.assertEqual(len(NOTEBOOKS), 6)
        for path in NOTEBOOKS:
            for cell in code_cells(path):
                with self.subTest(notebook=path.name, cell=cell["id"]):
                    self.assertEqual(cell["outputs"], [])
                    self.assertIsNone(cell["execution_count"])

    def test_begin_with_their_question(self) -> None:
        for path in NOTEBOOKS:
            with self.subTest(notebook=path.name):
                first = read(path)["cells"][0]
                self.assertEqual(first["cell_type"], "markdown")
                self.assertTrue("".join(first["source"]).startswith("# "))

    def test_import_the_helper_and_nothing_of_its_inside(self) -> None:
        for path in NOTEBOOKS:
            imported = {
                alias.name
                for cell in code_cells(path)
                for node in ast.walk(ast.parse("".join(cell["source"])))
                if isinstance(node, ast.Import)
                for alias in node.names
            }
            with self.subTest(notebook=path.name):
                self.assertIn("freshet", imported)
                self.assertFalse([name for name in imported if name.startswith("freshet.")])


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]
