using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Iam;

namespace DatadogOps.Tests.Aws;

/// <summary>That nothing of a trust policy changes but its external ids.</summary>
public class TrustedExternalIdsTests
{
    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Condition":{"StringEquals":{"sts:ExternalId":"a"}}}}""", "a")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Condition":{"stringequals":{"STS:externalid":["a","b"]}}}]}""", "a,b")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}""", "")]
    [InlineData("""{"Statement":[{"Effect":"Allow"}]}""", "")]
    public void IdsAreFoundWhereverTheyMayStand(string document, string ids) =>
        Assert.Equal(ids, string.Join(',', new TrustedExternalIds(document).Ids));

    [Fact]
    public void EverythingElseStaysAsItWas()
    {
        const string Document = """
            {"Version":"2012-10-17","Id":"mine","Statement":[
              {"Sid":"Datadog","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::464622532012:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"old"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}},
              {"Sid":"Others","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            """;

        JsonNode both = JsonNode.Parse(new TrustedExternalIds(Document).With("old", "new"))!;
        JsonNode one = JsonNode.Parse(new TrustedExternalIds(both.ToJsonString()).With("new"))!;

        Assert.Equal("""["old","new"]""", both["Statement"]![0]!["Condition"]!["StringEquals"]!["sts:ExternalId"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Document.Replace("\"old\"", "\"new\"", StringComparison.Ordinal)), one));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    public void WhatIsNoDocumentIsRefused(string document) => Assert.ThrowsAny<JsonException>(() => new TrustedExternalIds(document));
}
