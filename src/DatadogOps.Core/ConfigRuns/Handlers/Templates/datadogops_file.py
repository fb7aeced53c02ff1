"""
Returner for Salt: writes the results of states to a folder, from which they are sent to Datadog. Copy this file to _returners in the
file roots, run "salt '*' saltutil.sync_returners", and set "return: datadogops_file" in the minion's configuration.
"""

import json
import os
import tempfile

REPORTS = {{report|python}}


def __virtual__():
    return "datadogops_file"


def returner(ret):
    """Write the result of a state run under another name and rename it, so that nobody reads half of it."""
    if not str(ret.get("fun", "")).startswith("state."):
        return
    os.makedirs(REPORTS, mode=0o700, exist_ok=True)
    # mkstemp creates the file with mode 0600: results contain what states contain, secrets included.
    handle, beside = tempfile.mkstemp(prefix=".salt-", suffix=".part", dir=REPORTS)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(ret, file, default=str)
        os.rename(beside, os.path.join(REPORTS, "salt-%s.json" % os.path.basename(str(ret.get("jid", os.getpid())))))
    except BaseException:
        os.unlink(beside)
        raise
