/* read.h - strict readers of single values, and the nearest right word.
 *
 * No locale, the whole text or nothing, and an error that says what to write. Each reader gives
 * true and the value, or false and has told messages why, naming what ("delay", "place") as the
 * person knows it.
 */
#ifndef FUSION_TEXT_READ_H
#define FUSION_TEXT_READ_H

#include "text/message.h"
#include "text/tree.h"

#include <stdbool.h>
#include <stdint.h>

/* "90 s" -> 90e9 ns. Units: s, min, h, days; with ms and us where fine is true. */
bool text_duration(const text_node *node, const char *what, bool fine, int64_t *duration_ns,
                   text_messages *messages);

/* The way back, in the unit that a person would take: "90 s", "5 min", "1 h", "90 days". */
#define TEXT_DURATION_ROOM 32
void text_write_duration(char text[TEXT_DURATION_ROOM], int64_t duration_ns);

/* "500 m", "5 km" -> metres; "50 m/s" -> metres a second. No sign unless signed_ is true. */
bool text_length(const text_node *node, const char *what, bool signed_, double *metres,
                 text_messages *messages);
bool text_speed(const text_node *node, const char *what, double *metres_per_second,
                text_messages *messages);

/* "0.2 deg" -> radians; "-12.5 deg" where signed_ is true. */
bool text_angle(const text_node *node, const char *what, bool signed_, double *radians,
                text_messages *messages);

/* A plain decimal without unit, such as a probability. No exponent, no leading zero. */
bool text_number(const text_node *node, const char *what, double low, double high, double *value,
                 text_messages *messages);
bool text_integer(const text_node *node, const char *what, int64_t low, int64_t high,
                  int64_t *value, text_messages *messages);

/* "37.5 N 131.0 E" -> radians. Latitude first. */
bool text_place(const text_node *node, const char *what, double *lat, double *lon,
                text_messages *messages);

/* "2019-11-22T09:00:00Z", always with seconds and Z; fractions where fine is true. */
bool text_time(const text_node *node, const char *what, bool fine, int64_t *time_ns,
               text_messages *messages);

/* The way back, with no more of a fraction than there is. From 1970 on; a time before it is written
 * as 1970-01-01T00:00:00Z. */
#define TEXT_TIME_ROOM 40
void text_write_time(char text[TEXT_TIME_ROOM], int64_t time_ns);

/* [a-z][a-z0-9-]{1,47} */
bool text_name(const text_node *node, const char *what, char name[49], text_messages *messages);

/* One of words[0..count); gives its index. */
bool text_word(const text_node *node, const char *what, const char *const *words, size_t count,
               size_t *index, text_messages *messages);

/* Refuses keys of a map that are not in keys[0..count), each with the nearest right key, and
 * missing ones among the first `needed` of them. what names the map ("a sensor"). */
bool text_keys(const text_node *map, const char *what, const char *const *keys, size_t count,
               size_t needed, text_messages *messages);

/* true: the map has no such key, and none of its unknown keys is nearest to it, which was said
 * already. */
bool text_key_missing(const text_node *map, const char *key, const char *const *keys, size_t count);

/* The nearest of words[0..count) by edit distance, if it is near enough to be meant; else NULL. */
const char *text_nearest(const char *word, const char *const *words, size_t count);

#endif
