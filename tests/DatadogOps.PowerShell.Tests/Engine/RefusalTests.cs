using DatadogOps.Shell.Language;

namespace DatadogOps.Tests.Engine;

/// <summary>What PowerShell runs and ddops does not is refused by name, and where.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("Get-X | ForEach-Object { $_ }", "script blocks", 23)]
    [InlineData("Get-X {a}", "script blocks", 6)]
    [InlineData("Get-X a{b}", "script blocks", 7)]
    [InlineData("Get-X $name", "variables such as $name", 6)]
    [InlineData("Get-X a,$name", "variables such as $name", 8)]
    [InlineData("Get-X -Name:$name", "variables such as $name", 12)]
    [InlineData("$x = 5", "variables such as $x", 0)]
    [InlineData("Get-X $(Get-Date)", "subexpressions", 6)]
    [InlineData("Get-X (Get-Date)", "subexpressions", 6)]
    [InlineData("Get-X a(b)", "subexpressions", 7)]
    [InlineData("(1)", "subexpressions", 0)]
    [InlineData("Get-X ${a b}", "variables in braces", 6)]
    [InlineData("Get-X a$true", "words with variables", 7)]
    [InlineData("Get-X $env:A/b", "members, indexes or words with variables", 12)]
    [InlineData("Get-X $true.x", "members", 11)]
    [InlineData("Get-X \"a $b\"", "does not expand '$' inside double quotes", 9)]
    [InlineData("Get-X \"a`tb\"", "does not expand '`' inside double quotes", 8)]
    [InlineData("Get-X a`b", "escapes with a backtick", 7)]
    [InlineData("Get-X > file", "redirections", 6)]
    [InlineData("Get-X 2>file", "redirections", 7)]
    [InlineData("& Get-X", "'&' (the call operator and background jobs)", 0)]
    [InlineData("Get-X &", "'&' (the call operator and background jobs)", 6)]
    [InlineData("Get-X a&b", "'&' (the call operator and background jobs)", 7)]
    [InlineData(". ./file", "scripts and members", 0)]
    [InlineData("Get-X && Get-Y", "'&&'", 6)]
    [InlineData("Get-X || Get-Y", "'||'", 6)]
    [InlineData("'a'.Length", "members, indexes and method calls", 3)]
    [InlineData("Get-X 'a'.Length", "words that are quoted in part", 9)]
    [InlineData("Get-X 'a'b", "words that are quoted in part", 9)]
    [InlineData("1..3", "ranges", 1)]
    [InlineData("1 + 2", "operators", 2)]
    [InlineData("'a' -eq 'b'", "operators", 4)]
    [InlineData("[int] 5", "type literals", 0)]
    [InlineData("Get-X @args", "splatting", 6)]
    [InlineData("Get-X @'\na\n'@", "here-strings", 6)]
    [InlineData("Get-X --% a", "stop-parsing", 6)]
    [InlineData("if ($true) { }", "statements such as 'if'", 0)]
    [InlineData("foreach ($a in 1) { }", "statements such as 'foreach'", 0)]
    [InlineData("function a { }", "statements such as 'function'", 0)]
    [InlineData("@{a=Get-X}", "single quotes here", 4)]
    [InlineData("Get-X @(Get-Y)", "single quotes here", 8)]
    [InlineData("Get-X 5n", "big integers", 6)]
    [InlineData("Get-X –Name a", "not a plain dash", 6)]
    [InlineData("Get-X 'a", "not closed", 6)]
    [InlineData("Get-X \"a", "not closed", 6)]
    [InlineData("Get-X @{a=1", "not closed", 6)]
    [InlineData("Get-X @(1", "not closed", 6)]
    [InlineData("Get-X <# a", "not closed", 6)]
    [InlineData("Get-X @{a=1;A=2}", "written twice", 12)]
    [InlineData("Get-X @{a}", "'=' is missing", 9)]
    [InlineData("Get-X |", "missing behind '|'", 6)]
    [InlineData("| Get-X", "missing before '|'", 0)]
    [InlineData("Get-X | 'a'", "can only begin a pipeline", 8)]
    [InlineData("Get-X a,", "missing behind a comma", 7)]
    [InlineData("Get-X a,,b", "missing behind a comma", 7)]
    [InlineData("Get-X ,a", "missing before a comma", 6)]
    [InlineData("Get-X -a,b", "comma cannot follow", 8)]
    [InlineData("Get-X -a:", "requires a value", 6)]
    [InlineData("Get-X -a:\nb", "requires a value", 6)]
    [InlineData("Get-X -a'b'", "cannot be part of a parameter's name", 8)]
    [InlineData("Get-X -a.b", "cannot be part of a parameter's name", 8)]
    [InlineData("Get-X a}", "script blocks", 7)]
    public void Refuses(string line, string what, int position)
    {
        var refusal = Assert.Throws<SyntaxException>(() => Parser.Parse(line));
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(position, refusal.Position);
    }

    [Theory]
    [InlineData("Where-Object Name")]
    [InlineData("New-SampleItem | Export-Csv a.csv")]
    [InlineData("Other\\New-SampleItem")]
    public void Runs_no_cmdlets_but_the_modules(string line)
    {
        var result = SampleModule.Run(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("ddops runs DatadogOps cmdlets only", result.TerminatingError!.ToString(), StringComparison.Ordinal);
    }
}
