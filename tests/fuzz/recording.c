/* Whatever stands in a file: it is read as a recording, or refused with words. */
#include "daemon/recording/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each byte is looked at, so that a sanitizer sees one that is not there. */
static unsigned sum_of(const recorded *packet)
{
    unsigned sum = 0;
    for (size_t i = 0; i < packet->size; i++)
        sum += packet->data[i];
    return sum;
}

static void read_all(recording_reader *reader, size_t size)
{
    static volatile unsigned kept;
    char error[512] = "";
    recorded packet;
    int got;
    while ((got = recording_read(reader, &packet, error)) > 0) {
        kept += sum_of(&packet);
        if (packet.size > size || packet.stamp_ns < 0)
            abort();
    }
    (void)kept;
    if (got < 0 && error[0] == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/picket-fuzz-XXXXXX", error[512] = "";
    const int descriptor = mkstemp(path);
    if (descriptor < 0 || write(descriptor, data, size) != (ssize_t)size)
        abort();
    close(descriptor);
    recording_reader *reader = recording_open(path, error);
    unlink(path);
    if (!reader && error[0] == '\0')
        abort();
    if (reader)
        read_all(reader, size);
    recording_end(reader);
    return 0;
}
