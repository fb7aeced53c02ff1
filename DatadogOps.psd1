@{
    RootModule           = 'DatadogOps.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6d1f0d38-8f5e-4c0e-9a55-0d3c2f7c4b1e'
    Author               = 'The DatadogOps authors'
    CompanyName          = 'DatadogOps'
    Copyright            = 'Copyright (c) 2026 The DatadogOps authors. MIT licence.'
    Description          = 'Answers "what''s going on?" from PowerShell: reads PostgreSQL connections, configuration runs, AWS access and nginx logs as plain objects and delivers metrics, events, checks, logs, monitors and dashboards to Datadog.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = 'Core'
    RequiredAssemblies   = 'DatadogOps.TypeNames.dll'
    FormatsToProcess     = 'DatadogOps.Format.ps1xml'
    TypesToProcess       = 'DatadogOps.Types.ps1xml'
    FunctionsToExport    = @()
    CmdletsToExport      = 'Add-NginxAgentLogFilter',
                           'Clear-DatadogSpool',
                           'Connect-Datadog',
                           'ConvertTo-DatadogMetric',
                           'Disconnect-Datadog',
                           'Export-DatadogAwsRole',
                           'Export-DatadogDashboard',
                           'Export-DatadogMonitor',
                           'Get-ConfigRunReport',
                           'Get-DatadogAwsAccount',
                           'Get-DatadogAwsPermission',
                           'Get-DatadogAwsRole',
                           'Get-DatadogContext',
                           'Get-DatadogDashboard',
                           'Get-DatadogEvent',
                           'Get-DatadogIntake',
                           'Get-DatadogMetric',
                           'Get-DatadogMonitor',
                           'Get-DatadogSpool',
                           'Get-NginxDirective',
                           'Get-PgConnection',
                           'Get-PgConnectionState',
                           'Get-PgConnectionUsage',
                           'Measure-ConfigRun',
                           'Measure-NginxAgentLog',
                           'New-ConfigRunDashboard',
                           'New-ConfigRunHandler',
                           'New-ConfigRunMonitor',
                           'New-DatadogAwsExternalId',
                           'New-DatadogAwsRole',
                           'New-DatadogDashboard',
                           'New-DatadogMonitor',
                           'New-NginxAgentLogFilter',
                           'New-PgConnectionDashboard',
                           'New-PgConnectionMonitor',
                           'Publish-DatadogDashboard',
                           'Publish-DatadogMonitor',
                           'Receive-ConfigRunReport',
                           'Register-DatadogAwsAccount',
                           'Remove-DatadogAwsRole',
                           'Remove-DatadogDashboard',
                           'Remove-DatadogMonitor',
                           'Remove-NginxAgentLogFilter',
                           'Repair-DatadogAwsRole',
                           'Reset-DatadogAwsExternalId',
                           'Send-ConfigRunReport',
                           'Send-DatadogEvent',
                           'Send-DatadogLog',
                           'Send-DatadogMetric',
                           'Send-DatadogServiceCheck',
                           'Send-DatadogSpool',
                           'Set-DatadogAwsAccount',
                           'Show-DatadogMetric',
                           'Start-DatadogIntake',
                           'Stop-DatadogIntake',
                           'Test-ConfigRunHandler',
                           'Test-DatadogAwsRole',
                           'Test-DatadogConnection',
                           'Test-DatadogMonitor',
                           'Test-NginxAgentLogFilter',
                           'Unregister-DatadogAwsAccount',
                           'Update-DatadogAwsPermission',
                           'Update-NginxAgentLogFilter',
                           'Watch-ConfigRunReport'
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = 'Datadog', 'PostgreSQL', 'DogStatsD', 'AWS', 'nginx', 'Chef', 'Puppet', 'Ansible', 'Monitoring', 'Metrics', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows'
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/datadogops/datadogops'
            ReleaseNotes = 'https://github.com/datadogops/datadogops/blob/main/CHANGELOG.md'
        }
    }
}
