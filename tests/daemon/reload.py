#!/usr/bin/python3
"""Another book in mid-run comes whole, at the next epoch, in the views that it concerns and in no other
byte, or not at all. From then on a view shows what it would show had the new book always been there, as
far back as reports are kept; and `picket fuse` follows by the copies beside the recording."""
import glob
import os
import hashlib
import pathlib
import signal
import time

from scene import ROOT, Scene, check
from voice import DONE, REFUSED, Run, lantern, same_from, shows

WAS = (ROOT / "testdata" / "agreements" / "lantern.yaml").read_text()


def changed(*pairs):
    text = WAS
    for one, other in pairs:
        check(one in text, f"the book holds {one}")
        text = text.replace(one, other)
    return text


NARROWER = changed(("        to: [AVA, OBS]\n", "        to: [AVA]\n"))
WIDER = changed(("        to: [AVA, OBS]\n", "        to: [AVA, OBS, CYR]\n"),
                ("caveats: [not-to OBS]", "caveats: [not-to OBS, not-to CYR]"))
FINER = changed(("    velocity: withheld\n", "    velocity: 10 m/s\n"),
                ("          - velocity withheld\n", "          - velocity 10 m/s\n"))
SHRINELESS = changed(("  - name: shrine\n", "  - name: temple\n"), ("shrine]", "temple]"))
FAULTY = changed(("    role: observer\n", "    role: observor\n"))


class Books:
    """A folder of its own for the book of each run; live() is the one that picketd reads."""

    def __init__(self, scene, name):
        self.live = pathlib.Path(scene.path(f"{name}-book.yaml"))
        self.live.write_text(WAS)
        self.config = lantern(scene, book=self.live)

    def ask(self, text):
        def act(daemon, staff):
            self.live.write_text(text)
            reply = staff.ask(book=staff.messages.Book())
            check(reply.outcome == DONE, f"the book is taken: {reply.text}\n{daemon.log()}")
        return act

    def refuse(self, text, *words):
        def act(daemon, staff):
            self.live.write_text(text)
            reply = staff.ask(book=staff.messages.Book())
            check((reply.outcome, reply.text) == (REFUSED, "book-refused"), f"{words}: refused: {reply}")
            for word in words:
                check(word in daemon.log(), f"the log says {word}:\n{daemon.log()}")
        return act

    def hang_up(self, text, event):
        def act(daemon, _):
            self.live.write_text(text)
            before = daemon.log().count(f"event={event}")
            daemon.process.send_signal(signal.SIGHUP)
            until = time.monotonic() + 20
            while daemon.log().count(f"event={event}") == before and time.monotonic() < until:
                time.sleep(0.01)
            check(daemon.log().count(f"event={event}") > before, f"{event} by SIGHUP:\n{daemon.log()}")
        return act


def configured(scene, run, text, name):
    """A configuration as the run's, with this book."""
    book = pathlib.Path(scene.path(f"{name}-alone.yaml"))
    book.write_text(text)
    config = pathlib.Path(scene.path(f"{name}-config.yaml"))
    config.write_text("".join(f"book: {book}\n" if line.startswith("book:") else line
                              for line in pathlib.Path(run.config).read_text().splitlines(True)))
    return config


def always(scene, run, text, name):
    """Pictures of the run as if this book had been there from the start."""
    return run.without(lambda one, _: one.DESCRIPTOR.name == "Control" and one.HasField("book"), name,
                       configured(scene, run, text, name))


with Scene() as scene:
    # OBS is given nothing any more from 25 s on; nobody else sees a difference.
    books = Books(scene, "narrower")
    run = Run(scene, "narrower", {24: [books.hang_up(NARROWER, "book.changed")]}, config=books.config)
    check(shows(run, "OBS.together", 25) == 2 and shows(run, "OBS.together", 26) == 0, "OBS sees nothing")
    run.others_same({"OBS.together"}, configured(scene, run, WAS, "narrower-was"))

    # What came, and from when on, stands in the audit log.
    log = pathlib.Path(scene.path("narrower.log")).read_text()
    check('who=picketd says="book ' in log and " what=book name=- " in log, f"the change is told:\n{log[:3000]}")

    # The copies are what fuse follows by: named by their digests, told if they are missing, and passed
    # over under a book that is none of them.
    copies = sorted(glob.glob(scene.path("narrower.*.yaml")))
    check(len(copies) == 2 and {open(each).read() for each in copies} == {WAS, NARROWER},
          f"two copies: {copies}")
    other = configured(scene, run, WIDER, "other")
    told = scene.picket("fuse", run.recording, "-c", other, "-o", scene.path("other"))
    check("was recorded under other books" in told, f"another book holds throughout: {told}")
    was = configured(scene, run, WAS, "was")
    scene.picket("fuse", run.recording, "-c", was, "-o", scene.path("was"))
    same_from(run, scene.path("was"), "OBS.together", 1, "begun under the old book")
    new = [each for each in glob.glob(scene.path("narrower.*.yaml")) if open(each).read() == NARROWER]
    os.remove(new[0])
    told = scene.picket("fuse", run.recording, "-c", was, "-o", scene.path("was"), code=2)
    check("the book that comes in mid-run cannot be read" in told and "No such file" in told, told)

    # CYR is given what it would have had all the time.
    books = Books(scene, "wider")
    run = Run(scene, "wider", {40: [books.ask(WIDER)]}, config=books.config)
    check(shows(run, "CYR.together", 41) == 0 and shows(run, "CYR.together", 42) == 2, "CYR sees two")
    same_from(run, always(scene, run, WIDER, "wider"), "CYR.together", 42, "as if always so")
    run.others_same({"CYR.together"}, configured(scene, run, WAS, "wider-was"))

    # A form with more in it, and back, while a hold stands.
    books = Books(scene, "finer")
    run = Run(scene, "finer", {20: [("BRO", "hold item bro-ship/8")], 24: [books.ask(FINER)],
                               44: [books.hang_up(WAS, "book.changed")]}, config=books.config)
    for view in ("AVA.together", "OBS.together"):
        same_from(run, always(scene, run, FINER, "finer"), view, 26, "the finer form", until=46)
        same_from(run, always(scene, run, WAS, "was"), view, 46, "and the one before")

    # Refused whole: what is no book, what a standing act needs, what only a restart can take.
    books = Books(scene, "refused")

    def epoch_changes(daemon, staff):
        config = pathlib.Path(daemon.config)
        text = config.read_text()
        config.write_text(text + "window: 60 s\n")
        books.refuse(NARROWER, "window differ from what they were at the start")(daemon, staff)
        config.write_text(text)

    run = Run(scene, "refused", {
        10: [("AVA", "hold area shrine")],
        20: [books.refuse(FAULTY, "event=book.refused", "observor"), books.hang_up(FAULTY, "book.refused")],
        21: [books.refuse(SHRINELESS, "hold area shrine", "Lift it")],
        22: [epoch_changes],
        23: [books.hang_up(WAS, "reload")]}, config=books.config)
    check(shows(run, "OBS.together", 60) == 2, "pictures go on")
    silent = always(scene, run, WAS, "silent")
    for view in ("AVA.together", "BRO.together", "OBS.together"):
        same_from(run, silent, view, 1, "a book that is refused changes nothing")

    # Lifted, it needs nothing any more: the advice of the refusal once did not help.
    books = Books(scene, "lifted")
    run = Run(scene, "lifted", {10: [("AVA", "hold area shrine")], 20: [("AVA", "lift hold area shrine")],
                                21: [books.ask(SHRINELESS)]}, 30, config=books.config)
    check(f"book {hashlib.sha256(SHRINELESS.encode()).hexdigest()}" in open(scene.path("lifted.log")).read(),
          "the book comes once the sentence is lifted")
    print("another book comes whole or not at all")
