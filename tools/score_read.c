#include "tools/score_read.h"

#include "tools/path.h"
#include "tools/say.h"

typedef int csv_read(const char *path, score_file *file, text_messages *messages);

static bool read_named(const char *path, csv_read *read, score_file *file)
{
    text_messages messages;
    text_messages_init(&messages, path);
    const int error = read(path, file, &messages);
    if (error)
        path_refuse_input(path, error);
    else
        say_messages(&messages);
    return !error && messages.errors == 0;
}

bool score_read_truth(const char *path, score_file *file)
{
    return read_named(path, score_csv_truth, file);
}

bool score_read_picture(const char *path, score_file *file)
{
    return read_named(path, score_csv_picture, file);
}
