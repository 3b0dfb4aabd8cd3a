#!/usr/bin/python3
"""The public aircraft feed, where it is there: counted independently of the importer."""
import os
import sys
import tempfile

import feeds


def main(build):
    path = os.path.join(os.environ.get('PICKET_TEST_DATA', '../shared/data'), 'opensky_plane_states.csv')
    made = feeds.feed.messages()
    if not made or not os.path.exists(path):
        print(f'skipped: needs protoc, python3-protobuf and {path}')
        return 77
    with tempfile.TemporaryDirectory() as folder:
        feeds.opensky_counts(build, folder, made[0], path)
    return 1 if feeds.failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
