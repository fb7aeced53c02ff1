using System.Collections.Concurrent;
using System.Diagnostics;

namespace DatadogOps.Testbed.Processes;

/// <summary>
/// Starts every child on one thread that lives as long as this process: Linux sends a child's death signal when the
/// thread that forked it ends, and a thread of the pool may end at any time.
/// </summary>
internal static class LauncherThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    public static Process Start(ProcessStartInfo info)
    {
        var done = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(Process.Start(info)!);
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (Action item in work.GetConsumingEnumerable())
            {
                item();
            }
        })
        { IsBackground = true, Name = "Testbed launcher" };
        thread.Start();
        return work;
    }
}
