#include "Check.h"

#include <faiss/IndexHNSW.h>
#include <faiss/IndexNNDescent.h>
#include <faiss/IndexNSG.h>

namespace {

constexpr auto misfit = "its graph does not match its vectors";
constexpr auto nowhere = "its graph has links to nowhere";

void checkStorage(const faiss::Index &index, const faiss::Index *storage, int depth) {
    require(comparesRows(storage), "its graph lies over vectors of a kind that cannot serve for it");
    checkIndex(storage, depth + 1);
    require(storage->d == index.d && storage->ntotal == index.ntotal && storage->metric_type == index.metric_type, misfit);
}

} // namespace

void checkGraph(const faiss::IndexHNSW &index, int depth) {
    checkStorage(index, index.storage, depth);
    const auto &graph = index.hnsw;
    const auto nodes = static_cast<size_t>(index.ntotal);
    const auto &widths = graph.cum_nneighbor_per_level;
    require(graph.levels.size() == nodes && graph.offsets.size() == nodes + 1 && !widths.empty() && widths[0] == 0, misfit);
    for (size_t level = 1; level < widths.size(); ++level) require(widths[level] >= widths[level - 1], misfit);
    require(graph.offsets[0] == 0 && graph.offsets[nodes] == graph.neighbors.size(), misfit);
    for (size_t node = 0; node < nodes; ++node) {
        const auto levels = graph.levels[node];
        require(levels >= 1 && static_cast<size_t>(levels) < widths.size(), misfit);
        require(graph.offsets[node + 1] == graph.offsets[node] + static_cast<size_t>(widths[static_cast<size_t>(levels)]), misfit);
    }
    // Only now are all offsets known to lie within the links.
    for (size_t node = 0; node < nodes; ++node)
        for (int level = 0; level < graph.levels[node]; ++level) {
            size_t begin = 0, end = 0;
            graph.neighbor_range(static_cast<faiss::Index::idx_t>(node), level, &begin, &end);
            for (; begin < end && graph.neighbors[begin] >= 0; ++begin) {
                const auto neighbour = static_cast<size_t>(graph.neighbors[begin]);
                // A link on a level leads to a node that has this level.
                require(neighbour < nodes && graph.levels[neighbour] > level, nowhere);
            }
        }
    if (nodes == 0) return require(graph.entry_point == -1, misfit);
    require(graph.entry_point >= 0 && static_cast<size_t>(graph.entry_point) < nodes, nowhere);
    require(graph.max_level >= 0 && graph.max_level < graph.levels[static_cast<size_t>(graph.entry_point)], misfit);
    require(graph.upper_beam >= 1 && graph.upper_beam <= 1024, "it announces a number of candidates that cannot be");
}

void checkGraph(const faiss::IndexNSG &index, int depth) {
    checkStorage(index, index.storage, depth);
    const auto &graph = index.nsg;
    require(graph.is_built && graph.final_graph, "its graph was never built");
    require(graph.ntotal == index.ntotal && graph.final_graph->N == graph.ntotal && graph.final_graph->K == graph.R, misfit);
    require(graph.ntotal == 0 || (graph.enterpoint >= 0 && graph.enterpoint < graph.ntotal), nowhere);
    for (int node = 0; node < graph.ntotal; ++node)
        for (int place = 0; place < graph.R; ++place) require(graph.final_graph->at(node, place) < graph.ntotal, nowhere);
}

void checkGraph(const faiss::IndexNNDescent &index, int depth) {
    checkStorage(index, index.storage, depth);
    const auto &graph = index.nndescent;
    require(graph.has_built, "its graph was never built");
    require(graph.ntotal == index.ntotal && graph.K > 0, misfit);
    require(graph.final_graph.size() == static_cast<size_t>(graph.ntotal) * static_cast<size_t>(graph.K), misfit);
    for (const auto neighbour : graph.final_graph) require(neighbour >= 0 && neighbour < graph.ntotal, nowhere);
}
