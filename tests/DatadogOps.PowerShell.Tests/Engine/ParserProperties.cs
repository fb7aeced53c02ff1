using DatadogOps.Shell.Language;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Engine;

/// <summary>The parser over lines that nobody would type.</summary>
public sealed class ParserProperties
{
    private static readonly string[] Pieces =
    [
        "Get-X", "a", "-Name", "-Name:", "'", "''", "\"", "‘", "”", " ", "  ", "\n", "\r\n", "`\n", "`", "|", ";", ",", "@{", "}", "@(", ")", "(",
        "{", "$", "$true", "$env:HOME", "=", "#", "<#", "#>", "5", "1.5", "0x", "1kb", "-1", "--", "..", "&", ">", "[", "]", "é", "\u00a0", "–", "\0", "\u2028",
    ];

    [Property(MaxTest = 2000)]
    public Property Ends_with_a_tree_or_a_refusal() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        line =>
        {
            try
            {
                return Parser.Parse(line).TrueForAll(p => p.Elements.Count > 0);
            }
            catch (SyntaxException refusal)
            {
                return refusal.Position >= 0 && refusal.Position <= line.Length;
            }
        });

    [Property(MaxTest = 500)]
    public bool Any_text_in_single_quotes_is_that_text(NonNull<string> text)
    {
        // Each kind of single quote ends such a text, so each is doubled.
        string quoted = "'" + string.Concat(text.Get.Select(c => c is '\'' or '‘' or '’' or '‚' or '‛' ? $"{c}{c}" : c.ToString())) + "'";
        PipelineSyntax pipeline = Assert.Single(Parser.Parse("Get-X -Name " + quoted));
        return text.Get.Equals(pipeline.Elements[0].Arguments[1].Value);
    }

    [Property(MaxTest = 500)]
    public bool Integers_keep_their_value_and_their_text(int number)
    {
        string text = Math.Abs((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var word = (NumberWord)Parser.Parse("Get-X " + text)[0].Elements[0].Arguments[0].Value!;
        return word.Text == text && Convert.ToInt64(word.Value, System.Globalization.CultureInfo.InvariantCulture) == Math.Abs((long)number);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_overflow() =>
        Assert.Throws<SyntaxException>(() => Parser.Parse("Get-X " + string.Concat(Enumerable.Repeat("@{a=", 10_000))));
}
