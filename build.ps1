#!/usr/bin/env pwsh
# Finds the SDK and hands its arguments to the build program (build/), which build.sh calls too.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('build: the .NET 10 SDK was not found. Install it from https://dot.net and put dotnet on the PATH.')
    exit 1
}
$program = Join-Path $root 'artifacts/bin/Build/release/build.dll'
$built = if (Test-Path $program) { (Get-Item $program).LastWriteTimeUtc } else { [DateTime]::MinValue }
if (Get-ChildItem (Join-Path $root 'build') -Filter '*.cs*' | Where-Object { $_.LastWriteTimeUtc -gt $built }) {
    dotnet build (Join-Path $root 'build/Build.csproj') -c Release -v quiet --nologo -clp:ErrorsOnly | ForEach-Object { [Console]::Error.WriteLine($_) }
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
dotnet exec $program @args
exit $LASTEXITCODE
