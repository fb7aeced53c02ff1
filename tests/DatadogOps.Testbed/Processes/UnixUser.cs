using System.Globalization;

namespace DatadogOps.Testbed.Processes;

/// <summary>A user of this machine, from /etc/passwd.</summary>
internal sealed record UnixUser(string Name, uint UserId, uint GroupId)
{
    /// <summary>
    /// Who a server that refuses root is to run as: nobody in particular (null) unless this process is root.
    /// </summary>
    public static UnixUser? ForServers()
    {
        if (!Posix.IsRoot)
        {
            return null;
        }

        return Find("postgres") ?? Find("nobody")
            ?? throw new TestbedException("PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as. Run the tests as an ordinary user.");
    }

    private static UnixUser? Find(string name)
    {
        foreach (string line in File.ReadLines("/etc/passwd"))
        {
            string[] fields = line.Split(':');
            if (fields.Length > 3 && fields[0] == name)
            {
                return new UnixUser(name, uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture));
            }
        }

        return null;
    }
}
