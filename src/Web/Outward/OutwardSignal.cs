using System.Threading.Channels;

namespace Zhkh.Web.Outward;

/// <summary>Shortens the wait of the loops when something was queued here; the poll is what is relied on.</summary>
internal sealed class OutwardSignal
{
    private readonly Dictionary<OutwardChannel, Channel<bool>> _wakes = Enum.GetValues<OutwardChannel>()
        .ToDictionary(channel => channel, _ => Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    public void Wake(OutwardChannel channel) => _wakes[channel].Writer.TryWrite(true);

    /// <summary>Completes when there may be something new.</summary>
    public async Task WaitAsync(OutwardChannel channel, CancellationToken cancel)
    {
        await _wakes[channel].Reader.WaitToReadAsync(cancel);
        _wakes[channel].Reader.TryRead(out _);
    }
}
