# shellcheck shell=bash
# Installs what is missing, where that can be done: on systems with apt-get, as root or by sudo, and
# when asked to (--yes, GAVEL_YES, or a yes on the terminal).

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

agreed() { case ${GAVEL_YES:-} in 1 | yes | true) return 0 ;; *) return 1 ;; esac; }

can_install() {
    command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }
}

sudo_word() { [ "$(id -u)" = 0 ] || printf 'sudo '; }

is_terminal() { [ -t 0 ] && [ -t 2 ]; }

# Whether to install: a yes given before, or on the terminal now. $1: the sentence, $2: what.
may_install() {
    local answer=
    can_install || return 1
    if agreed; then return; fi
    is_terminal || return 1
    printf 'gavel: %s Install %s with apt-get? [Y/n] ' "$1" "$2" >&2
    IFS= read -r answer || return 1
    case $answer in '' | [yY]*) export GAVEL_YES=yes ;; *) return 1 ;; esac
}

apt_log() { printf %s "$STATE/set-up.log"; }

apt() { # words for apt-get, its talk in the log
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" >>"$(apt_log)" 2>&1 </dev/null
}

where_apt_is() { printf 'installing%s' "$INSTALLING"; }

update_lists() { # once
    [ -z "${LISTS_UPDATED:-}" ] || return 0
    INSTALLING=': reading what packages there are'
    as_root true # asks for the password where it can be seen
    apt update -q &
    progress $! where_apt_is || say "apt-get update failed, see $(apt_log)"
    LISTS_UPDATED=yes
}

# grep reads to the end: with -q it would leave, and apt-cache would fail at what it writes after that.
there_is() { apt-cache show "$1" 2>/dev/null | grep '^Version:' >/dev/null; }

install() { # all of these packages
    INSTALLING=$(printf ' %s' "$@")
    apt install -y -q --no-install-recommends "$@" &
    progress $! where_apt_is && return
    grep '^E:' "$(apt_log)" | tail -n 3 >&2 || true
    fail 5 "$*: not installed, see $(apt_log)"
}

# The package that has it here. What has no window loads pages in two thirds of the time.
package_of() {
    local package
    if [ "$1" = chromium ]; then
        for package in chromium-headless-shell chromium chromium-browser; do
            there_is "$package" && echo "$package" && return
        done
    fi
    echo "$1"
}

offer() { # a sentence, then packages
    local why=$1 package packages=()
    shift
    may_install "$why" "$*" || fail 5 "$why Type: $(sudo_word)apt-get install -y $*   or the same command again with GAVEL_YES=1"
    say "$why They are installed now, which takes some minutes."
    update_lists
    for package in "$@"; do packages+=("$(package_of "$package")"); done
    install "${packages[@]}"
}

system_name() { sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\).*/\1/p' "$SYSTEM/etc/os-release" 2>/dev/null || true; }

JDK_PACKAGES='openjdk-25-jdk-headless temurin-25-jdk openjdk-21-jdk-headless temurin-21-jdk'

# The first of these that there is here; nothing where the lists of packages name none.
jdk_package() {
    local package
    for package in $JDK_PACKAGES; do
        if there_is "$package"; then
            printf %s "$package"
            return
        fi
    done
}

install_jdk() {
    local package
    if may_install "no JDK $OLDEST_JDK or newer is here (looked at JAVA_HOME, /usr/lib/jvm and PATH)." "one"; then
        update_lists
        package=$(jdk_package)
        if [ -n "$package" ]; then
            install "$package"
            return
        fi
        no_jdk "$(system_name) has no package of a JDK: none of $JDK_PACKAGES."
    fi
    no_jdk "looked at JAVA_HOME, /usr/lib/jvm and PATH."
}

no_jdk() {
    local package
    say "no JDK $OLDEST_JDK or newer found: $1"
    if command -v apt-get >/dev/null 2>&1; then
        package=$(jdk_package) # what --yes would install
        say "Debian 13, Ubuntu 24.04 or newer:  $(sudo_word)apt-get install -y ${package:-${JDK_PACKAGES%% *}}   (gavel --yes VERB does it by itself)"
        say "Debian 12 has none; Eclipse Temurin has packages for it (temurin-25-jdk): https://adoptium.net/installation/linux"
    fi
    fail 5 "Elsewhere: any JDK from https://adoptium.net, unpacked anywhere; then set JAVA_HOME to its folder."
}
