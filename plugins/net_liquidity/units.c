/*
 * units.c - "USD millions", "Billions of U.S. Dollars", "$ bn": how many USD billions is one of it?
 */
#include <ctype.h>
#include <string.h>

#include "net_liquidity.h"

typedef struct word {
  const char *text;
  double billions; /* of a scale; 0: names the currency; -1: says nothing */
} word;

static const word words[] = {
  {"usd", 0}, {"dollar", 0}, {"dollars", 0}, {"$", 0}, {"us", -1}, {"u", -1}, {"s", -1}, {"of", -1},
  {"thousand", 1e-6}, {"thousands", 1e-6}, {"million", 1e-3}, {"millions", 1e-3}, {"mil", 1e-3},
  {"mn", 1e-3}, {"billion", 1}, {"billions", 1}, {"bil", 1}, {"bn", 1}, {"trillion", 1e3},
  {"trillions", 1e3}, {"tn", 1e3},
};

static const word *find(const char *text, size_t length) {
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    size_t at = 0;
    while (at < length && words[i].text[at] == tolower((unsigned char)text[at])) at++;
    if (at == length && !words[i].text[length]) return &words[i];
  }
  return NULL;
}

double net_liquidity_billions(const char *unit) {
  double scale = NAN;
  int currency = 0;
  for (const char *at = unit ? unit : ""; *at;) {
    size_t length = 1;
    if (*at != '$') {
      length = 0;
      while (isalnum((unsigned char)at[length])) length++;
    }
    if (!length) { /* a blank or a full stop */
      at++;
      continue;
    }
    const word *found = find(at, length);
    if (!found || (found->billions > 0 && !isnan(scale))) return NAN;
    if (found->billions == 0) currency = 1;
    if (found->billions > 0) scale = found->billions;
    at += length;
  }
  if (!currency) return NAN;
  return isnan(scale) ? 1e-9 : scale;
}
