#!/usr/bin/env python3
"""Writes indexes of all kinds with Python's faiss-cpu, and compares what Docent answers with what Python does.

usage: kinds.py INDEX_PROBE [FOLDER]        INDEX_PROBE: .build/debug/index-probe; needs numpy and faiss-cpu

Docent searches as thoroughly as the file says, and more where it says nothing; the same is set here before Python is asked. Hits that are
as near as one another may change places. Walks through graphs and sums of parts may end otherwise, for the library's newer versions order ties
in another way; then the hits are to be as good. Prints a line for each kind: "same", "refused" with Docent's reason, or "DIFFERS".
"""
import itertools
import os
import subprocess
import sys
import tempfile

import faiss
import numpy as np

PROBE = sys.argv[1]
FOLDER = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
TOP = 10
IP, L2 = faiss.METRIC_INNER_PRODUCT, faiss.METRIC_L2
faiss.omp_set_num_threads(1)


def corpus(count, dimension, seed=5):
    random = np.random.default_rng(seed)
    centres = random.normal(size=(40, dimension))
    vectors = centres[random.integers(40, size=count)] + 0.6 * random.normal(size=(count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("float32")


def prepare(index):
    """What Docent sets where a file says nothing (`Prepare.cpp`)."""
    index = faiss.downcast_index(index)
    if isinstance(index, faiss.IndexIVF):
        prepare(index.quantizer)
        if index.nprobe <= 1:
            index.nprobe = min(max(index.nlist // 10, 16), 4096)
        index.nprobe = min(index.nprobe, index.nlist)
    elif isinstance(index, (faiss.IndexIDMap, faiss.IndexPreTransform)):
        prepare(index.index)
    elif isinstance(index, faiss.IndexRefine):
        prepare(index.base_index)
        if index.k_factor == 1:
            index.k_factor = 4
    elif isinstance(index, faiss.IndexHNSW):
        index.hnsw.efSearch = 128 if index.hnsw.efSearch <= 16 else index.hnsw.efSearch
    elif isinstance(index, faiss.IndexNSG):
        index.nsg.search_L = min(128 if index.nsg.search_L <= 16 else index.nsg.search_L, index.ntotal)
    elif isinstance(index, faiss.IndexNNDescent):
        index.nndescent.search_L = min(128 if index.nndescent.search_L <= 0 else index.nndescent.search_L, index.ntotal - 1)


def score(index, distances):
    """Docent's score of Python's distance."""
    inner = faiss.downcast_index(index)
    while isinstance(inner, (faiss.IndexIDMap, faiss.IndexPreTransform)):
        inner = faiss.downcast_index(inner.index)
    if isinstance(inner, (faiss.IndexLSH, faiss.IndexIVFSpectralHash)):
        return -distances
    if index.metric_type == IP:
        return distances
    return 1 - distances / 2 if index.metric_type == L2 else -distances


def compare(name, index, questions):
    path = os.path.join(FOLDER, "".join(c if c.isalnum() else "_" for c in name) + ".index")
    faiss.write_index(index, path)
    questions.tofile(path + ".questions")
    run = subprocess.run(
        [PROBE, "--vectors", path, path + ".questions", str(TOP)], capture_output=True, text=True, env={"OMP_NUM_THREADS": "1"}
    )
    if run.returncode == 1:
        return "refused: " + run.stdout.strip().removeprefix("refused: ")
    if run.returncode != 0:
        return f"DIFFERS: Docent ended with {run.returncode} {run.stderr[-200:]}"
    prepare(index)
    distances, rows = index.search(questions, TOP)
    expected = score(index, distances)
    wrong = worst = 0
    sums = [0.0, 0.0]
    for line, want_rows, want_scores in zip(run.stdout.splitlines(), rows, expected):
        hits = [hit.split(":") for hit in line.split()]
        want = [(r, s) for r, s in zip(want_rows, want_scores) if r >= 0]
        got = [(int(r), float(s)) for r, s in hits]
        sums = [sums[0] + sum(s for _, s in want), sums[1] + sum(s for _, s in got)]
        span = max((abs(s) for _, s in want), default=1) or 1
        if len(got) != len(want):
            wrong += 1
            continue
        error = max((abs(g[1] - w[1]) / span for g, w in zip(got, want)), default=0)
        worst = max(worst, error)
        # The same vectors, but for those as near as the last.
        last = want[-1][1] if want else 0
        missing = {r for r, s in want if s > last + 1e-4 * span} - {r for r, _ in got}
        if error > 1e-4 or missing:
            wrong += 1
    if not wrong:
        return f"same (scores within {worst:.0e})"
    if any(part in name for part in ("HNSW", "NSG", "NNDescent", "IMI")) and abs(sums[1] / sums[0] - 1) < 0.005:
        return f"same but for {wrong} of {len(questions)}, all scores together by {sums[1] / sums[0] - 1:+.1e}"
    return f"DIFFERS in {wrong} of {len(questions)} (scores by {worst:.1e})"


FACTORIES = """
Flat|IVF100,Flat|IVF100(RCQ2x3),Flat|IVF64_HNSW32,Flat|IVF64_NSG16,Flat|IMI2x5,Flat|IMI2x8,Flat|IVF100,FlatDedup|IVF100,PQ16|IVF100,PQ16x4|IVF100,PQ16x4fs|
IVF100,PQ16x4fsr|IVF100,PQ8+8|IVF100,SQ8|IVF100,SQ4|IVF100,SQ6|IVF100,SQfp16|IMI2x5,PQ16|IVF100,RQ4x6|IVF100,LSQ4x4|IVF100,PRQ2x2x4|IVF100,PLSQ2x2x4|
IVF100,RQ4x4fs_32_Nrq2x4|IVF100,LSQ4x4fs_32_Nlsq2x4|
HNSW32|HNSW32,Flat|HNSW32_SQ8|HNSW32,SQ8|HNSW32,PQ16|HNSW16,PQ16x4|SQ8|SQ4|SQ6|SQfp16|SQ8_direct|SQbf16|SQ8_direct_signed|IVF100,SQbf16|IVF100,SQ8_direct_signed|
PQ16|PQ8|PQ16x4|PQ16x4fs|PQ16x10|OPQ16,PQ16|OPQ16_32,IVF100,PQ16|OPQ16,IVF100,PQ16x4fsr|PCA32,Flat|PCAR32,IVF100,Flat|PCAW16,SQ8|PCA32,HNSW16|PCA16,PQ16|
L2norm,Flat|L2norm,IVF100,Flat|L2norm,PCA32,L2norm,Flat|RR32,Flat|Pad128,Flat|ITQ32,Flat|ITQ64,LSH|LSH|LSHr|LSHrt|LSHt|IVF100,ITQ64,SH|
IDMap,Flat|IDMap2,Flat|IDMap,HNSW16|IDMap2,IVF100,Flat|IDMap,PCA32,IVF100,SQ8|IDMap,PQ16|
Flat,RFlat|IVF100,Flat,RFlat|IVF100,PQ16,RFlat|IVF100,PQ16x4fs,RFlat|IVF100,PQ16,Refine(SQ8)|IVF100,SQ8,Refine(SQfp16)|PQ16,RFlat|PQ16x4fs,RFlat|PCA32,IVF100,Flat,RFlat|OPQ16,IVF100,PQ16,RFlat|
HNSW16_SQ8,RFlat|IDMap,IVF100,PQ16,RFlat|NSG16,RFlat|
NSG32|NSG16,SQ8|NSG16,PQ16|NSG16,Flat|RQ4x6|RQ4x4fs_32_Nrq2x4|LSQ4x4|LSQ4x4fs_32_Nlsq2x4|PRQ2x2x4|PLSQ2x2x4|RQ4x6_Nfloat|RQ4x6_Nqint8|RQ4x6_Nqint4|RQ4x6_Ncqint8|RQ4x6_Ncqint4|
RaBitQ|IVF100,RaBitQ|RaBitQfs|IVF100,RaBitQfs|HNSW16,FlatPanorama4|FlatL2Panorama8|IVF100,FlatPanorama4|ZnLattice4x10_6|Residual32,PQ16
"""


def factories(vectors, questions, only=None):
    for text in FACTORIES.replace("\n", "").split("|"):
        for metric in (IP, L2):
            name = f"{text} {'ip' if metric == IP else 'l2'} d={vectors.shape[1]} n={len(vectors)}"
            if only and text not in only:
                continue
            try:
                index = faiss.index_factory(vectors.shape[1], text, metric)
                index.train(vectors)
                if text.startswith("IDMap"):
                    index.add_with_ids(vectors, np.arange(len(vectors)))
                else:
                    index.add(vectors)
            except Exception as error:
                yield name, "not made by Python: " + str(error).split("Error:")[-1].strip().splitlines()[-1][:90]
                continue
            yield name, compare(name, index, questions)


def others(vectors, questions):
    """Those that no factory's words make."""
    count, dimension = vectors.shape
    for metric, name in [(faiss.METRIC_L1, "L1"), (faiss.METRIC_Linf, "Linf"), (faiss.METRIC_Canberra, "Canberra"), (faiss.METRIC_Jaccard, "Jaccard")]:
        index = faiss.IndexFlat(dimension, metric)
        index.add(vectors)
        yield f"Flat {name}", compare(f"Flat {name}", index, questions)
        if name == "L1":
            graph = faiss.IndexHNSWFlat(dimension, 16, metric)
            graph.add(vectors)
            yield "HNSW16 L1", compare("HNSW16 L1", graph, questions)
    order = np.random.default_rng(1).permutation(count).astype("int64")
    numberings = [("permuted ids", order), ("ids from 1000", np.arange(count) + 1000), ("ids twice", np.arange(count) // 2)]
    for text, ids in numberings:
        for kind in ["IDMap,Flat", "IDMap2,IVF100,SQ8", "IVF100,Flat", "IDMap,HNSW16"]:
            index = faiss.index_factory(dimension, kind, IP)
            index.train(vectors)
            index.add_with_ids(vectors, ids.astype("int64"))
            yield f"{kind} {text}", compare(f"{kind} {text}", index, questions)
    for value in (4, 40):
        index = faiss.index_factory(dimension, "IVF100,Flat", IP)
        index.train(vectors)
        index.add(vectors)
        index.nprobe = value
        yield f"IVF100,Flat nprobe={value}", compare(f"IVF nprobe {value}", index, questions)
        refined = faiss.IndexRefineFlat(index, faiss.swig_ptr(vectors))
        refined.k_factor = 3
        yield f"refined, nprobe={value}", compare(f"refined nprobe {value}", refined, questions)
    twice = np.concatenate([vectors[:100], vectors[: count - 100]])
    index = faiss.index_factory(dimension, "IVF100,FlatDedup", L2)
    index.train(twice)
    index.add(twice)
    yield "IVF100,FlatDedup with doubles", compare("dedup doubles", index, questions)
    index = faiss.IndexNNDescentFlat(dimension, 32, L2)
    index.add(vectors)
    yield "NNDescent32", compare("NNDescent32", index, questions)
    index = faiss.IndexPQ(dimension, 16, 8, L2)
    index.do_polysemous_training = True
    index.search_type = faiss.IndexPQ.ST_polysemous
    index.polysemous_ht = 70
    index.train(vectors)
    index.add(vectors)
    yield "PQ16 polysemous", compare("polysemous", index, questions)
    index = faiss.index_factory(dimension, "IVF100,Flat", L2)
    index.train(vectors)
    index.add(vectors)
    index.remove_ids(np.arange(50))
    yield "IVF100,Flat after removals", compare("removed", index, questions)
    index = faiss.IndexFlatL2(dimension)
    yield "Flat, empty", compare("empty", index, questions)
    index.add(vectors[:3])
    yield "Flat of 3", compare("three", index, questions)
    for kind in ["HNSW16", "NSG16"]:
        index = faiss.index_factory(dimension, kind, L2)
        index.add(vectors[:150])
        yield f"{kind} of 150", compare(f"{kind} 150", index, questions)
    lists = faiss.index_factory(dimension, "IVF20,Flat", L2)
    lists.train(vectors)
    lists.replace_invlists(faiss.OnDiskInvertedLists(20, lists.code_size, os.path.join(FOLDER, "lists")), False)
    lists.add(vectors)
    yield "lists in another file", compare("ondisk", lists, questions)


if __name__ == "__main__":
    tally = {}
    for count, dimension in [(3000, 64), (1200, 24), (5000, 128)]:
        vectors, questions = corpus(count, dimension), corpus(60, dimension, seed=9)
        # Questions with other lengths than 1 come from models that do not normalise.
        some = None if dimension == 64 else {"Flat", "IVF100,Flat", "HNSW32", "IVF100,SQ8", "PQ8", "IVF100,PQ8", "SQ4", "SQ6", "NSG16", "LSH"}
        every = factories(vectors, questions, some)
        for name, verdict in every if some else itertools.chain(every, others(vectors, questions)):
            print(f"{name:58} {verdict}", flush=True)
            word = verdict.split()[0].rstrip(":")
            tally[word] = tally.get(word, 0) + 1
    print(tally)
    sys.exit(1 if tally.get("DIFFERS") else 0)
