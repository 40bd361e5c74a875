# shellcheck shell=bash
# A server that has been watched under load starts warm (docs/adr/0067-trained-servers.md). It takes a
# minute and a quarter of the whole machine, so it waits until nobody needs that.

archive_of() { # the file of what was seen of server or cli
    printf '%s/%s-%s%s-%s.jsa' "$APP" "$1" "$JDK_VERSION" "$JDK_BUILD" "${HOSTTYPE:-}"
}

trained() { [ "${GAVEL_TRAINING:-on}" = off ] || [ -r "$(archive_of server)" ] || [ ! -w "$APP" ]; }

# Whether a server of ours, or of an earlier program, runs on this machine.
gavel_runs() { grep -qsaE 'dev\.gavel\.server\.([M]ain|[S]erverProgram)' /proc/[0-9]*/cmdline; }

machine_is_idle() {
    local load rest
    [ -r /proc/loadavg ] || return 0
    read -r load rest </proc/loadavg
    [ "${load%%.*}" -lt $((($(nproc 2>/dev/null || echo 2) + 1) / 2)) ]
}

watch_a_server() { # a short run of everything, to see which classes a start needs
    local kind file temporary=$STATE/training
    rm -rf "$temporary"
    mkdir -p "$temporary"
    GAVEL_BUILD=never GAVEL_IN_TRAINING=yes GAVEL_TRAIN=yes TMPDIR=$temporary \
        "$HOME_FOLDER/gavel" train || return
    for kind in server cli; do
        file=$(archive_of $kind)
        if [ -r "$file.seen" ]; then
            "${kind}_flags"
            "$JDK/bin/java" "${JVM_FLAGS[@]}" "${FLAGS[@]}" -XX:AOTMode=create \
                "-XX:AOTConfiguration=$file.seen" "-XX:AOTCache=$file.new" -cp "$(class_path $kind)" || return
            rm -f "$file.seen"
        fi
        [ ! -r "$file.new" ] || mv "$file.new" "$file"
    done
    rm -rf "$temporary"
    [ -r "$(archive_of server)" ]
}

where_the_training_is() { echo "recording what servers need to start fast"; }

train_now() {
    stop_training
    watch_a_server >>"$STATE/training.log" 2>&1 </dev/null &
    progress $! where_the_training_is || {
        say "what servers need to start fast could not be recorded, so they start slowly: see $STATE/training.log"
        return 1
    }
}

train_first() { # before something is measured, unless servers run that it would disturb
    noted measures || return 0
    case " $* " in *' --help '* | *' -h '*) return 0 ;; esac
    gavel_runs || { say "before the first measurement of a build, a server is run under load to record what it needs to start fast (a minute and a quarter)" && train_now; } || true
}

# Leaves it to a process of its own, which waits until no server runs here and the machine is idle.
train_later() {
    noted starts || return 0
    case " $* " in *' --help '* | *' -h '*) return 0 ;; esac
    [ "${GAVEL_BUILD:-auto}" != never ] || return 0 # one of several that a verb starts
    stop_training
    trained || [ "$KIND" = server ] && return
    command -v flock >/dev/null 2>&1 && command -v setsid >/dev/null 2>&1 && [ -r /proc/self/stat ] || return 0
    UNTRAINED=(-Dgavel.untrained=true)
    setsid nice -n 19 "$HOME_FOLDER/gavel" train-when-idle >>"$STATE/training.log" 2>&1 </dev/null &
}

stop_training() { # the one that waits or watches; its servers end with it
    local leader=
    [ -r "$STATE/training.pid" ] || return 0
    IFS= read -r leader <"$STATE/training.pid" || true
    case $leader in '' | *[!0-9]*) return 0 ;; esac
    if (flock -n 8) 8>"$STATE/training.lock" 2>/dev/null; then return 0; fi # it is over
    grep -qsaF train-when-idle "/proc/$leader/cmdline" || return 0
    kill -TERM -- "-$leader" 2>/dev/null || true
}

QUIET_CHECKS=360 # of ten seconds each: after an hour the next start asks again

train_when_idle() {
    local check calm=0
    [ "${GAVEL_TRAINING:-on}" != off ] || exit 0
    need_jdk
    current_app
    [ -n "$APP" ] && ! trained || exit 0
    exec 8>"$STATE/training.lock"
    flock -w 5 8 || exit 0
    echo $$ >"$STATE/training.pid"
    for ((check = 0; check < QUIET_CHECKS; check++)); do
        sleep 10
        if ! gavel_runs && machine_is_idle; then calm=$((calm + 1)); else calm=0; fi
        [ $calm -lt 2 ] || break
    done
    [ $calm -ge 2 ] && [ -d "$APP" ] || exit 0
    echo "watching a server under load, $(date)"
    watch_a_server && echo "servers start warm from now on" || echo "no quick starts for this build"
    exit 0
}
