#include "daemon/config/yaml.h"

#include "daemon/config/yaml_text.h"
#include "daemon/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Everything of a tree lies in blocks that are freed together. */
typedef struct block {
    struct block *next;
    char *end; /* of what is used */
    size_t room;
} block;

#define BLOCK_ROOM 65536

typedef struct reader {
    yaml_parser_t parser;
    text_messages *messages;
    const char *data;
    size_t size;
    size_t characters, bytes; /* a place in data: libyaml counts the one, memory the other */
    block *blocks;
    text_node *pending; /* entries of the collections that are still open, outermost first */
    size_t pending_count, pending_room;
    bool failed; /* no memory, or a text that libyaml cannot take apart: no use in going on */
} reader;

static void *keep(reader *r, size_t size)
{
    const size_t rounded = (size + 15) & ~(size_t)15;
    if (!r->blocks || r->blocks->room < rounded) {
        const size_t room = rounded > BLOCK_ROOM ? rounded : BLOCK_ROOM;
        block *fresh = malloc(sizeof *fresh + room);
        if (!fresh) {
            text_say(r->messages, TEXT_ERROR, 0, "there is no memory to read this file.");
            r->failed = true;
            return NULL;
        }
        *fresh = (block){.next = r->blocks, .end = (char *)(fresh + 1), .room = room};
        r->blocks = fresh;
    }
    void *begin = r->blocks->end;
    r->blocks->end += rounded;
    r->blocks->room -= rounded;
    return begin;
}

static const char *keep_text(reader *r, const char *text, size_t length)
{
    char *copy = keep(r, length + 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

static void blocks_free(block *one)
{
    while (one) {
        block *next = one->next;
        free(one);
        one = next;
    }
}

static int event_line(const yaml_event_t *event)
{
    return (int)event->start_mark.line + 1;
}

static void say_syntax(reader *r)
{
    const yaml_parser_t *parser = &r->parser;
    const int line = (int)parser->problem_mark.line + 1;
    const char *problem = parser->problem ? parser->problem : "it cannot be taken apart";
    if (parser->context)
        text_say(r->messages, TEXT_ERROR, line, "%s, %s that begins on line %d.", problem,
                 parser->context, (int)parser->context_mark.line + 1);
    else
        text_say(r->messages, TEXT_ERROR, line, "%s.", problem);
    r->failed = true;
}

/* The next event; the caller deletes it. false: the text ends here for us. */
static bool next_event(reader *r, yaml_event_t *event)
{
    if (r->failed)
        return false;
    if (yaml_parser_parse(&r->parser, event))
        return true;
    say_syntax(r);
    return false;
}

/* Anchors and tags stand before a value of any kind. */
static void refuse_marks(reader *r, int line, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        text_say(r->messages, TEXT_ERROR, line,
                 "\"&%s\" marks a part for reuse. Anchors, aliases, merges and tags are not used "
                 "here: write it out.",
                 (const char *)anchor);
    if (tag)
        text_say(r->messages, TEXT_ERROR, line,
                 "\"%s\" is a tag. Anchors, aliases, merges and tags are not used here: leave it "
                 "out.",
                 (const char *)tag);
}

static bool plain_style(yaml_scalar_style_t style)
{
    return style == YAML_PLAIN_SCALAR_STYLE;
}

static void refuse_style(reader *r, const yaml_event_t *event)
{
    const int line = event_line(event);
    const yaml_scalar_style_t style = event->data.scalar.style;
    const char *value = (const char *)event->data.scalar.value;
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE)
        text_say(r->messages, TEXT_ERROR, line,
                 "'%s' stands in single quotes. Use double ones, or "
                 "none.",
                 value);
    else if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        text_say(r->messages, TEXT_ERROR, line,
                 "a block of text begins here. Write it on one line, in double quotes.");
    else if (plain_style(style) && event->end_mark.line > event->start_mark.line)
        text_say(r->messages, TEXT_ERROR, line, "\"%s\" goes on over a line. Write it on one line.",
                 value);
    /* What escapes in double quotes became: the text itself was looked through before. */
    else if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        yaml_text_check(value, event->data.scalar.length, line, r->messages);
}

/* Ends of events never go back, so one walk over the text serves them all. */
static size_t byte_at(reader *r, size_t characters)
{
    while (r->characters < characters && r->bytes < r->size) {
        r->bytes++;
        while (r->bytes < r->size && ((unsigned char)r->data[r->bytes] & 0xC0) == 0x80)
            r->bytes++;
        r->characters++;
    }
    return r->bytes;
}

/* The remark behind a plain value, on its own line: what stood there may have been meant as part of
 * it. */
static const char *remark_behind(reader *r, const yaml_event_t *event)
{
    if (!plain_style(event->data.scalar.style))
        return NULL;
    size_t at = byte_at(r, event->end_mark.index);
    while (at < r->size && r->data[at] == ' ')
        at++;
    if (at >= r->size || r->data[at] != '#')
        return NULL;
    const char *end = memchr(r->data + at, '\n', r->size - at);
    const size_t length = end ? (size_t)(end - r->data) - at : r->size - at;
    return keep_text(r, r->data + at, length);
}

static void read_scalar(reader *r, const yaml_event_t *event, text_node *node)
{
    refuse_marks(r, event_line(event), event->data.scalar.anchor, event->data.scalar.tag);
    refuse_style(r, event);
    node->kind = TEXT_SCALAR;
    node->quoted = !plain_style(event->data.scalar.style);
    node->text = keep_text(r, (const char *)event->data.scalar.value, event->data.scalar.length);
    node->remark = remark_behind(r, event);
}

static bool push(reader *r, const text_node *node)
{
    if (r->pending_count == r->pending_room) {
        const size_t room = r->pending_room ? 2 * r->pending_room : 256;
        text_node *grown = realloc(r->pending, room * sizeof *grown);
        if (!grown) {
            text_say(r->messages, TEXT_ERROR, 0, "there is no memory to read this file.");
            r->failed = true;
            return false;
        }
        r->pending = grown;
        r->pending_room = room;
    }
    r->pending[r->pending_count++] = *node;
    return true;
}

/* Takes the entries from begin on off the pile and gives them to the node that they belong to. */
static void close_collection(reader *r, text_node *node, size_t begin)
{
    node->count = r->pending_count - begin;
    if (node->count > 0) {
        node->items = keep(r, node->count * sizeof *node->items);
        if (node->items)
            memcpy(node->items, r->pending + begin, node->count * sizeof *node->items);
        else
            node->count = 0;
    }
    r->pending_count = begin;
}

static void read_value(reader *r, const yaml_event_t *event, unsigned depth, text_node *node);

static void read_list(reader *r, unsigned depth, text_node *node)
{
    const size_t begin = r->pending_count;
    node->kind = TEXT_LIST;
    yaml_event_t event;
    while (next_event(r, &event)) {
        const bool end = event.type == YAML_SEQUENCE_END_EVENT;
        text_node item = {.line = event_line(&event)};
        if (!end)
            read_value(r, &event, depth, &item);
        yaml_event_delete(&event);
        if (end || !push(r, &item))
            break;
    }
    close_collection(r, node, begin);
}

static void read_key(reader *r, const yaml_event_t *event, size_t begin, text_node *item)
{
    item->key_line = event_line(event);
    if (event->type != YAML_SCALAR_EVENT || !plain_style(event->data.scalar.style)) {
        text_say(r->messages, TEXT_ERROR, item->key_line,
                 "a key is one plain word. Write it without quotes, and not as a list.");
        r->failed = true; /* what follows cannot be paired */
        return;
    }
    refuse_marks(r, item->key_line, event->data.scalar.anchor, event->data.scalar.tag);
    const char *key = (const char *)event->data.scalar.value;
    if (strcmp(key, "<<") == 0)
        text_say(r->messages, TEXT_ERROR, item->key_line,
                 "\"<<\" merges another part. Anchors, aliases, merges and tags are not used here: "
                 "write it out.");
    if (*key == '\0')
        text_say(r->messages, TEXT_ERROR, item->key_line, "a key is missing before \":\".");
    for (size_t i = begin; i < r->pending_count; i++)
        if (strcmp(r->pending[i].key, key) == 0)
            text_say(r->messages, TEXT_ERROR, item->key_line,
                     "key \"%s\" stands here again; first on line %d. Keep one.", key,
                     r->pending[i].key_line);
    item->key = keep_text(r, key, event->data.scalar.length);
}

static void read_map(reader *r, unsigned depth, text_node *node)
{
    const size_t begin = r->pending_count;
    node->kind = TEXT_MAP;
    yaml_event_t event;
    while (next_event(r, &event)) {
        const bool end = event.type == YAML_MAPPING_END_EVENT;
        text_node item = {0};
        if (!end && r->pending_count - begin == YAML_KEYS_MAX) {
            text_say(r->messages, TEXT_ERROR, event_line(&event),
                     "there are more than %d keys in "
                     "one place.",
                     YAML_KEYS_MAX);
            r->failed = true;
        }
        if (!end)
            read_key(r, &event, begin, &item);
        yaml_event_delete(&event);
        if (end || !next_event(r, &event))
            break;
        item.line = event_line(&event);
        read_value(r, &event, depth, &item);
        yaml_event_delete(&event);
        if (r->failed || !push(r, &item))
            break;
    }
    close_collection(r, node, begin);
}

static void say_empty(reader *r, const text_node *node)
{
    if (node->key)
        text_say(r->messages, TEXT_ERROR, node->key_line, "\"%s\" has no value. Write one.",
                 node->key);
    else
        text_say(r->messages, TEXT_ERROR, node->line, "an entry is empty. Write it or delete it.");
}

static void read_value(reader *r, const yaml_event_t *event, unsigned depth, text_node *node)
{
    if (event->type == YAML_SCALAR_EVENT) {
        read_scalar(r, event, node);
        if (node->text && *node->text == '\0')
            say_empty(r, node);
        return;
    }
    if (event->type == YAML_ALIAS_EVENT) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "\"*%s\" repeats another part. Anchors, aliases, merges and tags are not used "
                 "here: write it out.",
                 (const char *)event->data.alias.anchor);
        node->kind = TEXT_SCALAR;
        node->text = "";
        return;
    }
    if (depth == YAML_DEPTH_MAX) {
        text_say(r->messages, TEXT_ERROR, node->line, "this is nested deeper than %d levels.",
                 YAML_DEPTH_MAX);
        r->failed = true;
        return;
    }
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        refuse_marks(r, node->line, event->data.sequence_start.anchor,
                     event->data.sequence_start.tag);
        read_list(r, depth + 1, node);
    } else {
        refuse_marks(r, node->line, event->data.mapping_start.anchor,
                     event->data.mapping_start.tag);
        read_map(r, depth + 1, node);
    }
}

/* Reads events until one of this type has come; what lies between is read as the root. */
static void read_document(reader *r, const yaml_event_t *event, text_node *root)
{
    const int line = event_line(event);
    if (event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
        text_say(r->messages, TEXT_ERROR, line,
                 "a directive (%%) stands here. Directives are not used here: delete it.");
    yaml_event_t value;
    if (!next_event(r, &value))
        return;
    root->line = event_line(&value);
    read_value(r, &value, 0, root);
    yaml_event_delete(&value);
}

static void read_stream(reader *r, text_node *root)
{
    bool one = false, end = false;
    yaml_event_t event;
    while (!end && next_event(r, &event)) {
        end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT && one) {
            text_say(r->messages, TEXT_ERROR, event_line(&event),
                     "a second document begins here. Write one document in a file.");
            r->failed = true;
        } else if (event.type == YAML_DOCUMENT_START_EVENT) {
            one = true;
            read_document(r, &event, root);
        }
        yaml_event_delete(&event);
    }
    if (!one && !r->failed)
        text_say(r->messages, TEXT_ERROR, 0, "the file is empty: nothing is said in it.");
}

text_tree *yaml_read(const char *data, size_t size, text_messages *messages)
{
    const size_t errors = messages->errors;
    if (size > YAML_SIZE_MAX) {
        text_say(messages, TEXT_ERROR, 0, "the file is larger than 1 MB.");
        return NULL;
    }
    if (!yaml_text_check(data, size, 1, messages))
        return NULL;
    reader r = {.messages = messages, .data = data, .size = size};
    if (!yaml_parser_initialize(&r.parser)) {
        text_say(messages, TEXT_ERROR, 0, "there is no memory to read this file.");
        return NULL;
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)data, size);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    text_tree *tree = keep(&r, sizeof *tree);
    if (tree) {
        *tree = (text_tree){0};
        read_stream(&r, &tree->root);
        tree->memory = r.blocks;
    }
    yaml_parser_delete(&r.parser);
    free(r.pending);
    if (messages->errors == errors)
        return tree;
    blocks_free(r.blocks);
    return NULL;
}

text_tree *yaml_read_file(const char *path, text_messages *messages)
{
    char *data;
    size_t size;
    const int error = file_read(path, YAML_SIZE_MAX, &data, &size);
    if (error == EFBIG) {
        text_say(messages, TEXT_ERROR, 0, "the file is larger than 1 MB.");
        return NULL;
    }
    if (error != 0) {
        text_say(messages, TEXT_ERROR, 0, "it cannot be read (%s).", strerror(error));
        return NULL;
    }
    text_tree *tree = yaml_read(data, size, messages);
    free(data);
    return tree;
}

void yaml_tree_free(text_tree *tree)
{
    if (tree)
        blocks_free(tree->memory);
}
