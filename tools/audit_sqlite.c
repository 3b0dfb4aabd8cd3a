#include "tools/audit_sqlite.h"

#include "daemon/file.h"
#include "text/read.h"
#include "tools/say.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static const char *const tables[AUDIT_KINDS] = {"runs", "resumes", "acts", "states", "releases"};

#define SQL_ROOM 1024

struct audit_sqlite {
    file_part file;
    sqlite3 *database;
    sqlite3_stmt *adds[AUDIT_KINDS];
    bool failed;
};

static void sql_run(audit_sqlite *one, const char *sql)
{
    one->failed = one->failed || sqlite3_exec(one->database, sql, NULL, NULL, NULL) != SQLITE_OK;
}

static void table_create(audit_sqlite *one, unsigned kind)
{
    char create[SQL_ROOM], add[SQL_ROOM];
    int made =
        snprintf(create, sizeof create,
                 "CREATE TABLE %s (entry INTEGER PRIMARY KEY, time TEXT NOT NULL", tables[kind]);
    int used = snprintf(add, sizeof add, "INSERT INTO %s VALUES (?, ?", tables[kind]);
    for (unsigned i = 0; audit_field_name(kind, i); i++) {
        made +=
            snprintf(create + made, sizeof create - (size_t)made, ", \"%s\" %s NOT NULL",
                     audit_field_name(kind, i), audit_field_counts(kind, i) ? "INTEGER" : "TEXT");
        used += snprintf(add + used, sizeof add - (size_t)used, ", ?");
    }
    snprintf(create + made, sizeof create - (size_t)made, ")");
    snprintf(add + used, sizeof add - (size_t)used, ")");
    sql_run(one, create);
    one->failed = one->failed ||
                  sqlite3_prepare_v2(one->database, add, -1, &one->adds[kind], NULL) != SQLITE_OK;
}

audit_sqlite *audit_sqlite_create(const char *path)
{
    audit_sqlite *one = calloc(1, sizeof *one);
    const int error = one ? file_part_open(&one->file, path) : 0;
    if (!one || error) {
        if (one)
            say_system(error, "%s cannot be written", path);
        else
            say_error("memory was refused.");
        free(one);
        return NULL;
    }
    one->failed = sqlite3_open(one->file.part, &one->database) != SQLITE_OK;
    /* The file is of use only when it is whole, so nothing need be undone. */
    sql_run(one, "PRAGMA journal_mode = OFF");
    sql_run(one, "PRAGMA synchronous = OFF");
    sql_run(one, "BEGIN");
    for (unsigned i = 0; i < AUDIT_KINDS; i++)
        table_create(one, i);
    return one;
}

void audit_sqlite_add(audit_sqlite *one, const audit_entry *entry)
{
    char time[TEXT_TIME_ROOM];
    if (one->failed)
        return;
    sqlite3_stmt *add = one->adds[entry->kind];
    text_write_time(time, entry->time_ns);
    sqlite3_bind_int64(add, 1, (sqlite3_int64)entry->number);
    sqlite3_bind_text(add, 2, time, -1, SQLITE_STATIC);
    /* A column of whole numbers makes one of the digits. */
    for (unsigned i = 0; audit_field_name(entry->kind, i); i++)
        sqlite3_bind_text(add, (int)i + 3, entry->values[i], -1, SQLITE_STATIC);
    one->failed = sqlite3_step(add) != SQLITE_DONE;
    sqlite3_reset(add);
}

bool audit_sqlite_finish(audit_sqlite *one, bool keep)
{
    sql_run(one, "COMMIT");
    for (size_t i = 0; i < AUDIT_KINDS; i++)
        sqlite3_finalize(one->adds[i]);
    if (keep && one->failed)
        say_error("%s cannot be written (%s).", one->file.path, sqlite3_errmsg(one->database));
    bool good = sqlite3_close(one->database) == SQLITE_OK && !one->failed;
    if (!keep || !good) {
        file_part_abandon(&one->file);
    } else {
        const int error = file_part_finish(&one->file);
        if (error)
            say_system(error, "%s cannot be written", one->file.path);
        good = error == 0;
    }
    free(one);
    return good;
}
