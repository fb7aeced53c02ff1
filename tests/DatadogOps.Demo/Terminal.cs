namespace DatadogOps.Demo;

/// <summary>What the demo prints, with colours on a terminal that wants them.</summary>
internal static class Terminal
{
    private static readonly bool Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static void Heading(string text) => Console.WriteLine("\n" + Colour("1", text));

    public static void Note(string text) => Console.WriteLine(Colour("2", text));

    public static void Command(string text) => Console.WriteLine("\n" + Colour("32", "$ ") + Colour("1", text));

    public static void Line(string text = "") => Console.WriteLine(text);

    public static void Check(bool good, string text) => Console.WriteLine(good ? Colour("32", "  ok  ") + text : Colour("31", "  NO  ") + text);

    public static string Colour(string code, string text) => Colours ? $"\e[{code}m{text}\e[0m" : text;
}
