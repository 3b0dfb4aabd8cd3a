# steps.sh - what demo and test share: a line a step, the noise in a log, packages when missing.
#
# Sourced by both, in the source folder. Wants: steps (how many there are), log (a file).

step=0
say() { printf '%s\n' "$*"; }

# Runs a step: its name, what to say of it, and the command. The noise goes to the log; of a step
# that fails the last 20 lines are shown.
run_step() {
    local name=$1 what=$2 began=$SECONDS; shift 2
    step=$((step + 1))
    { printf '\n== %s of %s  %s  %s\n' "$step" "$steps" "$name" "$what"; } >>"$log"
    if "$@" >>"$log" 2>&1; then
        printf '%s of %s  %-9s %-56s %3s s\n' "$step" "$steps" "$name" "$what" $((SECONDS - began))
    else
        printf '%s of %s  %-9s %s\n' "$step" "$steps" "$name" "did not work; the end of $log:"
        tail -n 20 "$log"
        exit 1
    fi
}

# Packages of Debian 12. Node.js and npm only where there is no npm: another vendor's nodejs and
# Debian's npm exclude each other.
build_packages="gcc libc6-dev cmake ninja-build pkg-config libuv1-dev libprotobuf-c-dev
    protobuf-c-compiler protobuf-compiler liblapacke-dev libopenblas-serial-dev libyaml-dev
    libpopt-dev libwebsockets-dev libwebsockets-evlib-uv libpcap-dev libsodium-dev libsqlite3-dev
    libcunit1-dev ca-certificates"
test_packages="clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev universal-ctags tshark
    chromium python3 python3-protobuf python3-numpy python3-scipy fonts-dejavu-core procps"

missing_packages() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null)" = "ii " ] || printf '%s ' "$name"
    done
    command -v npm >/dev/null || printf 'nodejs npm '
}

install_packages() {
    local root=
    [ "$(id -u)" = 0 ] || root="sudo -n"
    $root apt-get update && $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"
}

# Installs what is missing of the packages named, and says first what.
packages_step() {
    local missing
    missing=$(missing_packages "$@")
    missing=${missing% }
    if [ -z "$missing" ]; then
        run_step packages "all there" true
        return
    fi
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "Packages are missing, and installing them needs root. Run:"
        say "sudo apt-get install --no-install-recommends $missing"
        exit 2
    fi
    set -- $missing
    say "installing $*" >>"$log"
    run_step packages "$# missing: $1 ${2-} ${3-} ... (apt-get)" install_packages "$@"
}

configure_and_build() {
    local folder=$1; shift
    cmake -S . -B "$folder" -G Ninja "$@" && cmake --build "$folder"
}
