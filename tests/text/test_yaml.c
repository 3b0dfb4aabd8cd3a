#include "daemon/config/yaml.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static text_messages messages;

static text_tree *read(const char *text)
{
    text_messages_init(&messages, "book.yaml");
    return yaml_read(text, strlen(text), &messages);
}

/* Refused, and the first message is this one on this line. */
static void check_refused(const char *text, int line, const char *said)
{
    text_tree *tree = read(text);
    CU_ASSERT_PTR_NULL(tree);
    yaml_free(tree);
    if (messages.count == 0) {
        CU_FAIL("nothing was said");
        return;
    }
    CU_ASSERT_EQUAL(messages.kept[0].line, line);
    if (strcmp(messages.kept[0].text, said) != 0)
        printf("\n    said: %s\n", messages.kept[0].text);
    CU_ASSERT_STRING_EQUAL(messages.kept[0].text, said);
}

static const text_node *root_value(const text_tree *tree, const char *key)
{
    const text_node *found = tree ? text_find(&tree->root, key) : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return found;
}

static void every_scalar_is_the_text_that_was_written(void)
{
    text_tree *tree = read("partner: NO\nflag: off\nspeed: 1e3\nzero: 010\ndate: 2014-12-29\n");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "partner")->text, "NO");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "flag")->text, "off");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "speed")->text, "1e3");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "zero")->text, "010");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "date")->text, "2014-12-29");
    yaml_free(tree);
}

static void flow_and_block_layout_give_the_same_tree(void)
{
    text_tree *flow = read("{a: [x, y], b: {c: \"z\"}}");
    text_tree *block = read("a:\n  - x\n  - y\nb:\n  c: \"z\"\n");
    for (int i = 0; i < 2; i++) {
        const text_tree *tree = i == 0 ? flow : block;
        CU_ASSERT_EQUAL(root_value(tree, "a")->count, 2);
        CU_ASSERT_STRING_EQUAL(root_value(tree, "a")->items[1].text, "y");
        const text_node *c = text_find(root_value(tree, "b"), "c");
        CU_ASSERT_PTR_NOT_NULL_FATAL(c);
        CU_ASSERT_STRING_EQUAL(c->text, "z");
        CU_ASSERT_TRUE(c->quoted);
    }
    yaml_free(flow);
    yaml_free(block);
}

static void every_value_and_key_knows_its_line(void)
{
    text_tree *tree = read("# remark\na:\n  - x\n\n  - y\nb: z\n");
    CU_ASSERT_EQUAL(root_value(tree, "a")->key_line, 2);
    CU_ASSERT_EQUAL(root_value(tree, "a")->items[1].line, 5);
    CU_ASSERT_EQUAL(root_value(tree, "b")->line, 6);
    yaml_free(tree);
}

static void a_remark_behind_a_plain_value_is_kept(void)
{
    /* Two-byte letters before it: libyaml counts characters, memory bytes. */
    text_tree *tree = read("name: \"\xC3\xA9\xC3\xA9\xC3\xA9\"\ntitle: Room #5\nnext: x\n");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "title")->text, "Room");
    CU_ASSERT_PTR_NOT_NULL_FATAL(root_value(tree, "title")->remark);
    CU_ASSERT_STRING_EQUAL(root_value(tree, "title")->remark, "#5");
    CU_ASSERT_PTR_NULL(root_value(tree, "next")->remark);
    yaml_free(tree);
}

static void a_tab_is_named_as_a_tab(void)
{
    check_refused("a:\n\tb: c\n", 2, "a tab stands in the indent. Use spaces.");
    check_refused("a: b\tc\n", 1, "a tab stands here. Use spaces.");
    check_refused("a: \"b\\tc\"\n", 1, "a tab stands here. Use spaces.");
}

static void a_double_key_names_both_lines(void)
{
    check_refused("owners: none\nrules: x\nowners: y\n", 3,
                  "key \"owners\" stands here again; first on line 1. Keep one.");
}

static void anchors_aliases_merges_and_tags_are_refused(void)
{
    check_refused("a: &x b\n", 1,
                  "\"&x\" marks a part for reuse. Anchors, aliases, merges and tags are not used "
                  "here: write it out.");
    check_refused("a: *x\n", 1,
                  "\"*x\" repeats another part. Anchors, aliases, merges and tags are not used "
                  "here: write it out.");
    check_refused("a:\n  <<: b\n", 2,
                  "\"<<\" merges another part. Anchors, aliases, merges and tags are not used "
                  "here: write it out.");
    check_refused("a: !!str b\n", 1,
                  "\"tag:yaml.org,2002:str\" is a tag. Anchors, aliases, merges and tags are not "
                  "used here: leave it out.");
    check_refused("a: !!seq [b]\n", 1,
                  "\"tag:yaml.org,2002:seq\" is a tag. Anchors, aliases, merges and tags are not "
                  "used here: leave it out.");
}

static void directives_and_second_documents_are_refused(void)
{
    check_refused("%YAML 1.1\n---\na: b\n", 1,
                  "a directive (%) stands here. Directives are not used here: delete it.");
    check_refused("a: b\n---\nc: d\n", 2,
                  "a second document begins here. Write one document in a file.");
}

static void block_scalars_and_single_quotes_are_refused(void)
{
    check_refused("a: |\n  b\n", 1,
                  "a block of text begins here. Write it on one line, in double quotes.");
    check_refused("a: >\n  b\n", 1,
                  "a block of text begins here. Write it on one line, in double quotes.");
    check_refused("a: 'b'\n", 1, "'b' stands in single quotes. Use double ones, or none.");
    check_refused("a: b\n  c\n", 1, "\"b c\" goes on over a line. Write it on one line.");
}

static void empty_values_and_empty_files_are_refused(void)
{
    check_refused("a:\nb: c\n", 1, "\"a\" has no value. Write one.");
    check_refused("a: \"\"\n", 1, "\"a\" has no value. Write one.");
    check_refused("a: [b, , c]\n", 1,
                  "did not find expected node content, while parsing a flow "
                  "node that begins on line 1.");
    check_refused("a:\n  -\n", 2, "an entry is empty. Write it or delete it.");
    check_refused("", 0, "the file is empty: nothing is said in it.");
    check_refused("# only a remark\n", 0, "the file is empty: nothing is said in it.");
}

static void characters_that_cannot_be_seen_are_refused(void)
{
    check_refused("a: b\x01\n", 1, "a control character (U+0001) stands here. Delete it.");
    check_refused("a: b\na: \xE2\x80\x8Bz\n", 2,
                  "an invisible character (U+200B) stands here. Delete it.");
    check_refused("a: \xE2\x80\xAEz\n", 1,
                  "a direction-changing character (U+202E) stands here. Delete it.");
    check_refused("\xEF\xBB\xBF"
                  "a: b\n",
                  1, "an invisible character (U+FEFF) stands here. Delete it.");
    check_refused("a: \"\\u202Ez\"\n", 1,
                  "a direction-changing character (U+202E) stands here. Delete it.");
    check_refused("a: \"\\0\"\n", 1, "a control character (U+0000) stands here. Delete it.");
    check_refused("a: \xC0\xAF\n", 1, "this is not UTF-8. Save the file as UTF-8.");
    check_refused("a: b\rc: d\n", 1, "a control character (U+000D) stands here. Delete it.");
}

static void line_ends_of_both_kinds_are_read(void)
{
    text_tree *tree = read("a: b\r\nc: d\r\n");
    CU_ASSERT_STRING_EQUAL(root_value(tree, "c")->text, "d");
    CU_ASSERT_EQUAL(root_value(tree, "c")->line, 2);
    yaml_free(tree);
}

static void a_file_beyond_its_limits_is_refused_whole(void)
{
    char deep[2 * YAML_DEPTH_MAX + 3];
    memset(deep, '[', YAML_DEPTH_MAX + 1);
    memset(deep + YAML_DEPTH_MAX + 1, ']', YAML_DEPTH_MAX + 1);
    deep[2 * YAML_DEPTH_MAX + 2] = '\0';
    check_refused(deep, 1, "this is nested deeper than 24 levels.");

    char *large = malloc(YAML_SIZE_MAX + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(large);
    memset(large, 'x', YAML_SIZE_MAX + 1);
    text_messages_init(&messages, "book.yaml");
    CU_ASSERT_PTR_NULL(yaml_read(large, YAML_SIZE_MAX + 1, &messages));
    CU_ASSERT_STRING_EQUAL(messages.kept[0].text, "the file is larger than 1 MB.");
    free(large);
}

static void a_file_that_is_not_there_says_so(void)
{
    text_messages_init(&messages, "no.yaml");
    CU_ASSERT_PTR_NULL(yaml_read_file("/nowhere/no.yaml", &messages));
    CU_ASSERT_STRING_EQUAL(messages.kept[0].text, "it cannot be read (No such file or directory).");
}

CU_TestInfo yaml_tests[] = {
    {"every scalar is the text that was written", every_scalar_is_the_text_that_was_written},
    {"flow and block layout give the same tree", flow_and_block_layout_give_the_same_tree},
    {"every value and key knows its line", every_value_and_key_knows_its_line},
    {"a remark behind a plain value is kept", a_remark_behind_a_plain_value_is_kept},
    {"a tab is named as a tab", a_tab_is_named_as_a_tab},
    {"a double key names both lines", a_double_key_names_both_lines},
    {"anchors, aliases, merges and tags are refused", anchors_aliases_merges_and_tags_are_refused},
    {"directives and second documents are refused", directives_and_second_documents_are_refused},
    {"block scalars and single quotes are refused", block_scalars_and_single_quotes_are_refused},
    {"empty values and empty files are refused", empty_values_and_empty_files_are_refused},
    {"characters that cannot be seen are refused", characters_that_cannot_be_seen_are_refused},
    {"line ends of both kinds are read", line_ends_of_both_kinds_are_read},
    {"a file beyond its limits is refused whole", a_file_beyond_its_limits_is_refused_whole},
    {"a file that is not there says so", a_file_that_is_not_there_says_so},
    CU_TEST_INFO_NULL,
};
