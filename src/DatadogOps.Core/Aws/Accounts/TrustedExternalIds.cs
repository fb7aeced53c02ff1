using System.Text.Json;
using System.Text.Json.Nodes;

namespace DatadogOps.Aws.Accounts;

/// <summary>The external ids of a trust policy, changed in place: everything else of the document stays as somebody wrote it.</summary>
internal sealed class TrustedExternalIds
{
    private const string Key = "sts:ExternalId";

    private readonly JsonObject _document;
    private readonly List<(JsonObject Parent, string Name)> _places = [];

    /// <summary>Reads a document.</summary>
    /// <param name="json">The trust policy.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is no policy.</exception>
    public TrustedExternalIds(string json)
    {
        _document = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("it is empty");
        JsonNode? statements = _document["Statement"];
        foreach (JsonNode? statement in statements is JsonArray many ? many.ToArray() : [statements])
        {
            foreach ((string test, JsonNode? keys) in statement?["Condition"]?.AsObject().ToArray() ?? [])
            {
                foreach ((string name, _) in test.Equals("StringEquals", StringComparison.OrdinalIgnoreCase) ? keys!.AsObject().ToArray() : [])
                {
                    if (name.Equals(Key, StringComparison.OrdinalIgnoreCase))
                    {
                        _places.Add((keys!.AsObject(), name));
                    }
                }
            }
        }

        (JsonObject Parent, string Name)? first = _places.Count > 0 ? _places[0] : null;
        Ids = first is not { } place ? []
            : place.Parent[place.Name] is JsonArray list ? [.. list.Select(id => id!.GetValue<string>())]
            : [place.Parent[place.Name]!.GetValue<string>()];
    }

    /// <summary>The ids of which one must be shown, in the order in which they stand; empty when none is asked for.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The document with other ids.</summary>
    public string With(params string[] ids)
    {
        foreach ((JsonObject parent, string name) in _places)
        {
            parent[name] = ids is [{ } one] ? JsonValue.Create(one) : new JsonArray([.. ids.Select(id => (JsonNode)JsonValue.Create(id))]);
        }

        return _document.ToJsonString();
    }
}
