BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Import-Module $manifestPath -Force

    $datadog = @{
        ApiUri         = $env:DATADOGOPS_TEST_INTAKE_URI
        ApiKey         = ConvertTo-SecureString $env:DATADOGOPS_TEST_INTAKE_API_KEY -AsPlainText -Force
        ApplicationKey = ConvertTo-SecureString $env:DATADOGOPS_TEST_INTAKE_APP_KEY -AsPlainText -Force
    }

    # The credentials of the environment, as most users have them; nothing of the machine's own.
    Get-ChildItem env: | Where-Object Name -Match '^AWS_' | ForEach-Object { Remove-Item "env:$($_.Name)" }
    $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'none'
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_REGION = 'us-east-1'
    $env:AWS_ENDPOINT_URL = $env:DATADOGOPS_TEST_MOTO_URI
    $env:AWS_ACCESS_KEY_ID = $env:DATADOGOPS_TEST_MOTO_ACCESS_KEY
    $env:AWS_SECRET_ACCESS_KEY = $env:DATADOGOPS_TEST_MOTO_SECRET_KEY
}

AfterAll {
    Get-ChildItem env: | Where-Object Name -Match '^AWS_' | ForEach-Object { Remove-Item "env:$($_.Name)" }
}

Describe 'New-DatadogAwsRole' -Tag Moto -Skip:(-not $env:DATADOGOPS_TEST_MOTO_URI) {
    It 'goes from nothing to a tested integration in one line' {
        $id = New-DatadogAwsExternalId @datadog
        New-DatadogAwsRole -ExternalId $id -WhatIf | Should -BeNullOrEmpty
        $findings = New-DatadogAwsRole -ExternalId $id | Register-DatadogAwsAccount @datadog | Test-DatadogAwsRole
        $findings.Count | Should -BeGreaterThan 10
        $findings | Where-Object Status -NE Passed | Should -BeNullOrEmpty
        (Get-DatadogAwsAccount @datadog).ExternalId | Should -Be $id.ExternalId
    }

    It 'mends just what differs' {
        Test-DatadogAwsRole -PermissionSet Full -Quiet | Should -BeFalse
        Test-DatadogAwsRole -PermissionSet Full | Repair-DatadogAwsRole
        Test-DatadogAwsRole -PermissionSet Full -Quiet | Should -BeTrue
    }

    It 'rotates the external id on both sides' {
        $old = (Get-DatadogAwsAccount @datadog).ExternalId
        $new = (Get-DatadogAwsAccount @datadog | Reset-DatadogAwsExternalId @datadog -GraceSec 0 -Confirm:$false).ExternalId
        $new | Should -Not -Be $old
        Get-DatadogAwsAccount @datadog | Test-DatadogAwsRole -PermissionSet Full -Quiet | Should -BeTrue
    }

    It 'removes all that it made' {
        Get-DatadogAwsAccount @datadog | Unregister-DatadogAwsAccount @datadog -Confirm:$false
        Get-DatadogAwsRole | Remove-DatadogAwsRole -Confirm:$false
        Get-DatadogAwsRole | Should -BeNullOrEmpty
        Get-DatadogAwsAccount @datadog | Should -BeNullOrEmpty
    }
}
