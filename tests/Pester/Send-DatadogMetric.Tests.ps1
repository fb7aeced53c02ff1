BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force

    $udp = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
    $udp.Client.ReceiveTimeout = 5000
    $endpoint = "udp://127.0.0.1:$($udp.Client.LocalEndPoint.Port)"

    function Receive-Datagram {
        $from = $null
        [Text.Encoding]::UTF8.GetString($udp.Receive([ref]$from))
    }

    function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }
}

AfterAll {
    $udp.Dispose()
}

Describe 'Send-DatadogMetric' {
    It 'sends a datagram' {
        Send-DatadogMetric pester.one 1.5 -Tag suite:pester -DogStatsDEndpoint $endpoint
        Receive-Datagram | Should -Match '^pester\.one:1\.5\|g\|#suite:pester'
    }

    It 'takes metrics from the pipeline and says how many were accepted' {
        $sent = 1..10 | ForEach-Object { [pscustomobject]@{ Name = 'pester.many'; Value = $_ } } | Send-DatadogMetric -DogStatsDEndpoint $endpoint -PassThru
        $sent.Accepted | Should -Be 10
        $sent.Dropped | Should -Be 0
        (Receive-Datagram) -split "`n" | Should -HaveCount 10
    }

    It 'drops a metric that breaks the rules, with an error, and sends the others' {
        $sent = [pscustomobject]@{ Name = '1bad'; Value = 1 }, [pscustomobject]@{ Name = 'good'; Value = 1 } |
            Send-DatadogMetric -DogStatsDEndpoint $endpoint -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
        $sent.Accepted | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Match '^MetricNameInvalid,'
        Receive-Datagram | Should -Match '^good:1'
    }

    It 'is accepted by the intake and can be queried' {
        $name = "pester.api_$([guid]::NewGuid().ToString('N'))"
        $key = ConvertTo-Secret $env:DATADOGOPS_TEST_INTAKE_API_KEY
        $sent = [pscustomobject]@{ Name = $name; Value = 4; Tags = 'state:idle' }, [pscustomobject]@{ Name = $name; Value = 6; Tags = 'state:active' } |
            Send-DatadogMetric -ApiUri $env:DATADOGOPS_TEST_INTAKE_URI -ApiKey $key -PassThru
        $sent.Transport | Should -Be 'Api'
        $sent.Accepted | Should -Be 2

        $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
        $query = [uri]::EscapeDataString("sum:$name{*} by {state}")
        $answer = Invoke-RestMethod "$env:DATADOGOPS_TEST_INTAKE_URI/api/v1/query?from=$($now - 300)&to=$($now + 60)&query=$query" -Headers @{
            'DD-API-KEY'         = $env:DATADOGOPS_TEST_INTAKE_API_KEY
            'DD-APPLICATION-KEY' = $env:DATADOGOPS_TEST_INTAKE_APP_KEY
        }
        $answer.series | Sort-Object scope | ForEach-Object { "$($_.scope) $($_.pointlist[-1][1])" } | Should -Be 'state:active 6', 'state:idle 4'
    }

    It 'delivers the states of PostgreSQL to the intake' -Skip:(-not $env:DATADOGOPS_TEST_PG_PORT) {
        $key = ConvertTo-Secret $env:DATADOGOPS_TEST_INTAKE_API_KEY
        $sent = Get-PgConnectionState @pg -GroupBy Database, ApplicationName, State |
            Send-DatadogMetric -ApiUri $env:DATADOGOPS_TEST_INTAKE_URI -ApiKey $key -PassThru
        $sent.Accepted | Should -BeGreaterThan 3
        $sent.Dropped | Should -Be 0
    }

    It 'ends with an error where the key is wrong' {
        $failed = { Send-DatadogMetric pester.refused 1 -ApiUri $env:DATADOGOPS_TEST_INTAKE_URI -ApiKey (ConvertTo-Secret 'wrong-wrong-wrong') -ErrorAction Stop } | Should -Throw -PassThru
        $failed.FullyQualifiedErrorId | Should -Match '^DatadogApiKeyRefused,'
        $failed | Format-List * -Force | Out-String | Should -Not -Match 'wrong-wrong-wrong'
    }

    It 'shows no key in verbose, debug and errors' {
        $secret = '0123456789abcdef0123456789abcdef'
        $text = & {
            try {
                Send-DatadogMetric pester.secret 1 -ApiUri $env:DATADOGOPS_TEST_INTAKE_URI -ApiKey (ConvertTo-Secret $secret) -Verbose -Debug
            }
            catch {
                $_
            }
        } *>&1 | ForEach-Object { $_ | Format-List * -Force | Out-String; "$_" }
        "$text" | Should -Match 'DatadogApiKeyRefused'
        "$text" | Should -Not -Match $secret
    }

    It 'sends nothing with -WhatIf, shows the payload, and not the key' {
        $shown = Invoke-Fresh @"
            `$env:DD_API_KEY = '0123456789abcdef0123456789abcdef'
            Import-Module '$manifestPath'
            Send-DatadogMetric pester.what_if 42 -DogStatsDEndpoint $endpoint -WhatIf
            Send-DatadogMetric pester.what_if 43 -ApiUri http://127.0.0.1:$(Get-DeadPort) -WhatIf
"@ | Out-String
        $shown | Should -Match 'What if:'
        $shown | Should -Match 'pester\.what_if:42\|g'
        $shown | Should -Match '"value":\s*43'
        $shown | Should -Not -Match '0123456789abcdef'
        Start-Sleep -Milliseconds 200
        $udp.Available | Should -Be 0
    }

    It 'tells a receiver that is not there' {
        $listener = New-HangingListener
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Send-DatadogMetric pester.gone 1 -ApiUri "http://127.0.0.1:$port" -ApiKey (ConvertTo-Secret 'abc') -NoSpool -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0].FullyQualifiedErrorId)" | Should -Match '^DatadogUnreachable,'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
