# shellcheck shell=bash
# Where the launcher writes: builds, process numbers, what it fetched.

SHIPPED=$HOME_FOLDER/.gavel

# Java splits its class path at colons, and its addresses of jars at "!/".
usable() { # whether folder $1 is there, or can be made, and takes files
    case $1 in *:* | *'!'*) return 1 ;; esac
    { mkdir -p "$1" "$1/app" "$1/run"; } 2>/dev/null && [ -w "$1" ] && [ -w "$1/app" ] && [ -w "$1/run" ]
}

own() { # likewise where others can write too: it must be ours from the start
    local made
    made=$({ umask 077; mkdir -p "$1"; } 2>&1) || return 1
    [ -O "$1" ] && [ ! -L "$1" ] && usable "$1"
}

find_state() {
    local name base
    STATE=${GAVEL_STATE:-$SHIPPED}
    if usable "$STATE"; then
        :
    elif [ -n "${GAVEL_STATE:-}" ]; then
        fail 5 "GAVEL_STATE names $GAVEL_STATE, where no folder can be written: name another"
    else
        name=$(printf %s "$HOME_FOLDER" | cksum)
        name=gavel-$UID-${name%% *}
        for base in "${XDG_STATE_HOME:-}" "${HOME:+$HOME/.local/state}" "${TMPDIR:-}" /var/tmp /tmp /dev/shm; do
            STATE=$base/$name
            [ -n "$base" ] && own "$STATE" && break
            STATE=
        done
        [ -n "$STATE" ] ||
            fail 5 "no folder to write to: $SHIPPED takes no files, nor do your home and /tmp. Set GAVEL_STATE to one that does"
    fi
    if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ]; then # no entry in passwd, say
        export HOME=$STATE/home
        mkdir -p "$HOME"
    fi
}

find_temporary_folder() { # the system's, or what stands in for one that takes no files
    local folder
    TEMPORARY=()
    for folder in "${TMPDIR:-}" /tmp /var/tmp /dev/shm "$STATE/tmp"; do
        [ "$folder" != "$STATE/tmp" ] || mkdir -p "$folder"
        if [ -n "$folder" ] && [ -d "$folder" ] && [ -w "$folder" ]; then
            [ "$folder" = /tmp ] && return
            export TMPDIR=$folder
            TEMPORARY=("-Djava.io.tmpdir=$folder")
            return
        fi
    done
}
