#!/usr/bin/python3
"""Nobody else speaks as picketd. Whoever did, with a run far ahead, made its own last message old: it
was refused at the stop, and the replay ended elsewhere than the live run."""
import socket
import subprocess
import sys

from scene import ROOT, Scene, check, pcap_read

SECOND = 10**9
START = 1930359600 * SECOND
RUN, PAUSE, REFUSED = 2, 3, 2


def wire(scene):
    subprocess.run(["protoc", f"--proto_path={ROOT}/proto", f"--python_out={scene.folder}",
                    *(f"picket/v1/{name}.proto" for name in ("common", "control"))], check=True)
    sys.path.insert(0, scene.folder)
    from picket.v1 import control_pb2
    return control_pb2


def ask(to, who, began_ns, **clock):
    return say(to, who, began_ns, clock=control_pb2.Clock(**clock))


def say(to, who, began_ns, sequence=1, **what):
    to.send(control_pb2.Control(format=0x31434B50, who=who, began_ns=began_ns, sequence=sequence, sent_ns=1,
                                **what).SerializeToString())
    return control_pb2.Reply.FromString(to.recv(1000))


with Scene() as scene:
    control_pb2 = wire(scene)
    with scene.picketd(config="three-radars.yaml") as daemon:
        to = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        host, port = daemon.control.split(":")
        to.connect((host, int(port)))
        to.settimeout(20)
        check(ask(to, "white-cell", 7, mode=RUN, time_ns=START, rate_permille=20000,
                  new_run=True).outcome == 1, "the white cell starts the clock")
        reply = ask(to, "picketd", 2**62, mode=RUN, rate_permille=1000)
        check((reply.outcome, reply.text) == (REFUSED, "not-yours"), f"refused: {reply}")
        # What was said before a start is picketd's to tell: from anyone else it would be said unheard.
        stood = control_pb2.Stood(who="ROK", sentence="posture crisis", said_ns=START)
        for who in ("white-cell", "picketd", "ROK", "replay"):
            reply = say(to, who, 2**62, sequence=2, stood=stood)
            check((reply.outcome, reply.text) == (REFUSED, "not-yours"), f"{who}: {reply}")
        check(daemon.stop() == 0, "picketd stops with 0")
    # What the recording holds: nothing of the stranger, and picketd's own message, obeyed, at the end.
    packets = pcap_read(scene.path("live.pcap"))[1]
    voices = [control_pb2.Control.FromString(payload) for _, _, payload in packets]
    check(all(one.who != "picketd" or one.WhichOneof("command") == "clock" for one in voices), "or of what stood")
    voices = [one for one in voices if one.WhichOneof("command") == "clock"]
    check([one.who for one in voices] == ["white-cell", "picketd"], f"who is recorded: {voices}")
    check(voices[1].began_ns != 2**62 and voices[1].clock.mode == PAUSE, f"picketd's own: {voices[1]}")
    print("picketd's voice is its own")
