/* Every way an evaluate() may do harm; the parameter `act` chooses. 0 is a good citizen. */
#define _GNU_SOURCE
#include "acts.h"

static rot_status plain(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  double *path = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), NULL);
  if (!path) return ROT_ERR_OUTPUT;
  for (int64_t i = f->warm_up_rows; i < f->row_count; i++) path[i - f->warm_up_rows] = f->columns[0][i] / 3;
  return e->outputs->set_real(e->outputs, 1, f->columns[0][f->row_count - 1] / 7);
}

static act *const acts[] = {
  plain, null_write, wild_read, divide_by_zero, bus_error, abort_call, illegal_instruction,
  stack_overflow, exit_zero, exit_seven, kill_itself, jump_out, endless_loop, deadlock, long_sleep,
  blocked_signals, greedy, greedy_politely, alarm_clock,
  write_after_output, write_before_output, write_frame, write_series, unprotect_frame, keep_pointer,
  leaked_thread, busy_thread, sleeping_thread, crashing_thread, scribble_channel, scribble_forever,
  text_not_utf8, endless_table, infinite_number, wrong_indices, unknown_status,
  close_files, steal_socket, change_rounding, change_locale, ignore_signals, loop_in_handler,
  change_folder, change_environment, flood_log, flood_streams, print_forever, odd_progress, long_words,
  start_process, start_program, open_socket, write_file, kill_host, trace_host, remove_file,
  shared_memory, raise_limits, hold_lock, own_signals, change_terminal,
  grow_stack, stop_follower};

static rot_status evaluate(const rot_evaluation *e) {
  int64_t chosen = e->parameters[0].as.integer;
  if (chosen < 0 || chosen >= (int64_t)(sizeof acts / sizeof acts[0])) return ROT_ERR_PARAMETER;
  return acts[chosen](e);
}

HOSTILE_INDICATOR(evaluate)
ROT_PLUGIN("hostile", "6.6.6", &indicator)
