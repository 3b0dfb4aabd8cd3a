/* message.h - what is wrong with a text that a person wrote.
 *
 * One message, one line: file, line, what was written, what to do. Callers collect messages and
 * print them; the reader of a text adds them. Room is fixed: the first TEXT_MESSAGES_MAX are kept,
 * all are counted.
 */
#ifndef FUSION_TEXT_MESSAGE_H
#define FUSION_TEXT_MESSAGE_H

#include <stddef.h>

#define TEXT_MESSAGES_MAX 20
#define TEXT_MESSAGE_ROOM 512

typedef enum text_level { TEXT_ERROR, TEXT_WARNING, TEXT_LINT, TEXT_NOTE } text_level;

typedef struct text_message {
    text_level level;
    int line; /* from 1; 0: the file as a whole */
    char text[TEXT_MESSAGE_ROOM];
} text_message;

typedef struct text_messages {
    const char *file; /* as the user wrote it; not owned */
    text_message kept[TEXT_MESSAGES_MAX];
    size_t count;  /* of those kept */
    size_t errors; /* of all, kept or not */
    size_t warnings;
} text_messages;

/* Empties them; `file` is kept by pointer. */
void text_messages_init(text_messages *messages, const char *file);

/* Adds a message; what does not fit is cut at a whole character and ends in "...". */
__attribute__((format(printf, 4, 5))) void text_say(text_messages *messages, text_level level,
                                                    int line, const char *format, ...);

/* "error", "warning", "lint", "note". */
const char *text_level_name(text_level level);

#endif
