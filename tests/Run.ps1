<#
.SYNOPSIS
    Runs the test suites that ./build.ps1 test has built, and sums their results.

.DESCRIPTION
    A suite is a project of the solution whose name ends in .Tests, or Pester. Results are left in out/test-results. The exit
    code is 0 only if tests ran and none failed.

.PARAMETER Filter
    Runs the suites whose name contains this text.
#>
[CmdletBinding()]
param(
    [string] $Filter = ''
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$results = Join-Path $root 'out/test-results'
Remove-Item $results -Recurse -Force -ErrorAction Ignore
$null = New-Item -ItemType Directory $results

# A test's result: Suite, Name, Outcome (Passed, Failed, Skipped), Message, Stack.
function New-Result([string] $Suite, [string] $Name, [string] $Outcome, [string] $Message, [string] $Stack) {
    [pscustomobject]@{ Suite = $Suite; Name = $Name; Outcome = $Outcome; Message = $Message.Trim(); Stack = $Stack }
}

function Invoke-XunitSuite([string] $Suite) {
    # The dll, not the project: MSBuild would look at the whole tree again.
    $dll = Join-Path $PSScriptRoot "$Suite/bin/Release/net10.0/$Suite.dll"
    dotnet test $dll --nologo --results-directory $results --logger "trx;LogFileName=$Suite.trx" --logger 'console;verbosity=minimal' --blame-hang --blame-hang-timeout 5min --blame-hang-dump-type none |
        Where-Object { $_ -notmatch '^(VSTest version|Starting test execution|A total of |Results File:|Test run for |\s*Skipped )|^\s*$|\[SKIP\]$' } |
        Out-Host
    $exitCode = $LASTEXITCODE
    $trx = [xml](Get-Content (Join-Path $results "$Suite.trx") -Raw -ErrorAction Ignore)
    $found = foreach ($test in $trx.TestRun.Results.UnitTestResult) {
        $outcome = @{ Passed = 'Passed'; NotExecuted = 'Skipped' }[$test.outcome] ?? 'Failed'
        New-Result $Suite $test.testName $outcome $test.Output.ErrorInfo.Message $test.Output.ErrorInfo.StackTrace
    }
    $found
    if ($exitCode -ne 0 -and 'Failed' -notin $found.Outcome) {
        New-Result $Suite '(the suite itself)' Failed "It ended with exit code $exitCode and without a failed test: a crash, a hang, or no test was found."
    }
}

function Invoke-PesterSuite {
    $json = Join-Path $results 'Pester.json'
    $pester = [Diagnostics.Process]::Start('dotnet', [string[]]('pwsh', '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Pester/Run.ps1'), '-ResultPath', $json))
    if (-not $pester.WaitForExit([timespan]::FromMinutes(10))) {
        $pester.Kill($true)
    }

    $found = @(Get-Content $json -Raw -ErrorAction Ignore | ConvertFrom-Json | ForEach-Object { New-Result Pester $_.Name $_.Outcome $_.Message $_.Stack })
    $found
    if (-not $found -or ($pester.ExitCode -ne 0 -and 'Failed' -notin $found.Outcome)) {
        New-Result Pester '(the suite itself)' Failed "It ended with exit code $($pester.ExitCode) and without a failed test: a crash, a hang, or no test was found."
    }
}

# What the tests leave in a user's folders (spools, lists, states) does not go into this user's.
$userFolders = [IO.Directory]::CreateTempSubdirectory('datadogops-tests-').FullName
foreach ($variable in 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR') {
    Set-Item "env:$variable" (New-Item -ItemType Directory (Join-Path $userFolders $variable)).FullName
}

Import-Module (Join-Path $PSScriptRoot 'DatadogOps.Testbed/Testbed.psm1')
Push-Location $root
try {
    Add-PwshToPath $userFolders
    dotnet tool restore | Out-Null
    $suites = (Select-Xml '//Project/@Path' (Join-Path $root 'DatadogOps.slnx')).Node.Value | Split-Path -LeafBase | Where-Object { $_ -like '*.Tests' } | Sort-Object
    $tests = foreach ($suite in @($suites) + 'Pester' | Where-Object { $_ -like "*$Filter*" }) {
        Write-Host "== $suite"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $found = $suite -eq 'Pester' ? (Invoke-PesterSuite) : (Invoke-XunitSuite $suite)
        $found
        Write-Host "   $(@($found).Count) tests in $([int]$clock.Elapsed.TotalSeconds) s"
    }
}
finally {
    Pop-Location
    Remove-Item $userFolders -Recurse -Force
}

$count = @{ Passed = 0; Failed = 0; Skipped = 0 }
$tests | Group-Object Outcome | ForEach-Object { $count[$_.Name] = $_.Count }
foreach ($test in $tests | Where-Object Outcome -EQ Failed) {
    "FAILED   $($test.Suite): $($test.Name)"
    "$($test.Message)`n$($test.Stack)" -split '\r?\n' -replace '^', '         '
}

foreach ($reason in $tests | Where-Object Outcome -EQ Skipped | Group-Object Message) {
    "SKIPPED  $($reason.Count): $($reason.Name)"
    $reason.Group | ForEach-Object { "         $($_.Suite): $($_.Name)" }
}

"$($count.Passed) passed, $($count.Failed) failed, $($count.Skipped) skipped"
exit ($count.Failed -gt 0 -or $count.Passed -eq 0 ? 1 : 0)
