BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Start-DatadogIntake' {
    It 'outlives the process that starts it, and lets its caller go' {
        $id = [int](Invoke-Fresh "Import-Module '$manifestPath'; (Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60).ProcessId" | Select-Object -Last 1)
        try {
            $intake = Get-DatadogIntake -Id $id
            (Invoke-RestMethod "$($intake.ApiUri)intake/health").status | Should -Be 'ok'
        }
        finally {
            Stop-DatadogIntake -Id $id -Confirm:$false
        }
        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is connected to by the pipeline' {
        $intake = Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60
        try {
            $intake | Connect-Datadog -Tag env:rehearsal
            (Send-DatadogMetric pester.value 3 -NoSpool -PassThru).Accepted | Should -Be 1
            (Get-DatadogMetric 'sum:pester.value{env:rehearsal}').Value | Should -Be 3
            (Test-DatadogConnection | Where-Object Result -ne Passed).Check | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-Datadog
            $intake | Stop-DatadogIntake -Confirm:$false
        }
    }

    It 'shows a table that fits' {
        $intake = Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60
        try {
            $intake | Out-String -Width 80 | Should -Match 'PID ApiUri +DogStatsDEndpoint +DataPath'
        }
        finally {
            $intake | Stop-DatadogIntake -Confirm:$false
        }
    }
}
