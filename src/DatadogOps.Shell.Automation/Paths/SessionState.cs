using System.Collections.ObjectModel;

namespace System.Management.Automation;

/// <summary>The file system, which is all that ddops has of a session. There are no drives, no variables and no other providers.</summary>
public sealed class SessionState
{
    public SessionState()
    {
    }

    public PathIntrinsics Path { get; } = new();

    public PSVariableIntrinsics PSVariable { get; } = new();
}

public sealed class PSVariableIntrinsics
{
    internal PSVariableIntrinsics()
    {
    }

    public object? GetValue(string name) => null;

    public object? GetValue(string name, object? defaultValue) => defaultValue;
}

public class ProviderInfo
{
    internal static readonly ProviderInfo FileSystem = new();

    private ProviderInfo()
    {
    }

    protected ProviderInfo(ProviderInfo providerInfo)
    {
    }

    public string Home { get; set; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public string ModuleName => "Microsoft.PowerShell.Core";

    public string Name => "FileSystem";

    public override string ToString() => "Microsoft.PowerShell.Core\\FileSystem";
}

public class PSDriveInfo
{
    internal static readonly PSDriveInfo Root_ = new();

    private PSDriveInfo()
    {
    }

    public string Name => "/";

    public ProviderInfo Provider => ProviderInfo.FileSystem;

    public string Root => "/";

    public override string ToString() => Name;
}

public sealed class PathInfo
{
    internal PathInfo(string path) => Path = path;

    public PSDriveInfo Drive => PSDriveInfo.Root_;

    public string Path { get; }

    public ProviderInfo Provider => ProviderInfo.FileSystem;

    public string ProviderPath => Path;

    public override string ToString() => Path;
}

public sealed class PathIntrinsics
{
    internal PathIntrinsics()
    {
    }

    public PathInfo CurrentFileSystemLocation => new(Environment.CurrentDirectory);

    public PathInfo CurrentLocation => CurrentFileSystemLocation;

    public string Combine(string parent, string child) => IO.Path.Combine(parent, child.TrimStart('/', '\\'));

    public PathInfo CurrentProviderLocation(string providerName) => CurrentFileSystemLocation;

    public string GetUnresolvedProviderPathFromPSPath(string path) => PathResolver.Absolute(path);

    public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
    {
        provider = ProviderInfo.FileSystem;
        drive = PSDriveInfo.Root_;
        return PathResolver.Absolute(path);
    }

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
    {
        provider = ProviderInfo.FileSystem;
        return PathResolver.Resolve(path);
    }

    public Collection<PathInfo> GetResolvedPSPathFromPSPath(string path)
    {
        var found = new Collection<PathInfo>();
        foreach (string resolved in PathResolver.Resolve(path))
        {
            found.Add(new PathInfo(resolved));
        }

        return found;
    }

    public bool IsProviderQualified(string path) => path.Contains("::", StringComparison.Ordinal);

    public bool IsPSAbsolute(string path, out string? driveName)
    {
        driveName = null;
        return IO.Path.IsPathRooted(path);
    }

    public string ParseChildName(string path) => IO.Path.GetFileName(path.TrimEnd('/'));

    public string ParseParent(string path, string? root) => IO.Path.GetDirectoryName(path.TrimEnd('/')) ?? "";
}
