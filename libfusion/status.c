#include "fusion/status.h"

const char *fusion_status_text(fusion_status status)
{
    switch (status) {
    case FUSION_OK:
        return "done";
    case FUSION_NO_MEMORY:
        return "memory was refused";
    case FUSION_NO_ROOM:
        return "the buffer is too small";
    case FUSION_NOT_FINITE:
        return "a number is not finite";
    case FUSION_NOT_POSITIVE:
        return "a covariance is not positive definite";
    case FUSION_OUT_OF_RANGE:
        return "a number is out of range";
    case FUSION_LATE:
        return "its epoch is closed";
    case FUSION_REFUSED:
        return "the text was refused";
    case FUSION_NOT_YOURS:
        return "it is not for this speaker to say";
    }
    return "no status";
}
