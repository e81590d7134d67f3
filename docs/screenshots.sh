#!/bin/sh
# Makes docs/graph.png anew: the page of examples/explore.rs over the sample articles, in Chromium.
#
#   docs/screenshots.sh [STORE]
#
# Without a store the sample articles are read first. Wants cargo, chromium (or CHROMIUM=…) and,
# for a smaller picture, pngquant or python3 with Pillow where there is one of them.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=${1:-}
if [ -z "$store" ]; then
    store=$work/newsgraph.db
    cargo run --release --example ingest -- --db "$store" examples/articles
fi
cargo run --release --example explore -- --db "$store" --out "$work/graph.html"
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
    --user-data-dir="$work/profile" --window-size=1280,800 --hide-scrollbars --virtual-time-budget=6000 \
    --screenshot="$work/graph.png" "file://$work/graph.html${FRAGMENT:-#theme=light&name=Esther%20Mwakio}"
if command -v pngquant >/dev/null; then
    pngquant --force --output docs/graph.png 128 "$work/graph.png"
elif python3 -c 'import PIL' 2>/dev/null; then
    python3 -c 'import sys; from PIL import Image
Image.open(sys.argv[1]).convert("RGB").quantize(128).save("docs/graph.png", optimize=True)' "$work/graph.png"
else
    cp "$work/graph.png" docs/graph.png
fi
ls -l docs/graph.png
