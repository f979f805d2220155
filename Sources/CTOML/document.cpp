#include "CTOML.h"

#include <algorithm>
#include <deque>
#include <new>
#include <sstream>
#include <string>
#include <vector>

/* toml++ 3.3 asserts before it checks: `[(` fails an assertion whose failure the next lines report as an error.
 * With NDEBUG the assertions become promises to the optimiser, which then drops those lines. So: neither. */
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "nesting.hpp"

struct ctoml_document {
    toml::table root;
    std::deque<std::string> texts; /* of dates: grows without moving what is in it */
    std::vector<ctoml_node> nodes;
    std::optional<ctoml::fault> fault;
};

namespace {

ctoml_text view(std::string_view text) { return {text.data(), text.size()}; }

template <typename T>
ctoml_text printed(ctoml_document &document, const T &value)
{
    std::ostringstream stream;
    stream << value;
    return view(document.texts.emplace_back(stream.str()));
}

/* The node without its children and its key. */
ctoml_node leaf(ctoml_document &document, const toml::node &node)
{
    ctoml_node out{};
    out.line = node.source().begin.line;
    out.column = node.source().begin.column;
    if (node.is_table()) {
        out.kind = CTOML_TABLE;
    } else if (node.is_array()) {
        out.kind = CTOML_ARRAY;
    } else if (const auto *text = node.as_string()) {
        out.kind = CTOML_STRING;
        out.text = view(text->get());
    } else if (const auto *integer = node.as_integer()) {
        out.kind = CTOML_INTEGER;
        out.integer = integer->get();
    } else if (const auto *real = node.as_floating_point()) {
        out.kind = CTOML_REAL;
        out.real = real->get();
    } else if (const auto *boolean = node.as_boolean()) {
        out.kind = CTOML_BOOLEAN;
        out.integer = boolean->get();
    } else if (const auto *date = node.as_date()) {
        out.kind = CTOML_DATE;
        out.text = printed(document, date->get());
    } else if (const auto *time = node.as_time()) {
        out.kind = CTOML_TIME;
        out.text = printed(document, time->get());
    } else if (const auto *stamp = node.as_date_time()) {
        out.kind = CTOML_DATE_TIME;
        out.text = printed(document, stamp->get());
    }
    return out;
}

struct keyed {
    const toml::key *key;
    const toml::node *node;
};

/* toml++ keeps keys sorted by name; the text's own order is in their places. */
std::vector<keyed> children_in_order(const toml::node &node)
{
    std::vector<keyed> out;
    if (const auto *table = node.as_table()) {
        for (const auto &[key, child] : *table) out.push_back({&key, &child});
        std::stable_sort(out.begin(), out.end(), [](const keyed &a, const keyed &b) {
            const auto &p = a.key->source().begin, &q = b.key->source().begin;
            return p.line != q.line ? p.line < q.line : p.column < q.column;
        });
    } else if (const auto *array = node.as_array()) {
        for (const auto &child : *array) out.push_back({nullptr, &child});
    }
    return out;
}

/* As deep as the text nests, which find_nesting_fault has bounded. */
void add_children(ctoml_document &document, size_t parent, const toml::node &node)
{
    const auto children = children_in_order(node);
    const size_t first = document.nodes.size();
    document.nodes[parent].first_child = first;
    document.nodes[parent].child_count = children.size();
    for (const auto &child : children) {
        auto out = leaf(document, *child.node);
        if (child.key) {
            out.key = view(child.key->str());
            out.line = child.key->source().begin.line;
            out.column = child.key->source().begin.column;
        }
        document.nodes.push_back(out);
    }
    for (size_t i = 0; i < children.size(); i++) {
        add_children(document, first + i, *children[i].node);
    }
}

void parse(ctoml_document &document, std::string_view text)
{
    if (text.size() > CTOML_MAX_BYTES) {
        document.fault = {"the text is larger than 4 MiB; divide it into several files", 1, 1};
        return;
    }
    document.fault = ctoml::find_nesting_fault(text);
    if (document.fault) return;
    auto result = toml::parse(text);
    if (!result) {
        const auto &place = result.error().source().begin;
        document.fault = {std::string(result.error().description()), place.line, place.column};
        return;
    }
    document.root = std::move(result).table();
    document.nodes.push_back(leaf(document, document.root));
    add_children(document, 0, document.root);
}

}  // namespace

ctoml_document *ctoml_parse(const char *bytes, size_t length)
{
    try {
        auto *document = new ctoml_document;
        try {
            parse(*document, length ? std::string_view(bytes, length) : std::string_view());
        } catch (...) {
            delete document;
            throw;
        }
        return document;
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void ctoml_free(ctoml_document *document) { delete document; }

ctoml_text ctoml_error(const ctoml_document *document, uint32_t *line, uint32_t *column)
{
    *line = document->fault ? document->fault->line : 0;
    *column = document->fault ? document->fault->column : 0;
    return document->fault ? view(document->fault->text) : ctoml_text{nullptr, 0};
}

const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count)
{
    *count = document->nodes.size();
    return document->nodes.data();
}
