#!/usr/bin/env bash
# Finds the SDK and hands its arguments to the build program (build/), which build.ps1 calls too.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v dotnet >/dev/null 2>&1; then
    echo "build: the .NET 10 SDK was not found. Install it from https://dot.net and put dotnet on the PATH." >&2
    exit 1
fi
if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    echo "build: global.json asks for the .NET 10 SDK; 'dotnet --list-sdks' shows none that fits. Install it from https://dot.net." >&2
    exit 1
fi
program="$root/artifacts/bin/Build/release/build.dll"
if [ ! -f "$program" ] || [ -n "$(find "$root/build" -name '*.cs*' -newer "$program" -print -quit)" ]; then
    dotnet build "$root/build/Build.csproj" -c Release -v quiet --nologo -clp:ErrorsOnly >&2
    touch "$program"
fi
exec dotnet exec "$program" "$@"
