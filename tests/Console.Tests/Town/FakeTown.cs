using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Zhkh.Console.Tests.Town;

/// <summary>
/// A town without telephony: serves the built console, answers its API from memory and pushes events through a
/// real SignalR hub, so that every state of the screen can be had at will.
/// </summary>
internal sealed class FakeTown : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly IHubContext<FakeHub> _hub;
    private readonly ConcurrentDictionary<string, FakeTicket> _byKey = new(StringComparer.Ordinal);
    private int _number = 10_503;

    private FakeTown(WebApplication host)
    {
        _host = host;
        _hub = host.Services.GetRequiredService<IHubContext<FakeHub>>();
    }

    public LiveFeed Feed { get; } = new();

    /// <summary>How far this town's clock is from the browser's.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => DateTimeOffset.UtcNow + ClockOffset;

    public string? Extension { get; set; } = "201";

    /// <summary>The language of the person's account.</summary>
    public string Language { get; set; } = "ru";

    /// <summary>The person's role does not open the desk.</summary>
    public bool IsDeskClosed { get; set; }

    /// <summary>The role of whoever signs in.</summary>
    public string Role { get; set; } = "dispatcher";

    public FakeBilling Billing { get; } = new();

    public FakeCampaigns Campaigns { get; } = new();
    public FakeOutages Outages { get; } = new();

    public FakeCrews Crews { get; } = new();

    public FakeLetters Letters { get; } = new();

    public FakeJournal Journal { get; } = new();

    public FakeQueues Queues { get; } = new();

    public FakeCrewLink CrewLink { get; } = new();

    public List<FakeCall> Calls { get; } = [];

    public List<FakeCallback> Callbacks { get; } = [];

    public List<FakeTicket> Tickets { get; } = [];

    public List<FakeMessage> Outward { get; } = [];

    public List<FakeNewTicket> Posted { get; } = [];

    public ConcurrentDictionary<string, FakeAccount> Known { get; } =
        new(People.All.ToDictionary(account => account.Number), StringComparer.Ordinal);

    public ConcurrentQueue<string> Acts { get; } = new();

    /// <summary>How many of the next saves get lost on the way back: done, but the answer never arrives.</summary>
    public int LostAnswers { get; set; }

    public byte[] Recording { get; set; } = Sound.Tone(seconds: 4);

    public string Address => _host.Urls.First();

    public int Port => new Uri(Address).Port;

    public static async Task<FakeTown> StartAsync()
    {
        FakeTown? town = null;
        var host = FakeHost.Build(() => town ?? throw new InvalidOperationException("The town is not up yet."));
        town = new FakeTown(host);
        await host.StartAsync();
        return town;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public async Task PushAsync(string type, object data) =>
        await _hub.Clients.All.SendAsync("event", Feed.Add(type, data, Now));

    public async Task<FakeCall> RingAsync(FakeAccount[] accounts, string? from = null, string state = "ringing",
        FakeOpenTicket[]? open = null, FakeOutage[]? outages = null, int waited = 0)
    {
        var call = new FakeCall(Guid.NewGuid().ToString("N"), "inbound",
            from ?? (accounts.Length == 0 ? "+79379999999" : accounts[0].Phones[0]), "100", state,
            Now.AddSeconds(-waited), Now.AddSeconds(-waited), null, null, null, waited, LiveFeed.Organisation, true,
            null, accounts, open ?? [], outages ?? [], 1);
        lock (Calls)
        {
            Calls.Add(call);
        }

        await PushAsync("call.ringing", call);
        return call;
    }

    public Task<FakeCall> AnswerAsync(FakeCall call, string extension = "201", string name = "Смирнова О.") =>
        ChangeAsync(call with
        {
            State = "talking", Extension = extension, Operator = name, HumanAnsweredAt = Now, TicketNumber = _number++,
            Parties = [new FakeParty(extension, "person", true, Now)],
        });

    public async Task<FakeCall> ChangeAsync(FakeCall call)
    {
        lock (Calls)
        {
            Calls[Calls.FindIndex(each => each.CallId == call.CallId)] = call;
        }

        await PushAsync("call.changed", call);
        return call;
    }

    public async Task EndAsync(FakeCall call)
    {
        lock (Calls)
        {
            Calls.RemoveAll(each => each.CallId == call.CallId);
        }

        await PushAsync("call.ended", call with { State = "ended" });
    }

    /// <summary>Waits until the console has asked for something; fails after thirty seconds.</summary>
    public async Task WaitForActAsync(string act)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!Acts.Contains(act))
        {
            Assert.True(await beat.WaitForNextTickAsync(patience.Token));
        }
    }

    public FakeCallback Miss(string phone, TimeSpan left, FakeAccount? account = null, int times = 1,
        string status = "due", string? by = null)
    {
        var arrived = Now - (TimeSpan.FromMinutes(5) - left);
        var row = new FakeCallback(Guid.NewGuid().ToString("N"), LiveFeed.Organisation, phone, account?.Number, arrived,
            arrived.AddMinutes(5), arrived.AddMinutes(10), status,
            by is null ? [] : [new FakeAttempt("a1", by, Now, null, "pending")], times, by, true);
        if (account is not null)
        {
            Known[account.Number] = account;
        }

        lock (Callbacks)
        {
            Callbacks.Add(row);
        }

        return row;
    }

    public FakeTicket AddTicket(string text, string address, TimeSpan due, string status = "inProgress",
        string priority = "normal", string[]? callIds = null)
    {
        var opened = Now.AddHours(-2);
        var ticket = new FakeTicket(
            Guid.NewGuid().ToString(), _number++, LiveFeed.Organisation, status, opened, address,
            "4406030", "+79370000030", "Кравченко Леонид Петрович", text, "waterLeak", priority,
            [new FakeDeadline("localise", Now + due, "п. 13", null)], null, callIds ?? [], null, "Смирнова О.",
            [
                new FakeChange(opened, "Смирнова О.", null, null, "new", null),
                new FakeChange(opened.AddMinutes(4), "Смирнова О.", "start", "new", status, null),
            ],
            [], ["localise", "complete", "reject"]);
        lock (Tickets)
        {
            Tickets.Add(ticket);
        }

        return ticket;
    }

    /// <summary>Another state of a ticket; whoever looks at it has to be told by an event.</summary>
    public FakeTicket Change(string id, Func<FakeTicket, FakeTicket> change)
    {
        lock (Tickets)
        {
            var at = Tickets.FindIndex(each => each.Id == id);
            return Tickets[at] = change(Tickets[at]);
        }
    }

    /// <summary>Opens a ticket once per key, however often it is asked.</summary>
    public FakeTicket Open(FakeNewTicket wanted, string key)
    {
        lock (Posted)
        {
            Posted.Add(wanted);
        }

        return _byKey.GetOrAdd(key, _ =>
        {
            var account = People.All.FirstOrDefault(each => each.Number == wanted.AccountNumber);
            var ticket = AddTicket(wanted.Text, wanted.Address ?? account?.Address ?? "", TimeSpan.FromHours(2),
                "new", wanted.Priority ?? "normal", wanted.CallId is null ? [] : [wanted.CallId]);
            return ticket with { Number = wanted.Number ?? ticket.Number };
        });
    }
}
