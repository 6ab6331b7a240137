using System.Collections.Concurrent;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

/// <summary>A gateway that says what the test wants and remembers what it was given.</summary>
internal sealed class ScriptedGateway(Func<Parcel, Task<Verdict>> say) : IOutwardGateway
{
    private int _atOnce;

    public string Name => "scripted";

    public ConcurrentQueue<Parcel> Given { get; } = new();

    public int AtOnceMax { get; private set; }

    public static ScriptedGateway That(Func<Parcel, Verdict> says) => new(parcel => Task.FromResult(says(parcel)));

    public async Task<Verdict> SendAsync(Parcel parcel, CancellationToken cancel)
    {
        Given.Enqueue(parcel);
        AtOnceMax = Math.Max(AtOnceMax, Interlocked.Increment(ref _atOnce));
        try
        {
            return await say(parcel).WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }
}
