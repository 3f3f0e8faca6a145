# Shared by the scripts beside it: where the project is, and how they say what they do. Sourced, never run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One place for everything that is made on this machine and never committed.
STATE_DIR="${LOCAL_STORAGE_DIR:-$PWD/.docent}"
MODEL_NAME=universal-sentence-encoder-multilingual-v3
MODEL_DIR="${MODEL_DIR:-$STATE_DIR/models}"
MODEL_PACK="$MODEL_DIR/$MODEL_NAME.pack"

step() { printf '\n\033[1m==> %s\033[0m\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

need_swift() {
    command -v swift > /dev/null || fail "swift was not found. Install Swift 6.3 (swift.org/install) and put it on the PATH."
}

# Makes the embedded model's pack with the given docent executable, unless there is one that it can use.
make_model_pack() {
    if "$1" model verify "$MODEL_PACK" > /dev/null 2>&1; then
        note "the embedded model is here already"
        return
    fi
    mkdir -p "$MODEL_DIR"
    scripts/fetch-model "$MODEL_DIR/source"
    "$1" model pack "$MODEL_DIR/source" --output "$MODEL_PACK"
}

# Makes a Python environment with other people's clients, by which the stand-ins of Discord, the Hub and GitHub are checked, once. Where they
# cannot be installed the tests with them are skipped.
make_foreign_clients() {
    local wanted=Tests/Fixtures/clients/requirements.txt folder="$STATE_DIR/clients"
    if ! cmp -s "$wanted" "$folder/requirements.txt"; then
        rm -rf "$folder"
        if ! { python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"; }; then
            rm -rf "$folder"
            note "discord.py, hikari, huggingface_hub and PyGithub could not be installed: the tests with them are skipped"
            return
        fi
        cp "$wanted" "$folder/requirements.txt"
    fi
    note "discord.py, hikari, huggingface_hub and PyGithub are here"
    export DOCENT_TEST_PYTHON="$folder/bin/python"
}
