@{
    # Read by PowerShell and by ddops alike.
    RootModule        = 'DatadogOps.SampleModule.dll'
    ModuleVersion     = '1.2.3'
    GUID              = '0b7c6a57-0a2b-4ce9-9a3e-3c5fd3cbb1c4'
    Author            = 'The DatadogOps authors'
    FormatsToProcess  = @('DatadogOps.SampleModule.Format.ps1xml')
    CmdletsToExport   = @(
        'Get-SampleObject'
        'New-SampleItem'
        'Remove-SampleItem'
        'Test-SampleBinding'
        'Test-SampleMandatory', 'Test-SamplePipeline'
        'Test-SampleRest'
        'Test-SampleSet'
        'Test-SampleSetNoDefault'
        'Test-SampleValue'
        'Wait-SampleSignal'
        'Write-SampleStream'
    )
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
