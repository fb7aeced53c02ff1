using System.Xml;
using System.Xml.Linq;

namespace DatadogOps.TestRun.Results;

/// <summary>Reads the results that the .NET test platform's trx logger writes.</summary>
public static class TrxFile
{
    private static readonly XNamespace s_ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The tests of a file; none when it is missing or broken, which a crash leaves behind.</summary>
    public static List<TestResult> Read(string suite, string path)
    {
        try
        {
            return [.. XDocument.Load(path).Descendants(s_ns + "UnitTestResult").Select(result => ReadResult(suite, result))];
        }
        catch (Exception failure) when (failure is IOException or XmlException)
        {
            return [];
        }
    }

    private static TestResult ReadResult(string suite, XElement result)
    {
        XElement? error = result.Descendants(s_ns + "ErrorInfo").FirstOrDefault();
        return new TestResult(
            suite,
            (string?)result.Attribute("testName") ?? "(without a name)",
            (string?)result.Attribute("outcome") switch
            {
                "Passed" => TestOutcome.Passed,
                "NotExecuted" => TestOutcome.Skipped,
                // Timeout, Aborted, Error and whatever else is not a pass.
                _ => TestOutcome.Failed,
            },
            (string?)error?.Element(s_ns + "Message") ?? (string?)result.Descendants(s_ns + "StdOut").FirstOrDefault(),
            (string?)error?.Element(s_ns + "StackTrace"));
    }
}
