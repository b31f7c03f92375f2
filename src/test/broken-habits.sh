#!/usr/bin/env bash
# broken-habits.sh [NAME …]: breaks one habit after the other in a copy of the last commit, and shows that the build fails
# for that reason. Exit code 1 where a build passes, or fails for another reason. Takes about 25 minutes on two cores.
set -euo pipefail

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
main=src/main/java/io/dialer/agent
failures=0
export JAVA_HOME="${JAVA_HOME:?must name a JDK 25}"

# broken NAME, the text that the build must say, Maven's words; standard input changes the copy.
broken() {
  local name="$1" reason="$2" change
  shift 2
  change="$(cat)"
  if [ -n "$wanted" ] && [[ " $wanted " != *" $name "* ]]; then return; fi
  rm -rf "$work/copy"
  git clone --quiet "$project" "$work/copy"
  (cd "$work/copy" && eval "$change")
  if (cd "$work/copy" && mvn --batch-mode --offline -Dstyle.color=never "$@" >"$work/log" 2>&1); then
    echo "$name: the build passes" >&2
  elif grep -qE "$reason" "$work/log"; then
    printf '%-14s fails: %s\n' "$name" "$(grep -E "$reason" "$work/log" | head -n 1 | cut -c1-140)"
    return
  else
    echo "$name: the build fails for another reason: $(grep -m 1 ERROR "$work/log")" >&2
  fi
  failures=$((failures + 1))
}

wanted="$*"

broken format 'format violations' compile <<<"sed -i 's/^    private/   private/' $main/scheduler/Schedule.java"

broken null-safety 'NullAway' compile -Dspotless.check.skip=true <<CHANGE
sed -i '0,/^final class/s//class Nothing { static int of(@org.jspecify.annotations.Nullable String text) { return text.length(); } }\n\nfinal class/' \
  $main/scheduler/Schedule.java
CHANGE

broken warnings 'unchecked' compile -Dspotless.check.skip=true <<CHANGE
sed -i '0,/^final class/s//class Raw { static java.util.List<String> of(Object list) { return (java.util.List<String>) list; } }\n\nfinal class/' \
  $main/scheduler/Schedule.java
CHANGE

broken error-prone 'ReferenceEquality' compile -Dspotless.check.skip=true <<CHANGE
sed -i '0,/^final class/s//class Same { static boolean of(java.time.Duration a, java.time.Duration b) { return a == b; } }\n\nfinal class/' \
  $main/scheduler/Schedule.java
CHANGE

broken architecture 'Architecture Violation' test -Dtest=ArchitectureTest -Dspotless.check.skip=true <<CHANGE
sed -i '0,/^final class/s//class Shortcut { static Object of() { return io.dialer.agent.outbox.OutboxVerticle.class; } }\n\nfinal class/' \
  $main/scheduler/Schedule.java
CHANGE

broken blocking 'Architecture Violation' test -Dtest=ArchitectureTest -Dspotless.check.skip=true <<CHANGE
sed -i '0,/^final class/s//class LookUp { static Object of(String name) throws Exception { return java.net.InetAddress.getByName(name); } }\n\nfinal class/' \
  $main/scheduler/Schedule.java
CHANGE

broken length 'lines at most' test -Dtest=SourceFilesTest -Dspotless.check.skip=true <<CHANGE
for line in \$(seq 300); do echo "// \$line"; done >>$main/scheduler/Schedule.java
CHANGE

broken languages 'areTheSameInBothLanguages' test -Dtest=MessagesTest <<CHANGE
echo 'zzz.alone=only here' >>src/main/resources/io/dialer/agent/probe/messages.properties
CHANGE

broken documents 'DocumentLinksTest' test -Dtest=DocumentLinksTest <<<"echo '[away](docs/nowhere.md)' >>README.md"

broken map 'everyAddressHasItsRow' test -Dtest=VerticlesDocumentTest <<<"sed -i '/^| .backend.register. |/d' verticles.md"

broken coverage 'pure classes below' verify -Dit.test=CoverageIT -Dspotless.check.skip=true <<CHANGE
python3 - <<'PYTHON'
import re
path = "$main/scheduler/Schedule.java"
text = open(path).read()
branches = "".join("        if (n == %d) { return %d; }\n" % (n, n * 7) for n in range(40))
text = text.rstrip()[:-1] + "\n    static long untried(long n) {\n" + branches + "        return n;\n    }\n}\n"
open(path, "w").write(text)
PYTHON
CHANGE

exit "$((failures > 0))"
