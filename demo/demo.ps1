#Requires -Version 7.6

<#
.SYNOPSIS
    Shows what DatadogOps does: three applications use a PostgreSQL server; who holds its connections, and what does Datadog see?

.DESCRIPTION
    Starts a private PostgreSQL server and a local intake in Datadog's place, runs each command as you would type it, and stops
    everything at the end, on failure and on Ctrl+C. The exit code is 0 only if every number is what the applications hold.

.PARAMETER ModulePath
    The module, as ./build.sh build leaves it.
#>
[CmdletBinding()]
param(
    [string] $ModulePath = (Join-Path $PSScriptRoot '../out/DatadogOps')
)

$ErrorActionPreference = 'Stop'

# A web server whose pool mostly idles, a worker that forgets to commit, and a report that runs long.
$applications = @(
    @{ Application = 'web'; State = 'idle'; Count = 11 }
    @{ Application = 'web'; State = 'active'; Count = 2 }
    @{ Application = 'web'; State = 'idle in transaction (aborted)'; Count = 1 }
    @{ Application = 'worker-medium'; State = 'idle'; Count = 4 }
    @{ Application = 'worker-medium'; State = 'active'; Count = 3 }
    @{ Application = 'worker-medium'; State = 'idle in transaction'; Count = 5 }
    @{ Application = 'reporting'; State = 'idle'; Count = 1 }
    @{ Application = 'reporting'; State = 'active'; Count = 2 }
)

function Show-Heading([string] $Text) {
    Write-Host "`n$Text" -ForegroundColor Cyan
}

# Prints a command as one types it, and runs it.
function Show-Command([scriptblock] $Command) {
    Write-Host "`nPS> $("$Command".Trim())" -ForegroundColor Green
    & $Command | Out-Host
}

# Fails unless Datadog's answer is the sum of what the applications hold.
function Assert-Answer([string] $Query, [object[]] $Held) {
    $tag = $Query -replace '.* by \{(\w+)\}', '$1'
    $property = @{ state = 'State'; application_name = 'Application' }[$tag]
    $expected = $Held | Group-Object { $_[$property] -replace ' ', '_' -replace '[()]' } | ForEach-Object { "$($_.Name) $(($_.Group | Measure-Object Count -Sum).Sum)" }
    $answer = Get-DatadogMetric $Query -LastSec 300 | Group-Object { $_.Scope -replace ".*\b${tag}:([^,]*).*", '$1' } | ForEach-Object { "$($_.Name) $(($_.Group | Measure-Object Value -Maximum).Maximum)" }
    if (Compare-Object @($expected) @($answer)) {
        throw "$Query answers '$($answer -join ', ')'; the applications hold '$($expected -join ', ')'."
    }
}

# Settings of your own for PostgreSQL and Datadog have no part in this.
$settings = Get-ChildItem env: | Where-Object Name -Match '^(PG|DD_)'
$settings | ForEach-Object { Set-Item "env:$($_.Name)" $null }
Push-Location (Join-Path $PSScriptRoot '..')
try {
    Import-Module (Join-Path $PSScriptRoot '../tests/DatadogOps.Testbed/Testbed.psm1'), $ModulePath
    Show-Heading 'Three applications, one PostgreSQL server, one local Datadog'
    $postgres = Start-PrivatePostgres -MaxConnections 50
    $intake = Start-DatadogIntake -Port 0 -DogStatsDPort 0
    $guard = Start-Guard 'kill "$1"' $intake.ProcessId
    $intake | Connect-Datadog
    $password = [guid]::NewGuid().ToString('N')
    Invoke-PrivateSql $postgres "CREATE ROLE shop LOGIN PASSWORD '$password'; CREATE ROLE datadog LOGIN PASSWORD '$password' IN ROLE pg_monitor"
    Invoke-PrivateSql $postgres 'CREATE DATABASE shop'
    Open-PrivateSession $postgres ($applications | ForEach-Object { $_ + @{ User = 'shop'; Password = $password; Database = 'shop' } })
    $shop = @{
        HostName   = $postgres.HostName
        Port       = $postgres.Port
        Database   = 'shop'
        Credential = [pscredential]::new('datadog', (ConvertTo-SecureString $password -AsPlainText -Force))
    }
    "PostgreSQL $($postgres.Version) listens on $($shop.HostName):$($shop.Port), the intake on $($intake.ApiUri) and $($intake.DogStatsDEndpoint)"
    '@shop holds the address and the credential of the monitoring role'

    Show-Heading "What's going on?"
    Show-Command { Get-PgConnectionState @shop }
    Show-Command { Get-PgConnectionState @shop -ExcludeSelf -GroupBy ApplicationName, State }
    Show-Command { Get-PgConnectionUsage @shop }
    Show-Command { Get-PgConnectionState @shop -ExcludeSelf -GroupBy ApplicationName, State | Export-Csv out/states.csv }
    Show-Command { Get-Content out/states.csv -TotalCount 3 }

    Show-Heading 'Tell Datadog, by its API and by DogStatsD'
    Show-Command { Get-PgConnectionState @shop -ExcludeSelf -GroupBy ApplicationName, State -SampleInterval 1 -MaxSamples 3 | Send-DatadogMetric -Transport Api -PassThru }
    Show-Command { Get-PgConnectionUsage @shop | Send-DatadogMetric -Transport DogStatsD -PassThru }

    Show-Heading 'Ask Datadog'
    Show-Command { Show-DatadogMetric 'sum:postgresql.connection_state{*} by {state}' -Chart Bar }
    Show-Command { Show-DatadogMetric 'sum:postgresql.connection_state{state:idle} by {application_name}' -Chart Bar }
    Show-Command { Show-DatadogMetric 'sum:postgresql.connection_state{application_name:worker-medium} by {state}' -Chart Bar }
    Show-Command { Show-DatadogMetric 'max:postgresql.connection_usage.used{*}' -Chart Bar }

    Assert-Answer 'sum:postgresql.connection_state{*} by {state}' $applications
    Assert-Answer 'sum:postgresql.connection_state{state:idle} by {application_name}' ($applications | Where-Object State -EQ idle)
    Assert-Answer 'sum:postgresql.connection_state{application_name:worker-medium} by {state}' ($applications | Where-Object Application -EQ worker-medium)
    Show-Heading 'Every number is what the applications hold.'
    $status = 0
}
catch {
    [Console]::Error.WriteLine("demo: $($_.Exception.Message)")
    $status = 1
}
finally {
    if ($intake) {
        Disconnect-Datadog
        $intake | Stop-DatadogIntake -Confirm:$false
        Stop-Guard $guard
    }

    if ($postgres) {
        Stop-PrivatePostgres $postgres
    }

    Pop-Location
    $settings | ForEach-Object { Set-Item "env:$($_.Name)" $_.Value }
}

exit $status
