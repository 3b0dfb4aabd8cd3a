#include "estimate/matrix3.h"
#include "suites.h"

#include <math.h>

/* By hand: (2 0 0; 1 3 0; -1 2 5) times its transpose. All roots and quotients are whole numbers.
 */
static const double packed[6] = {4.0, 2.0, -2.0, 10.0, 5.0, 30.0};

static void a_factor_is_the_root_of_its_matrix(void)
{
    static const double by_hand[3][3] = {{2.0}, {1.0, 3.0}, {-1.0, 2.0, 5.0}};
    const matrix3 m = matrix3_of(packed);
    matrix3 l = {{{0.0}}};
    CU_ASSERT_TRUE_FATAL(matrix3_factor(&m, &l));
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            CU_ASSERT_EQUAL(l.at[i][j], by_hand[i][j]);
}

/* L (1 2 3)' = (2 7 18)', and L' (1 2 3)' = (1 12 15)'. */
static void both_triangles_are_solved(void)
{
    const matrix3 m = matrix3_of(packed);
    matrix3 l;
    double lower[3] = {2.0, 7.0, 18.0}, upper[3] = {1.0, 12.0, 15.0};
    CU_ASSERT_TRUE_FATAL(matrix3_factor(&m, &l));
    matrix3_solve_lower(&l, lower);
    matrix3_solve_upper(&l, upper);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(lower[i], i + 1.0);
        CU_ASSERT_EQUAL(upper[i], i + 1.0);
    }
}

/* A variance of 0, a correlation of 1, infinity and NaN. */
static void what_is_not_positive_or_not_finite_has_no_factor(void)
{
    static const double refused[4][6] = {{1.0, 0.0, 0.0, 0.0, 0.0, 1.0},
                                         {1.0, 0.0, 1.0, 1.0, 0.0, 1.0},
                                         {1.0, 0.0, 0.0, INFINITY, 0.0, 1.0},
                                         {NAN, 0.0, 0.0, 1.0, 0.0, 1.0}};
    for (int i = 0; i < 4; i++) {
        const matrix3 m = matrix3_of(refused[i]);
        matrix3 l;
        CU_ASSERT_FALSE(matrix3_factor(&m, &l));
    }
}

CU_TestInfo matrix3_tests[] = {
    {"a factor is the root of its matrix", a_factor_is_the_root_of_its_matrix},
    {"both triangles are solved", both_triangles_are_solved},
    {"what is not positive or not finite has no factor",
     what_is_not_positive_or_not_finite_has_no_factor},
    CU_TEST_INFO_NULL,
};
