# shellcheck shell=bash
# Java reads its words, file names and variables in the locale's encoding. All of ours are UTF-8.

utf8_locale() { [ ${#FOUR_BYTES} = 1 ]; } # bash counts letters as the locale does
FOUR_BYTES=$'\360\237\230\200'

plain() { # whether $1 is ASCII
    local LC_ALL=C
    case $1 in *[!\ -~]*) return 1 ;; esac
}

is_utf8() {
    ! command -v iconv >/dev/null 2>&1 || printf %s "$1" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1
}

# Makes the locale one of UTF-8, whatever it was. DECODED: the words of the command line, where they
# were in the encoding of another locale.
use_utf8() {
    local charmap=UTF-8 name found
    DECODED=()
    if ! utf8_locale; then
        charmap=$(locale charmap 2>/dev/null || true)
        for name in C.UTF-8 en_US.UTF-8 '' ; do
            [ -n "$name" ] || name=$(locale -a 2>/dev/null | grep -i -m 1 'utf-\?8' || true)
            found=$({ LC_ALL=$name; utf8_locale && echo yes; } 2>/dev/null || true)
            [ -n "$found" ] && break
        done
        export LC_ALL=${name:-C.UTF-8}
        if [ -z "$found" ] && ! plain "$*$HOME_FOLDER"; then
            fail 5 "this machine has no UTF-8 locale, which letters such as these need: install one (Debian: apt-get install locales)"
        fi
    fi
    plain "$*${GAVEL_USER:-}" || decode "$charmap" "$@"
}

decode() { # the locale's encoding, then the words
    local charmap=$1 word number=0
    shift
    is_utf8 "${GAVEL_USER:-}" || fail 2 "GAVEL_USER is no text in UTF-8"
    if is_utf8 "$*"; then
        return
    fi
    for word in "$@"; do
        number=$((number + 1))
        if ! is_utf8 "$word"; then
            case $charmap in
            UTF-8 | ANSI_X3.4-1968 | US-ASCII | '')
                fail 2 "word $number of the command line is no text in UTF-8: $(printf %q "$word")" ;;
            esac
            word=$(printf %s "$word" | iconv -f "$charmap" -t UTF-8 2>/dev/null) ||
                fail 2 "word $number of the command line is no text in UTF-8, nor in $charmap"
        fi
        DECODED+=("$word")
    done
}
