namespace Zhkh.Pbx.Numbers;

/// <summary>The right to one call out. Disposing it gives the place back and books the time talked.</summary>
/// <param name="number">Where to call.</param>
/// <param name="timeAllowed">The longest the call may last before a cap of the day is reached.</param>
public sealed class DialLease(PhoneNumber number, TimeSpan timeAllowed, Action<TimeSpan> giveBack) : IDisposable
{
    private int _isReturned;

    public PhoneNumber Number { get; } = number;

    public TimeSpan TimeAllowed { get; } = timeAllowed;

    /// <summary>For whom the call is made; its lines carry it.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>The robot calls: it leaves the lines that are kept for residents.</summary>
    public bool IsRobot { get; init; }

    /// <summary>How long the far end was connected; set before disposing.</summary>
    public TimeSpan Talked { get; set; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            giveBack(Talked);
        }
    }
}
