/*
 * words.c - pieces of sentences.
 */
#include <stdlib.h>
#include <string.h>

#include "streaming_parts.h"

void parts_say_probability(char *text, size_t size, double p) {
  if (p < 0.001) parts_say(text, size, "p < 0.001");
  else parts_say(text, size, "p = %.*f", p < 0.1 ? 3 : 2, p);
}

char *parts_copy(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  if (copy) strcpy(copy, text);
  return copy;
}
