/* rules_feed.h - a recording under two rule books: who sees more of it, and who less. */
#ifndef TOOLS_RULES_FEED_H
#define TOOLS_RULES_FEED_H

#include "release/book.h"
#include "tools/options.h"

/* Fuses the recording of --feed under both books, for every nation of the configuration under every
 * rule of either book or for the views of --view, and prints a row for each. At each epoch a track
 * of one book's picture is the other's too if it has the same number or lies within three standard
 * deviations of both; what is alone is gained or lost for the length of an epoch, and a track that
 * is alone for most of its time counts as a track gained or lost. A rule that a book does not have
 * shows nothing there. false: it was said. */
bool rules_feed(const options *given, fusion_book *was, fusion_book *is);

#endif
