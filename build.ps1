#Requires -Version 7.4
<#
.SYNOPSIS
    The tasks of this repository for people in PowerShell. What they do is in build.proj; build.sh offers the same.
.PARAMETER Task
    build, test, demo, pack, install, bench or clean.
.EXAMPLE
    ./build.ps1 test
.EXAMPLE
    ./build.ps1; Import-Module ./out/DatadogOps
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'demo', 'pack', 'install', 'bench', 'clean')]
    [string] $Task = 'build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
if (-not (Get-Command dotnet -ErrorAction Ignore) -or -not ((dotnet --list-sdks) -match '^(1\d|[2-9]\d)\.')) {
    throw 'The .NET SDK 10 or later is needed. Get it from https://dot.net/download.'
}

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$targets = @{ build = 'Build'; pack = 'Pack'; install = 'Install'; clean = 'Clean' }
$programs = @{ test = @('DatadogOps.TestRun'); demo = @('DatadogOps.Demo', '--out', 'out'); bench = @('DatadogOps.Benchmarks') }

$target = $targets[$Task] ?? 'TestNeeds;Build'
dotnet msbuild build.proj -nologo -v:minimal -tl:off "-t:$target" @(if ($targets[$Task]) { $Arguments })
if ($LASTEXITCODE -eq 0 -and $programs[$Task]) {
    $program, $options = $programs[$Task]
    dotnet "tests/$program/bin/Release/net10.0/$program.dll" @($options) @Arguments
}

exit $LASTEXITCODE
