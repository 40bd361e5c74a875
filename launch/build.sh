# shellcheck shell=bash
# Builds when there is no build, or when sources changed since.

APPS=$SHIPPED/app
# What a build is made of, relative to the folder of the sources.
SOURCES='pom.xml .mvn ./*/pom.xml ./*/src/main'

current_app() { # APP: the folder of the current build, ours or the one that was shipped; else nothing
    local apps
    APP=
    for apps in "$STATE/app" "$SHIPPED/app"; do
        if [ -r "$apps/current" ]; then
            APP=$apps/$(<"$apps/current")
            [ -r "$APP/classpath.server" ] && [ -r "$APP/verbs" ] && return # else of an earlier launcher
            APP=
        fi
    done
}

# From where the build lies now. A server's is the beginning of that of all else, so that what a server
# keeps ready can be used there too. $1: the kind of what runs.
class_path() {
    local jar path='' file=$APP/classpath
    [ "$1" != server ] || file=$APP/classpath.server
    while IFS= read -r jar; do path+=${path:+:}$APP/lib/$jar; done <"$file"
    printf %s "$path"
}

digest_of_sources() {
    # shellcheck disable=SC2086
    (cd "$HOME_FOLDER" && { find $SOURCES -type f 2>/dev/null || true; } | LC_ALL=C sort >"$1" &&
        { cat "$1" && tr '\n' '\0' <"$1" | xargs -0 cat; } | cksum)
}

stale() { # whether there is no build, or a source has changed since; one that was only touched has not
    [ -n "$APP" ] || return 0
    [ -f "$HOME_FOLDER/pom.xml" ] || return 1
    # shellcheck disable=SC2086
    [ -n "$(cd "$HOME_FOLDER" && find $SOURCES -newer "$APP/built" -print 2>/dev/null | head -n 1)" ] || return 1
    [ -r "$APP/sources" ] && [ "$(<"$APP/sources")" = "$(digest_of_sources "$STATE/sources")" ] || return 0
    touch "$APP/built" 2>/dev/null || true
    return 1
}

# Shows how far the job $1 is, until it ends; gives what it ended with. $2: prints where it is.
# Once a second on a terminal, else in a line every ten seconds.
progress() {
    local told=0 terminal=
    [ ! -t 2 ] || terminal=yes
    SECONDS=0
    while kill -0 "$1" 2>/dev/null; do
        if [ -n "$terminal" ]; then
            printf '\r\033[Kgavel: %s (%s s)' "$("$2")" "$SECONDS" >&2
        elif [ $((SECONDS / 10)) -gt $told ]; then
            told=$((SECONDS / 10))
            say "$("$2") ($SECONDS s)"
        fi
        sleep 0.3
    done
    [ -z "$terminal" ] || printf '\r\033[K' >&2
    wait "$1"
}

where_the_build_is() {
    local module fetched
    module=$(sed -n 's/^\[INFO\] Building \([a-z-]*\) .*\(\[[0-9/]*\]\)$/\1 \2/p' "$STATE/build.log" | tail -n 1)
    fetched=$(grep -c '^\[INFO\] Downloaded' "$STATE/build.log" || true)
    printf 'building %s%s' "${module:-}" "$([ "${fetched:-0}" = 0 ] || echo ", $fetched files fetched")"
}

find_maven() { # MAVEN: what there is, if new enough, else the wrapper, which fetches one
    local version
    MAVEN=$HOME_FOLDER/mvnw
    export JAVA_HOME=$JDK
    if command -v mvn >/dev/null 2>&1; then
        version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' || true)
        case $version in 3.[89] | 3.[1-9][0-9] | [4-9].*) MAVEN=mvn ;; esac
    fi
    [ "$MAVEN" = mvn ] || [ -r "$MAVEN" ] || fail 5 "no Maven 3.8 or newer is installed, and there is no $MAVEN to fetch it: install Maven"
    MAVEN_WORDS=(-B)
    if [ ! -w "$HOME" ]; then # whoever runs us has no place for libraries there
        export MAVEN_USER_HOME=$STATE/m2
        MAVEN_WORDS+=("-Dmaven.repo.local=$STATE/m2/repository")
    fi
}

run_maven() { # in the folder where we are
    case $MAVEN in
    mvn) exec mvn "$@" ;;
    *) exec sh "$MAVEN" "$@" ;;
    esac
}

say_why() { # what Maven or its wrapper put into the log $1 when it failed
    local where
    if grep -qE 'UnknownHostException|(Connect|NoRouteToHost|SocketTimeout|SSLHandshake)Exception|Could not transfer artifact|Failed to fetch http' "$1"; then
        where=$(sed -nE 's#.*(https?://[^/ :")]+(:[0-9]+)?/).*#\1#p' "$1" | sed -n 1p)
        say "nothing could be fetched from ${where:-https://repo.maven.apache.org/}, as the first build must: is there a network? A proxy is named in https_proxy and in ~/.m2/settings.xml"
    else
        grep -m 5 '^\[ERROR\]' "$1" >&2 || tail -n 5 "$1" >&2
    fi
}

build() {
    local log=$STATE/build.log work=$STATE/work stamp fresh digest
    [ -f "$HOME_FOLDER/pom.xml" ] || fail 5 "no jars and no sources in $HOME_FOLDER: get the whole folder of Gavel again"
    need_compiler
    # Of a copy: the sources may be where nothing can be written, or be built by somebody else just now.
    rm -rf "$work"
    mkdir -p "$work"
    digest=$(digest_of_sources "$STATE/sources")
    (cd "$HOME_FOLDER" && tar -cf - -T "$STATE/sources") | tar -xf - -C "$work" -m --no-same-owner
    chmod -R u+w "$work"
    say "building, which happens once (log: $log)"
    : >"$log"
    (
        find_maven
        export MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS:-}"
        cd "$work"
        # shellcheck disable=SC2086  # GAVEL_MAVEN_OPTS is several words on purpose
        run_maven "${MAVEN_WORDS[@]}" -T1C -Plaunch ${GAVEL_MAVEN_OPTS:-} \
            compile org.apache.maven.plugins:maven-jar-plugin:jar
    ) >"$log" 2>&1 9>&- </dev/null &
    if ! progress $! where_the_build_is; then
        say_why "$log"
        fail 5 "the build failed, see $log"
    fi

    # Into a folder of its own: servers that run from an earlier build keep their jars.
    stamp=$(date +%Y%m%d-%H%M%S)-$$
    fresh=$STATE/app/$stamp
    mkdir -p "$fresh/lib"
    collect_jars "$work" "$fresh"
    printf '%s\n' "$digest" >"$fresh/sources"
    touch -r "$STATE/build.started" "$fresh/built"
    echo "$stamp" >"$STATE/app/current.new" && mv "$STATE/app/current.new" "$STATE/app/current"
    rm -rf "$work"
    remove_old_apps "$stamp"
    say "built in $SECONDS s"
}

# The jars of a server first, then those of the last module, which knows all others; and how verbs run.
collect_jars() { # folder of the build, folder of the app
    : >"$2/classpath"
    collect_jars_of platform-server "$1" "$2"
    cp "$2/classpath" "$2/classpath.server"
    collect_jars_of lab "$1" "$2"
    cat /dev/null "$1"/*/src/main/launch/verbs >"$2/verbs" 2>/dev/null || true
}

# What the jar of a module says it runs with: paths in Maven's repository, or modules of ours.
collect_jars_of() { # module, folder of the build, folder of the app
    local LC_ALL=C line name= value= repository= path= entry jar
    jar=$(echo "$2/$1/target/$1"-*.jar)
    (cd "$2" && "$JDK/bin/jar" -xf "$jar" META-INF/MANIFEST.MF)
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        case $line in
        ' '*) value+=${line# } ;;
        *) name=${line%%: *} value=${line#*: } ;;
        esac
        case $name in
        Local-Repository) repository=$value ;;
        Class-Path) path=$value ;;
        esac
    done <"$2/META-INF/MANIFEST.MF"
    collect_jar "$jar" "$3"
    for entry in $path; do
        case $entry in
        dev/gavel/*) entry=${entry#dev/gavel/} jar=$(echo "$2/${entry%%/*}/target/${entry%%/*}"-*.jar) ;;
        *) jar=$repository/$entry ;;
        esac
        collect_jar "$jar" "$3"
    done
}

collect_jar() { # jar, folder of the app; one that is there already stays where it is
    [ ! -e "$2/lib/${1##*/}" ] || return 0
    cp "$1" "$2/lib/"
    printf '%s\n' "${1##*/}" >>"$2/classpath"
}

remove_old_apps() { # keeps what is in use, and the build before this one
    local folder newest=
    for folder in $(cd "$STATE/app" && ls -d ./*/ | sort -r); do
        folder=${folder#./} folder=${folder%/}
        [ "$folder" = "$1" ] && continue
        [ -n "$newest" ] || { newest=$folder; continue; }
        in_use "$STATE/app/$folder" || rm -rf "${STATE:?}/app/$folder"
    done
}

in_use() { grep -qsF -- "$1/" /proc/[0-9]*/cmdline; }

ensure_built() {
    current_app
    [ "${GAVEL_BUILD:-auto}" = never ] && [ -n "$APP" ] && return
    stale || return 0
    exec 9>"$STATE/build.lock"
    if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
        say "another build is under way, waiting for it"
        flock 9
    fi
    current_app
    if stale; then
        touch "$STATE/build.started"
        build
        current_app
    fi
    exec 9>&-
}
