#include "daemon/lantern.h"

#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

config *lantern_config(void)
{
    static const char text[] =
        "format: picket-config-1\nbook: " TESTDATA "/agreements/lantern.yaml\n"
        "reports: 127.0.0.1:1\ncontrol: 127.0.0.1:2\npictures: 127.0.0.1:3\npage: 127.0.0.1:4\n"
        "clock: controlled\nviews: all\nsensors:\n"
        "  - {name: ava-sky, nation: AVA, kind: air-search, sends: [track], period: 10 s, place: "
        "12.0 N 179.0 W, height: 100 m}\n"
        "  - {name: bro-ship, nation: BRO, kind: ship-area, sends: [track], period: 4 s, place: "
        "11.0 N 179.0 E, height: 20 m}\n";
    static config_faults faults;
    char path[] = "/tmp/picket-lantern-XXXXXX";
    const int descriptor = mkstemp(path);
    CU_ASSERT_FATAL(descriptor >= 0);
    CU_ASSERT_EQUAL_FATAL(write(descriptor, text, sizeof text - 1), (ssize_t)sizeof text - 1);
    close(descriptor);
    config *made = config_read(path, &faults);
    unlink(path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    return made;
}
