BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $cmdletNames = (Import-PowerShellDataFile $manifestPath).CmdletsToExport
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

Describe 'The module' {
    It 'has a manifest that PowerShell accepts' {
        $manifest = Test-ModuleManifest $manifestPath
        $manifest.RootModule | Should -Be 'DatadogOps.PowerShell.dll'
        $manifest.PowerShellVersion | Should -Be '7.6'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.LicenseUri | Should -Not -BeNullOrEmpty
        $manifest.ProjectUri | Should -Not -BeNullOrEmpty
        $manifest.Tags | Should -Contain 'Datadog'
    }

    It 'exports what the manifest names, and nothing else' {
        $exported = (Get-Module DatadogOps).ExportedCommands.Values
        $exported.Name | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifestPath).CmdletsToExport | Sort-Object)
        $exported.CommandType | Sort-Object -Unique | Should -Be 'Cmdlet'
    }

    It 'prints nothing on import' {
        Invoke-Fresh "Import-Module '$manifestPath'" | Should -BeNullOrEmpty
    }

    It 'can be removed and imported again' {
        Invoke-Fresh @"
            Import-Module '$manifestPath'
            Remove-Module DatadogOps
            Import-Module '$manifestPath'
            Remove-Module DatadogOps
            Get-Module DatadogOps
            Import-Module '$manifestPath'
            (Send-DatadogMetric a.b 1 -PassThru -DogStatsDEndpoint udp://127.0.0.1:9 -ErrorAction SilentlyContinue).Transport
"@ | Should -Be 'DogStatsD'
    }
}

Describe 'The help' {
    It 'of <_> has synopsis, description, examples and a text for each parameter' -ForEach $cmdletNames {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($_) + '\s+\[') -Because 'that is the syntax, which Get-Help shows where there is no help'
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
        $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty

        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($parameter in (Get-Command $_).Parameters.Values.Where{ $_.Name -notin $common }) {
            $told = $help.Parameters.Parameter | Where-Object Name -EQ $parameter.Name
            $told | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) is a parameter"
            $told.Description.Text | Should -Not -BeNullOrEmpty
        }
    }

    It 'of <_> has the syntax that the cmdlet has' -ForEach $cmdletNames {
        $syntax = @((Get-Help $_ -Full).Syntax.syntaxItem)
        $sets = @((Get-Command $_).ParameterSets)
        $syntax.Count | Should -Be $sets.Count
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($set in $sets) {
            $names = $set.Parameters.Name.Where{ $_ -notin $common } | Sort-Object
            $same = $syntax.Where{ -not (Compare-Object @($_.parameter.name | Sort-Object) @($names)) }
            $same.Count | Should -Be 1 -Because "the set $($set.Name) is $names"
            foreach ($parameter in $set.Parameters.Where{ $_.Name -in $names }) {
                $told = $same[0].parameter | Where-Object name -EQ $parameter.Name
                $told.required | Should -Be "$($parameter.IsMandatory)".ToLowerInvariant()
                $told.position | Should -Be ($parameter.Position -lt 0 ? 'named' : "$($parameter.Position)")
            }
        }
    }

    It 'has examples that PowerShell can read' {
        foreach ($command in Get-Command -Module DatadogOps) {
            foreach ($example in (Get-Help $command.Name -Full).Examples.Example) {
                $errors = $null
                $null = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$errors)
                $errors | Should -BeNullOrEmpty -Because "$($command.Name), $($example.title)"
            }
        }
    }

    It 'tells one parameter when asked' {
        $parameter = Get-Help Get-PgConnectionState -Parameter HostName
        $parameter.pipelineInput | Should -Be 'True (ByPropertyName, ByValue)'
        $parameter.aliases | Should -Match 'ComputerName'
    }

    It 'has an about topic' {
        Invoke-Fresh "`$env:PSModulePath = '$(Split-Path $modulePath)' + [IO.Path]::PathSeparator + `$env:PSModulePath; Get-Help about_DatadogOps | Out-String" |
            Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}
