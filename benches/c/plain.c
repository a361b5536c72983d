/* What a number costs that is simply there: a function of another file, which no compiler sees through. */
#include <stdint.h>

double plain_number(const double *values, uint32_t row)
{
  return values[row];
}
