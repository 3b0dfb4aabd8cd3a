#include "daemon/recording/book_copy.h"
#include "daemon/server_parts.h"

#include <stdlib.h>
#include <string.h>

static void faults_say(const server *one, const text_messages *messages, const char *event)
{
    for (size_t i = 0; i < messages->count; i++)
        if (messages->kept[i].level == TEXT_ERROR)
            log_say(one->log, LOG_AT_WARN, event, "%.300s:%d: %s", messages->file,
                    messages->kept[i].line, messages->kept[i].text);
}

/* What stands in the files now, with what was asked for in their place at the start. */
static config *read_again(const server *one)
{
    config_faults *faults = calloc(1, sizeof *faults);
    config *fresh = faults ? config_read(one->configuration->path, faults) : NULL;
    if (faults && !fresh) {
        faults_say(one, &faults->own, "reload.refused");
        faults_say(one, &faults->book, "book.refused");
    }
    free(faults);
    if (fresh && one->settings.record)
        strcpy(fresh->record, one->configuration->record);
    if (fresh && one->settings.files)
        strcpy(fresh->files, one->configuration->files);
    return fresh;
}

/* Both books, so that whoever has the recording can play it. */
static bool copies_write(const server *one, const config *fresh)
{
    if (!one->recording)
        return true;
    int failed = book_copy_write(one->configuration->record, one->configuration);
    if (!failed)
        failed = book_copy_write(one->configuration->record, fresh);
    if (failed)
        log_say(one->log, LOG_AT_WARN, "reload.refused",
                "a copy of the book cannot be written beside %s (%s)", one->configuration->record,
                strerror(failed));
    return !failed;
}

/* Whether the fresh configuration can be taken at all; the log says why not. */
static bool may_take(const server *one, const config *fresh)
{
    const char *differs = config_differs(one->configuration, fresh);
    if (differs)
        log_say(one->log, LOG_AT_WARN, "reload.refused",
                "%s: %s differ from what they were at the start, and only the book is taken anew. "
                "Restart picketd",
                one->configuration->path, differs);
    return !differs && copies_write(one, fresh);
}

static void taken_say(server *one, const char *by, const char *before, int64_t effect_ns)
{
    timeline_tell(&one->happened, effect_ns, "book", "another book, asked for by %s", by);
    log_say(one->log, LOG_AT_INFO, "reload", "configuration read anew, asked for by %s", by);
    log_say(one->log, LOG_AT_INFO, "book.changed",
            "the book with sha256 %.12s comes at the next epoch in place of %.12s", one->book,
            before);
}

bool server_reload(server *one, const char *by, int64_t *effect_ns)
{
    char error[512], before[65];
    config *fresh = read_again(one);
    const int64_t stamp_ns = clock_now_ns(&one->clock, server_machine());
    *effect_ns = stamp_ns;
    if (!fresh || !may_take(one, fresh)) {
        config_destroy(fresh);
        return false;
    }
    if (strcmp(fresh->book_sha256, one->book) == 0) {
        log_say(one->log, LOG_AT_INFO, "reload", "asked for by %s: nothing has changed", by);
        config_destroy(fresh);
        return true;
    }
    control_message said = {.kind = CONTROL_BOOK};
    strcpy(said.sha256, fresh->book_sha256);
    strcpy(said.before, one->book);
    if (!pipeline_book(one->line, stamp_ns, fresh, effect_ns, error)) {
        log_say(one->log, LOG_AT_WARN, "book.refused", "%s", error);
        config_destroy(fresh);
        return false;
    }
    strcpy(before, one->book);
    strcpy(one->book, said.sha256);
    server_own_record(one, said, stamp_ns);
    taken_say(one, by, before, *effect_ns);
    return true;
}
