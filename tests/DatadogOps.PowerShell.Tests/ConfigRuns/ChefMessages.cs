using System.Globalization;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>Messages as Chef's data collector sends them, short.</summary>
internal static class ChefMessages
{
    public static string Start(string id) => $$"""{"message_type":"run_start","message_version":"1.0.0","id":"{{id}}","run_id":"{{id}}","node_name":"db01","start_time":"{{Now(-5)}}"}""";

    public static string Good(string id, int secondsAgo = 0) => Converge(id, "success", "", secondsAgo);

    public static string Failed(string id, string message) =>
        Converge(id, "failure", $$""","error":{"class":"Mixlib::ShellOut::ShellCommandFailed","message":"execute[migrate] (app::default line 7) had an error: {{message}}","backtrace":["/gems/shellout.rb:300:in `invalid!'"]}""");

    private static string Converge(string id, string status, string more, int secondsAgo = 0) =>
        $$"""{"message_type":"run_converge","message_version":"1.1.0","id":"{{id}}","run_id":"{{id}}","node_name":"db01","status":"{{status}}","start_time":"{{Now(-secondsAgo - 5)}}","end_time":"{{Now(-secondsAgo)}}","node":{"name":"db01","chef_environment":"staging"},"run_list":[],"total_resource_count":3,"updated_resource_count":1,"resources":[{"type":"file","name":"/etc/motd","id":"/etc/motd","duration":"3","status":"updated","cookbook_name":"app","recipe_name":"default"}]{{more}}}""";

    private static string Now(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
