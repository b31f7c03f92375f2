#!/usr/bin/env bash
# Starts the agent, or one of its commands; builds first when the jar is older than the sources. See README.md.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
jar="$home/target/dialer-agent.jar"
wanted_java=25

java_version() { "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }

# A folder with a JDK of the wanted version or newer: JAVA_HOME, then PATH, then the usual places.
find_jdk() {
  local candidate found
  local candidates=()
  [ -n "${JAVA_HOME:-}" ] && candidates+=("$JAVA_HOME")
  found="$(command -v javac || true)"
  [ -n "$found" ] && candidates+=("$(dirname "$(dirname "$(readlink -f "$found")")")")
  for candidate in /usr/lib/jvm/*"$wanted_java"* /usr/lib/jvm/* /opt/jdk* /opt/java/*; do
    candidates+=("$candidate")
  done
  for candidate in "${candidates[@]}"; do
    if [ -x "$candidate/bin/java" ] && [ -x "$candidate/bin/javac" ] \
      && [ "$(java_version "$candidate")" -ge "$wanted_java" ] 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "run.sh: no JDK $wanted_java found; install one (for example Eclipse Temurin $wanted_java) or set JAVA_HOME" >&2
  return 2
}

maven() {
  command -v mvn >/dev/null || { echo "run.sh: Maven is needed to build; install it (Debian: apt-get install maven)" >&2; exit 2; }
  # Maven 3.8 on a JDK 25 warns of its own libraries; nothing in this project causes it.
  (cd "$home" && mvn --batch-mode --no-transfer-progress -Dstyle.color=never "$@" \
    2> >(grep -vE 'sun\.misc\.Unsafe|AbstractFuture\$UnsafeAtomicHelper' >&2))
}

build() { maven --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true package; }

build_when_older() {
  if [ ! -f "$jar" ] || [ -n "$(find "$home/pom.xml" "$home/src/main" -newer "$jar" -type f -print -quit)" ]; then
    echo "run.sh: building $(basename "$jar")" >&2
    build
  fi
}

run_tests() {
  case "${1:-default}" in
    quick) maven test ;;
    default) maven verify ;;
    full) maven -Dtest.scale=full verify ;;
    *) echo "run.sh: test takes quick or full, or nothing" >&2; exit 2 ;;
  esac
}

# quick or full, then the parts that are wanted; all where none is named.
run_benchmarks() {
  local class_path="$home/target/bench-class-path.txt"
  build_when_older
  maven --quiet -Dspotless.check.skip=true test-compile dependency:build-classpath -Dmdep.outputFile="$class_path"
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dproject.basedir="$home" -cp "$home/target/test-classes:$home/target/classes:$(cat "$class_path")" \
    io.dialer.agent.bench.Benchmarks "$@"
}

JAVA_HOME="$(find_jdk)"
export JAVA_HOME

case "${1:-}" in
  build) build ;;
  test) run_tests "${2:-default}" ;;
  bench) run_benchmarks "${@:2}" ;;
  fmt) maven --quiet spotless:apply ;;
  dist) build_when_older; "$home/src/dist/make-dist.sh" "$jar" "$home/target" ;;
  *)
    build_when_older
    # Without memory half of its threads would be dead: it ends, with 1 and a report, and not with 3, which means another thing.
    # Hazelcast, in a cluster, asks for memory in a way of which the JVM warns
    options=(-XX:+CrashOnOutOfMemoryError -XX:-CreateCoredumpOnCrash --sun-misc-unsafe-memory-access=allow)
    # A heap that begins small and grows until its collector takes a hundredth of the time: each pause is a run that comes late.
    # docs/benchmarks.md has the figures. Whoever chooses a size, or a collector, has all of it as it is by default.
    collector=(-XX:+UseG1GC)
    heap=(-Xms48m -XX:GCTimeRatio=99 -XX:G1HeapRegionSize=1m)
    for word in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_OPTS:-}; do
      case "$word" in
        -XX:+Use*GC) collector=() heap=() ;;
        -Xm[snx]* | -XX:*Heap*Size=* | -XX:*RAM* | -XX:*New*=*) heap=() ;;
      esac
    done
    options+=("${collector[@]}" "${heap[@]}")
    # shellcheck disable=SC2206 # JAVA_OPTS holds several words
    options+=(${JAVA_OPTS:-})
    # Else glibc keeps some freed memory for each thread that ever freed some
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    # for the process in the background that "start" starts
    export JAVA_OPTS="${options[*]}"
    exec "$JAVA_HOME/bin/java" "${options[@]}" -jar "$jar" "$@"
    ;;
esac
