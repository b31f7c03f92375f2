"""Serves runs of plugins: one JSON object a line, requests on what was standard input, answers on what was standard output.

Arguments: the folder of the plugins, the number of threads, a JSON object of the files that must not be loaded, with
the reason for each, and the bytes of memory of its own that there may be, 0 for any. Python 3.6 or later, nothing but its standard library.
"""
import sys

# Before anything else is imported: the script's own folder must not hide modules of Python's own.
sys.path[:] = [entry for entry in sys.path if entry != __file__.rpartition("/")[0]]

import importlib
import importlib.util
import io
import json
import math
import os
import queue
import resource
import signal
import threading
import time
import traceback

PREFIX = "dialer_plugin_"
LONGEST_ANSWER = 1 << 20
LONGEST_KEY = 1000
DEEPEST = 50
STACK = 16 << 20


class PluginFinder:
    """Plugins are modules under a name that hides none of Python's own; processes that they spawn find them as well."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if not name.startswith(PREFIX):
            return None
        file = os.path.join(sys.argv[1], name[len(PREFIX):] + ".py")
        return importlib.util.spec_from_file_location(name, file)


class Output(io.TextIOWrapper):
    """What plugins print. Closing it would take it from all the others."""

    def close(self):
        self.flush()


def private_pipe():
    """Takes both ends of the pipe for itself: what plugins and their children print goes to the standard error."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for name, number in (("stdout", 1), ("stderr", 2)):
        raw = open(number, "wb", buffering=0, closefd=False)
        output = Output(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=True)
        setattr(sys, name, output)
        setattr(sys, "__%s__" % name, output)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: (os.close(requests), os.close(answers)))
    return os.fdopen(requests, "r", encoding="utf-8", newline="\n"), answers


class Answers:
    def __init__(self, pipe):
        self._pipe = pipe
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def send(self, message):
        if os.getpid() != self._pid:
            os._exit(0)  # A plugin has forked, and its child came back: it must not answer as well.
        line = encoded(message)
        if len(line) > LONGEST_ANSWER:
            line = encoded({"id": message.get("id"), "error": "returned more than %d bytes" % LONGEST_ANSWER})
        left = (line + "\n").encode("ascii")
        with self._lock:
            while left:
                left = left[os.write(self._pipe, left):]


def encoded(message):
    return json.dumps(plain(message, 0), allow_nan=False)


def plain(value, depth):
    """The same with nothing in it that JSON, or its reader, does not have."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if -(1 << 63) <= value < 1 << 63 else text(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else text(value)
    if depth > DEEPEST:
        return "..."
    if isinstance(value, dict):
        return {text(key)[:LONGEST_KEY]: plain(inner, depth + 1) for key, inner in list(value.items())}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner, depth + 1) for inner in list(value)]
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    return text(value)


def text(value):
    try:
        return str(value)
    except BaseException:
        return "<%s>" % type(value).__name__


def reason(failure):
    said = text(failure)
    return "%s: %s" % (type(failure).__name__, said) if said else type(failure).__name__


def load_all(folder, skipped, answers):
    """Tells of each file before it is loaded, because loading it may end or halt this process."""
    plugins, broken, found = {}, {}, []
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".py") or file.startswith(("_", ".")) or not os.path.isfile(os.path.join(folder, file)):
            continue
        name, error = None, skipped.get(file)
        if error is None:
            answers.send({"loading": file})
            try:
                module = importlib.import_module(PREFIX + file[:-3])
                execute = getattr(module, "execute", None)
                declared = getattr(module, "PLUGIN_NAME", None)
                if callable(execute) and isinstance(declared, str) and declared:
                    plugins[file], name = execute, declared
            except BaseException as failure:  # Also SystemExit: a plugin that cannot be loaded costs itself only.
                error = "cannot be imported: " + reason(failure)
        if error is not None:
            broken[file], name = error, file[:-3]
        found.append({"file": file, "name": name, "error": error})
    answers.send({"ready": found, "python": sys.version.split()[0]})
    return plugins, broken


def run(execute, task):
    try:
        returned = execute(task)
    except BaseException as failure:
        try:
            traceback.print_exc()
        except BaseException:
            pass  # What cannot be printed is in the answer.
        return {"error": "raised " + reason(failure)}
    if not isinstance(returned, dict):
        return {"error": "returned %s and not a dict" % type(returned).__name__}
    return {"returned": returned}


def serve(plugins, broken, waiting, answers):
    while True:
        request = waiting.get()
        started = time.monotonic()
        try:
            file = request["file"]
            execute = plugins.get(file)
            answer = {"error": broken.get(file, "is not loaded")} if execute is None else run(execute, request["task"])
            answer.update(id=request["id"], seconds=time.monotonic() - started)
            answers.send(answer)
        except BaseException as failure:  # A thread that ends would answer nobody any more.
            answers.send({"id": request["id"], "error": "cannot be answered for: " + reason(failure)})


def read(requests, waiting, leads):
    """Whoever asks is gone at the end of it; then nothing that was started here may go on."""
    try:
        for line in requests:
            waiting.put(json.loads(line))
    finally:
        if leads:
            os.killpg(0, signal.SIGKILL)
        os._exit(0)


def limit_resources(memory, threads):
    """No plugin takes all of the machine's memory, nor leaves a file with what it knew behind when it crashes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        most = memory + threads * STACK
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def main():
    folder, threads, skipped = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    limit_resources(int(sys.argv[4]), threads)
    leads = True
    try:
        os.setsid()
    except OSError:
        leads = os.getpgrp() == os.getpid()
    requests, pipe = private_pipe()
    answers, waiting = Answers(pipe), queue.Queue()
    sys.path += [folder, os.path.dirname(folder)]
    threading.Thread(target=read, args=(requests, waiting, leads), daemon=True).start()
    plugins, broken = load_all(folder, skipped, answers)
    for _ in range(threads):
        threading.Thread(target=serve, args=(plugins, broken, waiting, answers), daemon=True).start()
    while True:  # Signals that plugins ask for come here.
        try:
            threading.Event().wait()
        except BaseException:
            traceback.print_exc()


sys.meta_path.append(PluginFinder)
if __name__ == "__main__":
    main()
