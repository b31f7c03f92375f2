#!/bin/sh
# Installs the agent from the unpacked tarball as a service of systemd, or takes it away again.
set -eu
umask 022

usage="usage: install.sh [--prefix DIR] [--ping-group], or install.sh [--prefix DIR] --uninstall
  --prefix DIR   install as DIR/dialer-agent instead of /opt/dialer-agent
  --ping-group   give the right to ping by net.ipv4.ping_group_range instead of CAP_NET_RAW
  --uninstall    remove the program; configuration and state stay
With DESTDIR in the environment everything goes below that folder, and no user, systemd or sysctl is touched."

user=dialer
prefix=/opt
ping_group=no
uninstall=no
root=${DESTDIR-}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
parts="bin lib runtime conf dialer-agent.service install.sh README.md README.zh-CN.md docs verticles.md LICENSE CHANGELOG.md CONTRIBUTING.md SECURITY.md"

say() { printf '%s\n' "$1"; }
fail() { printf 'install.sh: %s\n' "$1" >&2; exit 1; }

read_words() {
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix) [ $# -gt 1 ] || fail "--prefix needs a folder"; prefix=$2; shift ;;
      --prefix=*) prefix=${1#--prefix=} ;;
      --ping-group) ping_group=yes ;;
      --uninstall) uninstall=yes ;;
      -h | --help) say "$usage"; exit 0 ;;
      *) fail "unknown argument $1; known: --prefix DIR, --ping-group, --uninstall, --help" ;;
    esac
    shift
  done
  # The prefix becomes part of the unit, where other characters have meanings of their own.
  case $prefix in
    *[!A-Za-z0-9/._-]*) fail "--prefix $prefix: only letters, digits and / . _ - are allowed" ;;
    /home | /home/* | /root | /root/* | /run/user/* | /tmp | /tmp/* | /var/tmp | /var/tmp/*)
      fail "--prefix $prefix: the service sees no folder below /home, /root, /run/user, /tmp and /var/tmp" ;;
    /*) ;;
    *) fail "--prefix $prefix: an absolute path is needed" ;;
  esac
  prefix=${prefix%/}
  case $root in "" | /*) ;; *) fail "DESTDIR $root: an absolute path is needed" ;; esac
  root=${root%/}
}

set_places() {
  program=$root$prefix/dialer-agent
  etc=$root/etc/dialer-agent
  units=$root/etc/systemd/system
  unit=$units/dialer-agent.service
  drop_in=$unit.d/60-ping-group.conf
  sysctl=$root/etc/sysctl.d/60-dialer-agent.conf
  command=$root/usr/local/bin/dialer
}

on_this_host() { [ -z "$root" ]; }
systemd_runs() { on_this_host && [ -d /run/systemd/system ]; }

check_before() {
  if on_this_host && [ "$(id -u)" != 0 ]; then fail "must be run as root"; fi
  [ "$uninstall" = no ] || return 0
  for part in $parts; do
    [ -e "$here/$part" ] || fail "$here/$part is not there; run install.sh from the unpacked tarball"
  done
  [ "$here" != "$program" ] || fail "$program is the installed agent itself; run install.sh from the unpacked tarball"
  JAVA_OPTS='' "$here/bin/dialer" version >/dev/null 2>&1 \
    || fail "$here/runtime/bin/java does not run here ($(uname -m)); is the tarball for another kind of machine?"
  if [ "$ping_group" = yes ] && ! on_this_host && [ -z "$(group_id)" ]; then
    fail "--ping-group: $root/etc/group has no group $user"
  fi
  if [ -e "$command" ] && [ ! -L "$command" ]; then fail "$command is there and is no link of ours; move it away"; fi
}

make_user() {
  if getent passwd "$user" >/dev/null; then
    getent group "$user" >/dev/null || fail "there is a user $user without a group $user; make the group first"
    return
  fi
  command -v useradd >/dev/null || fail "useradd is not there; make a system user $user with a group $user first"
  useradd --system --user-group --no-create-home --home-dir /var/lib/dialer-agent --shell /usr/sbin/nologin "$user" \
    || fail "the user $user cannot be made"
  say "made the user $user"
}

contents() { (cd "$1" 2>/dev/null && find . -type f -exec sha256sum {} + | sort); }

# Beside the old one first, so that what runs is replaced by a rename.
copy_program() {
  new=$program.new
  rm -rf "$new"
  mkdir -p "$new"
  for part in $parts; do cp -RP "$here/$part" "$new/"; done
  chmod -R u+rwX,go+rX,go-w "$new"
  if [ -d "$program" ] && [ "$(contents "$program")" = "$(contents "$new")" ]; then
    rm -rf "$new"
    say "$program is up to date"
    return
  fi
  rm -rf "$program.previous"
  if [ -e "$program" ]; then mv "$program" "$program.previous"; fi
  mv "$new" "$program"
  say "installed $program$([ ! -e "$program.previous" ] || echo "; the one before is $program.previous")"
}

copy_configuration() {
  mkdir -p "$etc"
  chmod 750 "$etc"
  for file in agent_config.json tasks.json blackbox.yml; do
    if [ -e "$etc/$file" ]; then
      say "$etc/$file stays as it is"
    else
      cp "$here/conf/$file" "$etc/$file"
      chmod 640 "$etc/$file"
      if on_this_host; then chgrp "$user" "$etc/$file"; fi
    fi
  done
  if on_this_host; then
    chgrp "$user" "$etc"
  else
    say "on the host itself: useradd --system --user-group $user && chgrp -R $user ${etc#"$root"}"
  fi
}

link_command() {
  mkdir -p "${command%/*}"
  ln -sfn "$prefix/dialer-agent/bin/dialer" "$command"
}

install_unit() {
  if on_this_host && ! systemd_runs; then
    say "systemd does not run here: no service is installed; start $command -conf $etc/agent_config.json yourself"
    return 0
  fi
  mkdir -p "$units"
  sed "s|/opt/dialer-agent/|$prefix/dialer-agent/|" "$here/dialer-agent.service" >"$unit.new"
  chmod 644 "$unit.new"
  mv "$unit.new" "$unit"
}

group_id() {
  if on_this_host; then getent group "$user"; else grep "^$user:" "$root/etc/group" 2>/dev/null; fi | cut -d : -f 3
}

# The kernel has one range of groups: it is widened, never narrowed.
allow_ping_by_group() {
  gid=$(group_id)
  from=1
  to=0
  kernel=/proc/sys/net/ipv4/ping_group_range
  # Not by read: the kernel answers only the first of a shell's reads of one byte each.
  if on_this_host; then from=$(cut -f 1 $kernel); to=$(cut -f 2 $kernel); fi
  if [ "$from" -gt "$to" ]; then from=$gid; to=$gid; fi
  if [ "$gid" -lt "$from" ]; then from=$gid; fi
  if [ "$gid" -gt "$to" ]; then to=$gid; fi
  mkdir -p "${sysctl%/*}" "${drop_in%/*}"
  printf '# The group %s may open ICMP sockets.\nnet.ipv4.ping_group_range = %s %s\n' "$user" "$from" "$to" >"$sysctl"
  printf '# The right to ping comes from %s.\n[Service]\nAmbientCapabilities=\nCapabilityBoundingSet=\n' \
    "${sysctl#"$root"}" >"$drop_in"
  if on_this_host; then echo "$from $to" >$kernel || fail "$kernel cannot be written; $sysctl holds from the next boot"; fi
  say "groups $from to $to may open ICMP sockets ($sysctl)"
}

install_all() {
  if on_this_host; then make_user; fi
  copy_program
  copy_configuration
  link_command
  install_unit
  if [ "$ping_group" = yes ]; then allow_ping_by_group; fi
  if systemd_runs; then systemctl daemon-reload; fi
  say "next: edit $etc/agent_config.json, then"
  say "  systemctl enable --now dialer-agent     (after an upgrade: systemctl restart dialer-agent)"
}

remove_all() {
  if systemd_runs && [ -e "$unit" ]; then systemctl disable --now dialer-agent || fail "the service does not stop"; fi
  rm -f "$unit" "$drop_in" "$sysctl"
  if [ -d "$unit.d" ]; then rmdir "$unit.d" 2>/dev/null || say "$unit.d stays: it holds files of yours"; fi
  if systemd_runs; then systemctl daemon-reload; fi
  if [ "$(readlink "$command")" = "$prefix/dialer-agent/bin/dialer" ]; then rm "$command"; fi
  rm -rf "$program" "$program.previous" "$program.new"
  say "removed $program, its service and its command"
  say "stay: $etc (configuration), $root/var/lib/dialer-agent (state), $root/var/log/dialer-agent, the user $user"
}

read_words "$@"
set_places
check_before
if [ "$uninstall" = yes ]; then remove_all; else install_all; fi
