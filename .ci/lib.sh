# Functions of .ci/run.

passed=0
failed=0

say() { printf '\n== %s\n' "$*"; }

# Runs a check of the script's own and counts it.
check() {
  local title=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok: $title"
  else
    failed=$((failed + 1))
    echo "FAILED: $title"
  fi
}

fresh_clone() {
  git clone --quiet --no-hardlinks "$1" "$2"
  echo "$2"
}

free_port() {
  node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

answers() {
  node -e 'fetch(process.argv[1]).then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))' "$1"
}

# Waits until the server on a port says it is ready; fails when its process ends before or after five minutes.
await_ready() {
  local port=$1 pid=$2
  for _ in $(seq 600); do
    answers "http://127.0.0.1:$port/readyz" && answers "http://127.0.0.1:$port/healthz" && return 0
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.5
  done
  return 1
}

await_end() {
  local pid=$1
  for _ in $(seq 120); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.25
  done
  return 1
}

# `npm run up` in a process group of its own, as a terminal would have it; its log goes to a file.
start_up() {
  local tree=$1 port=$2 data=$3 log=$4
  (cd "$tree" && PLUMBLINE_PORT=$port PLUMBLINE_DATA=$data exec setsid npm run up >"$log" 2>&1) &
  up_pid=$!
}

show_and_fail() {
  echo "$1"
  tail -40 "$2"
  return 1
}

# Start, end the whole group without warning, start again, Ctrl-C; nothing may be left running.
smoke_up() {
  local tree=$1 data=$2 log="$2.log" port
  port=$(free_port)
  mkdir -p "$data"
  start_up "$tree" "$port" "$data" "$log"
  await_ready "$port" "$up_pid" || { kill -9 -- "-$up_pid" 2>/dev/null; show_and_fail 'first start' "$log"; return 1; }
  kill -9 -- "-$up_pid"
  await_end "$up_pid" || true
  start_up "$tree" "$port" "$data" "$log"
  await_ready "$port" "$up_pid" || { kill -9 -- "-$up_pid" 2>/dev/null; show_and_fail 'start after kill -9' "$log"; return 1; }
  kill -INT -- "-$up_pid"
  await_end "$up_pid" || { kill -9 -- "-$up_pid" 2>/dev/null; show_and_fail 'Ctrl-C did not end it' "$log"; return 1; }
  if pgrep -f -- "-D $data/" >/dev/null; then show_and_fail 'PostgreSQL is still running' "$log"; fi
}

# Folder of the newest Node that installs from the registry, or failure.
newest_node() {
  local folder version
  for version in 24 22; do
    folder="$1/node-$version"
    mkdir -p "$folder"
    if (cd "$folder" && npm init -y >/dev/null && npm install --no-audit --no-fund "node@$version" >/dev/null 2>&1) &&
      "$folder/node_modules/node/bin/node" --version >/dev/null 2>&1; then
      echo "$folder/node_modules/node/bin"
      return 0
    fi
  done
  return 1
}

# A clone that belongs to an ordinary user: both commands' ways through install, build, database and jest.
ordinary_user() {
  local bin=$1 tree=$2 scratch=$3 home="$3/home" npm_folder
  mkdir -p "$home"
  git clone --quiet --no-hardlinks "$tree" "$home/tree"
  npm_folder=$(dirname "$(command -v npm)")
  local run=(env "HOME=$home" "PATH=$bin:$npm_folder:/usr/bin:/bin" "npm_config_cache=$home/.npm")
  if [ "$(id -u)" = 0 ]; then
    chown -R nobody "$home"
    run=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "${run[@]}")
  fi
  "${run[@]}" bash -c "
    cd '$home/tree'
    source .ci/lib.sh
    smoke_up '$home/tree' '$home/data' || exit 1
    node --version
    node_modules/.bin/jest packages/net packages/kit packages/postgres packages/testing/src/database
  "
}

# Adds the counts of `npm test` and of this script; CI reads the line.
total() {
  local tests_passed tests_failed
  read -r tests_passed _ tests_failed _ <"$counts"
  [ "$status" = 0 ] || [ "$tests_failed" != 0 ] || failed=$((failed + 1))
  passed=$((passed + tests_passed))
  failed=$((failed + tests_failed))
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

finish() {
  local code=$?
  rm -rf "$scratch"
  exit "$code"
}
