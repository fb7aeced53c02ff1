BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Get-PgConnection' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
    BeforeEach {
        $null = Wait-Goodbye
    }

    It 'shows the sessions that psql shows' {
        $expected = Invoke-Sql "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name NOT IN ('psql', 'DatadogOps')"
        (Get-PgConnection @pg -ApplicationName $applications).ProcessId | Sort-Object | Should -Be ([int[]]$expected | Sort-Object)
    }

    It 'shows its own session as DatadogOps unless told otherwise' {
        (Get-PgConnection @pg -User datadog).ApplicationName | Should -Be 'DatadogOps'
    }

    It 'filters by state, application and age' {
        (Get-PgConnection @pg -State 'idle in*').ApplicationName | Should -Be 'batch'
        @(Get-PgConnection @pg -ApplicationName worker* -State active).Count | Should -Be 2
        Get-PgConnection @pg -MinStateSec 86400 | Should -BeNullOrEmpty
    }

    It 'gives the text of queries only when asked for' {
        (Get-PgConnection @pg -State active -ExcludeSelf).Query | Where-Object { $_ } | Should -BeNullOrEmpty
        (Get-PgConnection @pg -State active -ExcludeSelf -IncludeQuery).Query | Should -Match 'pg_sleep'
    }

    It 'leaves nothing behind' {
        $null = Get-PgConnection @pg
        Wait-Goodbye | Should -Be 0
    }

    It 'shows a table that fits' {
        $table = Get-PgConnection @pg -ApplicationName batch | Out-String -Width 80
        $table | Should -Match 'HostName +ProcessId +ApplicationName +State +StateSeconds'
        $table | Should -Match 'idle in transaction'
    }

    It 'has properties that are plain values' {
        foreach ($property in (Get-PgConnection @pg | Select-Object -First 1).PSObject.Properties) {
            $property.Value -is [string] -or $null -eq $property.Value -or $property.Value -is [ValueType] | Should -BeTrue -Because $property.Name
        }
    }
}

Describe 'A password' {
    BeforeAll {
        $secret = 'hunter2-very-secret'
        $listener = New-HangingListener
        $port = $listener.LocalEndpoint.Port
    }

    AfterAll {
        $listener.Stop()
    }

    It 'is in no stream and no error' {
        $text = & {
            Get-PgConnection -ConnectionString "postgresql://someone:$secret@127.0.0.1:$(Get-DeadPort)/x" -Verbose -Debug -ErrorAction Continue
            Get-PgConnection -ConnectionString "Host=127.0.0.1;Port=$port;Username=someone;Password=$secret;Timeout=1" -TimeoutSec 1 -Verbose -Debug -ErrorAction Continue
            Get-PgConnection -ConnectionString "host=127.0.0.1 password='$secret' nonsense=1" -ErrorAction Continue
        } *>&1 | ForEach-Object { $_ | Format-List * -Force | Out-String; "$_" }
        $text | Should -Not -BeNullOrEmpty
        "$text" -replace '(?m)^\s*(Line|Statement|PositionMessage|InvocationInfo)\s*:.*$' | Should -Not -Match $secret
    }
}
