# shellcheck shell=bash
# How much memory a server takes of what there is for us.

# Stands in for the root folder in tests.
SYSTEM=${GAVEL_SYSTEM_ROOT:-}

# What we may use, in MB: the machine's memory, or what a container or service is allowed, if less.
# Each group that holds ours may set a limit. Inside a container the path is as the host sees it,
# and only the top is there.
memory_limit() {
    local name kib rest line path file bytes
    MEMORY=0
    [ -r "$SYSTEM/proc/meminfo" ] || return 0
    while read -r name kib rest; do
        [ "$name" = MemTotal: ] || continue
        MEMORY=$((kib / 1024))
        break
    done <"$SYSTEM/proc/meminfo"
    [ -r "$SYSTEM/proc/self/cgroup" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        path=${line#*:*:}
        case $line in
        0::*) set -- "$SYSTEM/sys/fs/cgroup" "$SYSTEM/sys/fs/cgroup/unified" ;;
        *:memory:* | *:*,memory:* | *:memory,*:*) set -- "$SYSTEM/sys/fs/cgroup/memory" ;;
        *) continue ;;
        esac
        while :; do
            for file in "${@/%/${path%/}/memory.max}" "${@/%/${path%/}/memory.high}" \
                "${@/%/${path%/}/memory.limit_in_bytes}"; do
                [ -r "$file" ] || continue
                bytes=
                IFS= read -r bytes <"$file" || true
                case $bytes in '' | *[!0-9]* | ????????????????????*) continue ;; esac # "max", or no limit
                [ $((bytes >> 20)) -ge "$MEMORY" ] || MEMORY=$((bytes >> 20))
            done
            case $path in */?*) path=${path%/*} ;; *) break ;; esac
        done
    done <"$SYSTEM/proc/self/cgroup"
}

# A twelfth of the memory, so that five servers leave the most of it to others; 768 MB at least where
# there is three times as much, else a third.
usual_heap() {
    HEAP=${GAVEL_HEAP:-}
    case $HEAP in
    '') ;;
    *[!0-9kKmMgG]* | [!1-9]* | *[!0-9]?* | [1-9])
        fail 2 "GAVEL_HEAP=$HEAP is no size: write one such as 768m or 2g" ;;
    *) return 0 ;;
    esac
    memory_limit
    if [ "$MEMORY" = 0 ]; then
        HEAP=768m
    elif [ "$MEMORY" -ge $((23 << 10)) ]; then
        HEAP=2g
    elif [ "$MEMORY" -ge $((9 << 10)) ]; then
        HEAP=$((MEMORY / 12))m
    elif [ "$MEMORY" -ge $((3 * 768)) ]; then
        HEAP=768m
    else
        HEAP=$((MEMORY / 3))m
    fi
}

SMALLEST_MEMORY=384 # a third is 128 MB of heap; the rest takes some 200

enough_memory() {
    [ -z "${GAVEL_HEAP:-}" ] && [ "$MEMORY" != 0 ] || return 0
    [ "$MEMORY" -ge $SMALLEST_MEMORY ] ||
        fail 5 "programs here may use $MEMORY MB of memory; a server takes $SMALLEST_MEMORY MB at least. Give it more, or set GAVEL_HEAP to try all the same"
}

# Several servers share what there is: of a machine or container with little memory each takes less.
# The words of the verb.
share_memory() {
    local servers least
    [ -z "${GAVEL_HEAP:-}" ] || return 0
    noted starts || return 0
    memory_limit
    [ "$MEMORY" != 0 ] && [ "$MEMORY" -lt $((5 * 768)) ] || return 0
    servers=$(servers_started "$@")
    least=$((BESIDE_SERVERS + servers * (SMALLEST_SHARED_HEAP + BESIDE_HEAP)))
    [ "$MEMORY" -ge $least ] ||
        fail 5 "programs here may use $MEMORY MB of memory; $servers servers take $least MB at least. Give them more, or set GAVEL_HEAP to try all the same"
    HEAP=$((MEMORY / 10))
    least=$(((MEMORY - BESIDE_SERVERS) / 5 - BESIDE_HEAP)) # what five can have
    [ "$HEAP" -le $least ] || HEAP=$least
    [ "$HEAP" -ge $SMALLEST_SHARED_HEAP ] || HEAP=$SMALLEST_SHARED_HEAP
    [ "$HEAP" -le 768 ] || HEAP=768
    export GAVEL_HEAP=${HEAP}m
    [ "$MEMORY" -ge $FIVE_SERVERS_MEMORY ] ||
        say "programs here may use $MEMORY MB of memory; five servers take some $FIVE_SERVERS_MEMORY MB, and the system may end some of them"
}

# How many a verb starts: those that it names, else all of the configuration.
servers_started() {
    local word line count=0 next='' file=${GAVEL_CONFIG:-$HOME_FOLDER/conf/gavel.conf}
    local id='(^|[{,[:space:]])id[[:space:]]*[=:][[:space:]]*[0-9]+(.*)'
    for word in "$@"; do
        case $next$word in
        --config=*) file=${word#*=} ;;
        --config) next=file: ;;
        file:*) file=$word next='' ;;
        [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) count=$((count + 1)) ;;
        esac
    done
    if [ "$count" = 0 ] && [ -r "$file" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            [[ $line =~ ^[[:space:]]*(#|//) ]] && continue
            while [[ $line =~ $id ]]; do
                count=$((count + 1))
                line=${BASH_REMATCH[2]}
            done
        done <"$file"
    fi
    [ "$count" != 0 ] || count=5
    echo "$count"
}

# In MB, as measured: what a server takes besides its heap, and who starts them beside them.
BESIDE_HEAP=140
BESIDE_SERVERS=80
SMALLEST_SHARED_HEAP=64
FIVE_SERVERS_MEMORY=1536
