using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Nginx;

/// <summary>A configuration of a few servers in a folder of its own, for cmdlets; none of it is served unless a test starts nginx.</summary>
internal sealed class TemporarySite : IDisposable
{
    public TemporarySite(string? text = null)
    {
        Port = FreePort.Next();
        Directory.CreateDirectory(Path.Combine(Folder, "temp"));
        File.WriteAllText(Main, (text ?? Usual)
            .Replace("@MAIN@", "error_log @DIR@/error.log; pid @DIR@/nginx.pid; lock_file @DIR@/nginx.lock; events { worker_connections 64; }", StringComparison.Ordinal)
            .Replace("@HTTP@", "client_body_temp_path @DIR@/temp/b; proxy_temp_path @DIR@/temp/p; fastcgi_temp_path @DIR@/temp/f; uwsgi_temp_path @DIR@/temp/u; scgi_temp_path @DIR@/temp/s;", StringComparison.Ordinal)
            .Replace("@DIR@", Folder, StringComparison.Ordinal)
            .Replace("@PORT@", Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    public const string Usual = """
        @MAIN@
        http {
            @HTTP@
            access_log @DIR@/access.log;
            server {
                listen 127.0.0.1:@PORT@;
                server_name shop.example;
                location / { return 200 "shop"; }
                location /api/ { access_log @DIR@/api.log combined; return 200 "api"; }
                location /health { access_log off; return 200 "well"; }
            }
        }

        """;

    public const string Legacy = """
        @MAIN@
        http {
            @HTTP@
            access_log @DIR@/access.log;
            server {
                listen 127.0.0.1:@PORT@;
                location / {
                    if ($http_user_agent ~* "Datadog Agent/.*") {
                        access_log off;
                    }
                    return 200 "shop";
                }
            }
        }

        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;

    public int Port { get; }

    public string Main => Path.Combine(Folder, "nginx.conf");

    public string Text => File.ReadAllText(Main);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
