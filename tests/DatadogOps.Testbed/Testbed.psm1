# The testbed of scripts: a private PostgreSQL server with sessions held in given states, and pwsh as a program.
$ErrorActionPreference = 'Stop'

# The folder with initdb, postgres and psql; nothing where PostgreSQL is not installed.
function Find-Postgres {
    $newestFirst = { [int]("$_" -replace '\D+(\d+)?.*', '$1') }
    $installed = Get-Item /usr/lib/postgresql/*/bin, /opt/homebrew/opt/postgresql*/bin, /usr/local/opt/postgresql*/bin, /usr/local/pgsql/bin, 'C:/Program Files/PostgreSQL/*/bin' -ErrorAction Ignore
    $inPath = Get-Command initdb -CommandType Application -ErrorAction Ignore | Split-Path
    @($installed | Sort-Object $newestFirst -Descending) + $inPath | Where-Object { $_ -and (Get-Command "$_/initdb" -ErrorAction Ignore) } | Select-Object -First 1 | ForEach-Object { "$_" }
}

<#
.SYNOPSIS
    Starts a server on a free port of 127.0.0.1. Its superuser is postgres, with a random password, or without any under -Trust.
#>
function Start-PrivatePostgres([int] $MaxConnections = 50, [switch] $Trust) {
    $bin = Find-Postgres
    if (-not $bin) {
        throw 'PostgreSQL is not installed.'
    }

    # On Linux the server ends with this process at the latest. As root it needs another user, because PostgreSQL refuses to run as root.
    $launcher = @()
    if ($IsLinux) {
        $launcher = 'setpriv', '--pdeathsig', 'QUIT'
        if ((id -u) -eq 0) {
            $user = 'postgres', 'nobody' | Where-Object { $null = id -u $_ 2>&1; $LASTEXITCODE -eq 0 } | Select-Object -First 1
            $launcher += "--reuid=$user", "--regid=$(id -g $user)", '--clear-groups'
        }
    }

    $folder = [IO.Directory]::CreateTempSubdirectory('datadogops-pg-').FullName
    $server = [pscustomobject]@{
        HostName = '127.0.0.1'
        Port     = Get-FreePort
        Version  = $null
        Password = [guid]::NewGuid().ToString('N')
        Bin      = $bin
        Launcher = $launcher
        Folder   = $folder
        Guard    = Start-Guard '{ sleep 1; rm -rf "$1"; }' $folder
        Process  = $null
        Sessions = [Collections.Generic.List[Diagnostics.Process]]::new()
    }
    try {
        Set-Content "$folder/password" $server.Password
        if ($user) {
            chown -R $user $folder
        }

        $log = Invoke-ServerTool $server initdb -D "$folder/data" -U postgres -A ($Trust ? 'trust' : 'scram-sha-256') "--pwfile=$folder/password" -E UTF8 --no-locale --no-sync
        if ($LASTEXITCODE -ne 0) {
            throw "initdb failed: $log"
        }

        Add-Content "$folder/data/postgresql.conf" @"
listen_addresses = '127.0.0.1'
port = $($server.Port)
unix_socket_directories = ''
max_connections = $MaxConnections
shared_buffers = '16MB'
fsync = off
autovacuum = off
"@
        $program, $arguments = @($launcher) + "$bin/postgres" + '-D' + "$folder/data"
        $server.Process = Start-Process $program $arguments -WorkingDirectory $folder -RedirectStandardOutput "$folder/output" -RedirectStandardError "$folder/log" -PassThru
        Wait-Until 'PostgreSQL does not start' {
            if ($server.Process.HasExited) {
                throw "PostgreSQL does not start: $(Get-Content "$folder/log" -Raw)"
            }

            (Get-Content "$folder/data/postmaster.pid" -ErrorAction Ignore) -match '^ready'
        }
        $server.Version = (Invoke-PrivateSql $server 'SHOW server_version') -replace ' .*'
        $started = $true
        $server
    }
    finally {
        # Also after Ctrl+C, which no catch block sees.
        if (-not $started) {
            Stop-PrivatePostgres $server
        }
    }
}

<#
.SYNOPSIS
    Runs SQL as the superuser and returns the rows as psql prints them, columns separated by |.
#>
function Invoke-PrivateSql($Server, [string] $Sql) {
    $env:PGPASSWORD = $Server.Password
    try {
        & "$($Server.Bin)/psql" -h $Server.HostName -p $Server.Port -U postgres -d postgres -XAqt -F '|' -v ON_ERROR_STOP=1 -c $Sql
        if ($LASTEXITCODE -ne 0) {
            throw "psql failed: $Sql"
        }
    }
    finally {
        $env:PGPASSWORD = $null
    }
}

<#
.SYNOPSIS
    Opens sessions, each with Application, State, Count, User, Password and Database, and returns once the server shows them.
#>
function Open-PrivateSession($Server, [object[]] $Plan) {
    $statements = @{
        'active'                        = 'SELECT pg_sleep(3600);'
        'idle'                          = 'SELECT 1;'
        'idle in transaction'           = 'BEGIN;'
        'idle in transaction (aborted)' = 'BEGIN; SELECT 1/0;'
    }
    foreach ($session in $Plan) {
        foreach ($i in 1..$session.Count) {
            $start = [Diagnostics.ProcessStartInfo]::new("$($Server.Bin)/psql", [string[]]('-Xq', '-h', $Server.HostName, '-p', $Server.Port, '-U', $session.User, '-d', $session.Database))
            $start.Environment['PGPASSWORD'] = $session.Password
            $start.Environment['PGAPPNAME'] = $session.Application
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $psql = [Diagnostics.Process]::Start($start)
            $Server.Sessions.Add($psql)
            # psql waits for more, and so holds its session.
            $psql.StandardInput.WriteLine($statements[$session.State])
            $psql.StandardInput.Flush()
        }
    }

    $expected = $Plan | ForEach-Object { $_.Application, $_.State, $_.Count -join '|' } | Sort-Object
    Wait-Until "The sessions do not open: $expected" {
        $shown = Invoke-PrivateSql $Server "SELECT application_name, state, count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 1, 2"
        -not (Compare-Object @($expected) @($shown))
    }
}

<#
.SYNOPSIS
    Ends the sessions and the server, and removes its folder.
#>
function Stop-PrivatePostgres($Server) {
    $Server.Sessions | ForEach-Object { $_.Kill(); $_.Dispose() }
    if ($Server.Process) {
        $null = Invoke-ServerTool $Server pg_ctl stop -D "$($Server.Folder)/data" -m immediate
        $Server.Process.WaitForExit()
    }

    Remove-Item $Server.Folder -Recurse -Force
    Stop-Guard $Server.Guard
}

<#
.SYNOPSIS
    Runs a shell command, with $1, if this process is killed before Stop-Guard: the pipe to the guard closes then.
#>
function Start-Guard([string] $Command, [string] $Argument) {
    if (-not $IsWindows) {
        $start = [Diagnostics.ProcessStartInfo]::new('sh', [string[]]('-c', "trap '' HUP INT TERM; read line || $Command", 'guard', $Argument))
        $start.RedirectStandardInput = $true
        [Diagnostics.Process]::Start($start)
    }
}

function Stop-Guard($Guard) {
    if ($Guard) {
        $Guard.StandardInput.WriteLine()
        $Guard.StandardInput.Flush()
    }
}

function Invoke-ServerTool($Server, [string] $Tool) {
    $program, $arguments = @($Server.Launcher) + "$($Server.Bin)/$Tool" + $args
    Push-Location $Server.Folder
    & $program @arguments 2>&1
    Pop-Location
}

<#
.SYNOPSIS
    Puts a program pwsh, this PowerShell, first in PATH. .NET tools on Unix have none: dotnet starts them.
#>
function Add-PwshToPath([string] $Folder) {
    $program = Join-Path $Folder 'pwsh'
    if (Get-Command "$PSHOME/pwsh" -ErrorAction Ignore) {
        $Folder = $PSHOME
    }
    else {
        Set-Content $program "#!/bin/sh`nexec '$((Get-Process -Id $PID).Path)' '$PSHOME/pwsh.dll' `"`$@`""
        chmod +x $program
    }

    $env:PATH = $Folder + [IO.Path]::PathSeparator + $env:PATH
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

function Wait-Until([string] $Failure, [scriptblock] $Condition) {
    for ($i = 0; -not (& $Condition); $i++) {
        if ($i -eq 600) {
            throw "$Failure."
        }

        Start-Sleep -Milliseconds 100
    }
}

Export-ModuleMember -Function Find-Postgres, Start-PrivatePostgres, Invoke-PrivateSql, Open-PrivateSession, Stop-PrivatePostgres,
    Start-Guard, Stop-Guard, Add-PwshToPath, Get-FreePort, Wait-Until
