# What the commands in bin/ share: a Python environment in var/venv with exactly the locked packages.
# Sourced by them. Everything made here is made whole or made again.

cd "$(dirname "$0")/.." || exit 1
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME DJANGO_SETTINGS_MODULE VIRTUAL_ENV
umask 022
SYSTEM_PATH=$PATH
PATH="$PWD/var/venv/bin:$PATH"
CPUS=2

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

# The first Python that is new enough and can make environments.
find_python() {
    old=
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        python=$(PATH=$SYSTEM_PATH && command -v "$name") || continue
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { old=1; continue; }
        "$python" -c 'import ensurepip, venv' 2>/dev/null && return
        stop "Python cannot make environments yet. Install this first: apt-get install python3-venv"
    done
    stop "Python 3.11 or newer is needed${old:+ (only an older one was found)}: apt-get install python3 python3-venv"
}

# need NAME: give var/venv the packages of requirements/NAME.lock, unless it has them already.
need() {
    [ -L var/venv ] && return
    has_needed "$1" && return
    mkdir -p var
    if command -v flock >/dev/null 2>&1; then  # another command may be at it already
        exec 9>var/installing.lock
        flock 9
        has_needed "$1" && { exec 9>&-; return; }
    fi
    find_python
    install_uv
    echo "Installing the packages of requirements/$1.lock …"
    # Without a stamp it was left half done: uv would take half a package for a whole one, so it starts anew.
    { [ -n "$has" ] && var/venv/bin/python -c '' 2>/dev/null; } ||
        var/uv/bin/uv venv --quiet --clear --python "$python" var/venv || exit 1
    rm -f var/venv/stamp
    var/uv/bin/uv pip sync --quiet --system-certs --require-hashes --compile-bytecode --python var/venv/bin/python \
        "requirements/$1.lock" || stop "The packages could not be installed; see the message above, then try again."
    printf '%s\n' "$wanted" >var/venv/stamp
    exec 9>&-
}

has_needed() {
    wanted=$(stamp "$1")
    has=$(cat var/venv/stamp 2>/dev/null)
    # What measuring needs holds what developing needs, and that what running needs.
    case $1 in run) holders="run dev fast" ;; dev) holders="dev fast" ;; *) holders=$1 ;; esac
    for name in $holders; do
        [ "$has" = "$(stamp "$name")" ] && return
    done
    return 1
}

stamp() {
    echo "$1 $(cksum <"requirements/$1.lock")"
}

# uv installs in seconds what takes pip half a minute; it has an environment of its own.
install_uv() {
    cmp -s requirements/uv.lock var/uv/stamp && var/uv/bin/uv --version >/dev/null 2>&1 && return
    echo "Preparing Python in var/ …"
    rm -rf var/uv
    "$python" -m venv var/uv || stop "Python cannot make environments yet: apt-get install python3-venv"
    var/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock ||
        stop "uv could not be installed; see the message above, then try again."
    cp requirements/uv.lock var/uv/stamp
}

# The settings of this machine, where it has a .env (a server has; see docs/operations.md).
read_env() {
    [ -f .env ] || return 0
    set -a
    . ./.env
    set +a
}

# Settings for checks: like a server's. No database is touched.
like_a_server() {
    env DATABASE_URL=postgresql:///checks PROEFTUIN_SITE_URL=https://proeftuin.example.org \
        PROEFTUIN_HOSTS=proeftuin.example.org PROEFTUIN_BEHIND_PROXY=1 PROEFTUIN_VAR="$PWD/var/checks" \
        PROEFTUIN_SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQ "$@"
}
