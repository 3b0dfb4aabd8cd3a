#include "release/act.h"

#include "text/read.h"

#include <string.h>

#define WORD_ROOM 64

/* A capital stands for a word of its kind: a Posture, Category, State, Time, Item, or any Name. */
static const char *const shapes[] = {
    "posture P",
    "emergency N",
    "approve N C",
    "approve N item I",
    "hold sensor N",
    "hold category C",
    "hold area N",
    "hold item I",
    "hold agreement N",
    "withdraw sensor N from T to T",
    "withdraw category C from T to T",
    "withdraw area N from T to T",
    "withdraw item I from T to T",
    "withdraw agreement N from T to T",
    "agreement N becomes S",
    "room N restore",
    "room N N enters",
    "room N N leaves",
};

static bool listed(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static bool is_time(const char *word)
{
    text_messages unread;
    text_messages_init(&unread, "");
    const text_node node = {.kind = TEXT_SCALAR, .text = word};
    int64_t time_ns;
    return text_time(&node, "time", true, &time_ns, &unread);
}

/* SENSOR/NUMBER */
static bool is_item(const char *word)
{
    const char *slash = strchr(word, '/');
    const size_t digits = slash ? strspn(slash + 1, "0123456789") : 0;
    return slash && slash != word && digits > 0 && slash[1 + digits] == '\0';
}

static bool word_fits(char kind, const char *word)
{
    switch (kind) {
    case 'P':
        return listed(word, book_posture_names, BOOK_POSTURES);
    case 'C':
        return fusion_category_find(word, strlen(word)) >= 0;
    case 'S':
        return listed(word, book_state_names, BOOK_STATES);
    case 'T':
        return is_time(word);
    case 'I':
        return is_item(word);
    default:
        return word[0] != '\0';
    }
}

/* The word up to the next space or the end; where it goes on, NULL at the end. false: too long. */
static bool word_take(const char **at, char word[WORD_ROOM])
{
    const size_t length = strcspn(*at, " ");
    if (length >= WORD_ROOM)
        return false;
    memcpy(word, *at, length);
    word[length] = '\0';
    *at = (*at)[length] ? *at + length + 1 : NULL;
    return true;
}

static bool shape_fits(const char *shape, const char *says)
{
    while (shape && says) {
        char want[WORD_ROOM], word[WORD_ROOM];
        if (!word_take(&shape, want) || !word_take(&says, word))
            return false;
        const bool kind = want[0] >= 'A' && want[0] <= 'Z';
        if (kind ? !word_fits(want[0], word) : strcmp(want, word) != 0)
            return false;
    }
    return !shape && !says;
}

bool act_is_sentence(const char *says)
{
    if (strncmp(says, "lift ", 5) == 0)
        says += 5;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (shape_fits(shapes[i], says))
            return true;
    return false;
}
