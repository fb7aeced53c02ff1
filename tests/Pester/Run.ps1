<#
.SYNOPSIS
    Runs the Pester tests and writes their results as JSON. Called by tests/DatadogOps.TestRun.
#>
param(
    [Parameter(Mandatory)]
    [string] $ResultPath,

    [string] $Filter = '*'
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.5

$configuration = New-PesterConfiguration
$configuration.Run.Path = @(Get-ChildItem -Path $PSScriptRoot -Filter '*.Tests.ps1' | Where-Object Name -Like $Filter | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

function Get-Reason($test) {
    if ($test.ErrorRecord) {
        return ($test.ErrorRecord | ForEach-Object { $_.DisplayErrorMessage ?? $_.Exception.Message }) -join "`n"
    }

    if ($test.Result -eq 'Skipped') {
        return 'Nginx' -in $test.Block.Tag ? 'Needs nginx, which is not installed.'
            : 'Moto' -in $test.Block.Tag ? "Needs moto. $env:DATADOGOPS_TEST_MOTO_REASON".Trim()
            : "Needs PostgreSQL. $env:DATADOGOPS_TEST_PG_REASON".Trim()
    }
}

$tests = @(
    foreach ($test in $run.Tests) {
        @{
            name    = $test.ExpandedPath
            result  = if ($test.Result -in 'Passed', 'Skipped') { "$($test.Result)" } else { 'Failed' }
            message = Get-Reason $test
            stack   = ($test.ErrorRecord | ForEach-Object { $_.DisplayStackTrace ?? $_.ScriptStackTrace }) -join "`n"
        }
    }

    # A file that cannot be read, and a block whose set-up fails, have no test of their own to fail.
    foreach ($broken in @($run.FailedContainers) + @($run.FailedBlocks)) {
        @{
            name    = "$($broken.ExpandedPath ?? $broken.Item)"
            result  = 'Failed'
            message = ($broken.ErrorRecord | ForEach-Object { $_.Exception.Message }) -join "`n"
            stack   = ($broken.ErrorRecord | ForEach-Object ScriptStackTrace) -join "`n"
        }
    }
)
@{ tests = $tests } | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $ResultPath
exit ($tests.Where{ $_.result -eq 'Failed' }.Count -gt 0 ? 1 : 0)
