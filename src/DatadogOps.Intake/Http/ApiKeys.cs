using System.Security.Cryptography;
using System.Text;

namespace DatadogOps.Intake.Http;

/// <summary>The keys that are asked for, in headers only.</summary>
internal sealed class ApiKeys(string apiKey, string applicationKey)
{
    private const string ApiKeyHeader = "DD-API-KEY";
    private const string ApplicationKeyHeader = "DD-APPLICATION-KEY";

    private readonly byte[] _apiKey = Encoding.UTF8.GetBytes(apiKey);
    private readonly byte[] _applicationKey = Encoding.UTF8.GetBytes(applicationKey);

    /// <summary>Whether the request has the API key.</summary>
    public bool MaySend(HttpRequest request) => Has(request, ApiKeyHeader, _apiKey);

    /// <summary>Whether the request has both keys.</summary>
    public bool MayRead(HttpRequest request) => MaySend(request) && Has(request, ApplicationKeyHeader, _applicationKey);

    private static bool Has(HttpRequest request, string header, byte[] key) =>
        request.Headers[header] is [{ } given] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), key);
}
