/* The acts of evaluate.c, in the order of the test's table. */
#ifndef ACTS_H
#define ACTS_H

#include "hostile.h"

typedef rot_status act(const rot_evaluation *e);

extern act null_write, wild_read, divide_by_zero, bus_error, abort_call, illegal_instruction,
    stack_overflow, exit_zero, exit_seven, kill_itself, jump_out, endless_loop, deadlock, long_sleep,
    blocked_signals, greedy, greedy_politely, alarm_clock;
extern act write_after_output, write_before_output, write_frame, write_series, unprotect_frame,
    keep_pointer, leaked_thread, busy_thread, sleeping_thread, crashing_thread, scribble_channel,
    scribble_forever, text_not_utf8, endless_table, infinite_number, wrong_indices, unknown_status;
extern act close_files, steal_socket, change_rounding, change_locale, ignore_signals, loop_in_handler,
    change_folder, change_environment, flood_log, flood_streams, print_forever, odd_progress, long_words;
extern act start_process, start_program, open_socket, write_file, kill_host, trace_host, remove_file,
    shared_memory, raise_limits, hold_lock, own_signals, change_terminal, grow_stack, stop_follower;

#define DONE(ok) ((ok) ? ROT_OK : ROT_ERR_FAILED)

#endif
