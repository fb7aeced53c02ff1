using System.Net;

namespace DatadogOps.Testbed.Network;

/// <summary>Servers of HTTP on 127.0.0.1.</summary>
public static class LocalHttp
{
    private const int Attempts = 10;

    /// <summary>Begins to listen on a free port.</summary>
    /// <param name="address">Its address, which ends in a slash.</param>
    public static HttpListener Listen(out Uri address)
    {
        for (int attempt = 1; ; attempt++)
        {
            address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
            var listener = new HttpListener { Prefixes = { address.AbsoluteUri } };
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (attempt < Attempts)
            {
                // Another process took the port between its choice and its use.
                listener.Close();
            }
        }
    }
}
