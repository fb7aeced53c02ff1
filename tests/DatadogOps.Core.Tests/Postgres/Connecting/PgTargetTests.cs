using DatadogOps.Common;
using DatadogOps.Postgres;
using DatadogOps.Postgres.Connecting;
using Npgsql;

namespace DatadogOps.Tests.Postgres.Connecting;

public sealed class PgTargetTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("datadogops-target-");
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
    [InlineData("host='a b'", "host")]
    [InlineData("sslmode=verify-full sslrootcert=/no/such/file", "sslrootcert")]
    public void AWrongValueNamesItsParameter(string text, string keyword)
    {
        OperationException error = Refused(new PgConnectionRequest { ConnectionString = text });

        Assert.Equal(PgErrorIds.InvalidConnectionString, error.ErrorId);
        Assert.Contains($"'{keyword}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db1:abc")]
    [InlineData("db1:5432:1")]
    [InlineData("db1;Password=x")]
    [InlineData("a,b")]
    public void AWrongHostNameIsAnErrorOfThatServerAlone(string host) =>
        Assert.Equal(PgErrorIds.InvalidConnectionString, Refused(new PgConnectionRequest { HostName = host }).ErrorId);

    [Theory]
    [InlineData("@{Host=127.0.0.1; Password=hunter2}", "HostName")]
    [InlineData("postgresql://app:hunter2@db1/shop", "-ConnectionString")]
    [InlineData("app:hunter2@db1", "-ConnectionString")]
    [InlineData("Host=db1;Password=hunter2", "-ConnectionString")]
    public void WhatIsNoHostNameIsNotShown(string host, string advised)
    {
        OperationException error = Refused(new PgConnectionRequest { HostName = host });

        Assert.DoesNotContain("hunter2", error + error.Target + error.Advice, StringComparison.Ordinal);
        Assert.Contains(advised, error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void ARootCertificateMakesRequireVerifyAsWithLibpq()
    {
        string certificate = WriteServices("any");

        PgTarget with = Resolve(new PgConnectionRequest { SslMode = "require", ConnectionString = $"sslrootcert='{certificate}'" });
        PgTarget missing = Resolve(new PgConnectionRequest { SslMode = "require", ConnectionString = "sslrootcert=/no/such/file" });

        Assert.Equal(SslMode.VerifyCA, new NpgsqlConnectionStringBuilder(with.ConnectionString).SslMode);
        Assert.Equal(SslMode.Require, new NpgsqlConnectionStringBuilder(missing.ConnectionString).SslMode);
    }

    [Fact]
    public void APasswordFileThatOthersCanReadIsNotUsedAndSaid()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = WriteServices("*:*:*:*:hunter2\n");
        _environment["PGPASSFILE"] = path;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        PgTarget open = Resolve(new PgConnectionRequest());
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        PgTarget own = Resolve(new PgConnectionRequest());

        Assert.Contains($"chmod 600 {path}", open.Warning, StringComparison.Ordinal);
        Assert.NotEqual(path, new NpgsqlConnectionStringBuilder(open.ConnectionString).Passfile);
        Assert.Equal((null, path), (own.Warning, new NpgsqlConnectionStringBuilder(own.ConnectionString).Passfile));
    }

    [Fact]
    public void AnIPv6AddressIsToldFromItsPort() =>
        Assert.Equal("[::1]:5433", Resolve(new PgConnectionRequest { HostName = "[::1]:5433" }).ToString());

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
