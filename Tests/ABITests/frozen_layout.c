/*
 * Written by frozen.py: the size and the place of every field on 64-bit targets.
 * A failing line here means that plugins already built would read the wrong bytes.
 */
#include <stddef.h>

#include "rothost/rothost.h"

#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#define FIELD(type, field, offset, size) \
  _Static_assert(offsetof(type, field) == (offset) && sizeof(((type *)0)->field) == (size), \
                 #type "." #field)

SIZE(rot_value, 16);
FIELD(rot_value, type, 0, 4);
FIELD(rot_value, count, 4, 4);
FIELD(rot_value, as, 8, 8);
FIELD(rot_value, as.real, 8, 8);
FIELD(rot_value, as.integer, 8, 8);
FIELD(rot_value, as.text, 8, 8);
FIELD(rot_value, as.reals, 8, 8);
FIELD(rot_value, as.integers, 8, 8);
FIELD(rot_value, as.texts, 8, 8);

SIZE(rot_series, 64);
FIELD(rot_series, struct_size, 0, 4);
FIELD(rot_series, flags, 4, 4);
FIELD(rot_series, count, 8, 8);
FIELD(rot_series, time_ns, 16, 8);
FIELD(rot_series, values, 24, 8);
FIELD(rot_series, name, 32, 8);
FIELD(rot_series, unit, 40, 8);
FIELD(rot_series, column, 48, 8);
FIELD(rot_series, close_offset_ns, 56, 8);

SIZE(rot_frame, 48);
FIELD(rot_frame, struct_size, 0, 4);
FIELD(rot_frame, column_count, 4, 4);
FIELD(rot_frame, row_count, 8, 8);
FIELD(rot_frame, warm_up_rows, 16, 8);
FIELD(rot_frame, time_ns, 24, 8);
FIELD(rot_frame, columns, 32, 8);
FIELD(rot_frame, flags, 40, 4);
FIELD(rot_frame, reserved, 44, 4);

SIZE(rot_host, 72);
FIELD(rot_host, struct_size, 0, 4);
FIELD(rot_host, abi_version, 4, 4);
FIELD(rot_host, context, 8, 8);
FIELD(rot_host, extension, 16, 8);
FIELD(rot_host, fail, 24, 8);
FIELD(rot_host, warn, 32, 8);
FIELD(rot_host, log, 40, 8);
FIELD(rot_host, progress, 48, 8);
FIELD(rot_host, is_cancelled, 56, 8);
FIELD(rot_host, scratch, 64, 8);

SIZE(rot_outputs, 64);
FIELD(rot_outputs, struct_size, 0, 4);
FIELD(rot_outputs, reserved, 4, 4);
FIELD(rot_outputs, context, 8, 8);
FIELD(rot_outputs, set_real, 16, 8);
FIELD(rot_outputs, set_integer, 24, 8);
FIELD(rot_outputs, set_text, 32, 8);
FIELD(rot_outputs, new_series, 40, 8);
FIELD(rot_outputs, new_table, 48, 8);
FIELD(rot_outputs, add_row, 56, 8);

SIZE(rot_evaluation, 64);
FIELD(rot_evaluation, struct_size, 0, 4);
FIELD(rot_evaluation, input_count, 4, 4);
FIELD(rot_evaluation, host, 8, 8);
FIELD(rot_evaluation, inputs, 16, 8);
FIELD(rot_evaluation, input_roles, 24, 8);
FIELD(rot_evaluation, frame, 32, 8);
FIELD(rot_evaluation, parameters, 40, 8);
FIELD(rot_evaluation, seed, 48, 8);
FIELD(rot_evaluation, outputs, 56, 8);

SIZE(rot_update, 48);
FIELD(rot_update, struct_size, 0, 4);
FIELD(rot_update, column_count, 4, 4);
FIELD(rot_update, time_ns, 8, 8);
FIELD(rot_update, row_index, 16, 8);
FIELD(rot_update, row, 24, 8);
FIELD(rot_update, series, 32, 8);
FIELD(rot_update, host, 40, 8);

SIZE(rot_input_spec, 64);
FIELD(rot_input_spec, struct_size, 0, 4);
FIELD(rot_input_spec, flags, 4, 4);
FIELD(rot_input_spec, transform, 8, 4);
FIELD(rot_input_spec, minimum_count, 12, 4);
FIELD(rot_input_spec, maximum_count, 16, 4);
FIELD(rot_input_spec, reserved, 20, 4);
FIELD(rot_input_spec, role, 24, 8);
FIELD(rot_input_spec, doc, 32, 8);
FIELD(rot_input_spec, default_series, 40, 8);
FIELD(rot_input_spec, demo_series, 48, 8);
FIELD(rot_input_spec, columns, 56, 8);

SIZE(rot_parameter_spec, 72);
FIELD(rot_parameter_spec, struct_size, 0, 4);
FIELD(rot_parameter_spec, flags, 4, 4);
FIELD(rot_parameter_spec, type, 8, 4);
FIELD(rot_parameter_spec, choice_count, 12, 4);
FIELD(rot_parameter_spec, name, 16, 8);
FIELD(rot_parameter_spec, doc, 24, 8);
FIELD(rot_parameter_spec, unit, 32, 8);
FIELD(rot_parameter_spec, default_text, 40, 8);
FIELD(rot_parameter_spec, minimum, 48, 8);
FIELD(rot_parameter_spec, maximum, 56, 8);
FIELD(rot_parameter_spec, choices, 64, 8);

SIZE(rot_column_spec, 48);
FIELD(rot_column_spec, struct_size, 0, 4);
FIELD(rot_column_spec, flags, 4, 4);
FIELD(rot_column_spec, type, 8, 4);
FIELD(rot_column_spec, choice_count, 12, 4);
FIELD(rot_column_spec, name, 16, 8);
FIELD(rot_column_spec, doc, 24, 8);
FIELD(rot_column_spec, unit, 32, 8);
FIELD(rot_column_spec, choices, 40, 8);

SIZE(rot_output_spec, 64);
FIELD(rot_output_spec, struct_size, 0, 4);
FIELD(rot_output_spec, flags, 4, 4);
FIELD(rot_output_spec, kind, 8, 4);
FIELD(rot_output_spec, type, 12, 4);
FIELD(rot_output_spec, name, 16, 8);
FIELD(rot_output_spec, doc, 24, 8);
FIELD(rot_output_spec, unit, 32, 8);
FIELD(rot_output_spec, choices, 40, 8);
FIELD(rot_output_spec, choice_count, 48, 4);
FIELD(rot_output_spec, column_count, 52, 4);
FIELD(rot_output_spec, columns, 56, 8);

SIZE(rot_indicator, 152);
FIELD(rot_indicator, struct_size, 0, 4);
FIELD(rot_indicator, flags, 4, 4);
FIELD(rot_indicator, id, 8, 8);
FIELD(rot_indicator, version, 16, 8);
FIELD(rot_indicator, summary, 24, 8);
FIELD(rot_indicator, documentation, 32, 8);
FIELD(rot_indicator, inputs, 40, 8);
FIELD(rot_indicator, input_count, 48, 4);
FIELD(rot_indicator, parameters, 56, 8);
FIELD(rot_indicator, parameter_count, 64, 4);
FIELD(rot_indicator, outputs, 72, 8);
FIELD(rot_indicator, output_count, 80, 4);
FIELD(rot_indicator, alignments, 84, 4);
FIELD(rot_indicator, default_alignment, 88, 4);
FIELD(rot_indicator, look_back, 96, 8);
FIELD(rot_indicator, evaluate, 104, 8);
FIELD(rot_indicator, open, 112, 8);
FIELD(rot_indicator, update, 120, 8);
FIELD(rot_indicator, peek, 128, 8);
FIELD(rot_indicator, snapshot, 136, 8);
FIELD(rot_indicator, close, 144, 8);

SIZE(rot_plugin, 56);
FIELD(rot_plugin, struct_size, 0, 4);
FIELD(rot_plugin, abi_version, 4, 4);
FIELD(rot_plugin, name, 8, 8);
FIELD(rot_plugin, version, 16, 8);
FIELD(rot_plugin, author, 24, 8);
FIELD(rot_plugin, license, 32, 8);
FIELD(rot_plugin, indicators, 40, 8);
FIELD(rot_plugin, indicator_count, 48, 4);
FIELD(rot_plugin, reserved, 52, 4);

SIZE(rot_lead_lag_answer, 72);
FIELD(rot_lead_lag_answer, struct_size, 0, 4);
FIELD(rot_lead_lag_answer, reserved, 4, 4);
FIELD(rot_lead_lag_answer, best_lag, 8, 8);
FIELD(rot_lead_lag_answer, best_lead, 16, 8);
FIELD(rot_lead_lag_answer, best_statistic, 24, 8);
FIELD(rot_lead_lag_answer, p_value, 32, 8);
FIELD(rot_lead_lag_answer, p_lead, 40, 8);
FIELD(rot_lead_lag_answer, p_follow, 48, 8);
FIELD(rot_lead_lag_answer, n, 56, 8);
FIELD(rot_lead_lag_answer, order_x, 64, 4);
FIELD(rot_lead_lag_answer, order_y, 68, 4);

SIZE(rot_lag_interval, 32);
FIELD(rot_lag_interval, struct_size, 0, 4);
FIELD(rot_lag_interval, reserved, 4, 4);
FIELD(rot_lag_interval, low, 8, 8);
FIELD(rot_lag_interval, high, 16, 8);
FIELD(rot_lag_interval, block_length, 24, 8);

SIZE(rot_regression, 40);
FIELD(rot_regression, struct_size, 0, 4);
FIELD(rot_regression, reserved, 4, 4);
FIELD(rot_regression, residual_squares, 8, 8);
FIELD(rot_regression, r_squared, 16, 8);
FIELD(rot_regression, rows, 24, 8);
FIELD(rot_regression, degrees, 32, 8);

SIZE(rot_lag_test, 48);
FIELD(rot_lag_test, struct_size, 0, 4);
FIELD(rot_lag_test, reserved, 4, 4);
FIELD(rot_lag_test, statistic, 8, 8);
FIELD(rot_lag_test, p_value, 16, 8);
FIELD(rot_lag_test, lags, 24, 8);
FIELD(rot_lag_test, rows, 32, 8);
FIELD(rot_lag_test, degrees, 40, 8);

SIZE(rot_correlation_change, 48);
FIELD(rot_correlation_change, struct_size, 0, 4);
FIELD(rot_correlation_change, reserved, 4, 4);
FIELD(rot_correlation_change, statistic, 8, 8);
FIELD(rot_correlation_change, p_value, 16, 8);
FIELD(rot_correlation_change, row, 24, 8);
FIELD(rot_correlation_change, n, 32, 8);
FIELD(rot_correlation_change, block_length, 40, 8);

SIZE(rot_granger_answer, 64);
FIELD(rot_granger_answer, struct_size, 0, 4);
FIELD(rot_granger_answer, reserved, 4, 4);
FIELD(rot_granger_answer, p_value, 8, 8);
FIELD(rot_granger_answer, statistic, 16, 8);
FIELD(rot_granger_answer, p_classical, 24, 8);
FIELD(rot_granger_answer, lags, 32, 8);
FIELD(rot_granger_answer, rows, 40, 8);
FIELD(rot_granger_answer, degrees, 48, 8);
FIELD(rot_granger_answer, null_lags, 56, 8);

SIZE(rot_statistics, 360);
FIELD(rot_statistics, struct_size, 0, 4);
FIELD(rot_statistics, reserved, 4, 4);
FIELD(rot_statistics, mean, 8, 8);
FIELD(rot_statistics, variance, 16, 8);
FIELD(rot_statistics, correlation, 24, 8);
FIELD(rot_statistics, autocorrelation, 32, 8);
FIELD(rot_statistics, cross_correlation, 40, 8);
FIELD(rot_statistics, lead_lag_ratio, 48, 8);
FIELD(rot_statistics, hayashi_yoshida, 56, 8);
FIELD(rot_statistics, lead_lag_test, 64, 8);
FIELD(rot_statistics, lead_lag_interval, 72, 8);
FIELD(rot_statistics, hayashi_yoshida_test, 80, 8);
FIELD(rot_statistics, hayashi_yoshida_interval, 88, 8);
FIELD(rot_statistics, skewness, 96, 8);
FIELD(rot_statistics, kurtosis, 104, 8);
FIELD(rot_statistics, quantile, 112, 8);
FIELD(rot_statistics, ranks, 120, 8);
FIELD(rot_statistics, covariance, 128, 8);
FIELD(rot_statistics, spearman, 136, 8);
FIELD(rot_statistics, kendall, 144, 8);
FIELD(rot_statistics, rolling_mean, 152, 8);
FIELD(rot_statistics, rolling_variance, 160, 8);
FIELD(rot_statistics, rolling_z_score, 168, 8);
FIELD(rot_statistics, rolling_minimum, 176, 8);
FIELD(rot_statistics, rolling_maximum, 184, 8);
FIELD(rot_statistics, rolling_quantile, 192, 8);
FIELD(rot_statistics, rolling_covariance, 200, 8);
FIELD(rot_statistics, rolling_correlation, 208, 8);
FIELD(rot_statistics, rolling_beta, 216, 8);
FIELD(rot_statistics, rolling_spearman, 224, 8);
FIELD(rot_statistics, exponential_mean, 232, 8);
FIELD(rot_statistics, exponential_variance, 240, 8);
FIELD(rot_statistics, autoregression, 248, 8);
FIELD(rot_statistics, least_squares, 256, 8);
FIELD(rot_statistics, granger, 264, 8);
FIELD(rot_statistics, augmented_dickey_fuller, 272, 8);
FIELD(rot_statistics, engle_granger, 280, 8);
FIELD(rot_statistics, distribution, 288, 8);
FIELD(rot_statistics, holm, 296, 8);
FIELD(rot_statistics, benjamini_hochberg, 304, 8);
FIELD(rot_statistics, bootstrap_rows, 312, 8);
FIELD(rot_statistics, correlation_change_test, 320, 8);
FIELD(rot_statistics, correlation_changes, 328, 8);
FIELD(rot_statistics, lead_lag_interval_among, 336, 8);
FIELD(rot_statistics, granger_test, 344, 8);
FIELD(rot_statistics, cross_correlations, 352, 8);

SIZE(struct ArrowSchema, 72);
FIELD(struct ArrowSchema, format, 0, 8);
FIELD(struct ArrowSchema, name, 8, 8);
FIELD(struct ArrowSchema, metadata, 16, 8);
FIELD(struct ArrowSchema, flags, 24, 8);
FIELD(struct ArrowSchema, n_children, 32, 8);
FIELD(struct ArrowSchema, children, 40, 8);
FIELD(struct ArrowSchema, dictionary, 48, 8);
FIELD(struct ArrowSchema, release, 56, 8);
FIELD(struct ArrowSchema, private_data, 64, 8);

SIZE(struct ArrowArray, 80);
FIELD(struct ArrowArray, length, 0, 8);
FIELD(struct ArrowArray, null_count, 8, 8);
FIELD(struct ArrowArray, offset, 16, 8);
FIELD(struct ArrowArray, n_buffers, 24, 8);
FIELD(struct ArrowArray, n_children, 32, 8);
FIELD(struct ArrowArray, buffers, 40, 8);
FIELD(struct ArrowArray, children, 48, 8);
FIELD(struct ArrowArray, dictionary, 56, 8);
FIELD(struct ArrowArray, release, 64, 8);
FIELD(struct ArrowArray, private_data, 72, 8);

SIZE(struct ArrowArrayStream, 40);
FIELD(struct ArrowArrayStream, get_schema, 0, 8);
FIELD(struct ArrowArrayStream, get_next, 8, 8);
FIELD(struct ArrowArrayStream, get_last_error, 16, 8);
FIELD(struct ArrowArrayStream, release, 24, 8);
FIELD(struct ArrowArrayStream, private_data, 32, 8);

SIZE(rot_error, 32);
FIELD(rot_error, struct_size, 0, 4);
FIELD(rot_error, status, 4, 4);
FIELD(rot_error, message, 8, 8);
FIELD(rot_error, plugin, 16, 8);
FIELD(rot_error, phase, 24, 8);

SIZE(rot_engine_options, 48);
FIELD(rot_engine_options, struct_size, 0, 4);
FIELD(rot_engine_options, flags, 4, 4);
FIELD(rot_engine_options, cache_path, 8, 8);
FIELD(rot_engine_options, plugin_paths, 16, 8);
FIELD(rot_engine_options, plugin_path_count, 24, 4);
FIELD(rot_engine_options, reserved, 28, 4);
FIELD(rot_engine_options, log, 32, 8);
FIELD(rot_engine_options, log_context, 40, 8);

SIZE(rot_column, 32);
FIELD(rot_column, struct_size, 0, 4);
FIELD(rot_column, reserved, 4, 4);
FIELD(rot_column, name, 8, 8);
FIELD(rot_column, unit, 16, 8);
FIELD(rot_column, values, 24, 8);

SIZE(rot_series_data, 56);
FIELD(rot_series_data, struct_size, 0, 4);
FIELD(rot_series_data, flags, 4, 4);
FIELD(rot_series_data, count, 8, 8);
FIELD(rot_series_data, time_ns, 16, 8);
FIELD(rot_series_data, columns, 24, 8);
FIELD(rot_series_data, column_count, 32, 4);
FIELD(rot_series_data, default_column, 36, 4);
FIELD(rot_series_data, source, 40, 8);
FIELD(rot_series_data, close_offset_ns, 48, 8);

SIZE(rot_import_options, 32);
FIELD(rot_import_options, struct_size, 0, 4);
FIELD(rot_import_options, mode, 4, 4);
FIELD(rot_import_options, name, 8, 8);
FIELD(rot_import_options, layout, 16, 8);
FIELD(rot_import_options, on_duplicate, 24, 8);

SIZE(rot_binding, 48);
FIELD(rot_binding, struct_size, 0, 4);
FIELD(rot_binding, transform, 4, 4);
FIELD(rot_binding, role, 8, 8);
FIELD(rot_binding, series, 16, 8);
FIELD(rot_binding, column, 24, 8);
FIELD(rot_binding, delay_ns, 32, 8);
FIELD(rot_binding, array, 40, 8);

SIZE(rot_setting, 32);
FIELD(rot_setting, struct_size, 0, 4);
FIELD(rot_setting, reserved, 4, 4);
FIELD(rot_setting, name, 8, 8);
FIELD(rot_setting, value, 16, 16);

SIZE(rot_request, 96);
FIELD(rot_request, struct_size, 0, 4);
FIELD(rot_request, flags, 4, 4);
FIELD(rot_request, indicator, 8, 8);
FIELD(rot_request, bindings, 16, 8);
FIELD(rot_request, settings, 24, 8);
FIELD(rot_request, binding_count, 32, 4);
FIELD(rot_request, setting_count, 36, 4);
FIELD(rot_request, from_ns, 40, 8);
FIELD(rot_request, to_ns, 48, 8);
FIELD(rot_request, clock, 56, 8);
FIELD(rot_request, alignment, 64, 4);
FIELD(rot_request, isolation, 68, 4);
FIELD(rot_request, staleness_ns, 72, 8);
FIELD(rot_request, seed, 80, 8);
FIELD(rot_request, workers, 88, 4);
FIELD(rot_request, timeout_ms, 92, 4);

SIZE(rot_monitor, 24);
FIELD(rot_monitor, struct_size, 0, 4);
FIELD(rot_monitor, reserved, 4, 4);
FIELD(rot_monitor, context, 8, 8);
FIELD(rot_monitor, progress, 16, 8);

SIZE(rot_table_column, 40);
FIELD(rot_table_column, struct_size, 0, 4);
FIELD(rot_table_column, type, 4, 4);
FIELD(rot_table_column, count, 8, 8);
FIELD(rot_table_column, data, 16, 8);
FIELD(rot_table_column, name, 24, 8);
FIELD(rot_table_column, unit, 32, 8);
