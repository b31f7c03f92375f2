#!/usr/bin/env bash
# make-dist.sh JAR FOLDER: packs the jar and a Java run time of its own into FOLDER/dialer-agent-VERSION-PLATFORM.tar.gz
# and prints its name and size. Takes the run time from the JDK in JAVA_HOME. The same jar and JDK give the same bytes.
set -euo pipefail
umask 022
export LC_ALL=C

dist="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
project="$dist/../.."
jar="$1"
folder="$2"

fail() { echo "make-dist.sh: $1" >&2; exit 1; }

for tool in java jdeps jlink; do
  [ -x "${JAVA_HOME:?must name a JDK}/bin/$tool" ] || fail "$JAVA_HOME has no bin/$tool; a whole JDK is needed"
done
[ -f "$jar" ] || fail "$jar is not there; ./run.sh build makes it"

# Of the JDK, not of the kernel: the run time is for the machine that the JDK is for.
case "$("$JAVA_HOME/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *os\.arch = //p')" in
  amd64 | x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-aarch64 ;;
  *) fail "the JDK in $JAVA_HOME is neither for x86_64 nor for aarch64" ;;
esac
version="$("$JAVA_HOME/bin/java" -jar "$jar" version)"
version="${version#dialer-agent }"

# What the byte code names. What it only asks for by name is added here:
#   jdk.charsets     http probes decode a page by the charset it declares; java.base has GBK and Big5, not ISO-2022-CN
#   jdk.localedata   numbers and dates in the sentences of results, in the two languages that there are
#   jdk.management   CPU, memory and open files of the process, which libraries (Hazelcast) read by name
#   jdk.naming.dns   dnsjava and Netty ask it for the name servers where /etc/resolv.conf has none
#   jdk.net          the times of TCP keep-alive, which libraries (Hazelcast) set by name
# Elliptic curves are in java.base, and nothing opens a zip file as a file system.
modules="$("$JAVA_HOME/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 "$jar")" \
  || fail "jdeps cannot tell the modules that $jar needs: $modules"
[[ "$modules" =~ ^java\.base(,[a-z.]+)*$ ]] || fail "jdeps printed no list of modules: $modules"
modules+=,jdk.charsets,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
name="dialer-agent-$version"
top="$work/$name"
mkdir -p "$top/bin" "$top/lib" "$top/conf" "$folder"
# --strip-debug would also want objcopy, for native libraries that a JDK ships without debug symbols anyway.
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --output "$top/runtime" --include-locales=en,zh \
  --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-6 >"$work/jlink.txt" 2>&1 \
  || fail "jlink failed: $(cat "$work/jlink.txt")"
cp "$jar" "$top/lib/dialer-agent.jar"
cp "$dist/bin/dialer" "$top/bin/"
for file in agent_config.json tasks.json blackbox.yml prometheus-alerts.yml grafana-dashboard.json; do
  cp "$project/conf/$file" "$top/conf/"
done
cp "$dist/install.sh" "$dist/dialer-agent.service" "$top/"
cp -R "$project/docs" "$top/"
for file in README.md README.zh-CN.md verticles.md LICENSE CHANGELOG.md CONTRIBUTING.md SECURITY.md; do
  cp "$project/$file" "$top/"
done

built="$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' "$project/pom.xml")"
[ -n "$built" ] || fail "pom.xml has no project.build.outputTimestamp"
tarball="$folder/$name-$platform.tar.gz"
tar --create --directory "$work" --sort=name --mtime="$built" --owner=0 --group=0 --numeric-owner --format=gnu \
  --mode=u=rwX,go=rX "$name" | gzip --no-name >"$tarball.new"
mv "$tarball.new" "$tarball"
echo "$tarball $(($(wc -c <"$tarball") / 1000000)) MB"
