/* picture_files.h - the pictures of all views as CSV files in a folder.
 *
 *     FOLDER/<audience>.<rule>.csv            what the view showed at each epoch
 *     FOLDER/<audience>.<rule>.settled.csv    the same once the lag window has closed
 *
 * They take their places together when they are finished. A new run of the exercise begins them
 * anew: they hold one run, the newest.
 */
#ifndef DAEMON_PICTURE_FILES_H
#define DAEMON_PICTURE_FILES_H

#include "daemon/line/pipeline.h"

typedef struct picture_files picture_files;

/* Makes the folder if it is not there. Keeps the configuration. NULL: error says why. */
picture_files *picture_files_create(const char *folder, const config *configuration, bool settled,
                                    char error[512]);

/* Adds a picture. Writing that has failed is told by picture_files_failed, and by finish. */
void picture_files_add(picture_files *files, const pipeline_picture *picture);
bool picture_files_failed(const picture_files *files);

/* Where a view's file will stand: "FOLDER/JPN.hub.csv". */
void picture_files_path(const picture_files *files, size_t view, bool settled, char path[4096]);

/* Puts all files in their places and frees. false: error names the first that could not be. */
bool picture_files_finish(picture_files *files, char error[512]);

/* Removes what was written and frees; old files stay. NULL does nothing. */
void picture_files_abandon(picture_files *files);

#endif
