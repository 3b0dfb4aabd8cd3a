#include "daemon/audit/writer.h"

#include "daemon/file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct audit_writer {
    FILE *log, *checkpoints;
    bool product; /* the two below are to take their places */
    file_part log_part, checkpoints_part;
    audit_chain chain;
    uint64_t named; /* entry of the newest checkpoint; 0: none */
    int64_t newest_ns;
    bool failed;
    audit_take *watch; /* NULL: nobody does */
    void *watcher;
};

static bool path_of_checkpoints(const char *path, char beside[4096], char error[512])
{
    if (snprintf(beside, 4096, "%s.checkpoints", path) < 4096)
        return true;
    snprintf(error, 512, "the path of the audit log is too long");
    return false;
}

/* The nearest of the system's numbers: a folder is one of the things that are no plain file. */
#define NOT_PLAIN EISDIR

static const char *words(int why)
{
    return why == EWOULDBLOCK ? "another process writes it"
           : why == NOT_PLAIN ? "it is no plain file"
                              : strerror(why);
}

static audit_writer *refuse(audit_writer *one, const char *path, int why, char error[512])
{
    snprintf(error, 512, "%.400s cannot be written (%s)", path, words(why));
    audit_abandon(one);
    return NULL;
}

audit_writer *audit_create(const char *path, char error[512])
{
    char beside[4096];
    if (!path_of_checkpoints(path, beside, error))
        return NULL;
    audit_writer *one = calloc(1, sizeof *one);
    int why = one ? 0 : ENOMEM;
    if (one)
        one->product = true;
    if (!why)
        why = file_part_open(&one->log_part, path);
    if (!why)
        why = file_part_open(&one->checkpoints_part, beside);
    if (why)
        return refuse(one, path, why, error);
    one->log = one->log_part.stream;
    one->checkpoints = one->checkpoints_part.stream;
    return one;
}

/* Opens for reading and adding; *stream is locked. 0 or the system's error number. */
static int stream_open(const char *path, FILE **stream)
{
    *stream = fopen(path, "a+b");
    if (!*stream)
        return errno;
    rewind(*stream);
    struct stat status;
    if (fstat(fileno(*stream), &status) != 0 || !S_ISREG(status.st_mode))
        return NOT_PLAIN;
    return flock(fileno(*stream), LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

/* From reading to adding, with bytes cut off the end. */
static int stream_turn(FILE *stream, uint64_t cut)
{
    const off_t size = fseeko(stream, 0, SEEK_END) == 0 ? ftello(stream) : -1;
    if (size < 0 || (cut > 0 && ftruncate(fileno(stream), size - (off_t)cut) != 0))
        return errno;
    return 0;
}

/* A writer that goes on after what cannot be trusted would lend it its name. */
static bool verdict_allows(const audit_verdict *verdict, const char *path, char error[512])
{
    if (verdict->fault == AUDIT_WHOLE || verdict->fault == AUDIT_TORN)
        return true;
    snprintf(error, 512,
             "%.150s is not whole after entry %" PRIu64
             ", and is not gone on with. See: picket audit verify %.150s. Name another file, or "
             "move it and its checkpoints away",
             path, verdict->fault == AUDIT_FORKED ? verdict->held.at.number : verdict->end.number,
             path);
    return false;
}

/* Reads what is there, cuts what was not finished. */
static bool standing_take(audit_writer *one, const char *path, audit_take *take, void *context,
                          audit_found *found, char error[512])
{
    audit_checkpoints checkpoints;
    const long wrong = audit_checkpoints_read(one->checkpoints, &checkpoints);
    if (wrong != 0) {
        snprintf(error, 512,
                 "%.400s.checkpoints, line %ld, is no checkpoint, or memory was refused", path,
                 wrong);
        return false;
    }
    const audit_verdict verdict = audit_read(one->log, &checkpoints, take, context);
    free(checkpoints.all);
    one->chain = verdict.end;
    one->newest_ns = verdict.last_ns;
    one->named = verdict.held.at.number;
    *found = (audit_found){
        .entries = verdict.end.number, .cut = verdict.torn, .last_ns = verdict.last_ns};
    if (!verdict_allows(&verdict, path, error))
        return false;
    int why = stream_turn(one->log, verdict.torn);
    if (!why)
        why = stream_turn(one->checkpoints, checkpoints.torn);
    if (why)
        snprintf(error, 512, "%.400s cannot be written (%s)", path, strerror(why));
    return why == 0;
}

static void resume_tell(audit_writer *one, const audit_found *found)
{
    audit_entry entry = {.kind = AUDIT_RESUME, .time_ns = one->newest_ns};
    snprintf(entry.values[0], AUDIT_VALUE_ROOM, "%" PRIu64, found->cut);
    audit_write(one, &entry);
    audit_checkpoint_add(one, one->newest_ns);
}

audit_writer *audit_resume(const char *path, audit_take *take, void *context, audit_found *found,
                           char error[512])
{
    char beside[4096];
    if (!path_of_checkpoints(path, beside, error))
        return NULL;
    audit_writer *one = calloc(1, sizeof *one);
    int why = one ? stream_open(path, &one->log) : ENOMEM;
    if (!why)
        why = stream_open(beside, &one->checkpoints);
    if (why)
        return refuse(one, path, why, error);
    if (!standing_take(one, path, take, context, found, error)) {
        audit_abandon(one);
        return NULL;
    }
    if (found->entries > 0 || found->cut > 0)
        resume_tell(one, found);
    return one;
}

void audit_write(audit_writer *writer, audit_entry *entry)
{
    char line[AUDIT_LINE_ROOM], hex[AUDIT_HASH_HEX + 1];
    if (writer->failed)
        return;
    entry->number = writer->chain.number + 1;
    const size_t length = audit_entry_write(entry, line);
    audit_chain_add(&writer->chain, line, length);
    audit_chain_hex(&writer->chain, hex);
    writer->newest_ns = entry->time_ns;
    if (fprintf(writer->log, "%s %s\n", line, hex) < 0 || fflush(writer->log) != 0)
        writer->failed = true;
    else if (writer->watch)
        writer->watch(writer->watcher, entry, line, &writer->chain);
}

void audit_watch(audit_writer *writer, audit_take *take, void *context)
{
    writer->watch = take;
    writer->watcher = context;
}

/* A product is of use only when it is whole, and then all of it is. */
static bool on_disk(const audit_writer *writer, FILE *stream)
{
    return writer->product || fdatasync(fileno(stream)) == 0;
}

/* The log first: a checkpoint never names what a crash could take away. */
void audit_checkpoint_add(audit_writer *writer, int64_t time_ns)
{
    char line[AUDIT_CHECKPOINT_ROOM];
    if (writer->failed || writer->chain.number == writer->named)
        return;
    writer->named = writer->chain.number;
    audit_checkpoint_write(&(audit_checkpoint){.time_ns = time_ns, .at = writer->chain}, line);
    writer->failed = !on_disk(writer, writer->log) ||
                     fprintf(writer->checkpoints, "%s\n", line) < 0 ||
                     fflush(writer->checkpoints) != 0 || !on_disk(writer, writer->checkpoints);
}

bool audit_failed(const audit_writer *writer)
{
    return writer->failed;
}

bool audit_close(audit_writer *writer)
{
    if (!writer)
        return true;
    bool good = !writer->failed;
    if (writer->product && good) {
        good = file_part_finish(&writer->log_part) == 0 &&
               file_part_finish(&writer->checkpoints_part) == 0;
        writer->log = writer->checkpoints = NULL;
    }
    audit_abandon(writer);
    return good;
}

void audit_abandon(audit_writer *writer)
{
    if (!writer)
        return;
    if (writer->product) {
        file_part_abandon(&writer->log_part);
        file_part_abandon(&writer->checkpoints_part);
    } else {
        if (writer->log)
            fclose(writer->log);
        if (writer->checkpoints)
            fclose(writer->checkpoints);
    }
    free(writer);
}
