#include "audit/made_log.h"
#include "daemon/audit/writer.h"
#include "daemon/file.h"
#include "suites.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[96], beside[128];

static void folder_make(void)
{
    strcpy(folder, "/tmp/picket-audit-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/audit.log", folder);
    snprintf(beside, sizeof beside, "%s.checkpoints", path);
}

static void folder_remove(void)
{
    unlink(path);
    unlink(beside);
    CU_ASSERT_EQUAL(rmdir(folder), 0); /* nothing else was left in it */
}

static audit_verdict verdict_of_files(void)
{
    audit_checkpoints checkpoints = {0};
    FILE *stream = fopen(beside, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT_EQUAL(audit_checkpoints_read(stream, &checkpoints), 0);
    fclose(stream);
    stream = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    const audit_verdict verdict = audit_read(stream, &checkpoints, NULL, NULL);
    fclose(stream);
    free(checkpoints.all);
    return verdict;
}

static void write_some(audit_writer *writer, int count, double from_s)
{
    static const char *const values[] = {"2031-03-04T03:00:00Z", "agreement", "trilateral", "draft",
                                         "in-force"};
    for (int i = 0; i < count; i++) {
        audit_entry entry = made_entry(AUDIT_STATE, from_s + i, values);
        audit_write(writer, &entry);
    }
}

static audit_writer *resumed(audit_found *found)
{
    char error[512] = "";
    audit_writer *writer = audit_resume(path, NULL, NULL, found, error);
    CU_ASSERT_STRING_EQUAL(error, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(writer);
    return writer;
}

static void a_product_stands_there_once_it_is_whole(void)
{
    folder_make();
    char error[512];
    audit_writer *writer = audit_create(path, error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writer);
    write_some(writer, 3, 0);
    CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
    audit_checkpoint_add(writer, 1);
    CU_ASSERT_TRUE(audit_close(writer));
    const audit_verdict verdict = verdict_of_files();
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_WHOLE);
    CU_ASSERT_EQUAL(verdict.end.number, 3);
    CU_ASSERT_EQUAL(verdict.checkpoints, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writer = audit_create(path, error));
    audit_abandon(writer);
    CU_ASSERT_EQUAL(verdict_of_files().end.number, 3); /* the older one is as it was */
    folder_remove();
}

static void an_entry_is_with_the_system_before_the_next(void)
{
    /* What a kill -9 finds is what another reader of the file finds. */
    folder_make();
    audit_found found;
    audit_writer *writer = resumed(&found);
    write_some(writer, 2, 0);
    CU_ASSERT_EQUAL(verdict_of_files().end.number, 2);
    audit_checkpoint_add(writer, 1);
    CU_ASSERT_EQUAL(verdict_of_files().checkpoints, 1);
    CU_ASSERT_TRUE(audit_close(writer));
    folder_remove();
}

static void a_log_goes_on_where_it_ended(void)
{
    folder_make();
    audit_found found;
    audit_writer *writer = resumed(&found);
    CU_ASSERT_EQUAL(found.entries, 0);
    write_some(writer, 2, 0);
    CU_ASSERT_TRUE(audit_close(writer));
    writer = resumed(&found);
    CU_ASSERT_EQUAL(found.entries, 2);
    write_some(writer, 1, 5);
    CU_ASSERT_TRUE(audit_close(writer));
    const audit_verdict verdict = verdict_of_files();
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_WHOLE);
    CU_ASSERT_EQUAL(verdict.end.number, 4); /* and says that it went on */
    folder_remove();
}

static void a_line_without_an_end_is_cut_and_told(void)
{
    folder_make();
    audit_found found;
    audit_writer *writer = resumed(&found);
    write_some(writer, 3, 0);
    CU_ASSERT_TRUE(audit_close(writer));
    struct stat status;
    CU_ASSERT_EQUAL(stat(path, &status), 0);
    CU_ASSERT_EQUAL(truncate(path, status.st_size - 20), 0);
    writer = resumed(&found);
    CU_ASSERT_EQUAL(found.entries, 2);
    CU_ASSERT_TRUE(found.cut > 0);
    CU_ASSERT_TRUE(audit_close(writer));
    CU_ASSERT_EQUAL(verdict_of_files().fault, AUDIT_WHOLE);
    char *text = NULL, want[64];
    size_t size;
    CU_ASSERT_EQUAL_FATAL(file_read(path, 65536, &text, &size), 0);
    snprintf(want, sizeof want, "resume cut=%llu ", (unsigned long long)found.cut);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, want));
    free(text);
    folder_remove();
}

static void flip(const char *of, long byte)
{
    FILE *stream = fopen(of, "r+b");
    fseek(stream, byte, SEEK_SET);
    const int old = getc(stream);
    fseek(stream, byte, SEEK_SET);
    putc(old ^ 1, stream);
    fclose(stream);
}

/* With one byte of that file changed the log is not gone on with, and stays as it is. */
static void refused_after(const char *of, long byte, const char *why)
{
    audit_found found;
    char *before = NULL, *after = NULL, error[512] = "";
    size_t size;
    flip(of, byte);
    CU_ASSERT_EQUAL_FATAL(file_read(path, 65536, &before, &size), 0);
    CU_ASSERT_PTR_NULL(audit_resume(path, NULL, NULL, &found, error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, why));
    CU_ASSERT_EQUAL_FATAL(file_read(path, 65536, &after, &size), 0);
    CU_ASSERT_STRING_EQUAL(before, after);
    free(before);
    free(after);
    flip(of, byte);
}

static void a_log_that_is_not_whole_is_left_alone(void)
{
    folder_make();
    audit_found found;
    audit_writer *writer = resumed(&found);
    write_some(writer, 3, 0);
    audit_checkpoint_add(writer, 1);
    CU_ASSERT_TRUE(audit_close(writer));
    refused_after(path, 30, "is not whole after entry 0");
    refused_after(beside, 30, "audit.log"); /* another hash, or none */
    refused_after(beside, 0, "line 1, is no checkpoint");
    folder_remove();
}

static void a_log_whose_end_was_cut_is_left_alone(void)
{
    folder_make();
    audit_found found;
    char error[512] = "";
    audit_writer *writer = resumed(&found);
    write_some(writer, 3, 0);
    audit_checkpoint_add(writer, 1);
    CU_ASSERT_TRUE(audit_close(writer));
    CU_ASSERT_EQUAL(truncate(path, 0), 0);
    CU_ASSERT_PTR_NULL(audit_resume(path, NULL, NULL, &found, error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "is not whole after entry 0"));
    folder_remove();
}

static void one_writer_at_a_time(void)
{
    folder_make();
    audit_found found;
    char error[512] = "";
    audit_writer *writer = resumed(&found);
    CU_ASSERT_PTR_NULL(audit_resume(path, NULL, NULL, &found, error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "another process writes it"));
    CU_ASSERT_TRUE(audit_close(writer));
    folder_remove();
}

static void a_full_disk_is_a_failure_that_stays(void)
{
    folder_make();
    audit_found found;
    audit_writer *writer = resumed(&found);
    write_some(writer, 1, 0);
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 200, .rlim_max = before.rlim_max});
    write_some(writer, 1, 1);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    CU_ASSERT_TRUE(audit_failed(writer));
    write_some(writer, 1, 2);
    audit_checkpoint_add(writer, 2);
    CU_ASSERT_FALSE(audit_close(writer));
    const audit_verdict verdict = verdict_of_files();
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_TORN); /* nothing stands behind what was not written */
    CU_ASSERT_EQUAL(verdict.end.number, 1);
    folder_remove();
}

static void what_is_no_plain_file_is_no_log(void)
{
    folder_make();
    audit_found found;
    char error[512] = "";
    CU_ASSERT_EQUAL(symlink("/dev/zero", path), 0);
    CU_ASSERT_PTR_NULL(audit_resume(path, NULL, NULL, &found, error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "is no plain file"));
    folder_remove();
}

CU_TestInfo audit_writer_tests[] = {
    {"a product stands there once it is whole", a_product_stands_there_once_it_is_whole},
    {"an entry is with the system before the next", an_entry_is_with_the_system_before_the_next},
    {"a log goes on where it ended", a_log_goes_on_where_it_ended},
    {"a line without an end is cut and told", a_line_without_an_end_is_cut_and_told},
    {"a log that is not whole is left alone", a_log_that_is_not_whole_is_left_alone},
    {"a log whose end was cut is left alone", a_log_whose_end_was_cut_is_left_alone},
    {"one writer at a time", one_writer_at_a_time},
    {"a full disk is a failure that stays", a_full_disk_is_a_failure_that_stays},
    {"what is no plain file is no log", what_is_no_plain_file_is_no_log},
    CU_TEST_INFO_NULL,
};
