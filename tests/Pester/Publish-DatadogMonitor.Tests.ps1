BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force

    $datadog = @{
        ApiUri         = $env:DATADOGOPS_TEST_INTAKE_URI
        ApiKey         = ConvertTo-SecureString $env:DATADOGOPS_TEST_INTAKE_API_KEY -AsPlainText -Force
        ApplicationKey = ConvertTo-SecureString $env:DATADOGOPS_TEST_INTAKE_APP_KEY -AsPlainText -Force
    }
    $slug = "pester-$([guid]::NewGuid().ToString('N'))"
}

AfterAll {
    Get-DatadogMonitor -Managed @datadog | Where-Object Slug -Like "$slug*" | Remove-DatadogMonitor @datadog -Confirm:$false
}

Describe 'Publish-DatadogMonitor' {
    It 'shows what it would create and creates nothing' {
        New-PgConnectionMonitor Usage, Idle -Slug $slug | Publish-DatadogMonitor @datadog -WhatIf | Should -BeNullOrEmpty
        Get-DatadogMonitor -Managed @datadog | Where-Object Slug -Like "$slug*" | Should -BeNullOrEmpty
    }

    It 'creates, and then leaves alone' {
        (New-PgConnectionMonitor Usage, Idle -Slug $slug | Publish-DatadogMonitor @datadog).Action | Should -Be 'Created', 'Created'
        (New-PgConnectionMonitor Usage, Idle -Slug $slug | Publish-DatadogMonitor @datadog).Action | Should -Be 'Unchanged', 'Unchanged'
    }

    It 'takes what was read, and changed in between' {
        $published = New-PgConnectionMonitor -Slug $slug | Publish-DatadogMonitor @datadog
        $monitor = $published | Get-DatadogMonitor @datadog
        $monitor.Message += ' @slack-dba'
        ($monitor | Publish-DatadogMonitor @datadog).Action | Should -Be 'Updated'
        ($published | Get-DatadogMonitor @datadog).Message | Should -Match '@slack-dba$'
    }

    It 'exports what it published as JSON that is the same monitor' {
        $json = Get-DatadogMonitor -Managed @datadog | Where-Object Slug -EQ "$slug-usage" | Export-DatadogMonitor
        ($json | ConvertFrom-Json).options.thresholds.critical | Should -Be 0.85
        ($json | Publish-DatadogMonitor @datadog).Action | Should -Be 'Unchanged'
    }

    It 'takes hash tables and lists for options' {
        $monitor = New-DatadogMonitor 'Load' 'avg(last_5m):avg:system.load.5{*} by {host} > 4' -Option @{ notify_by = @('host'); renotify_statuses = 'alert', 'no data' }
        $options = ($monitor | Export-DatadogMonitor | ConvertFrom-Json).options
        $options.notify_by | Should -Be 'host'
        $options.renotify_statuses | Should -Be 'alert', 'no data'
    }

    It 'draws into a pipe as plain lines' {
        $metric = $slug.Replace('-', '_')
        $points = 0..9 | ForEach-Object { [pscustomobject]@{ Name = "pester.$metric"; Value = $_; Timestamp = [DateTimeOffset]::UtcNow.AddMinutes($_ - 10) } }
        $points | Send-DatadogMetric -ApiUri $datadog.ApiUri -ApiKey $datadog.ApiKey
        $lines = Show-DatadogMetric "avg:pester.$metric{*}" @datadog -Width 60
        $lines | Should -BeOfType string
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 60
        Get-DatadogMetric "avg:pester.$metric{*}" @datadog | ConvertTo-Csv | Should -HaveCount 11
    }
}
