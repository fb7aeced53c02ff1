# What the test files of configuration runs share. Each reads it in BeforeAll, behind Common.ps1.
$fixtures = Join-Path $repositoryRoot 'tests/DatadogOps.Core.Tests/ConfigRuns/Fixtures'

# A message of Chef's data collector, as one line of a file.
function New-ChefRun([string] $Id, [string] $HostName = 'db01', [string] $Failure, [double] $SecondsAgo = 10) {
    $end = [DateTimeOffset]::UtcNow.AddSeconds(-$SecondsAgo)
    $run = @{
        message_type = 'run_converge'; run_id = $Id; node_name = $HostName
        start_time = $end.AddSeconds(-5).ToString('o'); end_time = $end.ToString('o')
        status = $Failure ? 'failure' : 'success'
        resources = @(@{ type = 'file'; name = '/etc/motd'; status = 'updated'; duration = '12' })
    }
    if ($Failure) {
        $run.error = @{ class = 'RuntimeError'; message = "execute[migrate] (app::default line 7) had an error: RuntimeError: $Failure"; backtrace = @() }
    }

    $run | ConvertTo-Json -Depth 5 -Compress
}
