using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Tests.Datadog.Definitions;

public class DefinitionDifferenceTests
{
    [Fact]
    public void DifferencesAreListedByPathAndNumbersComparedByValue()
    {
        JsonObject there = Parse("""{"a":1.0,"b":{"c":"x","d":null},"tags":["x:1","y:2"],"list":[1,2],"gone":true,"text":"one\ntwo\nthree"}""");
        JsonObject wanted = Parse("""{"a":1,"b":{"c":"z"},"tags":["Y:2","w:3"],"list":[1,3,4],"text":"one\n2\nthree"}""");

        Assert.Equal(
            ["~ b.c: \"x\" -> \"z\"", "+ tags: w:3", "- tags: x:1", "~ list[1]: 2 -> 3", "+ list[2]: 4", "~ text:", "    - two", "    + 2", "- gone: true"],
            DefinitionDifference.Compare(there, wanted));
        Assert.Empty(DefinitionDifference.Compare(there, there.DeepClone().AsObject()));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
