using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A resident who calls through the operator and hums without end, so that whoever hears the tone hears the resident.
/// </summary>
public sealed class HummingResident : IAsyncDisposable
{
    public const double Hertz = 700;

    /// <summary>A tone of the share of one among three is heard plainly; of a tenth of that, not.</summary>
    private const double HeardShare = 0.15;

    private const int Second = 8000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private readonly CancellationTokenSource _stop = new();
    private readonly TrunkCall _call;
    private readonly string _number;
    private readonly Task _humming;

    private HummingResident(TrunkCall call, string number)
    {
        (_call, _number) = (call, number);
        _humming = HumAsync();
    }

    /// <summary>Calls the emergency line and talks as soon as a phone answers with its tone.</summary>
    public static async Task<HummingResident> TalkAsync(Town town, string number, double answersWith)
    {
        var call = TrunkCall.Place(town.Host.Sip, number, "112", TimeSpan.FromSeconds(90));
        var resident = new HummingResident(call, number);
        await call.Sound.HearAsync(heard => ToneMeter.SecondsOf(heard, answersWith) > 0.5, Limit);
        return resident;
    }

    /// <summary>Waits until the resident hears exactly those of the tones.</summary>
    public Task HearsAsync(double[] tones, params double[] notThese) =>
        HearsAsync("the resident", _call.Sound.Heard, tones, notThese);

    /// <summary>Waits until the last second of what somebody hears holds the one tones and not the others.</summary>
    public static async Task HearsAsync(string who, Func<short[]> heard, double[] tones, params double[] notThese)
    {
        using var patience = new CancellationTokenSource(Limit);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var from = heard().Length;
        for (;;)
        {
            var all = heard();
            var end = all[^Math.Min(Second, all.Length)..];
            if (all.Length - from > Second * 3 / 2
                && tones.All(hertz => ToneMeter.Share(end, hertz) > HeardShare)
                && notThese.All(hertz => ToneMeter.Share(end, hertz) < HeardShare / 10))
            {
                return;
            }

            if (patience.IsCancellationRequested)
            {
                var shares = tones.Concat(notThese).Select(hertz => $"{hertz}: {ToneMeter.Share(end, hertz):F2}");
                throw new TimeoutException(
                    $"{who} heard {string.Join(", ", shares)} in {(all.Length - from) / 8000.0:F1} s");
            }

            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits until the resident's card is as it should be.</summary>
    public async Task<JsonElement> CardAsync(HostApi api, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Limit);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (;;)
        {
            var card = (await api.GetAsync("/api/board")).GetProperty("calls").EnumerateArray()
                .FirstOrDefault(each => each.GetProperty("from").GetString() == _number);
            if (card.ValueKind == JsonValueKind.Object && isSo(card))
            {
                return card;
            }

            await beat.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _call.DisposeAsync();
        await _humming;
        _stop.Dispose();
    }

    private async Task HumAsync()
    {
        var hum = ToneMeter.Hum(Hertz, TimeSpan.FromSeconds(1));
        while (!_stop.IsCancellationRequested)
        {
            var spoken = _call.Sound.SpeakAsync(hum);
            await spoken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!spoken.IsCompletedSuccessfully)
            {
                return;   // the call is over, or never came to sound: what is heard says so
            }
        }
    }
}
