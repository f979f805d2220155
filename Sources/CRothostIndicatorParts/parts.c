#include "indicator_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void *parts_memory(const rot_evaluation *e, int64_t count, size_t size) {
  void *memory = e->host->scratch(e->host, (size_t)(count + 1) * size);
  if (!memory) e->host->fail(e->host, ROT_ERR_MEMORY, "no memory left: ask for fewer rows");
  return memory;
}

const rot_statistics *parts_statistics(const rot_evaluation *e) {
  const rot_statistics *s = e->host->extension(e->host, ROT_STATISTICS_ID);
  if (!s) e->host->fail(e->host, ROT_ERR_UNSUPPORTED, "this host has no statistics table");
  return s;
}

void parts_say(char *text, size_t size, const char *format, ...) {
  size_t used = strlen(text);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text + used, size - used, format, arguments);
  va_end(arguments);
}

/* Days since 1970-01-01 into a date: Howard Hinnant, chrono-compatible low-level date algorithms. */
parts_date parts_date_of(int64_t time_ns) {
  int64_t day = time_ns / PARTS_NS_PER_DAY - (time_ns % PARTS_NS_PER_DAY < 0);
  int64_t minute = (time_ns - day * PARTS_NS_PER_DAY) / (PARTS_NS_PER_DAY / 1440);
  int64_t z = day + 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t of_era = z - era * 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int64_t month = (5 * of_year + 2) / 153;
  int64_t of_month = of_year - (153 * month + 2) / 5 + 1;
  month += month < 10 ? 3 : -9;
  parts_date date;
  int used = snprintf(date.text, sizeof date.text, "%04" PRId64 "-%02" PRId64 "-%02" PRId64,
                      year + era * 400 + (month <= 2), month, of_month);
  if (minute && used < 12)
    snprintf(date.text + used, sizeof date.text - (size_t)used, "T%02" PRId64 ":%02" PRId64 "Z",
             minute / 60, minute % 60);
  return date;
}
