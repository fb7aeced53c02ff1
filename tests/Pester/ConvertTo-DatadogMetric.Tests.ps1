BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'ConvertTo-DatadogMetric' {
    It 'makes metrics of any object' {
        $metric = [pscustomobject]@{ Free = 12.5; ClientAddress = '10.0.0.1'; Empty = '' } |
            ConvertTo-DatadogMetric -Name disk.free -ValueProperty Free -TagProperty ClientAddress, Empty -Tag env:test -Type Gauge
        $metric.Name | Should -Be 'disk.free'
        $metric.Value | Should -Be 12.5
        @($metric.Tags) | Should -Be 'client_address:10.0.0.1', 'env:test'
    }

    It 'reads the text of a CSV file as numbers' {
        ('Queue,Waiting', 'a,3', 'b,', 'c,many' | ConvertFrom-Csv | ConvertTo-DatadogMetric -Name queue -ValueProperty Waiting -TagProperty Queue -ErrorAction SilentlyContinue -ErrorVariable failed).Value |
            Should -Be 3
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Match '^InputPropertyInvalid,'
    }

    It 'says of an unknown object what to do' {
        1 | ConvertTo-DatadogMetric -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Match '^InputObjectUnknown,'
    }

    It 'makes the metrics of PostgreSQL''s objects' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
        $metric = Get-PgConnectionState @pg -State idle -ApplicationName web -GroupBy ApplicationName, State | ConvertTo-DatadogMetric
        $metric.Name | Should -Be 'postgresql.connection_state'
        $metric.Value | Should -Be 3
        $metric.Tags | Should -Contain 'state:idle'
        $metric.Tags | Should -Contain 'application_name:web'
    }
}
