BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'ConfigRuns.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Watch-ConfigRunReport' {
    BeforeEach {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $statePath = Join-Path $TestDrive ([guid]::NewGuid())
        New-ChefRun first | Set-Content (Join-Path $folder first.json)
    }

    It 'gives what is there when asked, then what comes, and ends with its pipeline' {
        $runs = Watch-ConfigRunReport $folder -IncludeExisting | ForEach-Object {
            $_
            New-ChefRun second db02 -Failure 'disk full' | Set-Content (Join-Path $folder second.json)
        } | Select-Object -First 2
        $runs.RunId | Should -Be 'first', 'second'
        $runs[1].Status | Should -Be 'Failed'
        $runs[1].SourcePath | Should -Be (Join-Path $folder second.json)
    }

    It 'goes on where it was after a restart' {
        New-ChefRun second | Set-Content (Join-Path $folder second.json)
        (Watch-ConfigRunReport $folder -IncludeExisting -StatePath $statePath | Select-Object -First 2).RunId | Should -Be 'first', 'second'

        # Ended in the middle of the second, it gives that again: rather twice than never.
        New-ChefRun between | Set-Content (Join-Path $folder between.json)
        (Watch-ConfigRunReport $folder -StatePath $statePath | Select-Object -First 2).RunId | Should -Be 'second', 'between'
    }

    It 'waits for a report until it is whole' {
        $text = New-ChefRun whole
        $writer = [powershell]::Create().AddScript('Start-Sleep 2; Set-Content $args[0] $args[1]').AddArgument((Join-Path $folder whole.json)).AddArgument($text)
        $runs = Watch-ConfigRunReport $folder -IncludeExisting | ForEach-Object {
            if ($_.RunId -eq 'first') {
                Set-Content (Join-Path $folder whole.json) $text.Substring(0, 60)
                $null = $writer.BeginInvoke()
            }

            $_
        } | Select-Object -First 2
        $writer.Dispose()
        $runs[1].RunId | Should -Be 'whole'
    }

    It 'hands its reports to Send-ConfigRunReport as they are' {
        $udp = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        try {
            $udp.Client.ReceiveTimeout = 30000
            Watch-ConfigRunReport $folder -IncludeExisting | Select-Object -First 1 |
                Send-ConfigRunReport -DogStatsDEndpoint "udp://127.0.0.1:$($udp.Client.LocalEndPoint.Port)" -StatePath $statePath
            $from = $null
            [Text.Encoding]::UTF8.GetString($udp.Receive([ref]$from)) | Should -Match 'Chef completed|chef\.run\.success'
        }
        finally {
            $udp.Dispose()
        }
    }

    It 'ends with an error where there is no such folder' {
        Watch-ConfigRunReport (Join-Path $folder none) -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Match '^ConfigRunFileNotFound,'
    }
}
