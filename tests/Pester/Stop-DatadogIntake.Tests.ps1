BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'Stop-DatadogIntake' {
    It 'ends nothing under -WhatIf' {
        $intake = Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60
        try {
            $intake | Stop-DatadogIntake -WhatIf
            (Get-DatadogIntake -Id $intake.ProcessId).ProcessId | Should -Be $intake.ProcessId
        }
        finally {
            $intake | Stop-DatadogIntake -Confirm:$false
        }
    }
}
