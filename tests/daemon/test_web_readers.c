/* What the page's server says to whom, without its sockets: on the stock exercise, where the rule
 * in force is "bilateral" and Japan may open its national view besides. */
#include "daemon/web/web_inside.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#define OF_JAPAN "JPN-aaaaaaaaaaaaaaaaaaaaaa"
#define OF_KOREA "ROK-bbbbbbbbbbbbbbbbbbbbbb"
#define OF_WHITE "white-cell-cccccccccccccccccccccc"
#define NOW_NS   INT64_C(1930359600000000000) /* 2031-03-04T03:00:00Z */

static config *configuration;
static web_tokens tokens;

static size_t view(const char *name)
{
    size_t v = 0;
    while (v < configuration->view_count && strcmp(configuration->view_names[v], name) != 0)
        v++;
    CU_ASSERT_TRUE_FATAL(v < configuration->view_count);
    return v;
}

static int nation(const char *code)
{
    return fusion_nation_find(&configuration->registry, code);
}

static void give(const char *text, const char *who)
{
    web_token *one = &tokens.list[tokens.count++];
    memcpy(one->who, who, strlen(who) + 1);
    memcpy(one->text, text, strlen(text));
}

static void begin(void)
{
    static config_faults faults;
    configuration = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    configuration->in_force = configuration->views[view("JPN.bilateral")].rule;
    configuration->opened = UINT64_C(1) << view("JPN.national");
    tokens = (web_tokens){0};
    give(OF_WHITE, FUSION_WHITE_CELL);
    give(OF_JAPAN, "JPN");
    give(OF_KOREA, "ROK");
}

static void end(void)
{
    config_destroy(configuration);
}

static web_reader reader_of(const char *token)
{
    web_reader reader;
    CU_ASSERT_TRUE(web_tokens_find(&tokens, configuration, token, &reader));
    return reader;
}

static char *site(const char *token)
{
    size_t size;
    const web_reader reader = reader_of(token);
    char *text = web_text_site(configuration, &reader, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static char *about(const char *name, uint32_t audience)
{
    size_t size;
    const web_view now = {.audience = audience, .epoch_ns = NOW_NS, .since_ns = NOW_NS};
    char *text = web_text_about(configuration, &now, view(name), &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static void a_token_opens_its_reader_s_views_under_the_rule_in_force(void)
{
    begin();
    const uint64_t own = UINT64_C(1) << view("JPN.bilateral") | UINT64_C(1) << view("JPN.national");
    CU_ASSERT_EQUAL(reader_of(OF_JAPAN).views, own);
    CU_ASSERT_EQUAL(reader_of(OF_KOREA).views, UINT64_C(1) << view("ROK.bilateral"));
    CU_ASSERT_FALSE(reader_of(OF_JAPAN).white_cell);
    CU_ASSERT_TRUE(reader_of(OF_WHITE).white_cell);
    end();
}

static void no_other_text_opens_anything(void)
{
    static const char *const wrong[] = {NULL,
                                        "",
                                        "JPN",
                                        "JPN-aaaaaaaaaaaaaaaaaaaaa",
                                        OF_JAPAN "a",
                                        OF_JAPAN " " OF_WHITE,
                                        "jpn-aaaaaaaaaaaaaaaaaaaaaa",
                                        "white-cell"};
    begin();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        web_reader reader;
        CU_ASSERT_FALSE(web_tokens_find(&tokens, configuration, wrong[i], &reader));
        CU_ASSERT_FALSE(reader.white_cell);
        CU_ASSERT_EQUAL(reader.views, 0);
    }
    end();
}

static void the_page_lists_what_its_reader_may_open(void)
{
    begin();
    char *japan = site(OF_JAPAN), *white = site(OF_WHITE);
    for (size_t v = 0; v < configuration->view_count; v++) {
        const bool own = reader_of(OF_JAPAN).views >> v & 1u;
        CU_ASSERT_EQUAL(strstr(japan, configuration->view_names[v]) != NULL, own);
        CU_ASSERT_PTR_NOT_NULL(strstr(white, configuration->view_names[v]));
    }
    free(japan);
    free(white);
    end();
}

/* How many partners, sensors and rules others have is not a partner's to know. */
static void a_partner_finds_itself_alone_among_the_partners(void)
{
    begin();
    char *japan = site(OF_JAPAN), *white = site(OF_WHITE);
    CU_ASSERT_PTR_NOT_NULL(strstr(japan, "\"reader\":\"JPN\",\"partners\":[{\"code\":\"JPN\","));
    CU_ASSERT_PTR_NULL(strstr(japan, "ROK"));
    CU_ASSERT_PTR_NULL(strstr(japan, "USA"));
    CU_ASSERT_PTR_NULL(strstr(japan, "hub"));
    CU_ASSERT_PTR_NOT_NULL(strstr(white, "\"reader\":\"white-cell\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(white, "{\"code\":\"JPN\",\"sensors\":8}")); /* counted by hand */
    CU_ASSERT_PTR_NOT_NULL(strstr(white, "{\"code\":\"USA\",\"sensors\":3}"));
    free(japan);
    free(white);
    end();
}

static void the_views_under_the_rule_in_force_are_marked(void)
{
    begin();
    char *japan = site(OF_JAPAN);
    CU_ASSERT_PTR_NOT_NULL(strstr(japan, "\"rule\":\"bilateral\",\"in_force\":true"));
    CU_ASSERT_PTR_NOT_NULL(strstr(japan, "\"rule\":\"national\",\"in_force\":false"));
    free(japan);
    end();
}

/* Moves every sensor of others that stands: to 60 S 0 E. */
static void move_others(int than)
{
    static const double far[3] = {3.2e6, 0.0, -5.5e6};
    for (size_t n = 0; n < configuration->registry.sensor_count; n++) {
        fusion_sensor *sensor = &configuration->registry.sensors[n];
        if (sensor->nation != than)
            memcpy(sensor->place, far, sizeof far);
    }
}

static void where_others_sensors_stand_moves_nothing(void)
{
    begin();
    const uint32_t japan = UINT32_C(1) << nation("JPN");
    const uint32_t both = japan | UINT32_C(1) << nation("USA");
    char *before[] = {site(OF_JAPAN), about("JPN.bilateral", japan), about("JPN.hub", both),
                      site(OF_WHITE)};
    move_others(nation("JPN"));
    char *after[] = {site(OF_JAPAN), about("JPN.bilateral", japan), about("JPN.hub", both),
                     site(OF_WHITE)};
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(strcmp(before[i], after[i]) == 0, i < 3); /* the white cell's map moves */
        free(before[i]);
        free(after[i]);
    }
    end();
}

static void several_before_a_screen_are_told_of_no_sensor(void)
{
    begin();
    const uint32_t japan = UINT32_C(1) << nation("JPN");
    char *one = about("JPN.hub", japan), *two = about("JPN.hub", japan | 1u << nation("USA"));
    char *none = about("JPN.hub", 0);
    CU_ASSERT_PTR_NULL(strstr(one, "\"sensors\":[]"));
    CU_ASSERT_PTR_NOT_NULL(strstr(two, "\"sensors\":[]"));
    CU_ASSERT_PTR_NOT_NULL(strstr(none, "\"nations\":[],\"given\":\"\",\"sensors\":[]"));
    free(one);
    free(two);
    free(none);
    end();
}

/* South Korea gives its missiles to the United States at once, and by them to Japan. */
static void several_before_a_screen_are_told_what_all_of_them_are_given(void)
{
    begin();
    const uint32_t usa = UINT32_C(1) << nation("USA");
    char *one = about("USA.hub", usa), *two = about("USA.hub", usa | 1u << nation("JPN"));
    CU_ASSERT_PTR_NOT_NULL(strstr(one, "Own: all."));
    CU_ASSERT_PTR_NOT_NULL(strstr(one, "From ROK: "));
    CU_ASSERT_PTR_NULL(strstr(two, "Own"));
    CU_ASSERT_PTR_NULL(strstr(two, "From ROK: "));
    free(one);
    free(two);
    end();
}

static char *staff_says(void *context, bool truth, size_t *size)
{
    (void)context;
    char *text = malloc(8);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    *size = (size_t)snprintf(text, 8, "%s", truth ? "truth" : "scores");
    return text;
}

static char *timeline_says(void *context, size_t *size)
{
    return staff_says(context, false, size);
}

static char *audit_says(void *context, const newest_asked *asked, size_t *size)
{
    return staff_says(context, asked->after == 7, size);
}

/* What a reader, or nobody, gets at an address; NULL: what stands nowhere gets. */
static const char *staff_answer(const web_settings *settings, const web_reader *reader,
                                const char *path)
{
    static char text[8];
    const web one = {.settings = *settings};
    web_answer answer;
    CU_ASSERT_TRUE_FATAL(web_http_answer(&one, reader, path, &answer));
    snprintf(text, sizeof text, "%s", answer.text);
    free(answer.text);
    CU_ASSERT_TRUE(answer.status == 200 || answer.status == 404);
    return answer.status == 200 ? text : NULL;
}

static char *object_says(void *context, const char *object, size_t *size)
{
    (void)context;
    char *text = malloc(8);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    *size = (size_t)snprintf(text, 8, "%s", object);
    return text;
}

static char *standing_says(void *context, size_t *size)
{
    return object_says(context, "stands", size);
}

static void the_time_line_and_the_audit_log_are_the_white_cell_s(void)
{
    begin();
    const web_settings all = {.timeline = timeline_says, .audit = audit_says};
    const web_reader white = reader_of(OF_WHITE), japan = reader_of(OF_JAPAN);
    static const char *const paths[] = {"/timeline", "/audit", "/audit?after=7"};
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_STRING_EQUAL(staff_answer(&all, &white, paths[i]), i == 2 ? "truth" : "scores");
        CU_ASSERT_PTR_NULL(staff_answer(&all, &japan, paths[i]));
        CU_ASSERT_PTR_NULL(staff_answer(&all, NULL, paths[i]));
    }
    CU_ASSERT_PTR_NULL(staff_answer(&all, &white, "/audit?everything"));
    end();
}

static void what_staff_may_read_is_the_white_cell_s(void)
{
    begin();
    const web_settings scored = {
        .staff = staff_says, .sees = object_says, .standing = standing_says};
    const web_settings unscored = {.staff = NULL};
    const web_reader white = reader_of(OF_WHITE), japan = reader_of(OF_JAPAN);
    CU_ASSERT_STRING_EQUAL(staff_answer(&scored, &white, "/scores"), "scores");
    CU_ASSERT_STRING_EQUAL(staff_answer(&scored, &white, "/truth"), "truth");
    CU_ASSERT_STRING_EQUAL(staff_answer(&scored, &white, "/sees/arrow"), "arrow");
    CU_ASSERT_STRING_EQUAL(staff_answer(&scored, &white, "/standing"), "stands");
    static const char *const paths[] = {"/scores", "/truth", "/sees/arrow", "/sees/", "/standing"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        CU_ASSERT_PTR_NULL(staff_answer(&scored, &japan, paths[i]));
        CU_ASSERT_PTR_NULL(staff_answer(&scored, NULL, paths[i]));
        CU_ASSERT_PTR_NULL(staff_answer(&unscored, &white, paths[i]));
    }
    end();
}

CU_TestInfo web_readers_tests[] = {
    {"a token opens its reader's views under the rule in force",
     a_token_opens_its_reader_s_views_under_the_rule_in_force},
    {"no other text opens anything", no_other_text_opens_anything},
    {"the page lists what its reader may open", the_page_lists_what_its_reader_may_open},
    {"a partner finds itself alone among the partners",
     a_partner_finds_itself_alone_among_the_partners},
    {"the views under the rule in force are marked", the_views_under_the_rule_in_force_are_marked},
    {"what staff may read is the white cell's", what_staff_may_read_is_the_white_cell_s},
    {"the time line and the audit log are the white cell's",
     the_time_line_and_the_audit_log_are_the_white_cell_s},
    {"where others' sensors stand moves nothing", where_others_sensors_stand_moves_nothing},
    {"several before a screen are told of no sensor",
     several_before_a_screen_are_told_of_no_sensor},
    {"several before a screen are told what all of them are given",
     several_before_a_screen_are_told_what_all_of_them_are_given},
    CU_TEST_INFO_NULL,
};
