/* Whatever comes to the port of control: what is taken can be written and read again. */
#include "daemon/wire/control_wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    control_message message, again;
    uint8_t room[CONTROL_ROOM];
    if (!control_decode(data, size, &message)) {
        /* Zeros that were sent are left out when written, so it is never longer than it came. */
        const size_t written = control_encode(&message, room, sizeof room);
        if (written == 0 || control_decode(room, written, &again) || again.kind != message.kind ||
            again.sequence != message.sequence || strcmp(again.sentence, message.sentence) != 0)
            abort();
    }
    control_reply reply;
    (void)control_reply_decode(data, size, &reply);
    return 0;
}
