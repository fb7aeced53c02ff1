<#
.SYNOPSIS
Applies or tests a configuration with DSC 3, or takes the last run of DSC 2, and sends the run to Datadog.
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
# With a key directly to Datadog, which acknowledges; otherwise through the Agent on this machine.
$send = @{ Transport = $env:DD_API_KEY ? 'Api' : 'DogStatsD' }

if ($LastStatus) {
    # DSC 2 of Windows PowerShell: the Local Configuration Manager keeps the result of the last run.
    Get-DscConfigurationStatus | Get-ConfigRunReport | Send-ConfigRunReport @send
    exit 0
}

$start = Get-Date
$errors = New-TemporaryFile
try {
    $output = dsc --trace-level error config $Operation --file $Path --output-format json 2> $errors
    $status = $LASTEXITCODE
    $run = if ($output) {
        $output | Out-String
    } else {
        # A set that fails prints no result; its error output is all there is.
        [pscustomobject]@{
            Status            = 'Failure'
            Type              = 'Consistency'
            HostName          = [Environment]::MachineName
            StartDate         = $start
            DurationInSeconds = [int]((Get-Date) - $start).TotalSeconds
            Error             = (Get-Content $errors -Raw)
        }
    }
    try {
        $run | Get-ConfigRunReport | Send-ConfigRunReport @send
    } catch {
        # The exit code is that of DSC.
        Write-Warning "Could not send this run to Datadog: $_"
    }
} finally {
    Remove-Item $errors
}
exit $status
