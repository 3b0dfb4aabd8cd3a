"""The files that the checks of style look at."""
import os
import subprocess


def tracked():
    """What is in the repository; without git, all that lies here but builds."""
    listing = subprocess.run(["git", "ls-files"], capture_output=True, text=True)
    if listing.returncode == 0 and listing.stdout:
        return [path for path in listing.stdout.splitlines() if os.path.exists(path)]
    found = []
    for folder, folders, files in os.walk("."):
        folders[:] = [name for name in folders if not name.startswith((".", "build")) and name != "node_modules"]
        found += [os.path.relpath(os.path.join(folder, name), ".") for name in files]
    return found


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()
