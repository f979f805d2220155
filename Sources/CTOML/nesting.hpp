#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ctoml {

struct fault {
    std::string text;
    uint32_t line, column;
};

/* What toml++ must not be given: control characters, and nesting whose tree only deep recursion could free.
 *
 * It follows quotes, comments and brackets as TOML 1.0 defines them, up to the first error of the text, in
 * one pass. */
std::optional<fault> find_nesting_fault(std::string_view text);

}  // namespace ctoml
