"""The seeds and notebooks, folders of their own in the repository, travel in the wheel inside `analysis`."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
TRAVELLING = ("seeds", "notebooks")


class BuildWithFolders(build_py):
    """Copies the folders into what a wheel is made of; an editable install finds them in the checkout."""

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        if self.editable_mode:
            return
        for name in TRAVELLING:
            target = Path(self.build_lib) / "analysis" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns(".*", "__pycache__"))


setup(cmdclass={"build_py": BuildWithFolders})
