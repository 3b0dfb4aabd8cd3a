/* control_wire.h - messages of exercise control: bytes to struct and back.
 *
 * Control sets the exercise clock, says the sentences of the rule book, and waits for what was
 * sent; it is recorded like every input.
 */
#ifndef DAEMON_CONTROL_WIRE_H
#define DAEMON_CONTROL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTROL_ROOM   512      /* bytes that any message or reply fits in */
#define CLOCK_RATE_MAX 1000000u /* permille: a thousand times real time */

typedef enum control_mode {
    CONTROL_WALL = 1,
    CONTROL_RUN,
    CONTROL_PAUSE,
    CONTROL_STEP
} control_mode;

typedef enum control_kind {
    CONTROL_CLOCK = 1,
    CONTROL_SAYS,
    CONTROL_DRAIN,
    CONTROL_BOOK,
    CONTROL_READER,
    CONTROL_STOOD
} control_kind;

typedef struct control_message {
    control_kind kind;
    char who[49];
    int64_t began_ns;
    uint32_t sequence;
    int64_t sent_ns;
    control_mode mode;      /* of a clock */
    int64_t time_ns;        /* start, or step until; 0: where the clock stands */
    uint32_t rate_permille; /* 1000: real time */
    bool new_run;
    bool seek;      /* who plays is asked to go to time_ns (0: to stay) and to set mode and rate */
    int64_t end_ns; /* of replay that follows the beats: its recording's end; 0: it follows none */
    uint64_t drain_datagrams;
    char sentence[201];
    int64_t until_ns; /* 0: until lifted */
    char reason[201];
    char sha256[65],
        before[65];    /* of a book that comes, of the one before; empty: read them anew */
    char speaker[49];  /* of what stood, whose the sentence and until_ns are */
    int64_t said_ns;   /* likewise */
    bool page;         /* came over the page's door */
    int64_t effect_ns; /* not of the wire: when what was said takes effect */
} control_message;

typedef enum control_outcome {
    CONTROL_DONE = 1,
    CONTROL_REFUSED,
    CONTROL_TIMED_OUT
} control_outcome;

typedef struct control_reply {
    int64_t began_ns;
    uint32_t sequence;
    control_outcome outcome;
    char text[201]; /* a name of refusal, or empty */
    int64_t takes_effect_ns;
    uint64_t datagrams;
} control_reply;

/* Gives the bytes written; 0 where they do not fit. */
size_t control_encode(const control_message *message, uint8_t *data, size_t room);
size_t control_reply_encode(const control_reply *reply, uint8_t *data, size_t room);

/* NULL: *message is filled. Else the name of the refusal (format-wrong, not-protobuf,
 * sequence-missing ...). Bytes from outside never abort. */
const char *control_decode(const uint8_t *data, size_t size, control_message *message);
const char *control_reply_decode(const uint8_t *data, size_t size, control_reply *reply);

/* The beat: 33 bytes always. */
#define BEAT_SIZE 33
void beat_encode(int64_t wall_ns, int64_t exercise_ns, control_mode mode, uint32_t rate_permille,
                 uint8_t data[BEAT_SIZE]);

typedef struct beat_told {
    int64_t wall_ns, exercise_ns; /* 1: none */
    control_mode mode;
    uint32_t rate_permille;
} beat_told;

/* false: it is no beat, or one whose rate is none that a clock has or whose time is outside 2000 to
 * 2100. */
bool beat_decode(const uint8_t *data, size_t size, beat_told *heard);

#endif
