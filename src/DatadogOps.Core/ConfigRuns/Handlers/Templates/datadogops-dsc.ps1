<#
.SYNOPSIS
Applies or tests a configuration with DSC 3, or takes the last run of DSC 2, and tells Datadog of it.
.EXAMPLE
./datadogops-dsc.ps1 -Path web.dsc.yaml
.EXAMPLE
./datadogops-dsc.ps1 -LastStatus
#>
[CmdletBinding(DefaultParameterSetName = 'Run')]
param(
    [Parameter(Mandatory, Position = 0, ParameterSetName = 'Run')] [string] $Path,
    [Parameter(ParameterSetName = 'Run')] [ValidateSet('set', 'test')] [string] $Operation = 'set',
    [Parameter(Mandatory, ParameterSetName = 'Last')] [switch] $LastStatus
)

$ErrorActionPreference = 'Stop'
Import-Module DatadogOps
# With a key straight to Datadog, which acknowledges; else by the Agent of this machine.
$send = @{ Transport = $env:DD_API_KEY ? 'Api' : 'DogStatsD' }

if ($LastStatus) {
    # DSC 2 of Windows PowerShell: the local configuration manager keeps what the last run came to.
    Get-DscConfigurationStatus | Get-ConfigRunReport | Send-ConfigRunReport @send
    exit 0
}

$start = Get-Date
$errors = New-TemporaryFile
try {
    $output = dsc --trace-level error config $Operation --file $Path --output-format json 2> $errors
    $status = $LASTEXITCODE
    if ($output) {
        $output | Out-String | Get-ConfigRunReport | Send-ConfigRunReport @send
    } else {
        # A set that fails prints no result; what it said on the way is all there is.
        [pscustomobject]@{
            Status            = 'Failure'
            Type              = 'Consistency'
            HostName          = [Environment]::MachineName
            StartDate         = $start
            DurationInSeconds = [int]((Get-Date) - $start).TotalSeconds
            Error             = (Get-Content $errors -Raw)
        } | Get-ConfigRunReport | Send-ConfigRunReport @send
    }
} finally {
    Remove-Item $errors
}
exit $status
