#include "daemon/config_read.h"

#include <stdio.h>
#include <string.h>

#define VIEW_NAME_ROOM 128

/* Nations stand in the book's order, however the audience was written: one audience, one name.
 * false: it does not fit. */
static bool name_make(const config *of, const fusion_view *view, char name[VIEW_NAME_ROOM])
{
    size_t used = 0;
    for (size_t n = 0; n < of->registry.nation_count && used < VIEW_NAME_ROOM; n++)
        if (view->audience >> n & 1)
            used += (size_t)snprintf(name + used, VIEW_NAME_ROOM - used, "%s%s", used ? "+" : "",
                                     of->registry.nations[n].code);
    if (used < VIEW_NAME_ROOM)
        used += (size_t)snprintf(name + used, VIEW_NAME_ROOM - used, ".%s",
                                 fusion_book_rule_name(of->book, view->rule));
    return used < VIEW_NAME_ROOM;
}

static bool view_add(config *into, fusion_view view, const text_node *node, text_messages *messages)
{
    if (into->view_count == FUSION_VIEWS_MAX) {
        text_say(messages, TEXT_ERROR, node->line, "more than %d views. Name those that you want.",
                 FUSION_VIEWS_MAX);
        return false;
    }
    char *name = into->view_names[into->view_count];
    if (!name_make(into, &view, name)) {
        text_say(messages, TEXT_ERROR, node->line, "a view's name would have over %d characters.",
                 VIEW_NAME_ROOM - 1);
        return false;
    }
    for (size_t i = 0; i < into->view_count; i++)
        if (strcmp(into->view_names[i], name) == 0) {
            text_say(messages, TEXT_ERROR, node->line, "view \"%s\" stands twice.", name);
            return false;
        }
    into->views[into->view_count++] = view;
    return true;
}

static bool views_all(const text_node *node, config *into, text_messages *messages)
{
    for (size_t n = 0; n < into->registry.nation_count; n++)
        for (size_t r = 0; r < fusion_book_rules(into->book); r++) {
            const fusion_view view = {.audience = UINT32_C(1) << n, .rule = r};
            if (!view_add(into, view, node, messages))
                return false;
        }
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
    if (!audience_read(&into->registry, node, (size_t)(dot - node->text), &view.audience, messages))
        return false;
    const size_t rules = fusion_book_rules(into->book);
    while (view.rule < rules && strcmp(fusion_book_rule_name(into->book, view.rule), dot + 1) != 0)
        view.rule++;
    if (view.rule == rules) {
        text_say(messages, TEXT_ERROR, node->line, "view \"%s\": \"%s\" is not a rule of the book.",
                 node->text, dot + 1);
        return false;
    }
    return view_add(into, view, node, messages);
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
