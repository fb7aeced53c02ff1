namespace DatadogOps.Shell.Help;

/// <summary>What <c>ddops --help</c> prints.</summary>
internal static class UsageText
{
    public const string Text = """
        ddops runs the cmdlets of the PowerShell module DatadogOps on a machine without PowerShell.

        Usage:
          ddops "Get-PgConnectionState -HostName db1 | Send-DatadogMetric"
                                      one argument: a whole line with pipelines; every line means the same in PowerShell
          ddops Get-PgConnection -HostName db1,db2 -Verbose
                                      one cmdlet, its arguments as words of your shell
          ddops -f FILE               lines from a file, - for standard input
          ddops list                  the cmdlets
          ddops help CMDLET           help for one; so does CMDLET -?
          ddops completion bash|zsh   a script that completes names and values: source <(ddops completion bash)
          ddops --version

        Options, before or behind the line:
          --output table|json|jsonl|csv   table on a terminal, jsonl when the output goes elsewhere
          --input jsonl                   JSON lines on standard input feed the first cmdlet by property name

        A line is made of cmdlets, -Name value, -Name:value, switches, numbers, words, 'text', "text" without $ and
        backtick, $true, $false, $null, $env:NAME, lists a,b, @('a','b'), @{key = 'value'}, |, ;, newlines and # comments.
        Anything else is refused by name: ddops is not a shell; use pwsh for that.

        As words of your shell, a word is divided at its commas unless it holds blanks or quotes; write a comma that belongs
        to a value in the one-line form, in quotes. Put words with $ in single quotes: '-Confirm:$false' '$env:PGPASSWORD'

        Errors, warnings and what -WhatIf says go to standard error.
        Exit code: 0 all well, 1 at least one error, 2 a terminating error or a bad line, 130 stopped.
        Variables: DDOPS_MODULE (the module's folder, if not DatadogOps beside ddops), NO_COLOR, COLUMNS.

        """;
}
