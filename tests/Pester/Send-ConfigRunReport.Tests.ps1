BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'ConfigRuns.ps1')
    Import-Module $manifestPath -Force

    $datadog = @{
        ApiUri = $env:DATADOGOPS_TEST_INTAKE_URI
        ApiKey = ConvertTo-SecureString $env:DATADOGOPS_TEST_INTAKE_API_KEY -AsPlainText -Force
    }
    $read = $datadog + @{ ApplicationKey = ConvertTo-SecureString $env:DATADOGOPS_TEST_INTAKE_APP_KEY -AsPlainText -Force }
    $hostName = "pester-$([guid]::NewGuid().ToString('N').Substring(0, 12))"

    function Get-Told { @(Get-DatadogEvent @read -Tag "suite:$hostName") }
}

Describe 'Send-ConfigRunReport' {
    BeforeEach {
        $statePath = Join-Path $TestDrive ([guid]::NewGuid())
        $id = [guid]::NewGuid()
    }

    It 'shows what it would send and sends nothing' {
        $path = Join-Path $TestDrive 'run.json'
        New-ChefRun $id $hostName -Failure 'disk full' | Set-Content $path
        $shown = Invoke-Fresh @"
            `$env:DD_API_KEY = '$env:DATADOGOPS_TEST_INTAKE_API_KEY'
            Import-Module '$manifestPath'
            Get-ConfigRunReport '$path' | Send-ConfigRunReport -ApiUri $($datadog.ApiUri) -Tag suite:$hostName -StatePath '$statePath' -WhatIf
"@ | Out-String
        $shown | Should -Match 'What if:'
        $shown | Should -Match 'execute\[migrate\].*disk full'
        $shown | Should -Match '"metric":"config_run\.failure"'
        $shown | Should -Not -Match $env:DATADOGOPS_TEST_INTAKE_API_KEY
        Get-Told | Should -BeNullOrEmpty
        Test-Path $statePath | Should -BeFalse
    }

    It 'tells a failed run once, with its cause' {
        $report = New-ChefRun $id $hostName -Failure 'password=hunter2 @oncall disk full' | Get-ConfigRunReport
        $sent = $report | Send-ConfigRunReport @datadog -Tag "suite:$hostName" -StatePath $statePath -PassThru
        $sent.Dropped | Should -Be 0
        ($report | Send-ConfigRunReport @datadog -Tag "suite:$hostName" -StatePath $statePath -PassThru).Accepted | Should -Be 0
        $told = Get-Told
        $told | Should -HaveCount 1
        $told.Title | Should -Be "Chef failed in 5 seconds on $hostName"
        $told.Text | Should -Match 'execute\[migrate\]'
        $told.Text | Should -Match '\(@\)oncall disk full'
        $told.Text | Should -Not -Match 'hunter2'
        $told.Tags | Should -Contain 'tool:chef'
    }

    It 'sends metrics under both names, which can be queried' {
        New-ChefRun $id $hostName | Get-ConfigRunReport | Send-ConfigRunReport @datadog -Tag "suite:$hostName" -StatePath $statePath
        (Get-DatadogMetric "avg:config_run.resources.updated{host:$hostName}" @read | Select-Object -Last 1).Value | Should -Be 1
        (Get-DatadogMetric "avg:chef.resources.updated{host:$hostName}" @read | Select-Object -Last 1).Value | Should -Be 1
    }

    It 'says of old runs that they are not sent' {
        New-ChefRun $id $hostName -SecondsAgo 200000 | Get-ConfigRunReport |
            Send-ConfigRunReport @datadog -StatePath $statePath -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match '1 run ended more than 18 hours ago'
    }

    It 'refuses what is no report, and goes on' {
        $report = New-ChefRun $id $hostName | Get-ConfigRunReport
        $sent = 1, $report | Send-ConfigRunReport @datadog -StatePath $statePath -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Match '^ConfigRunInputUnknown,'
        $sent.Accepted | Should -BeGreaterThan 0
    }

    It 'lets other cmdlets send the same objects' {
        $report = New-ChefRun $id $hostName | Get-ConfigRunReport
        ($report | ConvertTo-DatadogMetric).Name | Should -Contain 'config_run.success'
        ($report | Send-DatadogEvent @datadog -PassThru).Accepted | Should -Be 1
        ($report | Send-DatadogMetric @datadog -PassThru).Accepted | Should -BeGreaterThan 5
    }
}
