# shellcheck shell=bash
# How a verb runs is said by the module that has it, in its file src/main/launch/verbs; a build keeps those
# files together. A verb that stands nowhere is of the kind cli. Of several lines that fit the last counts.
#
# kind    what runs, and with what
# cli     the command line, soon over: little memory, and the classes that such calls load kept ready
# tool    likewise, beside servers: it shares the memory with those it starts, and its files are its user's
# bench   the command line with room for a load
# server  one server, with the class path of the server alone
# train   the command line, which watches a server, unless it is watched itself
#
# notes     what follows from them
# installs  the word --yes may stand behind the verb: what is missing is installed without asking
# starts    servers go on running: the memory is to suffice for them, and a build is watched once one is idle
# measures  a server has to have been watched before
# -         nothing

how_it_runs() { # KIND and NOTES of a verb; its words
    local file kind notes verb files=("$HOME_FOLDER"/*/src/main/launch/verbs)
    KIND=cli NOTES=
    [ -z "$APP" ] || files=("$APP/verbs")
    for file in "${files[@]}"; do
        [ -r "$file" ] || continue
        while read -r kind notes verb; do
            case $kind in '#'* | '') continue ;; esac
            case $verb in "$1" | "$1 ${2:-}") KIND=$kind NOTES=$notes ;; esac
        done <"$file"
    done
}

noted() { case ,$NOTES, in *,"$1",*) return 0 ;; *) return 1 ;; esac; }
