#include "daemon/line/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t begin, done;
    crew_work *work;
    void *context;
    size_t next, count; /* things not taken yet: next to count - 1 */
    size_t busy;        /* of the others, those that have not ended this round */
    unsigned round;
    bool over;
    size_t others; /* threads besides the caller's */
    pthread_t threads[];
};

/* Called and left with the lock held. */
static void work_on(crew *one)
{
    while (one->next < one->count) {
        const size_t index = one->next++;
        pthread_mutex_unlock(&one->lock);
        one->work(one->context, index);
        pthread_mutex_lock(&one->lock);
    }
}

static void *member(void *argument)
{
    crew *one = argument;
    unsigned seen = 0;
    pthread_mutex_lock(&one->lock);
    while (!one->over) {
        if (seen == one->round) {
            pthread_cond_wait(&one->begin, &one->lock);
            continue;
        }
        seen = one->round;
        work_on(one);
        if (--one->busy == 0)
            pthread_cond_signal(&one->done);
    }
    pthread_mutex_unlock(&one->lock);
    return NULL;
}

crew *crew_create(size_t threads)
{
    crew *one = calloc(1, sizeof *one + (threads - 1) * sizeof one->threads[0]);
    if (!one)
        return NULL;
    pthread_mutex_init(&one->lock, NULL);
    pthread_cond_init(&one->begin, NULL);
    pthread_cond_init(&one->done, NULL);
    while (one->others < threads - 1) {
        if (pthread_create(&one->threads[one->others], NULL, member, one) != 0) {
            crew_destroy(one);
            return NULL;
        }
        one->others++;
    }
    return one;
}

void crew_destroy(crew *one)
{
    if (!one)
        return;
    pthread_mutex_lock(&one->lock);
    one->over = true;
    pthread_cond_broadcast(&one->begin);
    pthread_mutex_unlock(&one->lock);
    for (size_t i = 0; i < one->others; i++)
        pthread_join(one->threads[i], NULL);
    pthread_cond_destroy(&one->done);
    pthread_cond_destroy(&one->begin);
    pthread_mutex_destroy(&one->lock);
    free(one);
}

void crew_run(crew *one, crew_work *work, void *context, size_t count)
{
    pthread_mutex_lock(&one->lock);
    one->work = work;
    one->context = context;
    one->next = 0;
    one->count = count;
    one->busy = one->others;
    one->round++;
    pthread_cond_broadcast(&one->begin);
    work_on(one);
    while (one->busy > 0)
        pthread_cond_wait(&one->done, &one->lock);
    pthread_mutex_unlock(&one->lock);
}
