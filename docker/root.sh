#!/bin/sh
# Copies Node and every library that it and the native modules load: root.sh TARGET NODE_MODULES
set -eu
root=$1 modules=$2
copy() { mkdir -p "$root$(dirname "$1")" && cp -L "$1" "$root$1"; }

copy /usr/local/bin/node
for binary in /usr/local/bin/node $(find "$modules" -name '*.node'); do
  ldd "$binary" | tr ' \t' '\n\n' | grep '^/' || true
done | sort -u | while read -r library; do copy "$library"; done
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then copy /etc/ssl/certs/ca-certificates.crt; fi

mkdir -p "$root/etc" "$root/tmp"
chmod 1777 "$root/tmp"
printf 'tandem:x:10001:10001::/app:/sbin/nologin\n' > "$root/etc/passwd"
printf 'tandem:x:10001:\n' > "$root/etc/group"
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
