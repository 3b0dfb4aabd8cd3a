#include "daemon/picture/picture_files.h"

#include "daemon/picture/picture_csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct view_file {
    picture_csv *csv;
    int64_t epoch_ns; /* newest; 0: none yet */
} view_file;

struct picture_files {
    const config *configuration;
    char folder[4096];
    size_t sides; /* 2 where settled pictures are written too */
    int failed;   /* the system's error number */
    view_file files[FUSION_VIEWS_MAX][2];
};

void picture_files_path(const picture_files *files, size_t view, bool settled, char path[4096])
{
    snprintf(path, 4096, "%.3900s/%s%s.csv", files->folder, files->configuration->view_names[view],
             settled ? ".settled" : "");
}

static int file_begin(picture_files *files, size_t view, bool settled)
{
    view_file *file = &files->files[view][settled];
    picture_csv_abandon(file->csv);
    char path[4096];
    picture_files_path(files, view, settled, path);
    int error = 0;
    *file = (view_file){.csv = picture_csv_create(path, &files->configuration->registry, &error)};
    return error;
}

static int files_begin(picture_files *files)
{
    if (mkdir(files->folder, 0777) != 0 && errno != EEXIST)
        return errno;
    for (size_t i = 0; i < files->configuration->view_count; i++)
        for (size_t side = 0; side < files->sides; side++) {
            const int error = file_begin(files, i, side == 1);
            if (error)
                return error;
        }
    return 0;
}

picture_files *picture_files_create(const char *folder, const config *configuration, bool settled,
                                    char error[512])
{
    picture_files *files = calloc(1, sizeof *files);
    int failed = !files ? ENOMEM : strlen(folder) > 3900 ? ENAMETOOLONG : 0;
    if (!failed) {
        files->configuration = configuration;
        files->sides = settled ? 2 : 1;
        strcpy(files->folder, folder);
        failed = files_begin(files);
    }
    if (!failed)
        return files;
    snprintf(error, 512, "pictures cannot be written to %.300s (%s)", folder, strerror(failed));
    picture_files_abandon(files);
    return NULL;
}

void picture_files_add(picture_files *files, const pipeline_picture *picture)
{
    view_file *file = &files->files[picture->view][picture->settled];
    if (picture->epoch_ns <= file->epoch_ns && !files->failed)
        files->failed = file_begin(files, picture->view, picture->settled);
    if (files->failed)
        return;
    file->epoch_ns = picture->epoch_ns;
    if (!picture_csv_write(file->csv, picture))
        files->failed = EIO;
}

bool picture_files_failed(const picture_files *files)
{
    return files->failed != 0;
}

bool picture_files_finish(picture_files *files, char error[512])
{
    int failed = files->failed;
    char path[4096];
    snprintf(path, sizeof path, "%s", files->folder);
    for (size_t i = 0; i < files->configuration->view_count && !failed; i++)
        for (size_t side = 0; side < files->sides && !failed; side++) {
            picture_files_path(files, i, side == 1, path);
            failed = picture_csv_finish(files->files[i][side].csv);
            files->files[i][side].csv = NULL;
        }
    if (failed)
        snprintf(error, 512, "%.300s cannot be written (%s)", path, strerror(failed));
    picture_files_abandon(files);
    return !failed;
}

void picture_files_abandon(picture_files *files)
{
    if (!files)
        return;
    for (size_t i = 0; i < FUSION_VIEWS_MAX; i++)
        for (size_t side = 0; side < 2; side++)
            picture_csv_abandon(files->files[i][side].csv);
    free(files);
}
