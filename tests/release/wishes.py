#!/usr/bin/python3
"""Five wishes of officers, written as a rule book: each is checked by its examples, explained, and seen
in the pictures of the recorded exercise; and what README.md tells of the first is what is printed."""
import csv
import os
import re
import subprocess
import sys
import tempfile

BUILD, PICKET = sys.argv[1], os.path.join(sys.argv[1], "picket")
BOOK, FEED = "testdata/agreements/wishes.yaml", "testdata/peninsula.pcap"


def check(holds, sentence):
    if not holds:
        sys.exit(f"FAILED: {sentence}")


def picket(*words, code=0):
    ran = subprocess.run([PICKET, *words], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(ran.returncode == code, f"picket {' '.join(words)}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def seen(path):
    """How many rows a picture has, and the sensors that are named in it."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return len(rows), {sensor for row in rows for sensor in row["sources"].split("+")}


with tempfile.TemporaryDirectory() as folder:
    config, out = os.path.join(folder, "wishes.yaml"), os.path.join(folder, "out")
    stock = open("testdata/demo.yaml").read()
    with open(config, "w") as file:
        file.write(stock.replace("agreements/peninsula", os.path.abspath("testdata/agreements/wishes")))

    said = picket("rules", "check", BOOK)
    check(": good." in said and "13 examples hold" in said, f"the book is good: {said}")
    read = picket("rules", "read", BOOK)
    for clause in ("week-missiles", "launch-by-usa", "submarines-late", "alarm-at-once", "air-to-all",
                   "narrow-stays-home", "nothing-low-over-the-strait"):
        check(f"({clause})" in read, f"{clause} is said back")

    def explain(report, view, who="ROK"):
        return picket("rules", "explain", FEED, "-c", config, "--view", view, "--as", who, "--report",
                      str(report), code=1 if (report, view) in REFUSED else 0)

    REFUSED = {(3138, "JPN.week"), (2911, "JPN.week")}
    readme = [line.rstrip() for line in open("README.md")]
    for report in (4634, 3138):
        for line in explain(report, "JPN.week").splitlines():
            check(line.rstrip() in readme, f"README.md tells: {line}")
    check("week-missiles asks for a place" in explain(2911, "JPN.week"), "not over the land")
    check(re.search(r"warning 03:02:28 .*\ntrack +03:03:28", explain(3917, "JPN.alarm")),
          "warned at once, the track when it is a minute old")
    check("launch-by-usa" in explain(3917, "JPN.launch") and "03:03:58" in explain(3917, "JPN.launch"),
          "without a launch it goes through the United States, 90 s late")

    picket("fuse", FEED, "-c", config, "-o", out, "-q")
    view = {rule: seen(os.path.join(out, f"JPN.{rule}.csv")) for rule in ("national", "week", "strait")}
    check(all(each.startswith("jpn-") for each in view["national"][1]), f"its own: {view['national'][1]}")
    given = {each for each in view["week"][1] if each.startswith("rok-")}
    check(given and given <= {"rok-sky", "rok-east", "rok-early", "rok-ship"},
          f"over the east sea by South Korea's radars, the narrow one left out: {given}")
    check(view["strait"][0] > view["national"][0], "the air is given")
    print("five wishes are written, checked, explained and seen")
