#include "daemon/config/config_read.h"

#include "daemon/config/yaml.h"
#include "daemon/file.h"
#include "text/read.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define EPOCH_DEFAULT_NS  FUSION_SECOND
#define WINDOW_DEFAULT_NS (120 * FUSION_SECOND)
#define EPOCH_MIN_NS      (FUSION_SECOND / 10)
#define WINDOW_MAX_NS     (3600 * FUSION_SECOND)

static bool path_read(const text_node *node, const char *what, const char *base, char path[4096],
                      text_messages *messages)
{
    if (node->kind != TEXT_SCALAR || node->text[0] == '\0') {
        text_say(messages, TEXT_ERROR, node->line, "%s must be the path of a file.", what);
        return false;
    }
    if (!file_beside(base, node->text, path, 4096)) {
        text_say(messages, TEXT_ERROR, node->line, "%s \"%.60s...\" is too long a path.", what,
                 node->text);
        return false;
    }
    return true;
}

/* 1 to 65535, in at most five digits. */
static bool port_read(const char *text, uint16_t *port)
{
    const size_t digits = strspn(text, "0123456789");
    const long value = digits >= 1 && digits <= 5 ? strtol(text, NULL, 10) : 0;
    *port = value <= 65535 ? (uint16_t)value : 0;
    return *port != 0 && text[digits] == '\0';
}

bool config_read_address(const text_node *node, const char *what, config_address *address,
                         text_messages *messages)
{
    const char *text = node->kind == TEXT_SCALAR ? node->text : "";
    const char *colon = strrchr(text, ':');
    const size_t length = colon ? (size_t)(colon - text) : 0;
    struct in_addr host;
    *address = (config_address){.line = node->line};
    if (colon && length < sizeof address->host) {
        memcpy(address->host, text, length);
        if (port_read(colon + 1, &address->port) && inet_pton(AF_INET, address->host, &host) == 1)
            return true;
    }
    text_say(messages, TEXT_ERROR, node->line,
             "%s \"%s\" is not an address and a port. Write such as 127.0.0.1:47800.", what, text);
    return false;
}

static bool is_loopback(const config_address *address)
{
    return strncmp(address->host, "127.", 4) == 0;
}

static bool addresses_read(const text_node *root, config *into, text_messages *messages)
{
    const struct {
        const char *key;
        config_address *address;
    } each[] = {{"reports", &into->reports},
                {"control", &into->control},
                {"pictures", &into->pictures},
                {"page", &into->page}};
    bool good = true;
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        const text_node *node = text_find(root, each[i].key);
        if (node)
            good &= config_read_address(node, each[i].key, each[i].address, messages);
    }
    return good;
}

static bool beats_read(const text_node *list, config *into, text_messages *messages)
{
    if (list && (list->kind != TEXT_LIST || list->count > CONFIG_BEATS_MAX)) {
        text_say(messages, TEXT_ERROR, list->line,
                 "beats must be a list of at most %d addresses, such as [127.0.0.1:47820].",
                 CONFIG_BEATS_MAX);
        return false;
    }
    bool good = true;
    for (size_t i = 0; list && i < list->count; i++)
        good &= config_read_address(&list->items[i], "beats", &into->beats[into->beat_count++],
                                    messages);
    return good;
}

/* No group is joined or sent to by an interface of one's choice: a port bound to one would hear
 * nothing, and never say so. */
static bool group_refused(const config_address *address, text_messages *messages)
{
    struct in_addr host = {0};
    if (!address->port || inet_pton(AF_INET, address->host, &host) != 1 ||
        !IN_MULTICAST(ntohl(host.s_addr)))
        return false;
    text_say(messages, TEXT_ERROR, address->line,
             "%s is a multicast group, which is not built yet. Write the address of one machine.",
             address->host);
    return true;
}

static bool groups_refused(const config *of, text_messages *messages)
{
    const config_address *const each[] = {&of->reports, &of->control, &of->pictures, &of->page};
    bool good = true;
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++)
        good &= !group_refused(each[i], messages);
    for (size_t i = 0; i < of->beat_count; i++)
        good &= !group_refused(&of->beats[i], messages);
    return good;
}

/* Nothing here can tell one speaker or reader from another yet, so whoever reaches these ports may
 * do all that they offer. */
static bool addresses_check(const config *of, text_messages *messages)
{
    bool good = groups_refused(of, messages);
    if (of->page.port && !is_loopback(&of->page) && of->tokens[0] == '\0') {
        text_say(messages, TEXT_ERROR, of->page.line,
                 "page \"%s:%u\" would serve other machines, and there are no tokens. Write "
                 "127.0.0.1:%u, or a file for \"tokens\".",
                 of->page.host, of->page.port, of->page.port);
        good = false;
    }
    if (of->control.port && !is_loopback(&of->control)) {
        text_say(messages, TEXT_ERROR, of->control.line,
                 "control \"%s:%u\" would obey other machines, and there are no keys. Write "
                 "127.0.0.1:%u.",
                 of->control.host, of->control.port, of->control.port);
        good = false;
    }
    if (of->pictures.port && !is_loopback(&of->pictures))
        text_say(messages, TEXT_WARNING, of->pictures.line,
                 "pictures of all views go to %s:%u, unsealed.", of->pictures.host,
                 of->pictures.port);
    return good;
}

/* A length of time in whole epochs. */
static bool span_read(const text_node *root, const char *key, int64_t usual_ns, int64_t epoch_ns,
                      int64_t *span_ns, text_messages *messages)
{
    const text_node *node = text_find(root, key);
    *span_ns = usual_ns;
    bool good = !node || text_duration(node, key, true, span_ns, messages);
    if (*span_ns > WINDOW_MAX_NS || *span_ns % epoch_ns != 0) {
        text_say(messages, TEXT_ERROR, node ? node->line : 0,
                 "%s must be a whole number of epochs, and at most 1 h.", key);
        good = false;
    }
    return good;
}

static bool times_read(const text_node *root, config *into, text_messages *messages)
{
    static const char *const clocks[] = {"controlled", "wall"};
    bool good = true;
    const text_node *node = text_find(root, "clock");
    size_t clock = 0;
    good &= text_word(node, "clock", clocks, 2, &clock, messages);
    into->clock_wall = clock == 1;
    if ((node = text_find(root, "clutter")))
        good &= text_number(node, "clutter", 1e-6, 1e6, &into->clutter, messages);
    into->epoch_ns = EPOCH_DEFAULT_NS;
    if ((node = text_find(root, "epoch")))
        good &= text_duration(node, "epoch", true, &into->epoch_ns, messages);
    if (into->epoch_ns < EPOCH_MIN_NS || FUSION_SECOND * 60 % into->epoch_ns != 0) {
        text_say(messages, TEXT_ERROR, node ? node->line : 0,
                 "epoch \"%s\" must be 0.1 s or more, and a minute must hold a whole number of "
                 "them.",
                 node && node->text ? node->text : "");
        return false;
    }
    good &=
        span_read(root, "window", WINDOW_DEFAULT_NS, into->epoch_ns, &into->window_ns, messages);
    return span_read(root, "retain", into->window_ns, into->epoch_ns, &into->retain_ns, messages) &&
           good;
}

static bool files_read(const text_node *root, config *into, text_messages *messages)
{
    const struct {
        const char *key;
        char *path;
    } files[] = {{"record", into->record},
                 {"files", into->files},
                 {"audit", into->audit},
                 {"tokens", into->tokens},
                 {"truth", into->truth}};
    bool good = true;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const text_node *node = text_find(root, files[i].key);
        if (node)
            good &= path_read(node, files[i].key, into->path, files[i].path, messages);
    }
    const text_node *truth = text_find(root, "truth");
    into->truth_line = truth ? truth->line : 0;
    return good;
}

static bool format_read(const text_node *root, text_messages *messages)
{
    const text_node *node = text_find(root, "format");
    if (node->kind == TEXT_SCALAR && strcmp(node->text, "picket-config-1") == 0)
        return true;
    text_say(messages, TEXT_ERROR, node->line,
             "format \"%s\" is not one that is read here. Write picket-config-1.",
             node->kind == TEXT_SCALAR ? node->text : "");
    return false;
}

/* The book's bytes are read once, so that the digest is that of the book in force. 0, the system's
 * error number, or -1: messages say what is wrong with it. */
static int book_take(config *into, text_messages *messages)
{
    const int error = file_read(into->book_path, YAML_SIZE_MAX, &into->book_text, &into->book_size);
    if (error)
        return error;
    uint8_t digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const uint8_t *)into->book_text, into->book_size);
    sodium_bin2hex(into->book_sha256, sizeof into->book_sha256, digest, sizeof digest);
    text_tree *tree = yaml_read(into->book_text, into->book_size, messages);
    const bool good = tree && fusion_book_read(tree, messages, &into->book) == FUSION_OK;
    yaml_free(tree);
    return good ? 0 : -1;
}

static bool book_read(const text_node *node, config *into, config_faults *faults)
{
    text_messages *messages = &faults->own;
    if (!path_read(node, "book", into->path, into->book_path, messages))
        return false;
    strcpy(faults->book_path, into->book_path);
    const int error = book_take(into, &faults->book);
    if (error > 0)
        text_say(messages, TEXT_ERROR, node->line,
                 "book \"%s\" cannot be read (%s). Without a book nothing is released.", node->text,
                 strerror(error));
    return error == 0;
}

/* The book says which nations there are; which sensors there are says the configuration alone. */
static bool nations_take(config *into, text_messages *messages)
{
    fusion_registry *known = calloc(1, sizeof *known);
    if (!known) {
        text_say(messages, TEXT_ERROR, 0, "memory was refused.");
        return false;
    }
    fusion_book_registry(into->book, known);
    memcpy(into->registry.nations, known->nations, sizeof known->nations);
    into->registry.nation_count = known->nation_count;
    free(known);
    return true;
}

static bool root_read(const text_node *root, config *into, config_faults *faults)
{
    static const char *const keys[] = {
        "format",   "book",   "reports",       "control", "clock",  "views", "sensors", "pictures",
        "page",     "epoch",  "window",        "retain",  "record", "files", "audit",   "tokens",
        "in-force", "opened", "exercise-keys", "clutter", "truth",  "beats"};
    text_messages *messages = &faults->own;
    if (!text_keys(root, "a configuration", keys, sizeof keys / sizeof keys[0], 7, messages) ||
        !format_read(root, messages))
        return false;
    bool good = addresses_read(root, into, messages);
    good &= beats_read(text_find(root, "beats"), into, messages);
    good &= times_read(root, into, messages);
    good &= files_read(root, into, messages);
    good = good && addresses_check(into, messages);
    if (!book_read(text_find(root, "book"), into, faults) || !nations_take(into, messages))
        return false;
    for (size_t i = 0; i < fusion_book_forms(into->book) && i < CONFIG_FORMS_MAX; i++)
        into->forms.list[into->forms.count++] = *fusion_book_form(into->book, i);
    good &= config_read_sensors(text_find(root, "sensors"), &into->registry, messages);
    for (size_t i = 0; i < into->registry.sensor_count; i++)
        into->registry.sensors[i].clutter = into->clutter * 1e-9;
    good &= config_read_views(text_find(root, "views"), into, messages);
    good &=
        config_read_opened(text_find(root, "in-force"), text_find(root, "opened"), into, messages);
    good &= config_read_keys(text_find(root, "exercise-keys"), into, messages);
    return good && fusion_book_match(into->book, &into->registry, &faults->book) == FUSION_OK;
}

config *config_read(const char *path, config_faults *faults)
{
    text_messages_init(&faults->own, path);
    text_messages_init(&faults->book, faults->book_path);
    faults->book_path[0] = '\0';
    config *one = calloc(1, sizeof *one);
    if (!one || sodium_init() < 0 || strlen(path) >= sizeof one->path) {
        text_say(&faults->own, TEXT_ERROR, 0, "memory was refused, or the path is too long.");
        free(one);
        return NULL;
    }
    strcpy(one->path, path);
    crypto_generichash(one->exercise_key, sizeof one->exercise_key, (const uint8_t *)"public", 6,
                       NULL, 0);
    text_tree *tree = yaml_read_file(path, &faults->own);
    const bool good = tree && root_read(&tree->root, one, faults);
    yaml_free(tree);
    if (good)
        return one;
    config_destroy(one);
    return NULL;
}

config *config_book_read(const char *path, const config *like, config_faults *faults)
{
    text_messages_init(&faults->own, path);
    text_messages_init(&faults->book, path);
    config *one = calloc(1, sizeof *one);
    if (!one || strlen(path) >= sizeof one->book_path) {
        text_say(&faults->own, TEXT_ERROR, 0, "memory was refused, or the path is too long.");
        free(one);
        return NULL;
    }
    strcpy(one->book_path, path);
    const int error = book_take(one, &faults->book);
    if (error > 0)
        text_say(&faults->own, TEXT_ERROR, 0, "%s", strerror(error));
    if (error == 0 && fusion_book_match(one->book, &like->registry, &faults->book) == FUSION_OK)
        return one;
    config_destroy(one);
    return NULL;
}

void config_destroy(config *one)
{
    if (!one)
        return;
    fusion_book_destroy(one->book);
    free(one->book_text);
    sodium_memzero(one->floor_keys, sizeof one->floor_keys);
    free(one);
}
