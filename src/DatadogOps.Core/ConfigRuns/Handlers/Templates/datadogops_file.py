"""
Returner of Salt: writes what states came to into a folder, from where it is sent to Datadog. For the minion: this file in
_returners of its file roots, "salt '*' saltutil.sync_returners", and "return: datadogops_file" in the minion's configuration.
"""

import json
import os
import tempfile

REPORTS = {{report|python}}


def __virtual__():
    return "datadogops_file"


def returner(ret):
    """Writes the result of a state run: beside, then renamed, so that nobody reads half of it."""
    if not str(ret.get("fun", "")).startswith("state."):
        return
    os.makedirs(REPORTS, mode=0o700, exist_ok=True)
    # mkstemp makes the file 0600: results hold what states hold, secrets too.
    handle, beside = tempfile.mkstemp(prefix=".salt-", suffix=".part", dir=REPORTS)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(ret, file, default=str)
        os.rename(beside, os.path.join(REPORTS, "salt-%s.json" % os.path.basename(str(ret.get("jid", os.getpid())))))
    except BaseException:
        os.unlink(beside)
        raise
