BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'New-ConfigRunHandler' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'writes nothing without -Path, and nothing with -WhatIf' {
        (New-ConfigRunHandler puppet).IsWritten | Should -Not -Contain $true
        New-ConfigRunHandler puppet $folder -WhatIf
        Test-Path $folder | Should -BeFalse
    }

    It 'takes tools from the pipeline and writes the files of each' {
        $files = 'chef', 'puppet', 'ansible', 'dsc', 'salt' | New-ConfigRunHandler -Path $folder -Force
        $files.Tool | Select-Object -Unique | Should -Be 'Chef', 'Puppet', 'Ansible', 'Dsc', 'Salt'
        $files | ForEach-Object { Get-Content $_.Path -Raw | Should -Be $_.Text }
        $files.Name | Should -Contain 'datadogops-puppet-apply'
    }

    It 'leaves a file that is there as it is' {
        $null = New-ConfigRunHandler ansible $folder
        Set-Content (Join-Path $folder datadogops-ansible) mine
        $null = New-ConfigRunHandler ansible $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Match '^ConfigRunHandlerFileExists,'
        Get-Content (Join-Path $folder datadogops-ansible) | Should -Be mine
    }

    It 'is checked by its partner' {
        $pwshPath = (Get-Command pwsh).Source
        $null = New-ConfigRunHandler puppet $folder -PwshPath $pwshPath
        $findings = Test-ConfigRunHandler puppet $folder -PwshPath $pwshPath
        ($findings | Where-Object Rule -EQ File).Status | Select-Object -Unique | Should -Be 'Passed'
        ($findings | Where-Object Rule -EQ Pwsh).Status | Should -Be 'Passed'
        Add-Content (Join-Path $folder datadogops-puppet) '# mine'
        (Test-ConfigRunHandler puppet $folder -PwshPath $pwshPath | Where-Object { $_.Rule -eq 'File' -and $_.Status -eq 'Warning' }).Target | Should -BeLike '*datadogops-puppet'
        Test-ConfigRunHandler puppet $folder -PwshPath $pwshPath -Quiet | Should -BeOfType bool
    }

    It 'makes scripts by which PowerShell sends a report' -Skip:$IsWindows {
        . (Join-Path $PSScriptRoot 'ConfigRuns.ps1')
        $udp = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        try {
            $udp.Client.ReceiveTimeout = 60000
            $report = Join-Path $TestDrive 'run.json'
            New-ChefRun ([guid]::NewGuid()) web01 | Set-Content $report
            $environment = Join-Path $TestDrive 'environment'
            "DD_DOGSTATSD_URL=udp://127.0.0.1:$($udp.Client.LocalEndPoint.Port)", "XDG_STATE_HOME=$TestDrive", "PSModulePath=$(Split-Path $modulePath)" | Set-Content $environment
            $null = New-ConfigRunHandler salt $folder -PwshPath (Get-Command pwsh).Source -EnvironmentPath $environment
            & (Join-Path $folder datadogops-send-report) $report
            $LASTEXITCODE | Should -Be 0
            $from = $null
            [Text.Encoding]::UTF8.GetString($udp.Receive([ref]$from)) | Should -Match 'Chef completed|chef\.run\.success'
        }
        finally {
            $udp.Dispose()
        }
    }
}
