using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Wiring;

/// <summary>The robot asks what is switched off; no module keeps outages yet, so nothing is.</summary>
internal sealed class OutageDesk : IOutageDesk
{
    public Task<IReadOnlyList<OutageOnPhone>> AtAccountAsync(string accountNumber, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<OutageOnPhone>>([]);
}
