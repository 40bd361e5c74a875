# shellcheck shell=bash
# Finds the JDK that compiles and runs Gavel.

OLDEST_JDK=21

# Reads the version of the JDK in folder $1: FOUND (0 when it is none), and FOUND_BUILD, which tells
# one build of it from another.
version_of() {
    local line
    FOUND=0 FOUND_BUILD=
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            line=${line//\"/}
            case $line in
            JAVA_VERSION=*) FOUND=${line#*=} ;;
            JAVA_RUNTIME_VERSION=* | IMPLEMENTOR=*) FOUND_BUILD+=-${line#*=} ;;
            esac
        done <"$1/release"
    else
        FOUND=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
        FOUND_BUILD=-$FOUND
    fi
    FOUND=${FOUND%%[!0-9]*}
    FOUND=${FOUND:-0}
}

find_jdk() { # whether there is one; JAVA_HOME goes first
    local candidate
    JDK= JDK_VERSION=0 JDK_BUILD=
    for candidate in "${JAVA_HOME:-}" - ${GAVEL_JDKS-/usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home} \
        "$(dirname "$(folder_of "$(command -v java || echo /none/bin/java)")")"; do
        if [ "$candidate" = - ]; then
            [ -z "$JDK" ] || return 0
            continue
        fi
        [ -n "$candidate" ] || continue
        version_of "$candidate"
        if [ "$FOUND" -ge $OLDEST_JDK ] && [ "$FOUND" -gt "$JDK_VERSION" ]; then
            JDK=$candidate JDK_VERSION=$FOUND JDK_BUILD=${FOUND_BUILD//[!0-9A-Za-z.+-]/_}
        fi
    done
    [ -n "$JDK" ]
}

need_jdk() { # finds one, or has one installed
    find_jdk && return
    install_jdk
    find_jdk || fail 5 "no JDK $OLDEST_JDK or newer found, also after one was installed: set JAVA_HOME to its folder"
}

need_compiler() {
    [ -x "$JDK/bin/javac" ] && [ -x "$JDK/bin/jar" ] && return
    say "$JDK runs Java but cannot compile it."
    offer "A JDK is needed to build." "openjdk-$JDK_VERSION-jdk-headless"
    find_jdk && [ -x "$JDK/bin/javac" ] || fail 5 "still no compiler in $JDK: set JAVA_HOME to a whole JDK"
}
