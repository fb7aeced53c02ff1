#!/usr/bin/env bash
# The tasks of this repository for people with bash and the .NET SDK. What they do is in build.proj.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./build.sh [task] [arguments]

  build     the module in out/DatadogOps, ddops in out/ddops/ddops, the intake in out/intake (default)
  test      all tests; Pester too where PowerShell is found. --filter NAME runs one suite
  demo      the main job on a real PostgreSQL, with a local intake in Datadog's place
  pack      packages in out/packages
  install   the module for this user's PowerShell, and ddops in ~/.local/bin
  bench     the benchmarks of docs/benchmarks.md
  clean     removes all that was built
TEXT
}

if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -Eq '^(1[0-9]|[2-9][0-9])\.'; then
  echo 'build.sh: the .NET SDK 10 or later is needed. Get it from https://dot.net/download, or with your package manager (dotnet-sdk-10.0).' >&2
  exit 2
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
msbuild() { dotnet msbuild build.proj -nologo -v:minimal -tl:off "$@"; }
run() { local project=$1; shift; exec dotnet "tests/$project/bin/Release/net10.0/$project.dll" "$@"; }

task=${1:-build}
[ $# -eq 0 ] || shift
case $task in
  build) msbuild -t:Build "$@" ;;
  pack) msbuild -t:Pack "$@" ;;
  install) msbuild -t:Install "$@" ;;
  clean) msbuild -t:Clean "$@" ;;
  test) msbuild '-t:TestNeeds;Build'; run DatadogOps.TestRun "$@" ;;
  demo) msbuild '-t:TestNeeds;Build'; run DatadogOps.Demo --out out "$@" ;;
  bench) msbuild '-t:TestNeeds;Build'; run DatadogOps.Benchmarks "$@" ;;
  help | -h | --help) usage ;;
  *) echo "build.sh: there is no task '$task'" >&2; usage >&2; exit 2 ;;
esac
