"""A recording of UDP datagrams, written without Picket's own code: nanosecond pcap of raw IPv4."""
import struct


def write(path, packets):
    """packets: (stamp_ns, source port, target port, payload) each."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 101))
        for stamp_ns, source, target, payload in packets:
            udp = struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload
            head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                               b"\x7f\0\0\1", b"\x7f\0\0\1")
            words = sum(struct.unpack(">10H", head))
            words = (words & 0xFFFF) + (words >> 16)
            head = head[:10] + struct.pack(">H", ~words & 0xFFFF) + head[12:]
            file.write(struct.pack("<IIII", *divmod(stamp_ns, 10**9), len(head + udp), len(head + udp)))
            file.write(head + udp)
