using DatadogOps.Intake.Storage;

namespace DatadogOps.Tests.Storage;

public sealed class MemoryMetricStoreTests
{
    [Fact]
    public void Point_of_the_same_second_takes_the_place_of_the_other_or_adds_to_it()
    {
        var store = new MemoryMetricStore();
        SeriesKey key = SeriesKey.Create("m", [], null);
        store.Add(key, MetricKind.Gauge, null, [new StoredPoint(5, 1)], PointMode.Replace);
        store.Add(key, MetricKind.Gauge, null, [new StoredPoint(5, 2)], PointMode.Replace);
        store.Add(key, MetricKind.Gauge, null, [new StoredPoint(5, 10)], PointMode.Sum);
        store.Add(key, MetricKind.Gauge, null, [new StoredPoint(3, 7)], PointMode.Replace);
        Assert.Equal([new StoredPoint(3, 7), new StoredPoint(5, 12)], Assert.Single(store.Read("m", 0, 10)).Points);
        Assert.Equal(2, store.PointCount);
    }

    [Fact]
    public void Order_and_repetition_of_tags_and_their_case_make_no_other_series()
    {
        var store = new MemoryMetricStore();
        store.Add(SeriesKey.Create("m", ["a:1", "B:2"], "h"), MetricKind.Gauge, null, [new StoredPoint(1, 1)], PointMode.Replace);
        store.Add(SeriesKey.Create("m", ["b:2", "a:1", "a:1", "host:H"], null), MetricKind.Gauge, null, [new StoredPoint(2, 1)], PointMode.Replace);
        Assert.Equal(1, store.SeriesCount);
        Assert.Equal(2, Assert.Single(store.Read("m", 0, 10)).Points.Count);
    }

    [Fact]
    public void Both_ends_of_a_span_belong_to_it()
    {
        var store = new MemoryMetricStore();
        SeriesKey key = SeriesKey.Create("m", [], null);
        for (int time = 0; time < 10; time++)
        {
            store.Add(key, MetricKind.Gauge, null, [new StoredPoint(time, time)], PointMode.Replace);
        }

        Assert.Equal([3, 4, 5], Assert.Single(store.Read("m", 3, 5)).Points.Select(point => point.Time));
        Assert.Empty(store.Read("m", 20, 30));
    }

    [Fact]
    public void Oldest_points_go_when_there_are_too_many()
    {
        var store = new MemoryMetricStore(maxPoints: 100);
        SeriesKey old = SeriesKey.Create("old", [], null);
        store.Add(old, MetricKind.Gauge, null, [new StoredPoint(0, 0)], PointMode.Replace);
        SeriesKey key = SeriesKey.Create("m", [], null);
        for (int time = 1; time <= 1000; time++)
        {
            store.Add(key, MetricKind.Gauge, null, [new StoredPoint(time, time)], PointMode.Replace);
        }

        Assert.InRange(store.PointCount, 80, 100);
        Assert.Equal(1001, store.PointCount + store.DroppedByBound);
        Assert.Equal(1000, Assert.Single(store.Read("m", 0, 2000)).Points[^1].Time);
        Assert.Equal(1, store.SeriesCount);
    }

    [Fact]
    public void New_series_are_refused_when_there_are_too_many()
    {
        var store = new MemoryMetricStore(maxSeries: 1);
        SeriesKey key = SeriesKey.Create("m", [], null);
        Assert.True(store.Add(key, MetricKind.Gauge, null, [new StoredPoint(1, 1)], PointMode.Replace));
        Assert.False(store.Add(SeriesKey.Create("m", ["a"], null), MetricKind.Gauge, null, [new StoredPoint(1, 1)], PointMode.Replace));
        Assert.False(store.Add(SeriesKey.Create("n", [], null), MetricKind.Gauge, null, [new StoredPoint(1, 1)], PointMode.Replace));
        Assert.True(store.Add(key, MetricKind.Gauge, null, [new StoredPoint(2, 1)], PointMode.Replace));
        Assert.Equal(2, store.DroppedByBound);
        Assert.Single(store.Summarize());
    }
}
