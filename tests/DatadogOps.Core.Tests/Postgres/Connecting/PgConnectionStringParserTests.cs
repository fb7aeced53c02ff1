using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Postgres;
using DatadogOps.Postgres.Connecting;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Postgres.Connecting;

public class PgConnectionStringParserTests
{
    [Theory]
    [InlineData("postgresql://app:pw@db1:5433/shop?sslmode=require", "db1", "5433", "shop", "app", "pw")]
    [InlineData("postgres://app:p%40w%3A%2F@db1/shop", "db1", null, "shop", "app", "p@w:/")]
    [InlineData("postgresql://[2001:db8::1]:5433/", "2001:db8::1", "5433", null, null, null)]
    [InlineData("postgresql://[::1]", "::1", null, null, null, null)]
    [InlineData("postgresql:///shop?host=/run/pg&user=app", "/run/pg", null, "shop", "app", null)]
    [InlineData("postgresql://%2Frun%2Fpg/shop", "/run/pg", null, "shop", null, null)]
    [InlineData("host=db1 port = 5433 dbname='my shop' user=app password='it\\'s \\\\'", "db1", "5433", "my shop", "app", "it's \\")]
    [InlineData("  host=db1\n\tuser=app  ", "db1", null, null, "app", null)]
    [InlineData("host=db1 password='a;b'", "db1", null, null, null, "a;b")]
    [InlineData("Host=db1;Port=5433;Database=shop;Username=app;Password=\"a;b\"", "db1", "5433", "shop", "app", "a;b")]
    [InlineData("Server=db1;User Id=app;", "db1", null, null, "app", null)]
    [InlineData("Host=db1", "db1", null, null, null, null)]
    [InlineData("", null, null, null, null, null)]
    public void ReadsEachForm(string text, string? host, string? port, string? database, string? user, string? password)
    {
        PgConnectionSettings settings = PgConnectionStringParser.Parse(text);

        Assert.Equal((host, port, database, user, password), (settings["host"], settings["port"], settings["dbname"], settings["user"], settings["password"]));
    }

    [Theory]
    [InlineData("host=db1 pasword=hunter2", "'pasword'")]
    [InlineData("host=db1 password='hunter2", "'password'")]
    [InlineData("host db1 hunter2", "'='")]
    [InlineData("postgresql://[::1/hunter2", "']'")]
    [InlineData("postgresql://db1/x?hunter=2", "'hunter'")]
    [InlineData("postgresql://u:hunter2%00@db1/x", "%00")]
    [InlineData("Host=db1;Passwort=hunter2", "Passwort")]
    [InlineData("a;=", "is invalid")]
    [InlineData("postgresql://u:hunter2@a:1,b:2/x", "several hosts")]
    [InlineData("postgresql://u:hunter2%zz@a/x", "'%'")]
    [InlineData("host=a password=hunter2 more", "character 25")]
    [InlineData("Host=db1;Port=99999999999", "is invalid")]
    public void NamesWhatIsWrongAndNoSecret(string text, string named)
    {
        var error = Assert.Throws<OperationException>(() => PgConnectionStringParser.Parse(text));

        Assert.Equal(PgErrorIds.InvalidConnectionString, error.ErrorId);
        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void KeepsWhatOnlyNpgsqlKnows()
    {
        PgConnectionSettings settings = PgConnectionStringParser.Parse("Host=db1;Tcp Keepalive=true;Keepalive=7");

        Assert.Contains("Keepalive=7", settings.NpgsqlExtras, StringComparison.Ordinal);
        Assert.DoesNotContain("Host", settings.NpgsqlExtras, StringComparison.Ordinal);
    }

    [Property(MaxTest = 300)]
    public void AnyPasswordComesBackFromBothOfLibpqsForms(string? any)
    {
        string password = (any ?? "").Replace("\0", "", StringComparison.Ordinal);
        if (password.Length == 0 || !IsUnicode(password))
        {
            return;
        }

        string quoted = password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        Assert.Equal(password, PgConnectionStringParser.Parse($"host=h password='{quoted}' user=u")["password"]);
        PgConnectionSettings uri = PgConnectionStringParser.Parse($"postgresql://u:{Uri.EscapeDataString(password)}@h:1/d");
        Assert.Equal((password, "h", "u"), (uri["password"], uri["host"], uri["user"]));
    }

    [Property(MaxTest = 500)]
    public void AnyTextIsReadOrRefused(string? text)
    {
        try
        {
            PgConnectionStringParser.Parse(text ?? "");
        }
        catch (OperationException error)
        {
            Assert.Equal(PgErrorIds.InvalidConnectionString, error.ErrorId);
        }
    }

    private static bool IsUnicode(string text)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
