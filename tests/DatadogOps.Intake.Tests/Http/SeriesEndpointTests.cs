using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace DatadogOps.Tests.Http;

public sealed class SeriesEndpointTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Accepts_a_payload_and_gives_it_back()
    {
        string metric = "series.accepted";
        (HttpStatusCode status, JsonElement body) = await intake.PostSeriesAsync(
            $$"""
            {"series":[{"metric":"{{metric}}","type":3,"unit":"connection","interval":10,"tags":["State:Idle in Transaction"],
              "points":[{"timestamp":{{intake.Now}},"value":4.5}],"resources":[{"name":"db1","type":"host"}]}]}
            """);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"errors":[]}""", body.GetRawText());

        JsonElement line = Assert.Single((await intake.QueryAsync($"sum:{metric}{{host:db1}} by {{state}}")).Body.GetProperty("series").EnumerateArray());
        Assert.Equal("""["state:idle_in_transaction"]""", line.GetProperty("tag_set").GetRawText());
        Assert.Equal("host:db1,state:idle_in_transaction", line.GetProperty("scope").GetString());
        Assert.Equal("sum", line.GetProperty("aggr").GetString());
        Assert.Equal(metric, line.GetProperty("display_name").GetString());
        Assert.Equal(10, line.GetProperty("interval").GetInt32());
        Assert.Equal("connection", line.GetProperty("unit")[0].GetProperty("name").GetString());
        JsonElement point = Assert.Single(line.GetProperty("pointlist").EnumerateArray());
        Assert.Equal(intake.Now / 10 * 10_000, point[0].GetInt64());
        Assert.Equal(4.5, point[1].GetDouble());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-key")]
    public async Task Refuses_without_the_key(string? key)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostSeriesAsync(Payload("series.forbidden"), key);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("Forbidden", Answers.Error(body));
        Assert.Empty((await intake.QueryAsync("sum:series.forbidden{*}")).Body.GetProperty("series").EnumerateArray());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "an object is expected")]
    [InlineData("{}", "'series' is missing")]
    [InlineData("""{"series":{}}""", "payload.series: an array is expected")]
    [InlineData("""{"series":[{}]}""", "payload.series[0]: the property 'metric' is missing")]
    [InlineData("""{"series":[{"metric":1}]}""", "payload.series[0].metric: a string is expected")]
    [InlineData("""{"series":[{"metric":"1","points":[]}]}""", "begins with a letter")]
    [InlineData("""{"series":[{"metric":"a"}]}""", "'points' is missing")]
    [InlineData("""{"series":[{"metric":"a","points":[[1,2]]}]}""", "payload.series[0].points[0]: an object is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[{"timestamp":1.5,"value":1}]}]}""", "points[0].timestamp: an integer is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[{"timestamp":1,"value":"1"}]}]}""", "points[0].value: a finite number is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[{"timestamp":1,"value":1e999}]}]}""", "points[0].value: a finite number is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[],"type":"gauge"}]}""", "payload.series[0].type: an integer is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[],"type":4}]}""", "4 is no type")]
    [InlineData("""{"series":[{"metric":"a","points":[],"tag":["x"]}]}""", "there is no property 'tag'")]
    [InlineData("""{"series":[{"metric":"a","points":[],"tags":"x"}]}""", "payload.series[0].tags: an array is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[],"tags":[1]}]}""", "payload.series[0].tags[0]: a string is expected")]
    [InlineData("""{"series":[{"metric":"a","points":[],"resources":[{"name":"x"}]}]}""", "'type' is missing")]
    [InlineData("""{"series":[{"metric":"a","metric":"b","points":[]}]}""", "'metric' is given twice")]
    public async Task Names_the_place_of_a_mistake(string json, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostSeriesAsync(json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_name_of_more_than_200_characters() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await intake.PostSeriesAsync(Payload(new string('a', 201)))).Status);

    [Theory]
    [InlineData(-3600, 1)]
    [InlineData(-3601, 0)]
    [InlineData(600, 1)]
    [InlineData(601, 0)]
    public async Task Points_live_from_an_hour_ago_to_ten_minutes_ahead(int offset, int kept)
    {
        string metric = $"series.age{offset}".Replace('-', 'm');
        Assert.Equal(HttpStatusCode.Accepted, (await intake.PostSeriesAsync(Payload(metric, offset))).Status);
        Assert.Equal(kept, (await intake.GetAsync($"api/v1/query?from={intake.Now - 7200}&to={intake.Now + 7200}&query=sum:{metric}{{*}}")).Body.GetProperty("series").GetArrayLength());
        JsonElement logged = (await intake.GetAsync("intake/payloads")).Body.GetProperty("payloads").EnumerateArray()
            .Last(payload => payload.GetProperty("body").GetString()?.Contains(metric, StringComparison.Ordinal) == true);
        Assert.Equal(1 - kept, logged.GetProperty("points_dropped").GetInt32());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Decodes(string encoding)
    {
        string metric = "series." + encoding;
        Assert.Equal(HttpStatusCode.Accepted, (await PostEncodedAsync(Encode(Encoding.UTF8.GetBytes(Payload(metric)), encoding), encoding)).Status);
        Assert.Single((await intake.QueryAsync($"sum:{metric}{{*}}")).Body.GetProperty("series").EnumerateArray());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Refuses_what_is_not_encoded_as_it_says(string encoding)
    {
        (HttpStatusCode status, JsonElement body) = await PostEncodedAsync(Encoding.UTF8.GetBytes(Payload("series.plain")), encoding);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(encoding, Answers.Error(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Refuses_what_ends_in_the_middle(string encoding)
    {
        byte[] whole = Encode(Encoding.UTF8.GetBytes(Payload("series.half")), encoding);
        (HttpStatusCode status, JsonElement body) = await PostEncodedAsync(whole[..(whole.Length / 2)], encoding);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(Answers.Error(body));
    }

    [Fact]
    public async Task Refuses_encodings_that_it_does_not_know()
    {
        (HttpStatusCode status, JsonElement body) = await PostEncodedAsync([1, 2, 3], "zstd");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains("use gzip or deflate", Answers.Error(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_other_media_types()
    {
        using var content = new StringContent(Payload("series.text"), Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await intake.SendAsync(HttpMethod.Post, "api/v2/series", content)).Status);
    }

    [Theory]
    [InlineData(512_000, HttpStatusCode.Accepted)]
    [InlineData(512_001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Takes_512000_bytes_as_sent(int size, HttpStatusCode expected)
    {
        byte[] payload = Encoding.UTF8.GetBytes(Payload("series.large").PadRight(size));
        Assert.Equal(expected, (await PostEncodedAsync(payload, null)).Status);
    }

    [Fact]
    public async Task Counts_what_comes_without_a_length_too()
    {
        using var content = new StreamContent(new MemoryStream(new byte[600_000]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (HttpStatusCode status, _) = await intake.SendAsync(HttpMethod.Post, "api/v2/series", content, change: request => request.Headers.TransferEncodingChunked = true);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Theory]
    [InlineData("gzip", 5_242_880, HttpStatusCode.Accepted)]
    [InlineData("gzip", 5_242_881, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("deflate", 5_242_881, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("gzip", 200_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Takes_5242880_bytes_decompressed_and_survives_a_bomb(string encoding, int size, HttpStatusCode expected)
    {
        byte[] body = EncodePadded(Payload("series.bomb"), size, encoding);
        Assert.InRange(body.Length, 1, 512_000);
        (HttpStatusCode status, JsonElement answer) = await PostEncodedAsync(body, encoding);
        Assert.Equal(expected, status);
        if (expected != HttpStatusCode.Accepted)
        {
            Assert.Contains("5242880", Answers.Error(answer), StringComparison.Ordinal);
        }
    }

    private static byte[] Encode(byte[] content, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream encoder = Encoder(target, encoding))
        {
            encoder.Write(content);
        }

        return target.ToArray();
    }

    private static byte[] EncodePadded(string json, int size, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream encoder = Encoder(target, encoding))
        {
            encoder.Write(Encoding.UTF8.GetBytes(json));
            byte[] spaces = Encoding.UTF8.GetBytes(new string(' ', 100_000));
            for (int left = size - json.Length; left > 0; left -= spaces.Length)
            {
                encoder.Write(spaces, 0, Math.Min(left, spaces.Length));
            }
        }

        return target.ToArray();
    }

    private static Stream Encoder(Stream target, string encoding) => encoding == "gzip"
        ? new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)
        : new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true);

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostEncodedAsync(byte[] body, string? encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return await intake.SendAsync(HttpMethod.Post, "api/v2/series", content);
    }

    private string Payload(string metric, int offset = 0) =>
        $$"""{"series":[{"metric":"{{metric}}","type":3,"points":[{"timestamp":{{intake.Now + offset}},"value":1}]}]}""";
}
