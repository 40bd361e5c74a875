# shellcheck shell=bash
# gavel test: sets up what the tests take, and runs all of them.

OLDEST_NODE=20

test_help() {
    cat <<'END'
Usage: gavel test [--yes] [--without-page] [--without-strace] [MAVEN WORDS]
Installs what the tests need and this machine lacks, and runs all of them: mvn -B verify.
They take some half an hour on two cores; real servers are started, killed and restarted.

      --yes              Install without asking; as does GAVEL_YES=1.
      --without-page     Leave out the tests of the web page, which need Node 20, npm and Chromium.
      --without-strace   Leave out the test that reads the servers' system calls.
  -h, --help             This.

Other words go to Maven, such as -Dskip.process.tests=true (no server processes) or -pl client.

Examples:
  gavel test
  gavel test --yes --without-page
  gavel test -pl auction-statemachine -am

Exit codes: 0 all passed; 1 some did not; 2 wrong usage; 5 something is missing and could not be installed.
END
}

has_node() { # whether there is a Node that runs the tests of the web page, and its npm
    local version
    version=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge $OLDEST_NODE ] && command -v npm >/dev/null
}

has_chromium() {
    local place
    for place in "${CHROMIUM:-}" "$SYSTEM"/usr/bin/chromium-headless-shell "$SYSTEM"/usr/bin/chromium "$SYSTEM"/usr/bin/chromium-browser "$SYSTEM"/usr/bin/google-chrome; do
        [ -n "$place" ] && "$place" --version >/dev/null 2>&1 && return
    done
    return 1
}

# Debian 12's Node is too old: the npm registry has newer ones as packages. Kept beside the builds.
fetch_node() {
    local machine
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) machine=linux-x64 ;;
    Linux-aarch64) machine=linux-arm64 ;;
    *) return 1 ;;
    esac
    INSTALLING=" Node from npm"
    mkdir -p "$STATE/node"
    npm install --no-audit --no-fund --no-save --prefix "$STATE/node" "node-$machine@22" >>"$(apt_log)" 2>&1 </dev/null &
    progress $! where_apt_is || return 1
    export PATH=$STATE/node/node_modules/node-$machine/bin:$PATH
    has_node
}

set_up_node() {
    local place
    for place in "$STATE"/node/node_modules/node-*/bin; do
        has_node || { [ -x "$place/node" ] && export PATH=$place:$PATH; } || true
    done
    has_node && return
    command -v npm >/dev/null && command -v node >/dev/null ||
        missing+=(nodejs npm)
}

can_trace() { # whether strace may look at a process that it did not start
    local said
    sleep 20 &
    said=$(timeout -s INT 1 strace -o /dev/null -p $! 2>&1 || true)
    kill $! 2>/dev/null || true
    case $said in *attached*) return 0 ;; *) return 1 ;; esac
}

can_mount() { # whether the tests may have a disk of their own, whose power they cut
    [ "$(id -u)" = 0 ] && [ -e /dev/loop-control ]
}

left_out() { # said before and after the tests
    local what
    for what in "${LEFT_OUT[@]+"${LEFT_OUT[@]}"}"; do say "LEFT OUT: $what"; done
}

test_verb() {
    local word page=yes strace=yes words=() missing=() code=0
    LEFT_OUT=()
    for word in "$@"; do
        case $word in
        -h | --help) test_help && exit 0 ;;
        --yes) export GAVEL_YES=yes ;;
        --without-page) page= words+=(-DskipPageTests) ;;
        --without-strace) strace= words+=("-Dit.test=!SyncedBeforeAnsweredIT" -Dfailsafe.failIfNoSpecifiedTests=false) ;;
        --without-*) test_help >&2 && fail 2 "there is no $word" ;;
        -DskipPageTests | -DskipPageTests=true) page= words+=("$word") ;;
        -Dskip.process.tests | -Dskip.process.tests=true | -DskipTests | -DskipTests=true | -DskipITs | -DskipITs=true | \
            -Dmaven.test.skip | -Dmaven.test.skip=true | -Pfast)
            page= strace= LEFT_OUT+=("tests, as $word says") words+=("$word")
            ;;
        *) words+=("$word") ;;
        esac
    done
    [ -n "$page" ] || LEFT_OUT+=("the tests of the web page")
    [ -n "$strace" ] || LEFT_OUT+=("the test that a bid is on the disks before it is answered, which takes strace")

    need_jdk
    need_compiler
    [ -z "$page" ] || set_up_node
    [ -z "$page" ] || has_chromium || missing+=(chromium)
    [ -z "$strace" ] || command -v strace >/dev/null || missing+=(strace)
    if can_mount; then
        [ -z "$strace" ] || command -v mkfs.ext4 >/dev/null || missing+=(e2fsprogs)
    else
        LEFT_OUT+=("the tests that cut the power of a disk, which take root and loop devices")
    fi
    if [ ${#missing[@]} -gt 0 ]; then
        offer "the tests need packages that this machine lacks: ${missing[*]} (--without-page and --without-strace leave tests out)." "${missing[@]}"
    fi
    [ -z "$page" ] || has_node || fetch_node ||
        fail 5 "the tests of the web page need Node from $OLDEST_NODE on, with npm, and it could not be had here: install it, or add --without-page"
    [ -z "$page" ] || has_chromium ||
        fail 5 "the tests of the web page need Chromium, and what is installed does not run: name one in CHROMIUM, or add --without-page"
    [ -z "$strace" ] || can_trace ||
        fail 5 "strace may not look at other processes here: be root, or type $(sudo_word)sysctl kernel.yama.ptrace_scope=0 (in a container: --cap-add=SYS_PTRACE), or add --without-strace"

    find_maven
    if [ "$MAVEN" != mvn ] && ! (run_maven --version) >"$STATE/maven.log" 2>&1 </dev/null; then
        say_why "$STATE/maven.log"
        fail 5 "Maven could not be fetched, see $STATE/maven.log"
    fi
    left_out
    say "now the build and the tests; Maven tells how far they are"
    cd "$HOME_FOLDER"
    (
        run_maven "${MAVEN_WORDS[@]}" verify "${words[@]+"${words[@]}"}"
    ) || code=1
    left_out
    exit $code
}
