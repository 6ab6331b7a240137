using System.Threading.Channels;

namespace Zhkh.Web.Live;

/// <summary>
/// "The list of callbacks changed": a hundred changes in a moment are one signal, the first goes at once.
/// </summary>
internal sealed class ChangeSignals(LiveStream stream, TimeProvider time)
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly HashSet<(string Organisation, string List)> _pending = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="list">callbacks, tickets, calls.</param>
    public void Changed(string organisation, string list)
    {
        lock (_gate)
        {
            _pending.Add((organisation, list));
        }

        _wake.Writer.TryWrite(true);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(cancel))
        {
            foreach (var (organisation, list) in Take())
            {
                stream.Publish(organisation, LiveEventType.Changed, new { list });
            }

            await Task.Delay(Spacing, time, cancel);
        }
    }

    private List<(string Organisation, string List)> Take()
    {
        lock (_gate)
        {
            var taken = _pending.ToList();
            _pending.Clear();
            return taken;
        }
    }
}
