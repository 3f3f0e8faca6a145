#include "Index.h"

#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexPreTransform.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

int64_t CFaissSearch(
    const CFaissIndex *index, const float *vector, int64_t wanted, int64_t effort, float *scores, int64_t *rows, CFaissError error) {
    return guarded<int64_t>(error, -1, [&]() -> int64_t {
        faiss::SearchParametersIVF lists;
        faiss::SearchParametersHNSW graph;
        faiss::SearchParametersPreTransform chained;
        faiss::SearchParameters *parameters = nullptr;
        if (index->lists > 0) {
            lists.nprobe = static_cast<size_t>(std::clamp<int64_t>(effort, 1, index->lists));
            parameters = &lists;
            if (dynamic_cast<const faiss::IndexPreTransform *>(index->inner)) {
                chained.index_params = parameters;
                parameters = &chained;
            }
        } else if (dynamic_cast<const faiss::IndexHNSW *>(index->inner)) {
            graph.efSearch = static_cast<int>(std::clamp<int64_t>(std::max(effort, wanted), 16, 4096));
            parameters = &graph;
        }
        wanted = std::min(wanted, index->inner->ntotal);
        if (wanted <= 0) return 0;
        index->inner->search(1, vector, wanted, scores, rows, parameters);
        int64_t found = 0;
        for (int64_t place = 0; place < wanted; ++place) {
            // Places left over, where the lists looked into hold fewer, come as row -1.
            if (rows[place] == -1) continue;
            if (rows[place] < 0 || rows[place] >= index->inner->ntotal || !std::isfinite(scores[place]))
                throw std::runtime_error("the index answers with a row or a score that cannot be: it is damaged");
            const auto row = index->rows ? (*index->rows)[static_cast<size_t>(rows[place])] : rows[place];
            scores[found] = scores[place];
            rows[found++] = row;
        }
        return found;
    });
}
