#include "estimate/random_filter.h"
#include "suites.h"
#include "text/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_shortest(double value, const char *want)
{
    char text[NUMBER_ROOM];
    CU_ASSERT_EQUAL(number_shortest(text, value), strlen(want));
    CU_ASSERT_STRING_EQUAL(text, want);
}

static void the_shortest_decimal_is_written_without_exponent(void)
{
    check_shortest(0.1, "0.1");
    check_shortest(-2.5, "-2.5");
    check_shortest(100.0, "100");
    check_shortest(0.0001, "0.0001");
    check_shortest(123456789012345.0, "123456789012345");
    check_shortest(0.1 + 0.2, "0.30000000000000004"); /* needs 17 digits, as every text book says */
    check_shortest(-0.0, "0");
}

static void very_small_and_very_large_numbers_have_an_exponent(void)
{
    check_shortest(1e15, "1e15");
    check_shortest(1.5e-5, "1.5e-5");
    check_shortest(5e-324, "5e-324");
    check_shortest(1.7976931348623157e308, "1.7976931348623157e308");
}

static void what_is_not_finite_has_no_text(void)
{
    check_shortest(NAN, "");
    check_shortest(-INFINITY, "");
    char text[NUMBER_ROOM];
    CU_ASSERT_EQUAL(number_rounded(text, NAN, 3), 0);
    CU_ASSERT_EQUAL(number_grouped(text, INFINITY, 3), 0);
}

static void every_shortest_text_reads_back_equal(void)
{
    random_source source = random_seeded(20240501);
    for (int i = 0; i < 20000; i++) {
        /* Any bits at all: every exponent, subnormals, both signs. */
        const uint64_t high = (uint64_t)random_uniform(&source, 0.0, 0x1p32);
        const uint64_t bits = high << 32 | (uint64_t)random_uniform(&source, 0.0, 0x1p32);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        char text[NUMBER_ROOM];
        const size_t length = number_shortest(text, value);
        if (strtod(text, NULL) != value || length != strlen(text)) {
            CU_FAIL("a text does not read back equal");
            printf("%a %s\n", value, text);
        }
    }
}

static void a_rounded_number_has_no_zeros_at_its_end(void)
{
    char text[NUMBER_ROOM];
    number_rounded(text, 37.12345678449, 8);
    CU_ASSERT_STRING_EQUAL(text, "37.12345678");
    number_rounded(text, -0.1004, 3);
    CU_ASSERT_STRING_EQUAL(text, "-0.1");
    number_rounded(text, -0.0004, 3);
    CU_ASSERT_STRING_EQUAL(text, "0");
    number_rounded(text, 1200.0, 0);
    CU_ASSERT_STRING_EQUAL(text, "1200");
    number_rounded(text, 0.0625, 3); /* a half, to even */
    CU_ASSERT_STRING_EQUAL(text, "0.062");
    number_rounded(text, 1e14, 8); /* no room for decimals: the shortest */
    CU_ASSERT_STRING_EQUAL(text, "100000000000000");
}

static void a_rounded_number_is_that_of_the_library_without_its_zeros(void)
{
    random_source source = random_seeded(17);
    for (int i = 0; i < 20000; i++) {
        const int decimals = i % 10;
        const double scale = pow(10.0, random_uniform(&source, -3.0, 6.0));
        const double value = scale * random_uniform(&source, -1.0, 1.0);
        char want[64], got[NUMBER_ROOM];
        /* Rounded the same way first: the product with a power of ten is itself rounded. */
        snprintf(want, sizeof want, "%.*f", decimals,
                 rint(value * pow(10.0, decimals)) / pow(10.0, decimals));
        if (decimals > 0) {
            size_t end = strlen(want);
            while (want[end - 1] == '0')
                want[--end] = '\0';
            if (want[end - 1] == '.')
                want[end - 1] = '\0';
        }
        number_rounded(got, value, decimals);
        CU_ASSERT_STRING_EQUAL(got, strcmp(want, "-0") == 0 ? "0" : want);
    }
}

static void a_whole_number_is_that_of_the_library(void)
{
    random_source source = random_seeded(23);
    for (int i = 0; i < 20000; i++) {
        const uint64_t high = (uint64_t)random_uniform(&source, 0.0, 0x1p32);
        const uint64_t low = (uint64_t)random_uniform(&source, 0.0, 0x1p32);
        const uint64_t whole = i == 0 ? 0 : i == 1 ? UINT64_MAX : (high << 32 | low) >> i % 64;
        char want[32], got[NUMBER_ROOM];
        const int length = snprintf(want, sizeof want, "%" PRIu64, whole);
        CU_ASSERT_EQUAL(number_whole(got, whole), (size_t)length);
        CU_ASSERT_STRING_EQUAL(got, want);
    }
}

static void people_get_commas_and_a_fixed_number_of_decimals(void)
{
    char text[NUMBER_ROOM];
    number_grouped(text, 1234567.891, 1);
    CU_ASSERT_STRING_EQUAL(text, "1,234,567.9");
    number_grouped(text, -999.96, 1);
    CU_ASSERT_STRING_EQUAL(text, "-1,000.0");
    number_grouped(text, 0.0, 2);
    CU_ASSERT_STRING_EQUAL(text, "0.00");
    number_grouped_count(text, 52118);
    CU_ASSERT_STRING_EQUAL(text, "52,118");
    number_grouped_count(text, UINT64_MAX);
    CU_ASSERT_STRING_EQUAL(text, "18,446,744,073,709,551,615");
}

CU_TestInfo number_tests[] = {
    {"the shortest decimal is written without exponent",
     the_shortest_decimal_is_written_without_exponent},
    {"very small and very large numbers have an exponent",
     very_small_and_very_large_numbers_have_an_exponent},
    {"what is not finite has no text", what_is_not_finite_has_no_text},
    {"every shortest text reads back equal", every_shortest_text_reads_back_equal},
    {"a rounded number has no zeros at its end", a_rounded_number_has_no_zeros_at_its_end},
    {"a rounded number is that of the library, without its zeros",
     a_rounded_number_is_that_of_the_library_without_its_zeros},
    {"a whole number is that of the library", a_whole_number_is_that_of_the_library},
    {"people get commas and a fixed number of decimals",
     people_get_commas_and_a_fixed_number_of_decimals},
    CU_TEST_INFO_NULL,
};
