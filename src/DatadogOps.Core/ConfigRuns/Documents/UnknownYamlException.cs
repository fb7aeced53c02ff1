namespace DatadogOps.ConfigRuns.Documents;

/// <summary>YAML that <see cref="BlockYamlReader"/> does not know; another reader has to read the file, from its begin.</summary>
internal sealed class UnknownYamlException : Exception;
