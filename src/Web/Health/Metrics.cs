using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Zhkh.Web.Health;

/// <summary>
/// Prometheus text of every instrument of the meters called Zhkh.* and of the runtime's own. Counters add up, gauges
/// keep the last value, histograms give count and sum.
/// </summary>
internal sealed class Metrics : IDisposable
{
    // Tags come from code, not from callers; beyond this something writes numbers into them.
    private const int SeriesMax = 2_000;

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Zhkh.", StringComparison.Ordinal)
                || instrument.Meter.Name is "System.Runtime")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Record(i, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        var family = "";
        foreach (var (key, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (family != series.Name)
            {
                family = series.Name;
                text.Append(CultureInfo.InvariantCulture, $"# TYPE {family} {series.Kind}\n");
            }

            series.Write(text, key[series.Name.Length..]);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = NameOf(instrument.Name);
        var key = name + LabelsOf(tags);
        if (_series.Count < SeriesMax || _series.ContainsKey(key))
        {
            _series.GetOrAdd(key, _ => new Series(name, KindOf(instrument))).Record(value, IsSum(instrument));
        }
    }

    private static bool IsSum(Instrument instrument) =>
        !instrument.IsObservable && instrument.GetType().Name is not "Gauge`1";

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => "counter",
        "Histogram`1" => "summary",
        _ => "gauge",
    };

    private static string NameOf(string name)
    {
        var flat = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            flat.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        return flat.ToString();
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{NameOf(name)}=\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return "{" + string.Join(',', labels) + "}";
    }

    private sealed class Series(string name, string kind)
    {
        private readonly Lock _gate = new();
        private double _value;
        private long _count;

        public string Name { get; } = name;

        public string Kind { get; } = kind;

        public void Record(double value, bool add)
        {
            lock (_gate)
            {
                _value = add ? _value + value : value;
                _count++;
            }
        }

        public void Write(StringBuilder text, string labels)
        {
            lock (_gate)
            {
                if (Kind == "summary")
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Name}_count{labels} {_count}\n");
                    text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{labels} {_value}\n");
                }
                else
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Name}{labels} {_value}\n");
                }
            }
        }
    }
}
