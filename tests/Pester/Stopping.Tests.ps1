BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Starts a command in a runspace of its own, waits until it hangs, stops it, and returns how long the stop took.
    function Measure-Stop([string] $Script, [scriptblock] $HasBegun) {
        $shell = [powershell]::Create()
        try {
            # The first call pays for what is loaded and compiled once; it is not what is measured.
            $null = $shell.AddScript("Import-Module '$manifestPath'; Send-DatadogMetric a.b 1 -DogStatsDEndpoint udp://127.0.0.1:9 -ErrorAction SilentlyContinue").Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript($Script)
            $running = $shell.BeginInvoke()
            for ($i = 0; $i -lt 250 -and -not (& $HasBegun); $i++) {
                Start-Sleep -Milliseconds 20
            }

            & $HasBegun | Should -BeTrue -Because 'the command must hang before it is stopped'
            $running.IsCompleted | Should -BeFalse
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds
            $running.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Ctrl+C' {
    BeforeEach {
        $listener = New-HangingListener
        $port = $listener.LocalEndpoint.Port
    }

    AfterEach {
        $listener.Stop()
    }

    It 'ends a hanging connection to PostgreSQL within a second' {
        Measure-Stop "Get-PgConnectionState -HostName 127.0.0.1 -Port $port -UserName x -TimeoutSec 60" { $listener.Pending() } | Should -BeLessThan 1
    }

    It 'ends a hanging request to the API within a second' {
        $script = "1..3 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Value = `$_ } } | Send-DatadogMetric -ApiUri http://127.0.0.1:$port -ApiKey (ConvertTo-SecureString abc -AsPlainText -Force) -TimeoutSec 60"
        Measure-Stop $script { $listener.Pending() } | Should -BeLessThan 1
    }

    It 'ends a continuous sampling within a second' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
        $started = Get-Date
        Measure-Stop "Get-PgConnectionState -HostName 127.0.0.1 -Port $($pg.Port) -UserName datadog -Database postgres -Continuous -SampleInterval 60" { (Get-Date) - $started -gt '00:00:02.5' } | Should -BeLessThan 1
    }
}
