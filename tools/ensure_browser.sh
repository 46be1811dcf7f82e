#!/bin/sh
# Make sure that a Chromium or Chrome is on PATH for the browser tests; install Debian's if not.
# Never fails: without a browser, the browser tests themselves fail and say so.
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

if [ "$(id -u)" = 0 ]; then
    as_root=""
else
    as_root="sudo -n"
fi

echo "No Chromium or Chrome on PATH: installing Debian's chromium package."
if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }; then
    echo "Could not install it. Install Chromium or Chrome by hand; the browser tests fail without." >&2
fi
