using System.Security.Cryptography;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.State;

/// <summary>A file of lines that several processes append to, each under the lock of a file beside it. Belongs to its owner alone.</summary>
internal sealed class StateFile(string path)
{
    private const string Magic = "datadogops-state 1 ";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A journal of twice as many keys as are kept is a tenth of this.
    private const long MaxLength = 100 * 1024 * 1024;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(15);

    // Until where this process has read, of which edition of the file.
    private string _header = "";
    private long _position;
    private long _lines;

    /// <summary>Whether there is such a file.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Opens the file for one step; no other process gets at it until the session is disposed of.</summary>
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
                        $"The state file {path} stayed locked for {LockTimeout.TotalSeconds:0} seconds.",
                        "See which process holds it, or give another file with -StatePath.",
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
        $"The state file {path} cannot be used: {error.Message}",
        "Give a file with -StatePath that this user may write, in a folder of its own.",
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

        /// <summary>Whether it is another edition than the one that was read last: what was read before is void.</summary>
        public bool IsAnew { get; private set; }

        /// <summary>Lines in the file.</summary>
        public long Lines => _owner._lines;

        /// <summary>The lines that came since this process last looked.</summary>
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
            // After a line that a crash tore, a new one begins.
            string before = EndsInLine() ? "" : "\n";
            _stream.Position = _stream.Length;
            _stream.Write(Encoding.ASCII.GetBytes(before + line + "\n"));
            _stream.Flush();
            _owner._position = _stream.Length;
            _owner._lines++;
        }

        /// <summary>Puts other lines in the place of all: beside, then renamed.</summary>
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
                    $"{_path} is no state file of DatadogOps, or a damaged one; it was left as it is.",
                    "Give another file with -StatePath, or remove this one when nothing else needs it.");
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
