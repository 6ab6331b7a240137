using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>A town of desks and lines with the fixed residents, in memory.</summary>
internal sealed class Town : ISubscriberDesk, IMeterDesk, IOutageDesk, IWaitingLines
{
    public static readonly Guid ColdMeter = Guid.CreateVersion7();
    public static readonly Guid HotMeter = Guid.CreateVersion7();

    private readonly List<Subscriber> _accounts =
    [
        Account("privolsk", "4406007", 0),
        Account("privolsk", "4406030", 841260),
        Account("privolsk", "4406031", 0),
        Account("privolsk", "4406032", 12345),
        Account("privolsk", "4406118", -25000),
        new("khmelnytske", "5506184", Language.Ukrainian, 123456, "UAH", new DateOnly(2026, 10, 1)),
    ];

    private readonly Dictionary<string, string[]> _phones = new()
    {
        ["+79370000007"] = ["4406007"],
        ["+79370000030"] = ["4406030"],
        ["+79370000031"] = ["4406031", "4406032"],
        ["+79370000118"] = ["4406118"],
        ["+380670000184"] = ["5506184"],
    };

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 11, 21, 9, 0, 30, TimeSpan.Zero));

    /// <summary>Numbers, hours and menus; the built-in ones until a test says something else.</summary>
    public CurrentMenus Menus { get; } = new(
        Directory.CreateTempSubdirectory("zhkh-menus").FullName, new IvrOptions(), PromptLibrary.Empty,
        NullLogger.Instance);

    public List<MeterOnPhone> Meters { get; } =
    [
        Meter(ColdMeter, "ColdWater", "10412", 412),
        Meter(HotMeter, "HotWater", "20118", 118),
    ];

    public List<OutageOnPhone> Outages { get; } = [];

    /// <summary>Houses of accounts; who is not here lives nowhere known.</summary>
    public Dictionary<string, Guid> Houses { get; } = [];

    public List<OutageWish> Wishes { get; } = [];

    /// <summary>The desk fails to write a wish down: this many times.</summary>
    public int WishesLost { get; set; }

    public Dictionary<(Guid Meter, decimal Value), ReadingPlausibility> Judgements { get; } = [];

    public Dictionary<string, (Guid Meter, decimal Value)> Stored { get; } = [];

    public int StoreAttempts { get; private set; }

    public bool StoreRefuses { get; set; }

    /// <summary>Stores, and the answer is lost: this many times.</summary>
    public int AnswersLost { get; set; }

    /// <summary>Desks that never answer.</summary>
    public bool SubscribersSilent { get; set; }

    public Exception? SubscribersFail { get; set; }

    public bool MetersSilent { get; set; }

    public bool OutagesSilent { get; set; }

    public WaitEnding Ending { get; set; } = WaitEnding.Served;

    public List<string> Joined { get; } = [];

    public List<string> PhonesAsked { get; } = [];

    /// <summary>Runs the flow of the dialled number to its end.</summary>
    public async Task RunAsync(ScriptedCaller caller)
    {
        var flow = Flows().Find(caller.DialledNumber);
        Assert.NotNull(flow);
        await flow(caller);
    }

    public FlowTable Flows() => new(
        this, this, this, this, new IvrOptions(), Menus, Time, NullLoggerFactory.Instance);

    public async Task<IReadOnlyList<Subscriber>> ByPhoneAsync(string phone, CancellationToken cancel)
    {
        PhonesAsked.Add(phone);
        await SilenceAsync(SubscribersSilent);
        return [.. _accounts.Where(a => _phones.GetValueOrDefault(phone, []).Contains(a.AccountNumber))];
    }

    public async Task<Subscriber?> ByAccountAsync(string accountNumber, CancellationToken cancel)
    {
        await SilenceAsync(SubscribersSilent);
        return _accounts.SingleOrDefault(a => a.AccountNumber == accountNumber);
    }

    public async Task<Guid?> HouseAsync(string accountNumber, CancellationToken cancel)
    {
        await SilenceAsync(SubscribersSilent);
        return Houses.TryGetValue(accountNumber, out var house) ? house : null;
    }

    public async Task<IReadOnlyList<MeterOnPhone>> MetersAsync(string accountNumber, CancellationToken cancel)
    {
        await SilenceAsync(MetersSilent);
        return Meters;
    }

    public Task<ReadingVerdict> JudgeAsync(Guid meterId, decimal value, CancellationToken cancel)
    {
        var meter = Meters.Single(m => m.Id == meterId);
        var plausibility = Judgements.GetValueOrDefault((meterId, value),
            value < meter.PreviousValue ? ReadingPlausibility.LessThanPrevious : ReadingPlausibility.Plausible);
        return Task.FromResult(new ReadingVerdict(plausibility, value - meter.PreviousValue));
    }

    public async Task<ReadingReceipt> StoreAsync(
        Guid meterId, decimal value, string key, Guid callId, CancellationToken cancel)
    {
        StoreAttempts++;
        if (StoreRefuses)
        {
            return new ReadingReceipt(false, "closed");
        }

        Stored.TryAdd(key, (meterId, value));
        if (AnswersLost > 0)
        {
            AnswersLost--;
            throw new TimeoutException();
        }

        await Task.CompletedTask;
        return new ReadingReceipt(true, null);
    }

    public async Task<IReadOnlyList<OutageOnPhone>> AtAccountAsync(string accountNumber, CancellationToken cancel)
    {
        await SilenceAsync(OutagesSilent);
        return Outages;
    }

    public Task WishCallAsync(OutageWish wish, CancellationToken cancel)
    {
        if (WishesLost-- > 0)
        {
            throw new TimeoutException();
        }

        Wishes.Add(wish);
        return Task.CompletedTask;
    }

    public async Task<WaitEnding> JoinAsync(
        ICall call, string line, IReadOnlyList<Prompt> opening, CancellationToken cancel)
    {
        await call.PlayAsync(opening);
        Joined.Add(line);
        return Ending;
    }

    private async Task SilenceAsync(bool silent)
    {
        if (SubscribersFail is not null)
        {
            throw SubscribersFail;
        }

        if (silent)
        {
            await new TaskCompletionSource().Task;
        }
    }

    private static Subscriber Account(string organisation, string number, long balance) =>
        new(organisation, number, Language.Russian, balance, "RUB", new DateOnly(2026, 10, 1));

    private static MeterOnPhone Meter(Guid id, string service, string serial, decimal previous) =>
        new(id, service, serial, "m3", previous, null, (15, 25), WindowOpen: true);
}
