#include "daemon/config/config_read.h"

#include <stdio.h>
#include <string.h>

#define VIEW_NAME_ROOM 128

/* A room's name, or nations in the book's order, however the audience was written: one audience,
 * one name. false: it does not fit. */
static bool name_make(const config *of, const fusion_view *view, int room,
                      char name[VIEW_NAME_ROOM])
{
    size_t used = 0;
    if (room >= 0)
        used = (size_t)snprintf(name, VIEW_NAME_ROOM, "%s",
                                fusion_book_room(of->book, (size_t)room).name);
    for (size_t n = 0; room < 0 && n < of->registry.nation_count && used < VIEW_NAME_ROOM; n++)
        if (view->audience >> n & 1)
            used += (size_t)snprintf(name + used, VIEW_NAME_ROOM - used, "%s%s", used ? "+" : "",
                                     of->registry.nations[n].code);
    if (used < VIEW_NAME_ROOM)
        used += (size_t)snprintf(name + used, VIEW_NAME_ROOM - used, ".%s",
                                 fusion_book_rule_name(of->book, view->rule));
    return used < VIEW_NAME_ROOM;
}

/* What is worked on for it: a room has a second engine, for its guests. */
static size_t lanes_of(const config *of)
{
    size_t lanes = of->view_count;
    for (size_t v = 0; v < of->view_count; v++)
        lanes += of->rooms[v] >= 0;
    return lanes;
}

static bool view_add(config *into, fusion_view view, int room, const text_node *node,
                     text_messages *messages)
{
    if (lanes_of(into) + (room < 0 ? 1 : 2) > FUSION_VIEWS_MAX) {
        text_say(messages, TEXT_ERROR, node->line,
                 "more than %d views, of which a room counts as two. Name those that you want.",
                 FUSION_VIEWS_MAX);
        return false;
    }
    char *name = into->view_names[into->view_count];
    if (!name_make(into, &view, room, name)) {
        text_say(messages, TEXT_ERROR, node->line, "a view's name would have over %d characters.",
                 VIEW_NAME_ROOM - 1);
        return false;
    }
    for (size_t i = 0; i < into->view_count; i++)
        if (strcmp(into->view_names[i], name) == 0) {
            text_say(messages, TEXT_ERROR, node->line, "view \"%s\" stands twice.", name);
            return false;
        }
    into->rooms[into->view_count] = room;
    into->views[into->view_count++] = view;
    return true;
}

/* As the room stands without visitors. The registry's nations are the book's, in its order. */
static fusion_view room_view(const config *of, size_t room)
{
    const fusion_room here = fusion_book_room(of->book, room);
    return (fusion_view){.audience = here.residents, .rule = here.rule};
}

/* The room whose name stands before the dot; -1: none. */
static int room_find(const config *of, const char *text, size_t length)
{
    for (size_t r = 0; r < fusion_book_rooms(of->book); r++) {
        const char *name = fusion_book_room(of->book, r).name;
        if (strlen(name) == length && strncmp(name, text, length) == 0)
            return (int)r;
    }
    return -1;
}

static bool views_all(const text_node *node, config *into, text_messages *messages)
{
    for (size_t n = 0; n < into->registry.nation_count; n++)
        for (size_t r = 0; r < fusion_book_rules(into->book); r++) {
            const fusion_view view = {.audience = UINT32_C(1) << n, .rule = r};
            if (!view_add(into, view, -1, node, messages))
                return false;
        }
    for (size_t r = 0; r < fusion_book_rooms(into->book); r++)
        if (!view_add(into, room_view(into, r), (int)r, node, messages))
            return false;
    return true;
}

/* "JPN+USA" before the dot. */
static bool audience_read(const fusion_registry *registry, const text_node *node, size_t length,
                          uint32_t *audience, text_messages *messages)
{
    const char *at = node->text;
    const char *const end = node->text + length;
    *audience = 0;
    while (at <= end) {
        size_t size = 0;
        while (at + size < end && at[size] != '+')
            size++;
        char code[16] = "";
        if (size < sizeof code)
            memcpy(code, at, size);
        const int nation = fusion_nation_find(registry, code);
        if (nation < 0) {
            text_say(messages, TEXT_ERROR, node->line,
                     "view \"%s\": \"%.*s\" is not a nation of the book.", node->text, (int)size,
                     at);
            return false;
        }
        *audience |= UINT32_C(1) << nation;
        at += size + 1;
    }
    return true;
}

static bool view_read(const text_node *node, config *into, text_messages *messages)
{
    const char *dot = node->kind == TEXT_SCALAR ? strchr(node->text, '.') : NULL;
    if (!dot) {
        text_say(messages, TEXT_ERROR, node->line,
                 "views: \"%s\" is not an audience and a rule. Write such as JPN.hub or "
                 "JPN+USA.hub.",
                 node->kind == TEXT_SCALAR ? node->text : "");
        return false;
    }
    fusion_view view = {0};
    const int room = room_find(into, node->text, (size_t)(dot - node->text));
    if (room < 0 &&
        !audience_read(&into->registry, node, (size_t)(dot - node->text), &view.audience, messages))
        return false;
    const size_t rules = fusion_book_rules(into->book);
    while (view.rule < rules && strcmp(fusion_book_rule_name(into->book, view.rule), dot + 1) != 0)
        view.rule++;
    if (view.rule == rules) {
        text_say(messages, TEXT_ERROR, node->line, "view \"%s\": \"%s\" is not a rule of the book.",
                 node->text, dot + 1);
        return false;
    }
    if (room >= 0 && view.rule != fusion_book_room(into->book, (size_t)room).rule) {
        text_say(
            messages, TEXT_ERROR, node->line, "view \"%s\": the room is under rule \"%s\".",
            node->text,
            fusion_book_rule_name(into->book, fusion_book_room(into->book, (size_t)room).rule));
        return false;
    }
    if (room >= 0)
        view = room_view(into, (size_t)room);
    return view_add(into, view, room, node, messages);
}

bool config_read_views(const text_node *node, config *into, text_messages *messages)
{
    if (node->kind == TEXT_SCALAR && strcmp(node->text, "all") == 0)
        return views_all(node, into, messages);
    if (node->kind != TEXT_LIST || node->count == 0) {
        text_say(messages, TEXT_ERROR, node->line,
                 "views must be all, or a list such as [JPN.hub, JPN+USA.hub].");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->count; i++)
        good &= view_read(&node->items[i], into, messages);
    return good;
}

static bool in_force_read(const text_node *node, config *into, text_messages *messages)
{
    const size_t rules = fusion_book_rules(into->book);
    const char *asked = node && node->kind == TEXT_SCALAR ? node->text : "";
    into->in_force = rules;
    for (size_t n = 0; n < rules; n++)
        if (strcmp(fusion_book_rule_name(into->book, n), asked) == 0 || rules == 1)
            into->in_force = n;
    if (into->in_force < rules || (!node && into->tokens[0] == '\0'))
        return true;
    text_say(messages, TEXT_ERROR, node ? node->line : 0,
             node ? "in-force \"%s\" is not a rule of the book."
                  : "with tokens, say under which rule partners look: in-force: %s.",
             node ? asked : fusion_book_rule_name(into->book, 0));
    return false;
}

static bool opened_read(const text_node *node, config *into, text_messages *messages)
{
    const char *name = node->kind == TEXT_SCALAR ? node->text : "";
    for (size_t n = 0; n < into->view_count; n++)
        if (strcmp(into->view_names[n], name) == 0) {
            into->opened |= UINT64_C(1) << n;
            return true;
        }
    text_say(messages, TEXT_ERROR, node->line, "opened: \"%s\" is not one of the views.", name);
    return false;
}

bool config_read_opened(const text_node *in_force, const text_node *opened, config *into,
                        text_messages *messages)
{
    bool good = in_force_read(in_force, into, messages);
    if (opened && (opened->kind != TEXT_LIST || opened->count == 0)) {
        text_say(messages, TEXT_ERROR, opened->line,
                 "opened must be a list of views, such as [JPN.national].");
        return false;
    }
    for (size_t i = 0; opened && i < opened->count; i++)
        good &= opened_read(&opened->items[i], into, messages);
    return good;
}

bool config_view_add(config *into, const char *name, text_messages *messages)
{
    const text_node node = {.kind = TEXT_SCALAR, .text = name};
    return view_read(&node, into, messages);
}
