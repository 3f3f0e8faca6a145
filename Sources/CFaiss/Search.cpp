#include "Index.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

int64_t CFaissSearch(const CFaissIndex *index, const float *vector, int64_t wanted, float *scores, int64_t *rows, CFaissError error) {
    return guarded<int64_t>(error, -1, [&]() -> int64_t {
        wanted = std::min(wanted, index->most);
        if (wanted <= 0) return 0;
        index->searched->search(1, vector, wanted, scores, rows);
        int64_t found = 0;
        for (int64_t place = 0; place < wanted; ++place) {
            // Places left over, where the lists looked into hold fewer, come as row -1.
            if (rows[place] == -1) continue;
            if (rows[place] < 0 || rows[place] >= index->searched->ntotal || !std::isfinite(scores[place]))
                throw std::runtime_error("the index answers with a row or a score that cannot be: it is damaged");
            scores[found] = scores[place];
            rows[found++] = rows[place];
        }
        return found;
    });
}
