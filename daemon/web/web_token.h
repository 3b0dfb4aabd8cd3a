/* web_token.h - who opens what, by the token of his link.
 *
 * The file holds a line for each reader: white-cell, a nation's code or a room's name, a space, and
 * its token. A file that is not there yet is made, with fresh tokens, for its owner's eyes alone.
 * The white cell opens everything. A nation opens its own view under the rule in force, what the
 * configuration opens to it besides (config.h), and the rooms that it owns. A room's own screen
 * opens the room. A token of what is not in the book any more, and one that is not in the file
 * opens nothing, and is told so in the same bytes as an address that is not there.
 *
 * Without a file there are no tokens: whoever reaches the page is the white cell.
 */
#ifndef DAEMON_WEB_TOKEN_H
#define DAEMON_WEB_TOKEN_H

#include "daemon/config/config.h"

#define WEB_TOKEN_ROOM 96 /* with its final zero; a token has 16 characters or more */

typedef struct web_token {
    char text[WEB_TOKEN_ROOM]; /* padded with zeros */
    char who[49];              /* its reader, who stays the same when the book becomes another */
} web_token;

#define WEB_TOKENS_MAX (1 + FUSION_NATIONS_MAX + FUSION_VIEWS_MAX)

/* Begins as {0}, which knows no tokens. */
typedef struct web_tokens {
    web_token list[WEB_TOKENS_MAX];
    size_t count;
} web_tokens;

typedef struct web_reader {
    bool white_cell;
    int nation;     /* -1: none */
    int room;       /* of the book, whose own screen it is; -1: none */
    size_t place;   /* among all readers, below WEB_TOKENS_MAX; another has another */
    uint64_t views; /* bit v: view v may be opened */
} web_reader;

/* Reads the file of the configuration, or makes it. false: error says why, and nothing may be
 * served. */
bool web_tokens_read(web_tokens *into, const config *of, char error[512]);

/* Whose token is it? NULL or a wrong one: nobody's, false. It takes as long whichever it is. */
bool web_tokens_find(const web_tokens *tokens, const config *of, const char *text,
                     web_reader *reader);

#endif
