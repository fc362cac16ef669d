# Sets up .tools (uv) and .venv from a lock file. Sourced by ./demo and ./check, from the top of
# the checkout. Debian's own python3 has neither ensurepip nor leave for pip to install, so uv is
# put in a folder of ours and makes the environment.

# Where Python may not keep what it compiled, each of the hundreds of programs a check starts
# compiles everything again.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

python_of_this_machine() {
  for name in python3.11 python3.12 python3.13 python3.14 python3; do
    if command -v "$name" >/dev/null 2>&1 \
      && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"; return
    fi
  done
  die "Belong needs Python 3.11 or later. On Debian: apt-get install python3 python3-pip"
}

# bootstrap LOCK: an environment exactly as the lock file says, made again only when it changed.
bootstrap() {
  lock=$1
  python=$(python_of_this_machine) || exit 1
  stamp=.venv/.made-from
  want="$(cksum < "$lock") $(cksum < pyproject.toml) $python $(pwd)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want $lock" ] && return
  # A test environment holds everything the running one does.
  [ -f "$stamp" ] && [ "$lock" = requirements/run.lock ] \
    && [ "$(cat "$stamp")" = "$(cksum < requirements/test.lock) $(cksum < pyproject.toml) $python $(pwd) requirements/test.lock" ] && return
  if [ ! -x .tools/bin/uv ]; then
    say "Fetching the installer ..."
    "$python" -m pip --version >/dev/null 2>&1 || die "Belong needs pip. On Debian: apt-get install python3-pip"
    "$python" -m pip install --quiet --root-user-action=ignore --target .tools 'uv>=0.9,<1' \
      || die "The installer could not be fetched. Is this machine on the internet?"
  fi
  say "Setting up the environment ..."
  rm -rf .venv
  .tools/bin/uv venv --quiet --python "$python" .venv || exit 1
  .tools/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" || exit 1
  .tools/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e . || exit 1
  printf '%s' "$want $lock" > "$stamp"
}
