using DatadogOps.Intake.Http;

namespace DatadogOps.Intake.Aws;

/// <summary>Refusals in the words of recorded answers (DataDog/terraform-provider-datadog and DataDog/datadog-api-client-python, cassettes).</summary>
internal static class AwsErrors
{
    public static RequestException AlreadyExists() =>
        new(StatusCodes.Status409Conflict, "AWS account with provided id already exists", "Account already exists");

    public static RequestException NotFound() =>
        new(StatusCodes.Status404NotFound, "AWS account with provided id is not integrated", "Account not found");

    public static RequestException NoUuid() =>
        new(StatusCodes.Status400BadRequest, "invalid parameter \"aws_account_config_id\" in \"path\"; expected type \"uuid\"", "Invalid Parameter");

    public static RequestException InvalidValue(string property, string why) =>
        new(StatusCodes.Status400BadRequest, "invalid value", "Bad Request") { Meta = KeyValuePair.Create(property, why) };

    public static RequestException OtherAuth() =>
        new(StatusCodes.Status400BadRequest, "cannot switch between role and key based auth", "Generic Error") { TellsStatus = false };

    public static RequestException InvalidExternalId() =>
        new(StatusCodes.Status400BadRequest, "invalid External ID", "Bad Request");
}
