# What the test files share. Each reads it in BeforeAll.
$ErrorActionPreference = 'Stop'

$manifestPath = (Resolve-Path (Join-Path $PSScriptRoot '../../out/DatadogOps/DatadogOps.psd1')).Path
$modulePath = Split-Path $manifestPath
$repositoryRoot = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path

# Of the cluster with held connections; tests that use them are skipped where there is none.
$pg = @{
    HostName = $env:DATADOGOPS_TEST_PG_HOST
    Port     = [int]$env:DATADOGOPS_TEST_PG_PORT
    Database = 'postgres'
    UserName = 'datadog'
}

# The connections that are held there. Tests count by name: a server takes a moment to end the session of a psql before.
$applications = 'web', 'worker-medium', 'batch'

# Nothing of the machine's own settings shall reach the tests.
Get-ChildItem env: | Where-Object Name -Match '^(PG|DD_)' | ForEach-Object { Remove-Item "env:$($_.Name)" }

function Invoke-Sql([string] $Sql) {
    & $env:DATADOGOPS_TEST_PG_PSQL -h $env:DATADOGOPS_TEST_PG_HOST -p $env:DATADOGOPS_TEST_PG_PORT -U $env:DATADOGOPS_TEST_PG_SUPERUSER -d postgres -XAt -F '|' -c $Sql
}

# A server takes a moment to end a session that has said goodbye; the next test would count it.
function Wait-Goodbye {
    $left = 1
    for ($i = 0; $i -lt 100 -and $left -ne 0; $i++) {
        $left = [int](Invoke-Sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'DatadogOps'")
    }

    $left
}

# Runs a script in a PowerShell process of its own and returns what it prints, all streams.
function Invoke-Fresh([string] $Script) {
    $file = New-Item -Path (Join-Path ([IO.Path]::GetTempPath()) "datadogops-$([guid]::NewGuid()).ps1") -Value "`$ErrorActionPreference = 'Stop'`n$Script"
    try {
        pwsh -NoProfile -NonInteractive -File $file.FullName 2>&1 | ForEach-Object { "$_" }
    }
    finally {
        Remove-Item -LiteralPath $file.FullName
    }
}

# A port of 127.0.0.1 where nobody listens.
function Get-DeadPort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $port
}

# A listener that takes connections and never answers.
function New-HangingListener {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener
}
