#Requires -Version 7.6

<#
.SYNOPSIS
    Builds, tests, packs and installs DatadogOps.

.DESCRIPTION
    Needs the .NET SDK 10. Where PowerShell 7.6 is not installed, run
    ./build.sh, or `dotnet tool restore` and `dotnet pwsh build.ps1`: they
    bring the PowerShell that this repository pins.

    build    Compiles the module into out/DatadogOps and the intake into
             out/intake.
    test     Builds and runs all tests. The last line is the sum:
             "N passed, N failed, N skipped".
    demo     Builds and runs demo/demo.ps1 against a private PostgreSQL
             server and a local intake.
    pack     Makes the module for all platforms, a zip in out/packages.
    install  Builds and installs the module, with the intake, for this user
             or below -Prefix.
    bench    Builds and runs the benchmarks of docs/benchmarks.md.
    clean    Removes everything that was built.

    The demo needs a PostgreSQL server; tests and benchmarks need further
    servers. On Debian and Ubuntu, root gets what is missing from apt. No
    service is started or enabled, and no database cluster is created.

.PARAMETER Task
    What to do.

.PARAMETER Filter
    test: runs the suites whose name contains this text, such as Core, Intake or Pester.

.PARAMETER Prefix
    install: folder to install below, such as /usr/local for all users. The module goes into share/powershell/Modules there.

.PARAMETER ArgumentList
    bench: arguments for the benchmark program.

.EXAMPLE
    ./build.ps1; Import-Module ./out/DatadogOps

.EXAMPLE
    ./build.ps1 test -Filter Pester

.EXAMPLE
    sudo ./build.sh install -Prefix /usr/local
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'demo', 'pack', 'install', 'bench', 'clean')]
    [string] $Task = 'build',

    [string] $Filter = '',

    [string] $Prefix,

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $ArgumentList = @()
)

$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = $env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_UPDATECHECK = 'Off'
$tests = Join-Path $PSScriptRoot 'tests'
$out = Join-Path $PSScriptRoot 'out'
$module = Join-Path $out 'DatadogOps'
$intake = Join-Path $out 'intake'
$version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'DatadogOps.psd1')).ModuleVersion

# Runs dotnet, which prints its own errors; a failure ends the task.
function Invoke-DotNet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Invoke-MSBuild([string] $Command, [string] $Project, [string[]] $Options = @()) {
    Invoke-DotNet $Command (Join-Path $PSScriptRoot $Project) --configuration Release --nologo --verbosity quiet '-tl:off' '-clp:NoSummary' @Options
}

# The projects name the folders that they publish to.
function Invoke-Build {
    'Building the module in out/DatadogOps and the intake in out/intake'
    Invoke-MSBuild publish src/DatadogOps.PowerShell
    Invoke-MSBuild publish src/DatadogOps.Intake
}

function Invoke-Demo {
    . (Join-Path $tests 'Needs.ps1')
    if (-not (Install-Need postgresql 'The demo cannot run.')) {
        $script:status = 2
        return
    }

    Invoke-Build
    & (Join-Path $PSScriptRoot 'demo/demo.ps1') -ModulePath $module
    $script:status = $LASTEXITCODE
}

function Invoke-Pack {
    Invoke-Build
    $packages = Join-Path $out 'packages'
    $portable = Join-Path $out 'portable'
    $target = Join-Path $portable "DatadogOps/$version"
    Remove-Item $packages, $portable -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory $packages

    # What is published runs on every platform, so it has no code that was compiled ahead for this one.
    Invoke-MSBuild publish src/DatadogOps.PowerShell @('--no-build', '-p:PublishReadyToRun=false', "-p:PublishDir=$target/")
    Invoke-MSBuild publish src/DatadogOps.Intake @(
        '-p:UseCurrentRuntimeIdentifier=false', '-p:PublishReadyToRun=false', '-p:UseAppHost=false'
        '-p:IntermediateOutputPath=obj/portable/', '-p:OutputPath=bin/portable/', "-p:PublishDir=$target/intake/"
    )
    # SQLite's library, for the platforms that PowerShell runs on.
    Get-ChildItem (Join-Path $target 'intake/runtimes') -Exclude linux-x64, linux-arm64, linux-musl-x64, osx-x64, osx-arm64, win-x64, win-arm64 | Remove-Item -Recurse
    # The zip unpacks into a folder of PSModulePath as it is.
    $zip = Join-Path $packages "DatadogOps-$version.zip"
    [IO.Compression.ZipFile]::CreateFromDirectory($portable, $zip)
    Remove-Item $portable -Recurse
    $zip
}

function Invoke-Install {
    $modules = if ($Prefix) {
        Join-Path $Prefix 'share/powershell/Modules'
    }
    elseif ($IsWindows) {
        Join-Path ([Environment]::GetFolderPath('MyDocuments')) 'PowerShell/Modules'
    }
    else {
        Join-Path ($env:XDG_DATA_HOME ? $env:XDG_DATA_HOME : "$HOME/.local/share") 'powershell/Modules'
    }

    Invoke-Build
    $target = Join-Path $modules "DatadogOps/$version"
    Remove-Item $target -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory $target
    Copy-Item "$module/*", $intake $target -Recurse
    "Installed DatadogOps $version in $target"
}

function Invoke-Bench {
    . (Join-Path $tests 'Needs.ps1')
    $null = Install-Need postgresql, pgbouncer, nginx-light 'Benchmarks that need them fail.'
    Invoke-Build
    Invoke-MSBuild build tests/DatadogOps.Benchmarks
    dotnet (Join-Path $tests 'DatadogOps.Benchmarks/bin/Release/net10.0/DatadogOps.Benchmarks.dll') @ArgumentList
    $script:status = $LASTEXITCODE
}

function Invoke-Test {
    . (Join-Path $tests 'Needs.ps1')
    $null = Install-Need postgresql, pgbouncer, nginx-light, libnginx-mod-http-lua, libnginx-mod-stream, puppet-agent, ansible 'Tests that need them are skipped.'
    'Building everything'
    Invoke-MSBuild build DatadogOps.slnx
    Invoke-Build
    & (Join-Path $tests 'Run.ps1') -Filter $Filter
    $script:status = $LASTEXITCODE
}

function Invoke-Clean {
    $built = Get-ChildItem (Join-Path $PSScriptRoot 'src'), $tests -Directory | Get-ChildItem -Directory | Where-Object Name -In bin, obj
    Remove-Item (@($built.FullName) + $out) -Recurse -Force -ErrorAction Ignore
}

$status = 130
try {
    & "Invoke-$Task"
    $status = $status -eq 130 ? 0 : $status
}
catch {
    [Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)")
    $status = 1
}
finally {
    # Ctrl+C ends the script here. In an interactive session this would end the session.
    if ($status -eq 130 -and [Environment]::GetCommandLineArgs() -contains '-File') {
        $Host.SetShouldExit(130)
    }
}

exit $status
