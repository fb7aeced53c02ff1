namespace DatadogOps.Aws.Export;

/// <summary>The formats in which a role is exported.</summary>
public static class DatadogAwsExportFormat
{
    /// <summary>Terraform's language.</summary>
    public const string Terraform = "Terraform";

    /// <summary>A CloudFormation template in YAML.</summary>
    public const string CloudFormation = "CloudFormation";

    /// <summary>A CloudFormation template in JSON.</summary>
    public const string CloudFormationJson = "CloudFormationJson";

    /// <summary>A shell script of AWS CLI commands.</summary>
    public const string AwsCli = "AwsCli";

    /// <summary>The names and policy documents only.</summary>
    public const string Json = "Json";
}
