# What the tests, the benchmarks and the demo need from the machine, and how Debian and Ubuntu install it.
Import-Module (Join-Path $PSScriptRoot 'DatadogOps.Testbed/Testbed.psm1')

$needs = @{
    'postgresql'             = { Find-Postgres }
    'pgbouncer'              = { Get-Command pgbouncer, /usr/sbin/pgbouncer -ErrorAction Ignore }
    'nginx-light'            = { Get-Command nginx, /usr/sbin/nginx -ErrorAction Ignore }
    'libnginx-mod-http-lua'  = { Test-Path /usr/lib/nginx/modules/ngx_http_lua_module.so }
    'libnginx-mod-stream'    = { Test-Path /usr/lib/nginx/modules/ngx_stream_module.so }
    'puppet-agent'           = { Get-Command puppet -ErrorAction Ignore }
    # Not ansible-core alone: the callback json is in the collections.
    'ansible'                = { Test-Path /usr/lib/python3/dist-packages/ansible_collections/ansible/posix }
}

# Names what is missing in one line; as root with apt, installs it. Returns whether all is there.
function Install-Need([string[]] $Package, [string] $Otherwise) {
    $missing = $Package | Where-Object { -not (& $needs[$_]) }
    if (-not $missing) {
        return $true
    }

    $apt = Get-Command apt-get -CommandType Application -ErrorAction Ignore
    if (-not $apt -or (id -u) -ne 0) {
        Write-Host "Not installed: $missing. $Otherwise $($apt ? "To install: sudo apt-get install --no-install-recommends $missing" : '')"
        return $false
    }

    Write-Host "Installing from apt, without starting or enabling services: $missing"
    Install-AptPackage $missing
    -not ($missing | Where-Object { -not (& $needs[$_]) })
}

# Debian's packages start and enable their services, and PostgreSQL's creates a cluster. None of it is wanted here.
function Install-AptPackage([string[]] $Package) {
    $policy = '/usr/sbin/policy-rc.d'
    $clusters = '/etc/postgresql-common/createcluster.conf'
    $env:DEBIAN_FRONTEND = 'noninteractive'
    $before = dpkg-query -W -f '${Package}\n'
    $policyBefore = Get-Item $policy -ErrorAction Ignore
    if ($policyBefore) {
        Move-Item $policy "$policy.datadogops"
    }

    try {
        Set-Content $policy "#!/bin/sh`nexit 101"
        chmod 755 $policy
        Invoke-Apt update
        if ('postgresql' -in $Package) {
            Invoke-Apt install postgresql-common
            $clustersBefore = Get-Content $clusters -Raw
            Add-Content $clusters "`ncreate_main_cluster = false"
        }

        Invoke-Apt install @Package
    }
    finally {
        Remove-Item $policy
        if ($policyBefore) {
            Move-Item "$policy.datadogops" $policy
        }

        if ($clustersBefore) {
            Set-Content $clusters $clustersBefore -NoNewline
        }

        foreach ($new in dpkg-query -W -f '${Package}\n' | Where-Object { $_ -notin $before }) {
            foreach ($file in dpkg -L $new) {
                switch -Regex ($file) {
                    '/systemd/system/([^@/]+\.(service|socket|timer|path))$' { deb-systemd-helper disable $Matches[1] 2>&1 | Out-Null }
                    '^/etc/init\.d/(.+)$' { update-rc.d $Matches[1] disable 2>&1 | Out-Null }
                }
            }
        }
    }
}

function Invoke-Apt([string] $Command) {
    $log = apt-get $Command --yes --quiet=2 --no-install-recommends -o DPkg::Lock::Timeout=300 @args 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Host ($log | Select-Object -Last 10 | Out-String)
        throw "apt-get $Command failed."
    }
}
