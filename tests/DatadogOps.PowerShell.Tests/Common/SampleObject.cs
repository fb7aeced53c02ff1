namespace DatadogOps.Tests.Common;

/// <summary>PowerShell that defines New-Sample, which creates an object of any type of the module with all properties set.</summary>
internal static class SampleObject
{
    public const string Define = """
        function New-Sample([type] $Type) {
            $words = @{ Tool = 'Puppet'; Status = 'Failed'; Scope = 'Database'; HostName = 'db1'; Type = 'Gauge' }
            $item = [Activator]::CreateInstance($Type)
            foreach ($property in $Type.GetProperties().Where{ $_.SetMethod }) {
                $target = [Nullable]::GetUnderlyingType($property.PropertyType) ?? $property.PropertyType
                $value = switch ($target.Name) {
                    'String' { $words[$property.Name] ?? "a $($property.Name)" }
                    'Int32' { 3 }
                    'Int64' { 5L }
                    'Double' { $property.Name -like '*Seconds' ? 1234.5 : -1234.5 }
                    'Decimal' { 1234.5d }
                    'Boolean' { $true }
                    'DateTimeOffset' { [DateTimeOffset]::UtcNow.AddSeconds(-1) }
                    'DateTime' { [DateTime]::UtcNow }
                }
                if ($null -ne $value) { $property.SetValue($item, $value) }
            }

            $item
        }

        # A host without ICU has the invariant culture alone; then a copy of it with other separators, signs and dates takes the place.
        function Use-Culture([string] $Name) {
            try { [cultureinfo]::CurrentCulture = $Name }
            catch {
                $culture = [cultureinfo]::InvariantCulture.Clone()
                $culture.NumberFormat.NumberDecimalSeparator = $Name -eq 'de-DE' ? ',' : [string][char]0x66B
                $culture.NumberFormat.NegativeSign = $Name -eq 'de-DE' ? '-' : [string][char]0x2212
                $culture.DateTimeFormat.ShortDatePattern = $Name -eq 'de-DE' ? 'dd.MM.yyyy' : 'yyyy/M/d'
                $culture.DateTimeFormat.LongTimePattern = 'H-mm-ss'
                [cultureinfo]::CurrentCulture = $culture
            }
        }

        function Get-CoreType([string] $Name) { (1 | Select-Object @{ n = 'v'; e = { 1 } } | ConvertTo-DatadogMetric -Name a.b -ValueProperty v).GetType().Assembly.GetType($Name, $true) }

        """;
}
