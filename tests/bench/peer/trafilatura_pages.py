"""Trafilatura: every page of a folder, its text and the milliseconds it took, as JSON on standard output."""

import json
import sys
import time
from pathlib import Path

import trafilatura

found = {}
for page in sorted(Path(sys.argv[1]).glob("*.html")):
    source = page.read_bytes()
    begin = time.perf_counter()
    text = trafilatura.extract(source, include_comments=False) or ""
    found[page.name] = {"text": text, "ms": (time.perf_counter() - begin) * 1000}
json.dump(found, sys.stdout)
