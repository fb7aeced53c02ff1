BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force

    # What psql counts, without its own session and without ours.
    function Get-Expected([string] $Columns) {
        Invoke-Sql "SELECT $Columns, count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name NOT IN ('psql', 'DatadogOps') GROUP BY $Columns ORDER BY $Columns"
    }
}

Describe 'Get-PgConnectionState' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
    BeforeEach {
        $null = Wait-Goodbye
    }

    It 'counts what psql counts at that moment' {
        $expected = Get-Expected 'datname, state'
        $expected.Count | Should -BeGreaterThan 2
        $found = Get-PgConnectionState @pg -ApplicationName $applications | Sort-Object Database, State | ForEach-Object { $_.Database, $_.State, $_.Connections -join '|' }
        $found | Should -Be ($expected | Sort-Object)
    }

    It 'counts by application too' {
        $found = Get-PgConnectionState @pg -ApplicationName $applications -GroupBy Database, ApplicationName, State | ForEach-Object { $_.Database, $_.ApplicationName, $_.State, $_.Connections -join '|' }
        $found | Sort-Object | Should -Be (Get-Expected 'datname, application_name, state' | Sort-Object)
    }

    It 'exports flat columns' {
        $file = Join-Path $TestDrive 'states.csv'
        Get-PgConnectionState @pg -ApplicationName $applications -GroupBy Database, ApplicationName, State | Export-Csv -LiteralPath $file
        Get-Content $file | Should -Not -Match 'System\.|DatadogOps\.'
        $rows = Import-Csv $file
        ($rows | Where-Object { $_.ApplicationName -eq 'web' -and $_.State -eq 'idle' }).Connections | Should -Be 3
        ($rows | Measure-Object Connections -Sum).Sum | Should -Be 7
    }

    It 'takes servers from Import-Csv by property name' {
        $file = Join-Path $TestDrive 'servers.csv'
        Set-Content -LiteralPath $file -Value 'HostName,Port,UserName,Database', "127.0.0.1,$($pg.Port),datadog,postgres", "localhost,$($pg.Port),datadog,shop"
        $found = Import-Csv $file | Get-PgConnectionState -State active -ApplicationName worker-medium
        $found.HostName | Sort-Object | Should -Be '127.0.0.1', 'localhost'
    }

    It 'writes one non-terminating error for a dead server and the objects of the others' {
        $dead = "127.0.0.1:$(Get-DeadPort)"
        $found = Get-PgConnectionState -HostName $dead, "127.0.0.1:$($pg.Port)" -UserName datadog -Database postgres -ErrorAction SilentlyContinue -ErrorVariable failed
        $found | Should -Not -BeNullOrEmpty
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Match '^PgConnectionRefused,'
        $failed[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $failed[0].TargetObject | Should -Be $dead
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'stops at the first dead server when asked to' {
        { Get-PgConnectionState -HostName "127.0.0.1:$(Get-DeadPort)" -UserName datadog -ErrorAction Stop } | Should -Throw -ErrorId 'PgConnectionRefused,*'
    }

    It 'samples' {
        $found = Get-PgConnectionState @pg -State active -SessionDatabase shop -MaxSamples 2 -SampleInterval 1
        $found.Connections | Should -Be 2, 2
        ($found[1].Timestamp - $found[0].Timestamp).TotalSeconds | Should -BeGreaterThan 0.5
    }

    It 'ends a continuous sampling when no more is wanted' {
        @(Get-PgConnectionState @pg -State active -SessionDatabase shop -Continuous | Select-Object -First 1).Count | Should -Be 1
    }

    It 'warns where pg_monitor is missing, and counts all the same' {
        $found = Get-PgConnectionState -HostName $pg.HostName -Port $pg.Port -Database postgres -UserName nobody_special -ApplicationName $applications -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'GRANT pg_monitor'
        ($found | Measure-Object Connections -Sum).Sum | Should -Be 7
    }

    It 'shows a table that fits' {
        foreach ($table in (Get-PgConnectionState @pg | Out-String -Width 80), (Get-PgConnectionState @pg -GroupBy ApplicationName, State | Out-String -Width 80)) {
            $table | Should -Match 'HostName +Connections +Group'
            $table | Should -Match ', idle in transaction *\r?\n'
        }

        Get-PgConnectionState @pg | Out-String -Width 60 | Should -Match '[0-9] shop, idle *\r?\n'
        Get-PgConnectionState @pg | Out-String -Width 120 | Should -Match 'HostName +Connections +Group +MaxStateSeconds +Port'
    }

    It 'shows counts by different groups in one script as tables' {
        $text = & { Get-PgConnectionState @pg -GroupBy State; Get-PgConnectionState @pg -GroupBy ApplicationName, User } | Out-String -Width 120
        $text | Should -Match 'HostName +Connections +Group +MaxStateSeconds +Port'
        $text | Should -Match '[0-9] web, '
        $text | Should -Not -Match 'ApplicationName +:'
    }

    It 'refuses -Continuous with -MaxSamples' {
        { Get-PgConnectionState @pg -Continuous -MaxSamples 2 } | Should -Throw -ErrorId 'ContinuousWithMaxSamples,*'
    }
}
