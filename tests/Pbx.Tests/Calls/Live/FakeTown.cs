using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>A town with one resident and nothing switched off.</summary>
internal sealed class FakeTown : ISubscriberDesk, IMeterDesk, IOutageDesk
{
    private static readonly Subscriber Resident = new(
        "privolsk", "4406030", Language.Russian, 841260, "RUB", new DateOnly(2026, 11, 1));

    public TownPorts Ports => new(this, this, this);

    public Task<IReadOnlyList<Subscriber>> ByPhoneAsync(string phone, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Subscriber>>(phone == "+79370000030" ? [Resident] : []);

    public Task<Subscriber?> ByAccountAsync(string accountNumber, CancellationToken cancel) =>
        Task.FromResult(accountNumber == Resident.AccountNumber ? Resident : null);

    public Task<IReadOnlyList<MeterOnPhone>> MetersAsync(string accountNumber, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<MeterOnPhone>>([]);

    public Task<ReadingVerdict> JudgeAsync(Guid meterId, decimal value, CancellationToken cancel) =>
        Task.FromResult(new ReadingVerdict(ReadingPlausibility.Plausible, 1));

    public Task<ReadingReceipt> StoreAsync(
        Guid meterId, decimal value, string key, Guid callId, CancellationToken cancel) =>
        Task.FromResult(new ReadingReceipt(true, null));

    public Task<IReadOnlyList<OutageOnPhone>> AtAccountAsync(string accountNumber, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<OutageOnPhone>>([]);

    public Task WishCallAsync(OutageWish wish, CancellationToken cancel) => Task.CompletedTask;
}
