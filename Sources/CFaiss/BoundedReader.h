#pragma once

#include <faiss/impl/io.h>

#include <cstdio>
#include <stdexcept>
#include <string>

/// Reads an index file, and refuses every count in it that the rest of the file cannot hold.
///
/// `read_index` sets aside the memory that a size field asks for before it reads on: one forged field made it touch 16 GiB. All of its
/// counts are single 64-bit numbers, and what they count takes a byte at least.
struct BoundedReader final : faiss::IOReader {
    explicit BoundedReader(const char *path) : file(std::fopen(path, "rbe")) {
        name = path;
        if (!file) throw std::runtime_error("the file cannot be opened");
        std::fseek(file, 0, SEEK_END);
        const long end = std::ftell(file);
        rest = end > 0 ? static_cast<size_t>(end) : 0;
        std::rewind(file);
    }
    BoundedReader(const BoundedReader &) = delete;
    BoundedReader &operator=(const BoundedReader &) = delete;
    ~BoundedReader() override {
        if (file) std::fclose(file);
    }

    size_t operator()(void *target, size_t size, size_t count) override {
        if (size != 0 && count > rest / size) throw std::runtime_error("the file ends before what it announces");
        const size_t read = std::fread(target, size, count, file);
        rest -= read * size;
        if (size == sizeof(int64_t) && count == 1) check(*static_cast<const int64_t *>(target));
        return read;
    }

private:
    std::FILE *file;
    size_t rest;

    /// Two unused fields of every header hold 2^20, and rows that are deleted or empty are numbered -1.
    void check(int64_t number) const {
        if (number == 1 << 20 || number == -1) return;
        if (number < 0 || static_cast<uint64_t>(number) > rest)
            throw std::runtime_error("it announces " + std::to_string(number) + " items, more than its length allows");
    }
};
