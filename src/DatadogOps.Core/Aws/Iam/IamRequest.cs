using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DatadogOps.Aws.Iam;

/// <summary>A request of IAM's Query protocol: an action and named values (IAM API reference, 2010-05-08).</summary>
internal abstract class IamRequest : AmazonWebServiceRequest
{
    /// <summary>Name of the action: that of the class, without its ending.</summary>
    public string Action => GetType().Name[..^"Request".Length];

    /// <summary>Writes the values.</summary>
    internal abstract void Write(IamValues values);
}

/// <summary>A request whose answer comes in pages.</summary>
internal abstract class IamPagedRequest : IamRequest
{
    /// <summary>Where the last page ended.</summary>
    public string? Marker { get; set; }

    /// <summary>Most entries a page, to 1,000; IAM's own choice is 100.</summary>
    public int? MaxItems { get; set; }

    internal override void Write(IamValues values) => values.Add("Marker", Marker).Add("MaxItems", MaxItems);
}

/// <summary>The values of a request.</summary>
internal sealed class IamValues(IDictionary<string, string> parameters)
{
    /// <summary>Adds a value unless it is null.</summary>
    public IamValues Add(string name, string? value)
    {
        if (value is not null)
        {
            parameters[name] = value;
        }

        return this;
    }

    /// <inheritdoc cref="Add(string, string?)"/>
    public IamValues Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds tags as the Query protocol counts lists: from 1.</summary>
    public IamValues Add(string name, IReadOnlyList<Tag> tags)
    {
        for (int i = 0; i < tags.Count; i++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"{name}.member.{i + 1}.");
            Add(prefix + "Key", tags[i].Key).Add(prefix + "Value", tags[i].Value);
        }

        return this;
    }
}

/// <summary>Makes the pipeline's request of ours.</summary>
internal sealed class IamMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private const string ApiVersion = "2010-05-08";

    public static IamMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var ours = (IamRequest)input;
        var request = new DefaultRequest(input, IamConfig.Service) { HttpMethod = "POST" };
        request.Parameters["Action"] = ours.Action;
        request.Parameters["Version"] = ApiVersion;
        ours.Write(new IamValues(request.Parameters));
        return request;
    }
}
