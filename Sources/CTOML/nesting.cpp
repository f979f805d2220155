#include "nesting.hpp"

#include "CTOML.h"

namespace ctoml {

namespace {

class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {}

    std::optional<fault> run()
    {
        size_t depth = 0, dots = 0;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            switch (c) {
            case '#':
                while (at_ < text_.size() && text_[at_] != '\n' && plain()) step();
                if (at_ < text_.size() && !plain()) return control();
                continue;
            case '"':
            case '\'':
                if (!skip_string(c)) return control();
                continue;
            case '[':
            case '{':
                dots = 0;
                if (++depth > CTOML_MAX_DEPTH) return at("brackets nest more than 64 deep");
                break;
            case ']':
            case '}':
                dots = 0;
                if (depth > 0) depth--;
                break;
            case '\n':
            case '=':
            case ',':
                dots = 0;
                break;
            case '.':
                if (++dots > CTOML_MAX_DEPTH) return at("a key has more than 64 parts");
                break;
            default:
                if (!plain()) return control();
            }
            step();
        }
        return std::nullopt;
    }

private:
    /* TOML allows tabs and line ends, and no other control character anywhere. */
    bool plain() const
    {
        const auto c = static_cast<unsigned char>(text_[at_]);
        if (c == '\r') return at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
        return (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n';
    }

    void step()
    {
        const auto c = static_cast<unsigned char>(text_[at_++]);
        if (c == '\n') {
            line_++;
            column_ = 1;
        } else if ((c & 0xC0) != 0x80) {
            column_++;
        }
    }

    bool starts(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

    /* False at a control character. A string that never ends takes the rest: toml++ names that error. */
    bool skip_string(char quote)
    {
        const std::string three(3, quote);
        const bool is_long = starts(three);
        for (int i = 0; i < (is_long ? 3 : 1); i++) step();
        while (at_ < text_.size()) {
            if (!plain()) return false;
            if (is_long && starts(three)) {
                /* Up to two quotes may stand before the three that end the string. */
                for (int i = 0; i < 5 && at_ < text_.size() && text_[at_] == quote; i++) step();
                return true;
            }
            if (!is_long && text_[at_] == quote) {
                step();
                return true;
            }
            if (!is_long && text_[at_] == '\n') return true;
            const bool is_escape = quote == '"' && text_[at_] == '\\';
            step();
            if (is_escape && at_ < text_.size()) {
                if (!plain()) return false;
                if (is_long || text_[at_] != '\n') step();
            }
        }
        return true;
    }

    std::optional<fault> at(std::string words) const
    {
        return fault{std::move(words), line_, column_};
    }

    std::optional<fault> control() const
    {
        return at("a control character stands in the text; remove it, or write it as an escape");
    }

    std::string_view text_;
    size_t at_ = 0;
    uint32_t line_ = 1, column_ = 1;
};

}  // namespace

std::optional<fault> find_nesting_fault(std::string_view text) { return scanner(text).run(); }

}  // namespace ctoml
