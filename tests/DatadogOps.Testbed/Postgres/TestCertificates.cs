using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DatadogOps.Testbed.Postgres;

/// <summary>A certificate authority made for one cluster, and the server certificate it signed.</summary>
/// <param name="AuthorityPem">Certificate of the authority.</param>
/// <param name="ServerPem">Certificate of the server, for localhost, 127.0.0.1 and ::1.</param>
/// <param name="ServerKeyPem">Private key of the server.</param>
internal sealed record TestCertificates(string AuthorityPem, string ServerPem, string ServerKeyPem)
{
    public static TestCertificates Make()
    {
        DateTimeOffset begin = DateTimeOffset.UtcNow.AddMinutes(-5);
        DateTimeOffset end = begin.AddDays(2);

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=DatadogOps testbed authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(begin, end);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        serverRequest.CertificateExtensions.Add(names.Build());
        serverRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        serverRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 server = serverRequest.Create(authority, begin, end, RandomNumberGenerator.GetBytes(12));

        return new TestCertificates(authority.ExportCertificatePem(), server.ExportCertificatePem(), serverKey.ExportPkcs8PrivateKeyPem());
    }
}
