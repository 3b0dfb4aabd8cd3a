/* Once released, a field keeps number, name, type and label: the list in schema.txt against what
 * the .proto files say. Lines are added there, never changed or taken away. */
#include "picket/v1/control.pb-c.h"
#include "picket/v1/picture.pb-c.h"
#include "picket/v1/report.pb-c.h"
#include "suites.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA_PATH SOURCE_ROOT "/tests/wire/schema.txt"

/* What the files say, a line each, in the order of the walk from the six top messages. */
typedef struct schema {
    char lines[512][128];
    size_t count;
    const void *seen[64]; /* descriptors of messages and enums */
    size_t seen_count;
} schema;

static bool schema_enter(schema *one, const void *descriptor)
{
    for (size_t i = 0; i < one->seen_count; i++)
        if (one->seen[i] == descriptor)
            return false;
    one->seen[one->seen_count++] = descriptor;
    return true;
}

static const char *type_name(const ProtobufCFieldDescriptor *field)
{
    static const char *const names[] = {
        "int32",  "sint32",  "sfixed32", "int64",  "sint64", "sfixed64", "uint32", "fixed32",
        "uint64", "fixed64", "float",    "double", "bool",   "enum",     "string", "bytes"};
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return ((const ProtobufCMessageDescriptor *)field->descriptor)->short_name;
    if (field->type == PROTOBUF_C_TYPE_ENUM)
        return ((const ProtobufCEnumDescriptor *)field->descriptor)->short_name;
    return names[field->type];
}

static const char *label_name(const ProtobufCFieldDescriptor *field)
{
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return "oneof";
    return field->label == PROTOBUF_C_LABEL_REPEATED ? "repeated" : "single";
}

static void schema_add_enum(schema *one, const ProtobufCEnumDescriptor *type)
{
    if (!schema_enter(one, type))
        return;
    for (unsigned i = 0; i < type->n_values; i++)
        snprintf(one->lines[one->count++], sizeof one->lines[0], "%s %d %s", type->short_name,
                 type->values[i].value, type->values[i].name);
}

static void schema_add_message(schema *one, const ProtobufCMessageDescriptor *type)
{
    if (!schema_enter(one, type))
        return;
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        snprintf(one->lines[one->count++], sizeof one->lines[0], "%s %u %s %s %s", type->short_name,
                 field->id, field->name, type_name(field), label_name(field));
    }
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        if (field->type == PROTOBUF_C_TYPE_MESSAGE)
            schema_add_message(one, field->descriptor);
        if (field->type == PROTOBUF_C_TYPE_ENUM)
            schema_add_enum(one, field->descriptor);
    }
}

static void no_field_has_changed_since_it_was_released(void)
{
    static schema now;
    static const ProtobufCMessageDescriptor *const tops[] = {
        &picket__v1__datagram__descriptor, &picket__v1__picture__descriptor,
        &picket__v1__sealed__descriptor,   &picket__v1__beat__descriptor,
        &picket__v1__control__descriptor,  &picket__v1__reply__descriptor};
    for (size_t i = 0; i < sizeof tops / sizeof tops[0]; i++)
        schema_add_message(&now, tops[i]);

    FILE *file = fopen(SCHEMA_PATH, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    char line[128];
    size_t lines = 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        const char *is = lines < now.count ? now.lines[lines] : "nothing";
        if (strcmp(line, is) != 0)
            printf("\n    schema.txt:%zu: released \"%s\", now \"%s\"", lines + 1, line, is);
        CU_ASSERT_STRING_EQUAL(line, is);
        lines++;
    }
    fclose(file);
    CU_ASSERT_EQUAL(lines, now.count);
}

CU_TestInfo schema_tests[] = {
    {"no field has changed since it was released", no_field_has_changed_since_it_was_released},
    CU_TEST_INFO_NULL,
};
