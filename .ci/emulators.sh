#!/usr/bin/env bash
# Emulators of AWS that others wrote, from the package registry of Python, on this machine.
#
#   emulators.sh start NAME...    moto, ministack, localstack; prints "NAME http://..." for each that answers
#   emulators.sh version NAME     prints the version that it is pinned to
#   emulators.sh python NAME      prints the Python that it runs on, which has a client of AWS
#   emulators.sh stop             ends what start began
#
# SLIPWAY_CI_CACHE   where the programs stay between runs; /var/cache/slipway-ci
# SLIPWAY_CI_RUN     the running ones keep their files beside it, in $SLIPWAY_CI_RUN-emulators; run in the cache
#
# Exit code 3: this machine cannot have one of them; the reason is on standard error.
set -euo pipefail

# What each needs is resolved as of a day soon after its release: some of them take newer versions of it than they can use.
pins() { # name
  case $1 in
    moto) package='moto[all,server]' version=5.2.5 day=2026-11-01 port=14601 ;;
    ministack) package='ministack[full]' version=1.5.33 day=2026-11-01 port=14602 ;;
    # The images of this release ask for an account's token; its packages do not.
    localstack) package='localstack-core[runtime]' version=2026.3.0 day=2026-04-10 port=14603 ;;
    *) cannot "there is no emulator $1" ;;
  esac
  folder=$cache/emulators/$1-$version
}

cache=${SLIPWAY_CI_CACHE:-/var/cache/slipway-ci}
run=${SLIPWAY_CI_RUN:-$cache/run}-emulators

cannot() {
  echo "no emulator: $*" >&2
  exit 3
}

# LocalStack is made for Python 3.13.
python313() {
  local candidate
  for candidate in python3.13 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  cannot "LocalStack needs Python 3.13, and there is none"
}

install() { # name
  pins "$1"
  [[ ! -d "$folder" ]] || return 0
  local work
  mkdir -p "$cache/emulators"
  exec 9>"$cache/emulators/lock"
  flock 9
  [[ ! -d "$folder" ]] || return 0
  work=$(mktemp -d "$cache/emulators/work.XXXXXX")
  # shellcheck disable=SC2064 # this folder
  trap "rm -rf '$work'" EXIT
  local python=python3
  [[ $1 != localstack ]] || python=$(python313)
  "$python" -m venv "$work/tool" || cannot "Python has no venv"
  { "$work/tool/bin/pip" install -q uv && "$work/tool/bin/uv" venv -q --relocatable -p "$work/tool/bin/python" "$work/$1" \
    && "$work/tool/bin/uv" pip install -q -p "$work/$1/bin/python" --exclude-newer "$day" "$package==$version"; } >&2 \
    || cannot "the package registry does not give $package $version"
  mv "$work/$1" "$folder"
  exec 9>&-
}

start() { # name
  install "$1"
  mkdir -p "$run/$1"
  if ! answers "$1"; then
    (
      cd "$run/$1"
      # shellcheck disable=SC2046 # one word for each
      exec env $(settings "$1") setsid "$folder/bin/python" $(program "$1") </dev/null >"$run/$1/log" 2>&1
    ) &
    echo $! >"$run/$1/pid"
    local tries
    for ((tries = 0; tries < 600; tries++)); do
      ! answers "$1" || break
      kill -0 $! 2>/dev/null || break
      sleep 0.1
    done
    if ! answers "$1"; then
      tail -n 5 "$run/$1/log" >&2
      cannot "$1 does not start"
    fi
  fi
  echo "$1 http://127.0.0.1:$port"
}

program() { # name
  case $1 in
    moto) echo "$folder/bin/moto_server -H 127.0.0.1 -p $port" ;;
    ministack) echo "-m ministack" ;;
    localstack) echo "-m localstack.runtime.main" ;;
  esac
}

# LocalStack's first engine for templates takes ours, its second refuses references to what the transform makes of a function.
settings() { # name
  echo "PATH=$folder/bin:$PATH AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1"
  case $1 in
    ministack) echo "GATEWAY_PORT=$port BIND_HOST=127.0.0.1" ;;
    localstack)
      echo "GATEWAY_LISTEN=127.0.0.1:$port FILESYSTEM_ROOT=$run/$1 DISABLE_EVENTS=1 SKIP_SSL_CERT_DOWNLOAD=1 DNS_ADDRESS=0"
      echo "PROVIDER_OVERRIDE_CLOUDFORMATION=engine-legacy"
      ;;
  esac
}

answers() { # name
  local path
  case $1 in
    moto) path=moto-api/ ;;
    ministack) path=_ministack/health ;;
    localstack) path=_localstack/health ;;
  esac
  curl -fs -o /dev/null -m 5 "http://127.0.0.1:$port/$path"
}

stop() {
  local file tries
  for file in "$run"/*/pid; do
    [[ -s "$file" ]] || continue
    kill -- "-$(<"$file")" 2>/dev/null || true
    for ((tries = 0; tries < 100; tries++)); do
      kill -0 "$(<"$file")" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL -- "-$(<"$file")" 2>/dev/null || true
  done
  rm -rf "$run"
}

case "${1:-}" in
  start)
    shift
    for name in "$@"; do start "$name"; done
    ;;
  version)
    pins "${2:-}"
    echo "$version"
    ;;
  python)
    pins "${2:-}"
    echo "$folder/bin/python"
    ;;
  stop) stop ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
