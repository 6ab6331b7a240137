#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test, prints the time of each stage and, as the last line,
# "N passed, N failed, N skipped". Exits non-zero when anything failed or nothing ran.
#   --long    the sizes of a night: soak, full mutation runs
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
for argument in "$@"; do
  case "$argument" in
    --long) export ZHKH_TEST_LONG=1 ;;
    *) echo "usage: test.sh [--long]" >&2; exit 2 ;;
  esac
done

results=$PWD/TestResults
rm -rf "$results"
mkdir -p "$results"
stage_failed=0

stage() {
  local name=$1 started=$SECONDS
  shift
  if "$@"; then echo "--- $name: $((SECONDS - started)) s"; return 0; fi
  echo "--- $name: FAILED after $((SECONDS - started)) s"
  stage_failed=$((stage_failed + 1))
  return 1
}

missing_packages() {
  command -v chromium >/dev/null || echo chromium
  command -v sipp >/dev/null || echo sip-tester
  command -v baresip >/dev/null || echo baresip
  command -v linphonec >/dev/null || echo linphone-cli
  command -v sox >/dev/null || echo sox
  command -v python3 >/dev/null || echo python3
  [ -x /usr/sbin/kamailio ] || command -v kamailio >/dev/null || echo kamailio
  command -v psql >/dev/null || echo postgresql-client
  [ -x /usr/sbin/exim4 ] || echo exim4-daemon-light
  command -v setpriv >/dev/null || echo util-linux
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
}

install_peers() {
  local packages
  packages=$(missing_packages)
  if [ -n "$packages" ]; then
    [ "$(id -u)" -eq 0 ] || { echo "install these and run again:" $packages >&2; return 1; }
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null || true
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $packages >"$results/apt.log" 2>&1 ||
      { tail -n 5 "$results/apt.log"; return 1; }
  fi
  [ -z "$(missing_packages)" ] || { echo "still missing:" $(missing_packages) >&2; return 1; }
}

build_everything() {
  ./run.sh --build-only && dotnet build Zhkh.sln -v quiet --nologo -clp:ErrorsOnly
}

console_units() { (cd src/Web/console && npm test --silent) >"$results/console.log" 2>&1 || { tail -n 40 "$results/console.log"; return 1; }; }

# Names of the tests a results file calls failed, one a line.
failed_in() { grep -oE '<UnitTestResult [^>]*outcome="Failed"' "$1" 2>/dev/null | grep -oE 'testName="[^"(]*' | cut -d'"' -f2 | sort -u; }

# A machine shared with strangers can stall a browser or a telephone for seconds. At most three failures of an assembly
# are tried once more, alone, and said aloud; what fails twice has failed.
second_chance() {
  local first="$results/$1.trx" names name filter=""
  names=$(failed_in "$first")
  [ -n "$names" ] && [ "$(wc -l <<<"$names")" -le 3 ] || return 1
  for name in $names; do filter="$filter|FullyQualifiedName=$name"; done
  timeout 300 dotnet test "tests/$1" --no-build --nologo -v quiet --filter "${filter#|}" \
    --logger "trx;LogFileName=$1.again.trx" --results-directory "$results" >"$results/$1.again.log" 2>&1 || return 1
  for name in $names; do
    grep -q "testName=\"$name[\"(]" "$results/$1.again.trx" || return 1
    echo "    PASSED ONLY AT THE SECOND TRY: $name"
  done
  local count
  count=$(grep -cE '<UnitTestResult [^>]*outcome="Failed"' "$first")
  second_passed=$((second_passed + count))
}

# A test that stands still for six minutes is named by "blame" and ends its run.
run_once() {
  timeout 1500 dotnet test "tests/$1" --no-build --nologo -v quiet \
    --blame-hang --blame-hang-timeout 6m --blame-hang-dump-type none \
    --logger "trx;LogFileName=$1.trx" --results-directory "$results" >"$results/$1.log" 2>&1
}

# One after another: they share the machine's ports, cores and clock. A run that hung is made once more, and said aloud.
run_assembly() {
  run_once "$1" && return 0
  if grep -qE 'run was aborted|inactivity time' "$results/$1.log"; then
    echo "    HUNG, RUN ONCE MORE: $1"
    tail -n 25 "$results/$1.log"
    run_once "$1" && return 0
  fi
  grep -E "^\s+(Failed|Error Message|Assert)|\[FAIL\]|error" -A 12 "$results/$1.log" | head -n 160
  second_chance "$1"
}
second_passed=0

sum() { grep -ohE "<Counters [^>]*" "$results"/*.Tests.trx 2>/dev/null | grep -oE "$1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }

stage "install" install_peers || exit 1
stage "build" build_everything || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
[ ! -d src/Web/console ] || stage "console units" console_units
for project in House Billing Dispatch Pbx Web Interop Console; do
  [ -f "tests/$project.Tests/$project.Tests.csproj" ] && stage "$project.Tests" run_assembly "$project.Tests"
done

passed=$(sum passed); failed=$(sum failed); errors=$(sum error); total=$(sum total); executed=$(sum executed)
passed=${passed:-0}; skipped=$((${total:-0} - ${executed:-0}))
passed=$((passed + second_passed)); failed=$((${failed:-0} + ${errors:-0} - second_passed))
# A stage that died without writing its counters is a failure too.
[ "$stage_failed" -gt 0 ] && [ "$failed" -eq 0 ] && failed=$stage_failed
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
