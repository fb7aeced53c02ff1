namespace DatadogOps.Aws.Export;

/// <summary>In what form a role is exported.</summary>
public enum DatadogAwsExportFormat
{
    /// <summary>Terraform's language.</summary>
    Terraform,

    /// <summary>A CloudFormation template in YAML.</summary>
    CloudFormation,

    /// <summary>A CloudFormation template in JSON.</summary>
    CloudFormationJson,

    /// <summary>A shell script of AWS CLI commands.</summary>
    AwsCli,

    /// <summary>The names and documents alone.</summary>
    Json,
}
