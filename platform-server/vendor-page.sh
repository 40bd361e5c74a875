#!/usr/bin/env bash
# Takes the page's libraries out of their npm packages, by version, with their licences.
# Run it by hand to move to another version; what it writes is committed, so that no build needs npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/src/main/resources/dev/gavel/server/page/vendor"

PREACT=11.2.0
HTM=3.1.1
UPLOT=1.6.32

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

unpack() { # package, version
    (cd "$scratch" && npm pack --silent "$1@$2" >/dev/null && mkdir "$1" &&
        tar xzf "$1-$2.tgz" -C "$1" --strip-components=1)
}

take() { # file of a package, name here; without its source map, which is not shipped
    sed '/^\/\/# sourceMappingURL=/d' "$scratch/$1" >"$2"
}

unpack preact $PREACT
unpack htm $HTM
unpack uplot $UPLOT
take preact/dist/preact.mjs preact.js
take preact/hooks/dist/hooks.mjs preact-hooks.js
take preact/LICENSE preact.LICENSE.txt
take htm/dist/htm.mjs htm.js
take htm/LICENSE htm.LICENSE.txt
take uplot/dist/uPlot.esm.js uplot.js
take uplot/dist/uPlot.min.css uplot.css
take uplot/LICENSE uplot.LICENSE.txt
printf 'preact %s\nhtm %s\nuplot %s\n' $PREACT $HTM $UPLOT >VERSIONS.txt
