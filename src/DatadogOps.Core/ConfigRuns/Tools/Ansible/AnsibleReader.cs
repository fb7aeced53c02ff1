using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>
/// Reads what Ansible's callbacks json and ansible.posix.jsonl print; see plugins/callback of ansible-collections/ansible.posix. One
/// instance reads one file: events follow line by line, and with several playbooks in one command, each output repeats the plays of the
/// previous ones.
/// </summary>
internal sealed class AnsibleReader(ReadContext context)
{
    private readonly HashSet<string> _playsSeen = new(StringComparer.Ordinal);
    private AnsibleRun? _run;

    /// <summary>Reads the output of the callback json.</summary>
    public IEnumerable<object> ReadJson(DocumentReader reader)
    {
        var run = new AnsibleRun(context);
        var seen = new List<string>();
        bool hasPlays = false;
        while (reader.NextKey() is { } key)
        {
            if (key == "stats")
            {
                run.ReadStats(reader);
                continue;
            }

            if (key != "plays" || !reader.BeginList())
            {
                reader.Skip();
                continue;
            }

            hasPlays = true;
            while (reader.NextItem())
            {
                foreach (ConfigRunResource resource in ReadPlay(reader, run, seen))
                {
                    yield return resource;
                }
            }
        }

        _playsSeen.UnionWith(seen);
        if (!hasPlays || !run.HasEnded)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, $"Ansible's output has no '{(hasPlays ? "stats" : "plays")}'.");
        }

        foreach (object item in run.Finish())
        {
            yield return item;
        }
    }

    /// <summary>Reads one event of the callback jsonl.</summary>
    public IEnumerable<object> ReadEvent(DocumentReader reader)
    {
        string? name = null;
        AnsibleTask? play = null;
        AnsibleTask task = AnsibleTask.Unknown;
        List<AnsibleResult> results = [];
        _run ??= new AnsibleRun(context);
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "_event":
                    name = reader.ReadText();
                    break;
                case "play":
                    play = AnsibleTask.Read(reader);
                    break;
                case "task":
                    task = AnsibleTask.Read(reader);
                    break;
                case "hosts":
                    results = ReadHosts(reader);
                    break;
                case "stats":
                    _run.ReadStats(reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (play is not null)
        {
            _run.Add(play);
        }

        if (name is "v2_playbook_on_task_start" or "v2_playbook_on_handler_task_start" or "v2_runner_on_start")
        {
            // Handlers run on the hosts that notified them, and with the strategy free, each host begins a task by itself.
            _run.Begin(name == "v2_playbook_on_task_start" ? task : null);
        }

        foreach (ConfigRunResource resource in _run.Add(results, task))
        {
            yield return resource;
        }

        if (name == "v2_playbook_on_stats")
        {
            AnsibleRun ended = _run;
            _run = null;
            foreach (object item in ended.Finish())
            {
                yield return item;
            }
        }
    }

    /// <summary>Checks at the end of the file that each playbook has ended.</summary>
    public void Finish(DocumentReader reader)
    {
        if (_run is not null)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, "The events end without v2_playbook_on_stats: the playbook was cut off, or is still running.");
        }
    }

    // Keys are sorted, so a play's id is known before its tasks.
    private IEnumerable<ConfigRunResource> ReadPlay(DocumentReader reader, AnsibleRun run, List<string> seen)
    {
        if (!reader.BeginMap())
        {
            yield break;
        }

        bool isRepeated = false;
        while (reader.NextKey() is { } key)
        {
            if (key == "play")
            {
                AnsibleTask play = AnsibleTask.Read(reader);
                isRepeated = play.Id is not null && _playsSeen.Contains(play.Id);
                if (!isRepeated)
                {
                    run.Add(play);
                    seen.Add(play.Id ?? "");
                }
            }
            else if (key != "tasks" || isRepeated || !reader.BeginList())
            {
                reader.Skip();
            }
            else
            {
                while (reader.NextItem())
                {
                    foreach (ConfigRunResource resource in ReadTask(reader, run))
                    {
                        yield return resource;
                    }
                }
            }
        }
    }

    private static List<ConfigRunResource> ReadTask(DocumentReader reader, AnsibleRun run)
    {
        if (!reader.BeginMap())
        {
            return [];
        }

        List<AnsibleResult> results = [];
        AnsibleTask task = AnsibleTask.Unknown;
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "hosts":
                    results = ReadHosts(reader);
                    break;
                case "task":
                    task = AnsibleTask.Read(reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        run.Begin(task);
        return run.Add(results, task);
    }

    private static List<AnsibleResult> ReadHosts(DocumentReader reader)
    {
        var results = new List<AnsibleResult>();
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } host)
            {
                results.Add(AnsibleResult.Read(reader, host));
            }
        }

        return results;
    }
}
