using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DatadogOps.Aws.Iam;

/// <summary>Reads an answer of the Query protocol: XML with the results under <c>...Result</c>.</summary>
/// <typeparam name="TResponse">The answer.</typeparam>
internal sealed class IamUnmarshaller<TResponse> : XmlResponseUnmarshaller
    where TResponse : IamResponse, new()
{
    // A page of 1,000 roles with their trust policies stays well below.
    private const int MaxCharacters = 32 * 1024 * 1024;

    private static readonly XmlReaderSettings s_reading = new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = MaxCharacters, IgnoreWhitespace = true };

    public static IamUnmarshaller<TResponse> Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        XElement root;
        try
        {
            using XmlReader reader = XmlReader.Create(input.Stream, s_reading);
            root = XDocument.Load(reader).Root!;
        }
        catch (XmlException failure)
        {
            throw new AmazonUnmarshallingException(null, null, $"The answer is no XML: {failure.Message}", failure);
        }

        var response = new TResponse
        {
            ResponseMetadata = new ResponseMetadata { RequestId = root.Child("ResponseMetadata").Text("RequestId") },
        };
        if (root.Elements().FirstOrDefault(child => child.Name.LocalName.EndsWith("Result", StringComparison.Ordinal)) is { } result)
        {
            response.Read(result);
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        ErrorResponse error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
