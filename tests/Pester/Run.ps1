#Requires -Version 7.6

<#
.SYNOPSIS
    Runs the Pester tests against the staged module, with a PostgreSQL server, an intake and moto of their own.

.DESCRIPTION
    Needs ./build.sh build. The tests find the servers by environment variables; tests of a server that is not installed are skipped.

.PARAMETER Name
    Runs the files whose name is like this.

.PARAMETER ResultPath
    File for the results, as JSON: Name, Outcome, Message and Stack of each test.

.EXAMPLE
    dotnet pwsh tests/Pester/Run.ps1 Get-Pg*
#>
[CmdletBinding()]
param(
    [string] $Name = '*',
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
$env:NO_COLOR = $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_UPDATECHECK = 'Off'
$out = Join-Path $PSScriptRoot '../../out'

# Nothing of the machine's own settings reaches the tests.
Get-ChildItem env: | Where-Object Name -Match '^(PG|DD_)' | Remove-Item

$metadata = (dotnet msbuild (Join-Path $PSScriptRoot 'Pester.csproj') -restore -nologo '-v:quiet' '-t:FindModules' '-getItem:AssemblyMetadata' | ConvertFrom-Json).Items.AssemblyMetadata
Import-Module ($metadata | Where-Object Identity -EQ Pester).Value
foreach ($foreign in $metadata | Where-Object Identity -Like 'ForeignAssembly.*') {
    Set-Item "env:DATADOGOPS_TEST_FOREIGN_$($foreign.Identity -replace '^ForeignAssembly\.' -replace '\.', '_')".ToUpperInvariant() $foreign.Value
}

Import-Module (Join-Path $PSScriptRoot '../DatadogOps.Testbed/Testbed.psm1'), (Join-Path $out 'DatadogOps')
$temporary = [IO.Directory]::CreateTempSubdirectory('datadogops-pester-').FullName
Add-PwshToPath $temporary

# moto accepts a few requests of anybody, by which the user is created whose key is checked from then on.
function Start-Moto {
    $port = Get-FreePort
    $env:INITIAL_NO_AUTH_ACTION_COUNT = '4'
    $env:MOTO_IAM_LOAD_MANAGED_POLICIES = 'true'
    $script:moto = Start-Process moto_server '-H', '127.0.0.1', '-p', $port -RedirectStandardOutput /dev/null -RedirectStandardError "$temporary/moto.log" -PassThru
    $env:DATADOGOPS_TEST_MOTO_URI = "http://127.0.0.1:$port"
    Wait-Until 'moto does not start' { Test-Connection 127.0.0.1 -TcpPort $port }
    $iam = @{
        Uri                  = $env:DATADOGOPS_TEST_MOTO_URI
        Method               = 'Post'
        Headers              = @{ Authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0' }
        SkipHeaderValidation = $true
    }
    $all = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    $admin = @{ UserName = 'admin'; Version = '2010-05-08' }
    $null = Invoke-RestMethod @iam -Body ($admin + @{ Action = 'CreateUser' })
    $null = Invoke-RestMethod @iam -Body ($admin + @{ Action = 'PutUserPolicy'; PolicyName = 'all'; PolicyDocument = $all })
    $key = ([xml](Invoke-WebRequest @iam -Body ($admin + @{ Action = 'CreateAccessKey' })).Content).CreateAccessKeyResponse.CreateAccessKeyResult.AccessKey
    $null = Invoke-RestMethod @iam -Body ($admin + @{ Action = 'GetUser' })
    $env:DATADOGOPS_TEST_MOTO_ACCESS_KEY = $key.AccessKeyId
    $env:DATADOGOPS_TEST_MOTO_SECRET_KEY = $key.SecretAccessKey
}

try {
    if (Find-Postgres) {
        $postgres = Start-PrivatePostgres -Trust
        Invoke-PrivateSql $postgres 'CREATE ROLE datadog LOGIN IN ROLE pg_monitor; CREATE ROLE nobody_special LOGIN'
        Invoke-PrivateSql $postgres 'CREATE DATABASE shop'
        Open-PrivateSession $postgres @(
            @{ Application = 'web'; State = 'idle'; Count = 3; User = 'postgres'; Database = 'shop' }
            @{ Application = 'worker-medium'; State = 'active'; Count = 2; User = 'postgres'; Database = 'shop' }
            @{ Application = 'worker-medium'; State = 'idle'; Count = 1; User = 'postgres'; Database = 'shop' }
            @{ Application = 'batch'; State = 'idle in transaction'; Count = 1; User = 'postgres'; Database = 'postgres' }
        )
        $env:DATADOGOPS_TEST_PG_HOST = $postgres.HostName
        $env:DATADOGOPS_TEST_PG_PORT = $postgres.Port
        $env:DATADOGOPS_TEST_PG_SUPERUSER = 'postgres'
        $env:DATADOGOPS_TEST_PG_PSQL = "$($postgres.Bin)/psql"
    }

    $env:DD_API_KEY = $env:DATADOGOPS_TEST_INTAKE_API_KEY = [guid]::NewGuid().ToString('N')
    $env:DD_APP_KEY = $env:DATADOGOPS_TEST_INTAKE_APP_KEY = [guid]::NewGuid().ToString('N') + '00000000'
    $intake = Start-DatadogIntake -Port 0 -DogStatsDPort 0
    $env:DD_API_KEY = $env:DD_APP_KEY = $null
    $env:DATADOGOPS_TEST_INTAKE_URI = "$($intake.ApiUri)".TrimEnd('/')
    if (Get-Command moto_server -ErrorAction Ignore) {
        Start-Moto
    }

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @((Get-ChildItem $PSScriptRoot -Filter '*.Tests.ps1' | Where-Object { $_.Name -like $Name -or $_.Name -like "$Name.Tests.ps1" }).FullName)
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $configuration.Output.RenderMode = 'Plaintext'
    $run = Invoke-Pester -Configuration $configuration
}
finally {
    if ($moto) {
        Stop-Process $moto
    }

    if ($intake) {
        $intake | Stop-DatadogIntake -Confirm:$false
    }

    if ($postgres) {
        Stop-PrivatePostgres $postgres
    }

    Remove-Item $temporary -Recurse -Force
}

$tests = @(
    foreach ($test in $run.Tests) {
        [pscustomobject]@{
            Name    = $test.ExpandedPath
            Outcome = "$($test.Result)" -in 'Passed', 'Skipped' ? "$($test.Result)" : 'Failed'
            Message = $test.ErrorRecord ? ($test.ErrorRecord | ForEach-Object { $_.DisplayErrorMessage ?? $_.Exception.Message }) -join "`n"
                : "Needs $(@{ Nginx = 'nginx'; Moto = "moto_server (pip install 'moto[server]')" }["$($test.Block.Tag)"] ?? 'PostgreSQL'), which is not installed."
            Stack   = ($test.ErrorRecord | ForEach-Object { $_.DisplayStackTrace ?? $_.ScriptStackTrace }) -join "`n"
        }
    }

    # A file that cannot be read, and a block whose set-up fails, have no test of their own to fail.
    foreach ($broken in @($run.FailedContainers) + @($run.FailedBlocks)) {
        [pscustomobject]@{
            Name    = "$($broken.ExpandedPath ?? $broken.Item)"
            Outcome = 'Failed'
            Message = $broken.ErrorRecord.Exception.Message -join "`n"
            Stack   = $broken.ErrorRecord.ScriptStackTrace -join "`n"
        }
    }
)
if ($ResultPath) {
    ConvertTo-Json $tests | Set-Content -LiteralPath $ResultPath
}

exit ($tests.Outcome -contains 'Failed' ? 1 : 0)
