BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'ConfigRuns.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Get-ConfigRunReport' {
    It 'reads the reports of <Tool>' -ForEach @(
        @{ Tool = 'Chef'; Files = 'chef/*'; Failed = 'db01.example.com', 'db01.example.com', 'web03.example.com' }
        @{ Tool = 'Puppet'; Files = 'puppet/*report.yaml'; Failed = 'app02.example.com', 'old01.example.com', 'web01.example.com' }
        @{ Tool = 'Ansible'; Files = 'ansible/failed.json*'; Failed = 'web01', $null, 'web01', $null }
        @{ Tool = 'Dsc'; Files = 'dsc/*.json'; Failed = 'WIN01' }
        @{ Tool = 'Salt'; Files = 'salt/*.json'; Failed = 'web01', 'web02', 'web03' }
    ) {
        $runs = Get-ConfigRunReport (Join-Path $fixtures $Files)
        $runs.Tool | Select-Object -Unique | Should -Be $Tool
        @($runs | Where-Object Status -EQ Failed | Sort-Object { "$($_.SourcePath)" } | ForEach-Object HostName | Sort-Object) | Should -Be @($Failed | Sort-Object)
    }

    It 'takes files, text and objects from the pipeline' {
        $file = Get-Item (Join-Path $fixtures 'puppet/agent_changed.report.json')
        $byFile = $file | Get-ConfigRunReport
        $byText = Get-Content $file -Raw | Get-ConfigRunReport
        $byObject = Get-Content $file -Raw | ConvertFrom-Json | Get-ConfigRunReport
        $byFile.RunId, $byText.RunId, $byObject.RunId | Select-Object -Unique | Should -HaveCount 1
        $byFile.SourcePath | Should -Be $file.FullName
        $byText.SourcePath | Should -BeNullOrEmpty
    }

    It 'gives each resource with where it is declared' {
        $failed = Get-ConfigRunReport (Join-Path $fixtures 'puppet/failed_skipped.report.yaml') -Resource | Where-Object Status -EQ Failed
        $failed[0].Name | Should -Be 'Exec[migrate database]'
        "$($failed[0].SourceFile):$($failed[0].SourceLine)" | Should -BeLike '*failed_skipped.pp:2'
        $failed[0].ErrorMessage | Should -Match 'returned 2'
    }

    It 'tells Tolerated from Failed, so that Where-Object finds what failed the run' {
        $run = '{"message_type":"run_converge","node_name":"n","status":"success","resources":[{"type":"execute","name":"a","status":"failed","ignore_failure":true}]}'
        ($run | Get-ConfigRunReport -Resource).Status | Should -Be 'Tolerated'
        ($run | Get-ConfigRunReport).Failed | Should -Be 0
    }

    It 'is right in a CSV file as it stands' {
        $path = Join-Path $TestDrive 'runs.csv'
        Get-ConfigRunReport (Join-Path $fixtures 'ansible/failed.json') | Export-Csv $path
        $rows = Import-Csv $path
        $rows[0].HostName | Should -Be 'web01'
        $rows[0].Status | Should -Be 'Failed'
        $rows[0].FailedResources | Should -Be 'Migrate database'
        $rows[1].ChangedResources | Should -Be 'Write release marker, Restart'
        Get-Content $path -Raw | Should -Not -Match 'System\.\w+|ConfigRunList|ConfigRunChange'
        $resources = Join-Path $TestDrive 'resources.csv'
        Get-ConfigRunReport (Join-Path $fixtures 'puppet/noop.report.yaml') -Resource | Export-Csv $resources
        (Import-Csv $resources | Where-Object Name -Like '*motd]').ChangedProperties | Should -Match '^content: {sha256}\w+ -> {sha256}\w+$'
        Get-Content $resources -Raw | Should -Not -Match 'System\.\w+|ConfigRunList|ConfigRunChange'
    }

    It 'gives one error for a bad file, with its place, and the others' {
        Set-Content (Join-Path $TestDrive 'bad.json') "{`"plays`": [`n{`"a`": tru"
        $runs = Get-ConfigRunReport (Join-Path $TestDrive 'bad.json'), (Join-Path $fixtures 'salt/rest.json') -ErrorAction SilentlyContinue -ErrorVariable failed
        $runs.HostName | Should -Be 'web01'
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -Match '^ConfigRunReportUnreadable,'
        $failed[0].Exception.Message | Should -Match 'bad\.json, line 2, column'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'takes out secrets, and what a pattern of one''s own matches' {
        $run = New-ChefRun one -Failure 'password=hunter2 of customer-123456' | Get-ConfigRunReport -RedactPattern 'customer-(\d{6})'
        $run.ErrorMessage | Should -Be 'RuntimeError: password=[redacted] of customer-[redacted]'
    }

    It 'shows a table that fits' {
        $table = Get-ConfigRunReport (Join-Path $fixtures 'chef/*.json') | Out-String -Width 80
        $table | Should -Match 'db01'
        ($table -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 81
    }
}
