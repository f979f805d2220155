/*
 * episodes.c - stretches in which the target leaves its basket: from |z| >= threshold until z comes
 * back within release on that side.
 */
#include <math.h>
#include <stdlib.h>

#include "decoupling.h"

const episode *decoupling_open_episode(const episodes *all) {
  if (all->count == 0) return NULL;
  const episode *last = &all->list[all->count - 1];
  return last->end == ROT_MISSING ? last : NULL;
}

static double sign_of(int64_t direction) { return direction == BEHIND ? -1 : 1; }

static int add(episodes *all, int64_t direction, int64_t time_ns) {
  if (all->count == all->capacity) {
    int64_t capacity = all->capacity ? 2 * all->capacity : 16;
    episode *list = realloc(all->list, (size_t)capacity * sizeof *list);
    if (!list) return 0;
    all->list = list, all->capacity = capacity;
  }
  all->list[all->count++] = (episode){.start = time_ns, .end = ROT_MISSING, .direction = direction};
  return 1;
}

int decoupling_follow(episodes *all, const state *s, int64_t time_ns) {
  const progress *now = &s->now;
  if (isnan(now->z)) return 1;
  int is_open = decoupling_open_episode(all) != NULL;
  if (is_open && sign_of(all->list[all->count - 1].direction) * now->z < s->release) {
    all->list[all->count - 1].end = time_ns;
    is_open = 0;
  }
  if (!is_open) {
    if (fabs(now->z) < s->threshold) return 1;
    if (!add(all, now->z < 0 ? BEHIND : AHEAD, time_ns)) return 0;
  }
  episode *last = &all->list[all->count - 1];
  last->bars++;
  if (fabs(now->z) > fabs(last->worst_z)) last->worst_z = now->z, last->worst_gap = now->gap;
  if (now->record_share > last->record_share) last->record_share = now->record_share;
  return 1;
}

rot_status decoupling_report_episodes(const state *s, const rot_outputs *outputs) {
  rot_status status = outputs->set_integer(outputs, EPISODE_COUNT, s->episodes.count);
  for (int64_t i = 0; status == ROT_OK && i < s->episodes.count; i++) {
    const episode *each = &s->episodes.list[i];
    const rot_value cells[] = {
      parts_integer(ROT_TIME, each->start), parts_integer(ROT_CHOICE, each->direction),
      parts_integer(ROT_TIME, each->end), parts_integer(ROT_INTEGER, each->bars),
      parts_real(each->worst_z), parts_real(each->worst_gap), parts_real(each->record_share),
    };
    status = outputs->add_row(outputs, EPISODES, cells, sizeof cells / sizeof cells[0]);
  }
  return status;
}
