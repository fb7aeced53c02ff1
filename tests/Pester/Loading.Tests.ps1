BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $private = Join-Path $modulePath 'deps'
    $foreign = $env:DATADOGOPS_TEST_FOREIGN_NPGSQL, $env:DATADOGOPS_TEST_FOREIGN_YAMLDOTNET, $env:DATADOGOPS_TEST_FOREIGN_AWSSDK_CORE

    # Uses what a cmdlet needs: every one of them, against servers that are not there.
    $useAll = @"
        `$dead = 'udp://127.0.0.1:9'
        Import-Module '$manifestPath'
        foreach (`$command in 'Get-PgConnection', 'Get-PgConnectionState', 'Get-PgConnectionUsage') {
            & `$command -HostName 127.0.0.1 -Port $(Get-DeadPort) -UserName x -ErrorAction SilentlyContinue -ErrorVariable failed
            if (`$failed.Count -ne 1 -or `$failed[0].FullyQualifiedErrorId -notlike 'PgConnectionRefused,*') { "`$command failed: `$failed" }
        }
        `$metric = [pscustomobject]@{ A = 1 } | ConvertTo-DatadogMetric -Name a.b -ValueProperty A
        if (`$metric.Value -ne 1) { 'ConvertTo-DatadogMetric' }
        if (-not (`$metric | Send-DatadogMetric -DogStatsDEndpoint `$dead -PassThru -ErrorAction SilentlyContinue)) { 'Send-DatadogMetric' }
"@
    $listLoaded = @'
        foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
            foreach ($assembly in $context.Assemblies.Where{ -not $_.IsDynamic }) { "$($context.Name)|$($assembly.GetName().Name)|$($assembly.GetName().Version)|$($assembly.Location)" }
        }
'@
}

Describe 'Loading' {
    It 'loads nothing of deps/ on import' {
        # A cache of its own: PowerShell's startup profile there may load in advance what an earlier process used.
        $cache = $env:XDG_CACHE_HOME
        $env:XDG_CACHE_HOME = "$TestDrive/cache"
        try {
            $loaded = Invoke-Fresh "Import-Module '$manifestPath'`n$listLoaded"
        }
        finally {
            $env:XDG_CACHE_HOME = $cache
        }

        $loaded | Should -Not -BeNullOrEmpty
        $loaded | Where-Object { $_ -like "*|$private*" } | Should -BeNullOrEmpty
    }

    It 'keeps its dependencies in a context of its own' {
        $loaded = Invoke-Fresh "$useAll`n$listLoaded"
        $ours = $loaded | Where-Object { $_ -like "*|$private*" }
        $ours | Where-Object { $_ -like 'DatadogOps|DatadogOps.Core|*' } | Should -HaveCount 1
        $ours | Where-Object { $_ -like 'DatadogOps|Npgsql|*' } | Should -HaveCount 1
        $ours | Where-Object { $_ -notlike 'DatadogOps|*' } | Should -BeNullOrEmpty
        # What the script printed besides would be a cmdlet that did not work.
        $loaded | Where-Object { $_ -notlike '*|*|*|*' } | Should -BeNullOrEmpty
    }

    It 'works beside other versions of the same libraries, which stay what they are' {
        $foreign | Should -HaveCount 3
        $foreign | ForEach-Object { $_ | Should -Exist }
        $load = ($foreign | ForEach-Object { "`$null = [System.Reflection.Assembly]::LoadFrom('$_')" }) -join "`n"
        $loaded = Invoke-Fresh @"
            $load
            `$theirs = [Npgsql.NpgsqlConnectionStringBuilder]::new('Host=a')
            $useAll
            if ([Npgsql.NpgsqlConnectionStringBuilder].Assembly -ne `$theirs.GetType().Assembly) { 'Npgsql changed' }
            $listLoaded
"@
        $loaded | Where-Object { $_ -notlike '*|*|*|*' } | Should -BeNullOrEmpty
        foreach ($name in 'Npgsql', 'YamlDotNet', 'AWSSDK.Core') {
            $theirs = @($loaded | Where-Object { $_ -like "Default|$name|*" })
            $theirs | Should -HaveCount 1
            $foreign | Should -Contain ($theirs[0] -split '\|')[3]
        }

        $ours = @($loaded | Where-Object { $_ -like 'DatadogOps|Npgsql|*' })
        $ours | Should -HaveCount 1
        ($ours[0] -split '\|')[2] | Should -Not -Be (($loaded | Where-Object { $_ -like 'Default|Npgsql|*' }) -split '\|')[2]
        ($ours[0] -split '\|')[3] | Should -BeLike "$private*"
    }

    It 'shares no state between two runspaces at once' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
        $script = {
            param($manifestPath, $hostName, $port, $application, $dead)
            Import-Module $manifestPath
            foreach ($i in 1..10) {
                Get-PgConnectionState -HostName $hostName, "127.0.0.1:$dead" -Port $port -UserName datadog -Database postgres -ApplicationName $application -GroupBy ApplicationName -ErrorAction SilentlyContinue
            }

            $Error.Count
            ($Error.TargetObject | Sort-Object -Unique) -join ','
        }
        $dead = (Get-DeadPort), (Get-DeadPort)
        $shells = foreach ($i in 0, 1) {
            $shell = [powershell]::Create().AddScript($script).AddArgument($manifestPath).AddArgument(('127.0.0.1', 'localhost')[$i]).AddArgument($pg.Port).AddArgument(('web', 'worker-medium')[$i]).AddArgument($dead[$i])
            @{ Shell = $shell; Running = $shell.BeginInvoke() }
        }
        $results = foreach ($shell in $shells) {
            , @($shell.Shell.EndInvoke($shell.Running))
            $shell.Shell.Dispose()
        }
        foreach ($i in 0, 1) {
            $states = @($results[$i] | Where-Object { $_.PSObject.Properties['Connections'] })
            $states | Should -HaveCount 10
            $states.HostName | Sort-Object -Unique | Should -Be ('127.0.0.1', 'localhost')[$i]
            $states.ApplicationName | Sort-Object -Unique | Should -Be ('web', 'worker-medium')[$i]
            $results[$i][-2] | Should -Be 10
            $results[$i][-1] | Should -Be "127.0.0.1:$($dead[$i])"
        }
    }
}
