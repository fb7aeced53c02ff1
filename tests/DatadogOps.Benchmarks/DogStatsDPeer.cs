using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Loader;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Datadog's own client for .NET (DataDog/dogstatsd-csharp-client), from a file that the user has built. Calls are compiled, so
/// that they cost what they cost in a program that references it.
/// </summary>
internal sealed class DogStatsDPeer(string file)
{
    public const string Variable = "DATADOGOPS_DOGSTATSD_PEER";

    private readonly Assembly _assembly = new AssemblyLoadContext("peer").LoadFromAssemblyPath(Path.GetFullPath(file));

    /// <summary>The file that the variable names; null where it names none.</summary>
    public static DogStatsDPeer? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file ? new DogStatsDPeer(file) : null;

    public string Version => _assembly.GetName().Version!.ToString(3);

    /// <summary>A client to a Unix socket; but for <see cref="DogStatsDWay.PeerDefault"/> one that loses nothing where it can help it.</summary>
    public Client Connect(string path, DogStatsDWay way)
    {
        object config = Create("StatsdClient.StatsdConfig");
        Set(config, "StatsdServerName", "unix://" + path);
        Set(config, "SynchronousMode", way == DogStatsDWay.PeerSynchronous);
        Set(config, "OriginDetection", false);

        // Every metric is to arrive, and not 32 sums of them.
        Set(config, "ClientSideAggregation", null);
        object advanced = config.GetType().GetProperty("Advanced")!.GetValue(config)!;
        Set(advanced, "TelemetryFlushInterval", null);
        if (way != DogStatsDWay.PeerDefault)
        {
            Set(advanced, "MaxBlockDuration", TimeSpan.FromMinutes(1));
            Set(advanced, "UDSBufferFullBlockDuration", TimeSpan.FromMinutes(1));
        }

        object service = Create("StatsdClient.DogStatsdService");
        MethodInfo configure = service.GetType().GetMethods().Single(method => method.Name == "Configure");
        if (configure.Invoke(service, [config, .. configure.GetParameters().Skip(1).Select(_ => (object?)null)]) is false)
        {
            throw new InvalidOperationException("The peer cannot be configured.");
        }

        return new Client(service);
    }

    private static void Set(object target, string property, object? value)
    {
        // What a version does not have yet needs no turning off.
        if (target.GetType().GetProperty(property) is { } found)
        {
            found.SetValue(target, value);
        }
    }

    private object Create(string type) => Activator.CreateInstance(_assembly.GetType(type, throwOnError: true)!)!;

    internal sealed class Client(object service) : IDisposable
    {
        private readonly Action _flush = Compile<Action>(service, "Flush");

        public Action<string, double, string[]> Gauge { get; } = Compile<Action<string, double, string[]>>(service, "Gauge");

        public void Dispose()
        {
            _flush();
            ((IDisposable)service).Dispose();
        }

        private static T Compile<T>(object service, string name)
            where T : Delegate
        {
            MethodInfo method = service.GetType().GetMethods().First(method => method.Name == name);
            ParameterExpression[] given = [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))];
            var unused = new List<ParameterExpression>(given);
            IEnumerable<Expression> arguments = method.GetParameters().Select(parameter =>
            {
                if (unused.FindIndex(one => one.Type == parameter.ParameterType && parameter.Name != "sampleRate") is >= 0 and var index)
                {
                    ParameterExpression one = unused[index];
                    unused.RemoveAt(index);
                    return (Expression)one;
                }

                return parameter.DefaultValue is null ? Expression.Default(parameter.ParameterType) : Expression.Constant(parameter.DefaultValue, parameter.ParameterType);
            });
            return Expression.Lambda<T>(Expression.Call(Expression.Constant(service), method, arguments.ToList()), given).Compile();
        }
    }
}
