namespace Zhkh.Web.Hosting;

/// <summary>
/// Somebody changed a telephone on this host: the exchange is told at once instead of at the next look. Changes made
/// elsewhere (the command line, another host) are found by the look.
/// </summary>
internal sealed class PhoneNews : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Lock _gate = new();

    public void Tell()
    {
        lock (_gate)
        {
            if (_changed.CurrentCount == 0)
            {
                _changed.Release();
            }
        }
    }

    /// <summary>Returns when something changed, or after so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => await _changed.WaitAsync(atMost, cancel);

    public void Dispose() => _changed.Dispose();
}
