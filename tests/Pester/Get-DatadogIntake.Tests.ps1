BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Get-DatadogIntake' {
    It 'forgets an intake that was killed' {
        $intake = Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60
        (Get-DatadogIntake).ProcessId | Should -Contain $intake.ProcessId
        Stop-Process -Id $intake.ProcessId -Force
        Wait-Process -Id $intake.ProcessId -Timeout 30 -ErrorAction Ignore
        @(Get-DatadogIntake).ProcessId | Should -Not -Contain $intake.ProcessId
    }

    It 'tells of one that is not there' {
        Get-DatadogIntake -Id 1 -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told.FullyQualifiedErrorId | Should -Match '^IntakeNotRunning'
    }
}
