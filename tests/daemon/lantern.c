#include "daemon/lantern.h"

#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOOK TESTDATA "/agreements/lantern.yaml"

/* A file of this text, whose name is written into path. */
static void file_make(char *path, const char *text, size_t size)
{
    const int descriptor = mkstemp(path);
    CU_ASSERT_FATAL(descriptor >= 0);
    CU_ASSERT_EQUAL_FATAL(write(descriptor, text, size), (ssize_t)size);
    close(descriptor);
}

static config *config_of(const char *book)
{
    static const char rest[] =
        "reports: 127.0.0.1:1\ncontrol: 127.0.0.1:2\npictures: 127.0.0.1:3\npage: 127.0.0.1:4\n"
        "clock: controlled\nviews: all\nsensors:\n"
        "  - {name: ava-sky, nation: AVA, kind: air-search, sends: [track], period: 10 s, place: "
        "12.0 N 179.0 W, height: 100 m}\n"
        "  - {name: bro-ship, nation: BRO, kind: ship-area, sends: [track], period: 4 s, place: "
        "11.0 N 179.0 E, height: 20 m}\n";
    static config_faults faults;
    char path[] = "/tmp/picket-lantern-XXXXXX", text[2048];
    const int size =
        snprintf(text, sizeof text, "format: picket-config-1\nbook: %s\n%s", book, rest);
    file_make(path, text, (size_t)size);
    config *made = config_read(path, &faults);
    unlink(path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    return made;
}

config *lantern_config(void)
{
    return config_of(BOOK);
}

config *lantern_config_changed(const char *was, const char *becomes)
{
    static char text[65536], changed[65536];
    char path[] = "/tmp/picket-book-XXXXXX";
    FILE *book = fopen(BOOK, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    text[fread(text, 1, sizeof text - 1, book)] = '\0';
    fclose(book);
    const char *at = strstr(text, was);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    const int size = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, becomes,
                              at + strlen(was));
    CU_ASSERT_FATAL(size > 0 && (size_t)size < sizeof changed);
    file_make(path, changed, (size_t)size);
    config *made = config_of(path);
    unlink(path);
    return made;
}
