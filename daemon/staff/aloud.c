#include "daemon/staff/aloud.h"

#include "text/read.h"

void aloud_word(aloud_list *list)
{
    if (list->at > 0)
        fputs(list->at + 1 < list->count ? ", " : list->any ? " or " : " and ", list->out);
    list->at++;
}

static size_t bits_in(uint64_t set)
{
    size_t count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

void aloud_nations(const aloud *of, uint32_t set)
{
    aloud_list list = {.out = of->out,
                       .count = bits_in(set & ((UINT64_C(1) << of->book->nation_count) - 1))};
    for (size_t n = 0; n < of->book->nation_count; n++)
        if (set >> n & 1u) {
            aloud_word(&list);
            of->put_nation(of->out, &of->book->nations[n]);
        }
}

void aloud_categories(const aloud *of, uint8_t set)
{
    if (set == UINT8_MAX) {
        fputs("everything", of->out);
        return;
    }
    aloud_list list = {.out = of->out, .count = bits_in(set)};
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (set >> k & 1u) {
            aloud_word(&list);
            fputs(fusion_category_name(k), of->out);
        }
}

static void put_picks(const aloud *of, const book_pick *picks, size_t count)
{
    aloud_list list = {.out = of->out, .count = count};
    for (size_t i = 0; i < count; i++) {
        aloud_word(&list);
        if (picks[i].what == BOOK_PICK_SENSOR)
            fputs(of->book->sensors[picks[i].index].name, of->out);
        else if (picks[i].what == BOOK_PICK_AREA)
            fprintf(of->out, "what may be in %s", of->book->areas[picks[i].index].name);
        else
            fprintf(of->out, "sensors of kind %s",
                    fusion_sensor_kind_name((unsigned)picks[i].index));
    }
}

void aloud_scope(const aloud *of, const book_scope *scope)
{
    fputs(" from ", of->out);
    if (scope->picked_count == 0)
        fputs("all its sensors", of->out);
    else
        put_picks(of, scope->picked, scope->picked_count);
    if (scope->excepted_count > 0) {
        fputs(", except ", of->out);
        put_picks(of, scope->excepted, scope->excepted_count);
    }
    if (scope->where == 0) {
        fputs(", everywhere", of->out);
        return;
    }
    fputs(", in ", of->out);
    aloud_list list = {.out = of->out, .count = bits_in(scope->where), .any = true};
    for (size_t a = 0; a < of->book->area_count; a++)
        if (scope->where >> a & 1u) {
            aloud_word(&list);
            fputs(of->book->areas[a].name, of->out);
        }
}

void aloud_when(const aloud *of, const book_when *when)
{
    bool later = false;
    if (when->during == 0 && when->postures == 0 && when->emergency < 0)
        fputs(", always", of->out);
    for (size_t p = 0; p < of->book->period_count; p++)
        if (when->during >> p & 1u) {
            fprintf(of->out, "%s%s", later ? " or " : ", during ", of->book->periods[p].name);
            later = true;
        }
    aloud_list list = {.out = of->out, .count = bits_in(when->postures), .any = true};
    if (when->postures)
        fputs(", while its posture is ", of->out);
    for (size_t p = 0; p < BOOK_POSTURES; p++)
        if (when->postures >> p & 1u) {
            aloud_word(&list);
            fputs(book_posture_names[p], of->out);
        }
    if (when->emergency >= 0)
        fprintf(of->out, ", while the emergency %s stands",
                of->book->emergencies[when->emergency].name);
}

void aloud_form(const aloud *of, const book_form *form)
{
    char steps[FORM_TEXT_ROOM], delay[TEXT_DURATION_ROOM];
    form_write(form->steps, steps);
    text_write_duration(delay, form->delay_ns);
    if (form->steps == 0)
        fputs(", exactly as measured", of->out);
    else
        fprintf(of->out, ", as %s (%s)", form->name, steps);
    if (form->delay_ns == 0)
        fputs(", at once", of->out);
    else
        fprintf(of->out, ", %s after receipt", delay);
}

void aloud_clause(const aloud *of, const book_clause *clause)
{
    char hop[TEXT_DURATION_ROOM];
    const uint8_t products = clause->products;
    of->put_nation(of->out, &of->book->nations[clause->from]);
    fputs(" gives ", of->out);
    aloud_nations(of, clause->to);
    if (clause->via < 0) {
        fputs(", direct, ", of->out);
    } else {
        text_write_duration(hop, clause->hop_ns);
        fputs(", via ", of->out);
        of->put_nation(of->out, &of->book->nations[clause->via]);
        fprintf(of->out, ", %s later, approval %s, ", hop, book_approval_names[clause->approval]);
    }
    fputs(products == BOOK_TRACKS    ? "tracks of "
          : products == BOOK_NOTICES ? "notices of "
                                     : "tracks and notices of ",
          of->out);
    aloud_categories(of, clause->gives);
    aloud_scope(of, &clause->scope);
    aloud_when(of, &clause->when);
    aloud_form(of, &of->book->forms[clause->form]);
}
