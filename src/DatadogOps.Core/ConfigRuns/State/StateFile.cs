using System.Security.Cryptography;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.State;

/// <summary>A private file of lines that several processes append to, each under the lock of a second file.</summary>
internal sealed class StateFile(string path)
{
    private const string Magic = "datadogops-state 1 ";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Ten times the length of a journal with twice the maximum number of keys.
    private const long MaxLength = 100 * 1024 * 1024;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(15);

    // How far this process has read, and of which version of the file.
    private string _header = "";
    private long _position;
    private long _lines;

    /// <summary>Whether the file exists.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Opens the file exclusively until the session is disposed of.</summary>
    /// <exception cref="OperationException">It cannot be used.</exception>
    public async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        FileStream held = await LockAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Session(this, held);
        }
        catch (Exception error)
        {
            await held.DisposeAsync().ConfigureAwait(false);
            throw error is OperationException ? error : Unusable(error);
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            try
            {
                string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(folder);
                }
                else
                {
                    Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
                }

                return Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException error) when (IsLocked(error))
            {
                if (Environment.TickCount64 - start > LockTimeout.TotalMilliseconds)
                {
                    throw new OperationException(
                        ConfigRunStateErrorIds.StateBusy,
                        OperationErrorKind.Timeout,
                        path,
                        $"The state file {path} was locked for {LockTimeout.TotalSeconds:0} seconds.",
                        "Find the process that holds it, or use another file with -StatePath.",
                        error);
                }
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException)
            {
                throw Unusable(error);
            }

            await Task.Delay(LockPause, cancellationToken).ConfigureAwait(false);
        }
    }

    // EAGAIN of Linux and of macOS; a sharing and a lock violation of Windows.
    private static bool IsLocked(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private OperationException Unusable(Exception error) => new(
        ConfigRunStateErrorIds.StateUnusable,
        error is UnauthorizedAccessException ? OperationErrorKind.PermissionDenied : OperationErrorKind.ReadWriteFailed,
        path,
        $"Cannot use the state file {path}: {error.Message}",
        "Specify a file that this user may write with -StatePath, in a folder of its own.",
        error);

    private static FileStream Open(string name, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(name, options);
    }

    /// <summary>The file, under its lock.</summary>
    public sealed class Session : IDisposable
    {
        private readonly StateFile _owner;
        private readonly FileStream _lock;
        private readonly string _path;
        private FileStream _stream;

        internal Session(StateFile owner, FileStream held)
        {
            (_owner, _lock, _path) = (owner, held, owner.PathOf);
            _stream = Open(_path, FileMode.OpenOrCreate, FileShare.Read);
            try
            {
                Begin();
            }
            catch
            {
                _stream.Dispose();
                throw;
            }
        }

        /// <summary>Whether the file was replaced since it was read last, so that all of it must be read again.</summary>
        public bool IsAnew { get; private set; }

        /// <summary>Lines in the file.</summary>
        public long Lines => _owner._lines;

        /// <summary>The lines that were added since the last call.</summary>
        public List<string> ReadNew()
        {
            var lines = new List<string>();
            _stream.Position = _owner._position;
            using var reader = new StreamReader(_stream, Encoding.ASCII, false, -1, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }

            _owner._position = _stream.Length;
            _owner._lines += lines.Count;
            return lines;
        }

        /// <summary>Adds a line.</summary>
        public void Append(string line)
        {
            // A line that a crash truncated is ended first.
            string before = EndsInLine() ? "" : "\n";
            _stream.Position = _stream.Length;
            _stream.Write(Encoding.ASCII.GetBytes(before + line + "\n"));
            _stream.Flush();
            _owner._position = _stream.Length;
            _owner._lines++;
        }

        /// <summary>Replaces all lines: writes a new file and renames it.</summary>
        public void Rewrite(IEnumerable<string> lines)
        {
            string beside = _path + ".new";
            File.Delete(beside);
            FileStream stream = Open(beside, FileMode.CreateNew, FileShare.Read | FileShare.Delete);
            try
            {
                _owner._header = NewHeader();
                _owner._lines = 0;
                var text = new StringBuilder(_owner._header).Append('\n');
                foreach (string line in lines)
                {
                    text.Append(line).Append('\n');
                    _owner._lines++;
                }

                stream.Write(Encoding.ASCII.GetBytes(text.ToString()));
                stream.Flush(flushToDisk: true);
                _stream.Dispose();
                File.Move(beside, _path, overwrite: true);
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            _stream = stream;
            _owner._position = stream.Length;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _stream.Dispose();
            _lock.Dispose();
        }

        private void Begin()
        {
            if (_stream.Length == 0)
            {
                _stream.Write(Encoding.ASCII.GetBytes(NewHeader() + "\n"));
                _stream.Flush();
                _stream.Position = 0;
            }

            byte[] first = new byte[Magic.Length + 32 + 1];
            int read = _stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
            string header = Encoding.ASCII.GetString(first, 0, read).TrimEnd('\n');
            if (read < first.Length || !header.StartsWith(Magic, StringComparison.Ordinal) || _stream.Length > MaxLength)
            {
                throw new OperationException(
                    ConfigRunStateErrorIds.StateForeign,
                    OperationErrorKind.InvalidInput,
                    _path,
                    $"{_path} is not a state file of DatadogOps, or is damaged; it was not changed.",
                    "Use another file with -StatePath, or remove this one if nothing else needs it.");
            }

            if (header != _owner._header || _stream.Length < _owner._position)
            {
                IsAnew = true;
                _owner._header = header;
                _owner._position = first.Length;
                _owner._lines = 0;
            }
        }

        private bool EndsInLine()
        {
            _stream.Position = _stream.Length - 1;
            return _stream.ReadByte() == '\n';
        }

        private static string NewHeader() => Magic + Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
    }

    private string PathOf => path;
}
