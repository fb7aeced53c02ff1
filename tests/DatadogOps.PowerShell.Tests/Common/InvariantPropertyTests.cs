namespace DatadogOps.Tests.Common;

/// <summary>Exported objects read the same whatever the culture of who exported them.</summary>
public class InvariantPropertyTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("")]
    public void Every_output_type_exports_the_same_text_in_every_culture(string culture)
    {
        string[] differences = [.. StagedModule.Output(SampleObject.Define + $$"""
            $types = (Get-Command -Module DatadogOps).OutputType.Type.Where{ $_ -and $_.Namespace -like 'DatadogOps.*' -and $_.GetConstructor(@()) } | Sort-Object FullName -Unique
            if ($types.Count -lt 20) { throw "Only $($types.Count) types were found." }
            foreach ($type in $types) {
                $item = New-Sample $type
                [cultureinfo]::CurrentCulture = ''
                $expected = @{}
                foreach ($property in $type.GetProperties()) {
                    $target = [Nullable]::GetUnderlyingType($property.PropertyType) ?? $property.PropertyType
                    if ($target -notin [DateTimeOffset], [DateTime], [double], [float], [decimal]) { continue }
                    $value = $property.GetValue($item)
                    if ($null -eq $value) { throw "$($type.Name).$($property.Name) has no sample." }
                    $expected[$property.Name] = $value -is [DateTimeOffset] -or $value -is [DateTime] ? $value.ToString('O') : $value.ToString()
                }

                Use-Culture '{{culture}}'
                if ($expected.Count -eq 0) { continue }
                $exported = $item | ConvertTo-Csv | ConvertFrom-Csv
                [cultureinfo]::CurrentCulture = ''
                foreach ($name in $expected.Keys) {
                    if ($exported.$name -cne $expected[$name]) { "$($type.Name).$name is '$($exported.$name)', not '$($expected[$name])'" }
                }
            }
            """).Select(item => item.ToString())];

        Assert.Empty(differences);
    }

    [Fact]
    public void Values_keep_their_type_and_their_formats()
    {
        string[] texts = [.. StagedModule.Output(SampleObject.Define + """
            Use-Culture de-DE
            $item = New-Sample (Get-CoreType DatadogOps.Postgres.Activity.PgConnectionState)
            $item.Timestamp -is [DateTimeOffset]
            $item.MaxStateSeconds -gt 1234
            $item.MaxStateSeconds * 2 -eq 2469
            $item.Timestamp.AddHours(1) -gt $item.Timestamp
            '{0:yyyy}' -f $item.Timestamp -eq [DateTimeOffset]::UtcNow.Year
            '{0:0.00}' -f $item.MaxStateSeconds -eq '1234,50'
            $item.MaxStateSeconds.ToString('0.00') -eq '1234,50'
            "$($item.MaxStateSeconds)" -eq '1234.5'
            ($item | ConvertTo-Json | ConvertFrom-Json).MaxStateSeconds -eq 1234.5
            """).Select(item => item.ToString())];

        Assert.Equal(Enumerable.Repeat("True", 9), texts);
    }
}
