/* number.h - numbers as text, for machines and for people.
 *
 * One place, so that the same value reads the same in every file, table and line of JSON. No
 * locale; -0 is written 0. A value that is not finite has no text: the length is then 0 and the
 * text empty, and the caller writes what stands for "no value" (null, -).
 */
#ifndef FUSION_TEXT_NUMBER_H
#define FUSION_TEXT_NUMBER_H

#include <stddef.h>
#include <stdint.h>

#define NUMBER_ROOM 48

/* For machines: the shortest decimal that reads back equal; with an exponent only below 1e-4 and
 * from 1e15 on. Gives the length. */
size_t number_shortest(char text[NUMBER_ROOM], double value);

/* For machines, and fast: rounded to so many decimals, 0 to 9, halves to even, without zeros at the
 * end: the shortest text of the rounded value. Where the value is too large to have that many
 * decimals, as number_shortest. */
size_t number_rounded(char text[NUMBER_ROOM], double value, int decimals);

/* For machines, and fast: a whole number. */
size_t number_whole(char text[NUMBER_ROOM], uint64_t whole);

/* For people: always so many decimals, 0 to 9, and commas between thousands. Above 1e15 as
 * number_shortest. */
size_t number_grouped(char text[NUMBER_ROOM], double value, int decimals);
size_t number_grouped_count(char text[NUMBER_ROOM], uint64_t count);

#endif
