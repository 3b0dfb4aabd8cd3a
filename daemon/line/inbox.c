#include "daemon/line/inbox.h"

#include <stdlib.h>

#define ROOM_FIRST 64

void inbox_free(inbox *box)
{
    free(box->heap);
    free(box->slots);
    free(box->spare);
    free(box->batch);
    free(box->batch_tags);
    *box = (inbox){0};
}

void inbox_clear(inbox *box)
{
    box->count = 0;
    for (size_t i = 0; i < box->room; i++)
        box->spare[i] = i;
}

static bool grow(void **array, size_t count, size_t size)
{
    void *grown = realloc(*array, count * size);
    if (grown)
        *array = grown;
    return grown != NULL;
}

static bool room_make(inbox *box)
{
    if (box->count < box->room)
        return true;
    const size_t room = box->room ? 2 * box->room : ROOM_FIRST;
    if (!grow((void **)&box->heap, room, sizeof *box->heap) ||
        !grow((void **)&box->slots, room, sizeof *box->slots) ||
        !grow((void **)&box->spare, room, sizeof *box->spare))
        return false;
    for (size_t i = box->room; i < room; i++)
        box->spare[i - box->count] = i;
    box->room = room;
    return true;
}

static bool before(const inbox_entry *a, const inbox_entry *b)
{
    return a->due_ns != b->due_ns ? a->due_ns < b->due_ns : a->order < b->order;
}

static void sift_up(inbox_entry *heap, size_t at)
{
    const inbox_entry moved = heap[at];
    for (; at > 0 && before(&moved, &heap[(at - 1) / 2]); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = moved;
}

static void sift_down(inbox_entry *heap, size_t count)
{
    const inbox_entry moved = heap[0];
    size_t at = 0;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && before(&heap[child + 1], &heap[child]))
            child++;
        if (!before(&heap[child], &moved))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

bool inbox_put(inbox *box, int64_t due_ns, const fusion_release *release, uint32_t tag)
{
    if (!room_make(box))
        return false;
    const size_t slot = box->spare[box->room - box->count - 1];
    box->slots[slot] = *release;
    box->heap[box->count] =
        (inbox_entry){.due_ns = due_ns, .order = box->order++, .slot = slot, .tag = tag};
    sift_up(box->heap, box->count++);
    return true;
}

int64_t inbox_due_ns(const inbox *box)
{
    return box->count == 0 ? INT64_MAX : box->heap[0].due_ns;
}

const fusion_release *inbox_take(inbox *box, int64_t end_ns, size_t *count)
{
    /* A batch as large as the box never has to grow half-way. */
    if (box->batch_room < box->room || !box->batch) {
        const size_t room = box->room ? box->room : 1;
        if (!grow((void **)&box->batch, room, sizeof *box->batch) ||
            !grow((void **)&box->batch_tags, room, sizeof *box->batch_tags))
            return NULL;
        box->batch_room = room;
    }
    *count = 0;
    while (box->count > 0 && box->heap[0].due_ns < end_ns) {
        const size_t slot = box->heap[0].slot;
        box->batch_tags[*count] = box->heap[0].tag;
        box->batch[(*count)++] = box->slots[slot];
        box->heap[0] = box->heap[--box->count];
        sift_down(box->heap, box->count);
        box->spare[box->room - box->count - 1] = slot;
    }
    return box->batch;
}
