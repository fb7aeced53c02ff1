BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Get-PgConnectionUsage' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
    BeforeEach {
        $null = Wait-Goodbye
    }

    It 'tells the server''s limits as the server does' {
        $usage = Get-PgConnectionUsage @pg
        $usage.Scope | Should -Be 'Server'
        $usage.Max | Should -Be (Invoke-Sql 'SHOW max_connections')
        # Seven are held, and one asks.
        $usage.Used | Should -Be 8
        $usage.Reserved | Should -BeGreaterOrEqual (Invoke-Sql 'SHOW superuser_reserved_connections')
        $usage.Available | Should -Be ($usage.Max - $usage.Reserved - $usage.Used)
        $usage.UsedRatio | Should -Be ($usage.Used / ($usage.Max - $usage.Reserved))
    }

    It 'tells the limits of databases and roles' {
        $null = Invoke-Sql 'ALTER DATABASE shop CONNECTION LIMIT 40'
        $usage = Get-PgConnectionUsage @pg -Scope Database, Role
        $shop = $usage | Where-Object { $_.Scope -eq 'Database' -and $_.Name -eq 'shop' }
        $shop.Max | Should -Be 40
        $shop.Used | Should -Be 6
        ($usage | Where-Object { $_.Scope -eq 'Role' -and $_.Name -eq 'datadog' }).Max | Should -BeNullOrEmpty
    }

    It 'keeps UsedRatio in a narrow table' {
        Get-PgConnectionUsage @pg | Out-String -Width 60 | Should -Match 'Used +Max +Available +UsedRatio'
    }

    It 'shows a table that fits' {
        $table = Get-PgConnectionUsage @pg -Scope Server, Database | Out-String -Width 80
        $table | Should -Match 'HostName +Name +Used +Max +Available +UsedRatio +Scope +Port'
        $table | Should -Match 'shop +6 .*Database'
    }
}
