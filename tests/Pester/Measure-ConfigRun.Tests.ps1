BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'ConfigRuns.ps1')
    Import-Module $manifestPath -Force
    $reports = @(
        1..8 | ForEach-Object { New-ChefRun "good$_" web01 -SecondsAgo (600 * $_) }
        New-ChefRun bad1 db01 -Failure 'disk full' -SecondsAgo 700
        New-ChefRun bad2 db01 -Failure 'disk full' -SecondsAgo 100
    ) | Get-ConfigRunReport
}

Describe 'Measure-ConfigRun' {
    It 'tells of each host how it fares' {
        $db, $web = $reports | Measure-ConfigRun | Sort-Object HostName
        $web.Runs, $web.Failures, $web.MeanSeconds, $web.LastStatus | Should -Be 8, 0, 5, 'Changed'
        $db.Failures | Should -Be 2
        $db.FailingSince | Should -Be ($reports | Where-Object RunId -EQ bad1).StartTime
    }

    It 'groups by several properties, and by none' {
        ($reports | Measure-ConfigRun -GroupBy Tool, HostName).HostName | Sort-Object | Should -Be 'db01', 'web01'
        $all = $reports | Measure-ConfigRun None
        $all.Runs, $all.Hosts, "$($all.FailingHosts)" | Should -Be 10, 2, 'db01'
    }

    It 'finds hosts that are silent' {
        "$(($reports | Measure-ConfigRun None -IntervalSec 300).SilentHosts)" | Should -Be 'web01'
    }

    It 'takes what Export-Csv wrote' {
        $path = Join-Path $TestDrive 'runs.csv'
        $reports | Export-Csv $path
        $rows = Import-Csv $path | Measure-ConfigRun | Sort-Object HostName
        ($rows | Select-Object HostName, Runs, Failures, MeanSeconds, LastStatus, Updated | ConvertTo-Json) |
            Should -Be ($reports | Measure-ConfigRun | Sort-Object HostName | Select-Object HostName, Runs, Failures, MeanSeconds, LastStatus, Updated | ConvertTo-Json)
    }

    It 'is right in a CSV file itself' {
        $csv = $reports | Measure-ConfigRun None -IntervalSec 1 | ConvertTo-Csv | ConvertFrom-Csv
        $csv.SilentHosts -split ', ' | Sort-Object | Should -Be 'db01', 'web01'
    }
}
