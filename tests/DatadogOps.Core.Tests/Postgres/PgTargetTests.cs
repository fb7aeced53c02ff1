using DatadogOps.Postgres;
using DatadogOps.Postgres.Connecting;
using Npgsql;

namespace DatadogOps.Tests.Postgres;

public sealed class PgTargetTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ddops-target-");
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void WithoutAnythingItIsTheLocalServer()
    {
        PgTarget target = Resolve(new PgConnectionRequest());

        Assert.Equal(("localhost", 5432, "postgres", Environment.UserName), (target.HostName, target.Port, target.Database, target.UserName));
        Assert.Equal(TimeSpan.FromSeconds(10), target.Timeout);
    }

    [Fact]
    public void EachSourceFillsWhatTheStrongerOnesLeaveOpen()
    {
        _environment["PGHOST"] = "from-environment";
        _environment["PGPORT"] = "1111";
        _environment["PGDATABASE"] = "from_environment";
        _environment["PGUSER"] = "from-environment";
        _environment["PGCONNECT_TIMEOUT"] = "7";
        _environment["PGSERVICEFILE"] = WriteServices("[prod]\nport=2222\ndbname=from_service\nuser=from-service\n[other]\nuser=wrong\n");

        PgTarget target = Resolve(new PgConnectionRequest { ConnectionString = "dbname=from_string user=from-string", UserName = "explicit", Service = "prod" });

        Assert.Equal(
            ("from-environment", 2222, "from_string", "explicit", TimeSpan.FromSeconds(7)),
            (target.HostName, target.Port, target.Database, target.UserName, target.Timeout));
    }

    [Theory]
    [InlineData("db1:5433", null, "db1", 5433)]
    [InlineData("db1:5433", 6000, "db1", 5433)]
    [InlineData("db1", 6000, "db1", 6000)]
    [InlineData("2001:db8::1", null, "2001:db8::1", 5432)]
    [InlineData("[2001:db8::1]:5433", null, "2001:db8::1", 5433)]
    [InlineData("/run/postgresql", 5433, "/run/postgresql", 5433)]
    public void AServerCanCarryItsPort(string name, int? port, string host, int expected)
    {
        PgTarget target = Resolve(new PgConnectionRequest { HostName = name, Port = port });

        Assert.Equal((host, expected), (target.HostName, target.Port));
    }

    [Fact]
    public void TheServiceOfTheEnvironmentIsReadFromTheSystemsFileToo()
    {
        WriteServices("# comment\n\n[nightly]\nhost = night\nsslmode=verify-full\n");
        _environment["PGSERVICE"] = "nightly";
        _environment["PGSYSCONFDIR"] = _directory.FullName;

        PgTarget target = Resolve(new PgConnectionRequest());

        Assert.Equal("night", target.HostName);
        Assert.Equal(SslMode.VerifyFull, new NpgsqlConnectionStringBuilder(target.ConnectionString).SslMode);
    }

    [Fact]
    public void AMissingServiceNamesTheFilesThatWereRead()
    {
        _environment["PGSERVICEFILE"] = WriteServices("[a]\n");

        OperationException error = Refused(new PgConnectionRequest { Service = "b" });

        Assert.Equal(PgErrorIds.ServiceNotFound, error.ErrorId);
        Assert.Contains(_environment["PGSERVICEFILE"], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[prod]\nhost=a\npasword=hunter2\n", 3)]
    [InlineData("[prod]\nhost\n", 2)]
    [InlineData("[prod]\nservice=prod\n", 2)]
    public void AWrongServiceFileIsToldByLine(string text, int line)
    {
        _environment["PGSERVICEFILE"] = WriteServices(text);

        OperationException error = Refused(new PgConnectionRequest { Service = "prod" });

        Assert.Contains($"{_environment["PGSERVICEFILE"]}, line {line}:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port=0", "port")]
    [InlineData("port=65536", "port")]
    [InlineData("port=x", "port")]
    [InlineData("sslmode=requires", "sslmode")]
    [InlineData("sslmode=2", "sslmode")]
    [InlineData("channel_binding=maybe", "channel_binding")]
    [InlineData("connect_timeout=-1", "connect_timeout")]
    [InlineData("host=a,b", "host")]
    public void AWrongValueNamesItsParameter(string text, string keyword)
    {
        OperationException error = Refused(new PgConnectionRequest { ConnectionString = text });

        Assert.Equal(PgErrorIds.InvalidConnectionString, error.ErrorId);
        Assert.Contains($"'{keyword}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItNeverShowsItsPassword()
    {
        PgTarget target = Resolve(new PgConnectionRequest { HostName = "db1", Password = "hunter2" });

        Assert.Equal("db1:5432", target.ToString());
    }

    private PgTarget Resolve(PgConnectionRequest request) => PgTarget.Resolve(request, name => _environment.GetValueOrDefault(name));

    private OperationException Refused(PgConnectionRequest request) => Assert.Throws<OperationException>(() => Resolve(request));

    private string WriteServices(string text)
    {
        string path = Path.Combine(_directory.FullName, "pg_service.conf");
        File.WriteAllText(path, text);
        return path;
    }
}
