using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Salt;

/// <summary>Keeps the states that ran first; Salt lists them in no order.</summary>
internal sealed class FirstStates
{
    private readonly PriorityQueue<SaltState, (double, long)> _kept = new();
    private long _added;

    /// <summary>The kept states, in the order in which they ran.</summary>
    public IEnumerable<SaltState> InOrder => _kept.UnorderedItems.OrderByDescending(one => one.Priority).Select(one => one.Element);

    /// <summary>Adds a state, and drops the last one beyond the limit.</summary>
    public void Add(SaltState state)
    {
        _kept.Enqueue(state, (-state.RunNumber, -_added++));
        if (_kept.Count > RunBuilder.MaxKept)
        {
            _kept.Dequeue();
        }
    }
}
