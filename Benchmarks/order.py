"""Which functions the program runs, in the order in which they are to lie in it: Sources/Bot/Link/order. Started by scripts/order.

usage: order.py FOLDER MAP QUESTIONS COUNT OUTPUT PROGRAM [ARGUMENT...]

Runs the program under valgrind, asks it so many of the questions (JSON lines) once its port answers them, and reads from its two dumps what
it ran: until then, and while it answered. The linker moves sections, not functions, so that of each section one function is named: first
those that answering needs, by what part of them is run, then those that only starting needs. FOLDER is for what is made on the way.
"""
import collections
import glob
import json
import os
import re
import struct
import subprocess
import sys
import time
import urllib.request


def ask(port, question):
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/chat", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        assert "event: done" in answer.read().decode()


def wait(port, process):
    while process.poll() is None:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=60).read()
        except OSError:
            time.sleep(1)
    sys.exit("the program ended before it was ready; see the log")


def make_writable(program):
    """Lets all of an ELF file's segments that are loaded and cannot be run be written to."""
    with open(program, "r+b") as file:
        header = file.read(64)
        (table,), (size, count) = struct.unpack_from("<Q", header, 32), struct.unpack_from("<HH", header, 54)
        for at in range(table, table + size * count, size):
            file.seek(at)
            kind, flags = struct.unpack("<II", file.read(8))
            if kind == 1 and not flags & 1:
                file.seek(at + 4)
                file.write(struct.pack("<I", flags | 2))


def profile(folder, questions, command):
    """The names of the functions that were run until the program was ready, and while it answered."""
    program, port = f"{folder}/program", os.environ["PORT"]
    # Valgrind cannot read what Swift's debugger needs, and writes to masks of signals that are constants.
    subprocess.run(["strip", "--strip-debug", "-o", program, command[0]], check=True)
    make_writable(program)
    valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/calls", "--demangle=no"]
    valgrind += ["--compress-strings=no", "--compress-pos=no"]
    with open(f"{folder}/log", "w") as log:
        process = subprocess.Popen(valgrind + [program] + command[1:], stdout=log, stderr=log)
        try:
            wait(port, process)
            subprocess.run(["callgrind_control", "--dump", str(process.pid)], stdout=log, check=True)
            for question in questions:
                ask(port, question)
        finally:
            process.terminate()
            process.wait()
    phases = []
    for part in (f"{folder}/calls.1", f"{folder}/calls"):
        names, within = {}, False
        for line in open(part, errors="replace"):
            if line.startswith("ob="):
                within = line[3:].strip() == program
            elif within and line.startswith("fn="):
                # A function that calls itself has a number behind its name.
                names[line[3:].strip().split("'")[0]] = None
        phases.append(list(names))
    return phases


def sections(path):
    """By function: its section's number, the section's size and its own, from the linker's map. A name that several files have is left out,
    for it would bring all of their sections."""
    found, several, number, size = {}, set(), 0, 0
    for line in open(path, errors="replace"):
        match = re.match(r"\s*[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+ (\s+)(\S.*)$", line)
        if not match:
            continue
        length, depth, name = int(match[1], 16), len(match[2]), match[3]
        if depth == 8:
            number, size, code = number + 1, length, ":(.text" in name
        elif depth > 8 and code:
            if found.setdefault(name, (number, size, length))[0] != number:
                several.add(name)
    return {name: place for name, place in found.items() if name not in several}


def order(phases, found):
    starting, answering = ([name for name in phase if name in found] for phase in phases)
    lines, done = [], set()
    for names in (answering, starting):
        run = collections.Counter()
        for name in names:
            run[found[name][0]] += found[name][2]
        for name in sorted(names, key=lambda name: (round(found[name][1] / max(run[found[name][0]], 1), 1), name)):
            if found[name][0] not in done:
                done.add(found[name][0])
                lines.append(name)
    return lines


if __name__ == "__main__":
    folder, mapped, asked, count, output, *command = sys.argv[1:]
    for old in glob.glob(f"{folder}/calls*"):
        os.remove(old)
    questions = [json.loads(line)["text"] for line in open(asked)][: int(count)]
    lines = order(profile(folder, questions, command), sections(mapped))
    with open(output + ".partial", "w") as file:
        file.write("\n".join(lines) + "\n")
    os.replace(output + ".partial", output)
    print(f"{len(lines)} sections")
