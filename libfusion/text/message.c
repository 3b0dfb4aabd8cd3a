#include "text/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_messages_init(text_messages *messages, const char *file)
{
    memset(messages, 0, sizeof *messages);
    messages->file = file;
}

/* Cuts before the end of the room at the start of a UTF-8 character, and shows the cut. */
static void cut_short(char text[TEXT_MESSAGE_ROOM])
{
    size_t end = TEXT_MESSAGE_ROOM - 4;
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    memcpy(text + end, "...", 4);
}

void text_say(text_messages *messages, text_level level, int line, const char *format, ...)
{
    messages->errors += level == TEXT_ERROR;
    messages->warnings += level == TEXT_WARNING || level == TEXT_LINT;
    if (messages->count == TEXT_MESSAGES_MAX)
        return;
    text_message *message = &messages->kept[messages->count++];
    message->level = level;
    message->line = line;
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(message->text, sizeof message->text, format, arguments);
    va_end(arguments);
    if (length >= TEXT_MESSAGE_ROOM)
        cut_short(message->text);
}

const char *text_level_name(text_level level)
{
    static const char *const names[] = {"error", "warning", "lint", "note"};
    return names[level];
}
