#!/usr/bin/env bash
# Restores the PowerShell that this repository pins and runs build.ps1 in it. The .NET SDK is all that must be installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if [[ ! $(dotnet --list-sdks 2>/dev/null) =~ (^|$'\n')(1[0-9]|[2-9][0-9])\. ]]; then
  echo 'build.sh: needs the .NET SDK 10 or later. Get it from https://dot.net/download or your package manager (dotnet-sdk-10.0).' >&2
  exit 2
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
log=$(dotnet tool restore 2>&1) || { echo "$log" >&2; exit 2; }
case ${1-} in
  help | -h | --help | '-?') exec dotnet pwsh -NoProfile -Command 'Get-Help ./build.ps1 -Detailed' ;;
  *) exec dotnet pwsh -NoProfile -File build.ps1 "$@" ;;
esac
