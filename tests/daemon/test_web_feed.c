#include "daemon/web/web_inside.h"
#include "suites.h"

/* The newest picture of a view, the first of whose audience was `turn`. */
static web_view at(uint64_t number, uint64_t turn)
{
    return (web_view){
        .since_ns = FUSION_SECOND, .epoch_ns = 8 * FUSION_SECOND, .number = number, .turn = turn};
}

/* A page that was told whose picture it is, and was last sent that of a number (0: none yet). */
static web_client sent(uint64_t number)
{
    return (web_client){.about = 1, .number = number};
}

static void a_new_page_gets_the_whole_picture(void)
{
    const web_view view = at(8, 1);
    const web_client client = sent(0);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_WHOLE);
}

static void who_has_the_base_gets_the_change(void)
{
    const web_view view = at(8, 1);
    const web_client client = sent(7);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_CHANGE);
}

static void who_missed_an_epoch_gets_the_newest_whole(void)
{
    const web_view view = at(8, 1);
    const web_client client = sent(6);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_WHOLE);
}

static void who_has_the_newest_is_owed_nothing(void)
{
    const web_view view = at(8, 1);
    const web_client client = sent(8);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_NOTHING);
}

static void nothing_is_owed_before_the_first_epoch(void)
{
    const web_view view = {0};
    const web_client client = {0};
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_NOTHING);
}

static void nothing_is_owed_of_a_picture_that_was_lost(void)
{
    /* Memory was refused while it was rounded: the page keeps what it has. */
    const web_view view = {0};
    const web_client client = sent(8);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_NOTHING);
}

static void another_audience_begins_with_a_whole_picture(void)
{
    /* Though the epoch may be the same, and the page has the one before. */
    const web_view view = at(8, 8);
    web_client base = sent(7), late = sent(6);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &base), WEB_ABOUT);
    base.about = late.about = view.turn;
    CU_ASSERT_EQUAL(web_feed_owed(&view, &base), WEB_WHOLE);
    CU_ASSERT_EQUAL(web_feed_owed(&view, &late), WEB_WHOLE);
}

static void what_the_view_may_know_comes_before_its_picture(void)
{
    const web_view view = at(8, 1);
    const web_client client = {0};
    CU_ASSERT_EQUAL(web_feed_owed(&view, &client), WEB_ABOUT);
}

CU_TestInfo web_feed_tests[] = {
    {"a new page gets the whole picture", a_new_page_gets_the_whole_picture},
    {"who has the base gets the change", who_has_the_base_gets_the_change},
    {"who missed an epoch gets the newest whole", who_missed_an_epoch_gets_the_newest_whole},
    {"who has the newest is owed nothing", who_has_the_newest_is_owed_nothing},
    {"nothing is owed before the first epoch", nothing_is_owed_before_the_first_epoch},
    {"nothing is owed of a picture that was lost", nothing_is_owed_of_a_picture_that_was_lost},
    {"another audience begins with a whole picture", another_audience_begins_with_a_whole_picture},
    {"what the view may know comes before its picture",
     what_the_view_may_know_comes_before_its_picture},
    CU_TEST_INFO_NULL,
};
