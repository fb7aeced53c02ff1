BeforeDiscovery {
    $nginx = @(Get-Command nginx -CommandType Application -ErrorAction Ignore).Source + '/usr/sbin/nginx' | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force
}

# From the first look to the last trace gone, on an nginx that serves.
Describe 'Add-NginxAgentLogFilter' -Tag Nginx -Skip:(-not $nginx) -ForEach @{ Nginx = $nginx } {
    BeforeAll {
        $folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "datadogops-nginx-$([guid]::NewGuid())")).FullName
        $conf = Join-Path $folder 'nginx.conf'
        $log = Join-Path $folder 'access.log'
        $port = Get-DeadPort
        $url = "http://127.0.0.1:$port/"
        $text = @"
error_log $folder/error.log; pid $folder/nginx.pid; lock_file $folder/nginx.lock;
events { worker_connections 64; }
http {
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi; uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    access_log $log;
    server {
        listen 127.0.0.1:$port;
        location / { return 200 "shop"; }
    }
}

"@
        Set-Content -LiteralPath $conf -Value $text -NoNewline
        $null = & $Nginx -p $folder -c $conf 2>&1
        $LASTEXITCODE | Should -Be 0

        # How many lines one request adds; nginx writes them after its answer.
        function Get-LineCount([string] $UserAgent) {
            $before = @(Get-Content -LiteralPath $log).Count
            (Invoke-WebRequest $url -UserAgent $UserAgent -RetryIntervalSec 1 -MaximumRetryCount 5).Content | Should -Be 'shop'
            Start-Sleep -Milliseconds 100
            @(Get-Content -LiteralPath $log).Count - $before
        }

        # The old workers of nginx serve until the new ones do.
        function Wait-LineCount([string] $UserAgent, [int] $Expected) {
            for ($i = 0; $i -lt 100; $i++) {
                $count = Get-LineCount $UserAgent
                if ($count -eq $Expected) {
                    break
                }
            }

            $count
        }
    }

    AfterAll {
        $null = & $Nginx -p $folder -c $conf -s stop 2>&1
        for ($i = 0; $i -lt 100 -and (Test-Path -LiteralPath (Join-Path $folder 'nginx.pid')); $i++) {
            Start-Sleep -Milliseconds 100
        }

        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'starts from a log with the Agent in it' {
        Get-LineCount 'Datadog Agent/7.60.0' | Should -Be 1
        Test-NginxAgentLogFilter $conf -Quiet | Should -BeFalse
        (Measure-NginxAgentLog $log).AgentLines | Should -Be 1
    }

    It 'shows the change and writes nothing under -WhatIf' {
        Add-NginxAgentLogFilter $conf -Prefix $folder -WhatIf | Should -BeNullOrEmpty
        Get-Content -LiteralPath $conf -Raw | Should -BeExactly $text
    }

    It 'keeps the Agent out of the log, and nobody else' {
        $result = Add-NginxAgentLogFilter $conf -Prefix $folder -NginxPath $Nginx -Reload
        $result.Change, $result.Tested, $result.Reloaded | Should -Be 'Changed', $true, $true
        Wait-LineCount 'Datadog Agent/7.60.0' 0 | Should -Be 0
        Get-LineCount 'Mozilla/5.0' | Should -Be 1
        Get-LineCount 'x Datadog Agent/7.60.0' | Should -Be 1
        Test-NginxAgentLogFilter $conf -Quiet | Should -BeTrue
    }

    It 'is proved by requests' {
        (Test-NginxAgentLogFilter $conf -Prefix $folder -Probe $url).Actual | Should -Be 'NotLogged'
    }

    It 'changes nothing when run again' {
        (Add-NginxAgentLogFilter $conf -Prefix $folder -NginxPath $Nginx).Change | Should -Be 'None'
    }

    It 'is shown by Get-NginxDirective' {
        $directive = Get-NginxDirective $conf -Name access_log | Where-Object IsInherited -EQ $false
        $directive.Arguments | Should -Contain 'if=$datadog_agent_loggable'
    }

    It 'shows its reasons in a table of 80 columns' {
        $table = Test-NginxAgentLogFilter $conf | Out-String -Width 80
        $table | Should -Match 'Status +ServerName +Location +LogPath +Reason'
        $table | Should -Not -Match '…'
    }

    It 'takes over other settings with Update' {
        (Update-NginxAgentLogFilter $conf -Prefix $folder -NginxPath $Nginx -KeepFailures).Change | Should -Be 'Changed'
        Get-Content -LiteralPath $conf -Raw | Should -Match '\$status:\$http_user_agent'
    }

    It 'leaves the bytes that were there when it is removed' {
        (Remove-NginxAgentLogFilter $conf -Prefix $folder -NginxPath $Nginx -Reload -Confirm:$false).Reloaded | Should -BeTrue
        Get-Content -LiteralPath $conf -Raw | Should -BeExactly $text
        Wait-LineCount 'Datadog Agent/7.60.0' 1 | Should -Be 1
    }
}
