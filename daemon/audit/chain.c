#include "daemon/audit/chain.h"

#include "text/read.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void audit_chain_add(audit_chain *chain, const char *line, size_t length)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, AUDIT_HASH_SIZE);
    crypto_generichash_update(&state, chain->hash, sizeof chain->hash);
    crypto_generichash_update(&state, (const uint8_t *)line, length);
    crypto_generichash_final(&state, chain->hash, sizeof chain->hash);
    chain->number++;
}

void audit_chain_hex(const audit_chain *chain, char hex[AUDIT_HASH_HEX + 1])
{
    sodium_bin2hex(hex, AUDIT_HASH_HEX + 1, chain->hash, sizeof chain->hash);
}

size_t audit_checkpoint_write(const audit_checkpoint *checkpoint, char line[AUDIT_CHECKPOINT_ROOM])
{
    char time[TEXT_TIME_ROOM], hex[AUDIT_HASH_HEX + 1];
    text_write_time(time, checkpoint->time_ns);
    audit_chain_hex(&checkpoint->at, hex);
    return (size_t)snprintf(line, AUDIT_CHECKPOINT_ROOM, "%s %" PRIu64 " %s", time,
                            checkpoint->at.number, hex);
}

static bool read_parts(const char *line, audit_checkpoint *checkpoint)
{
    char time[TEXT_TIME_ROOM], hex[AUDIT_HASH_HEX + 1];
    char number[24];
    int used = 0;
    text_messages messages;
    text_messages_init(&messages, "");
    const text_node node = {.kind = TEXT_SCALAR, .text = time};
    if (sscanf(line, "%39s %20s %64s%n", time, number, hex, &used) != 3 || line[used] != '\0')
        return false;
    checkpoint->at.number = strtoull(number, NULL, 10);
    return text_time(&node, "", true, &checkpoint->time_ns, &messages) &&
           sodium_hex2bin(checkpoint->at.hash, AUDIT_HASH_SIZE, hex, strlen(hex), NULL, NULL,
                          NULL) == 0;
}

bool audit_checkpoint_read(const char *line, size_t length, audit_checkpoint *checkpoint)
{
    char copy[AUDIT_CHECKPOINT_ROOM], again[AUDIT_CHECKPOINT_ROOM];
    if (length >= sizeof copy)
        return false;
    memcpy(copy, line, length);
    copy[length] = '\0';
    *checkpoint = (audit_checkpoint){0};
    return read_parts(copy, checkpoint) && checkpoint->at.number > 0 &&
           audit_checkpoint_write(checkpoint, again) == length && memcmp(copy, again, length) == 0;
}
