namespace Zhkh.Console.Tests.Town;

internal sealed record FakeReason(string Reason, int Count);

internal sealed record FakeAudience(int Selected, long Sum, string Currency, FakeReason[] Excluded);

internal sealed record FakeHours(string From, string To);

internal sealed record FakeDisposition(string Disposition, int Count);

internal sealed record FakeCampaignProgress(int Total, int Waiting, int Dialling, int Ended,
    FakeDisposition[] ByDisposition, int Promised, long PromisedAmount);

internal sealed record FakeLines(int InUse, int Max, int ReservedForResidents);

internal sealed record FakeCampaign(string Id, string Organisation, string Name, string State, long DebtFrom,
    int MonthsFrom, FakeAudience Audience, FakeHours Hours, int LinesMax, string Recurrence, DateTimeOffset? NextRunAt,
    FakeCampaignProgress Progress, FakeLines Lines, DateTimeOffset? EstimatedEnd, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

internal sealed record FakeCampaignWish(string Organisation, string Name, long DebtFrom, int MonthsFrom,
    FakeHours Hours, int LinesMax, int CallsPerMinute, string Recurrence);

internal sealed record FakeContact(string OrderId, string AccountNumber, string Phone, int Attempts,
    string? Disposition, DateTimeOffset? At, string? CallId, string? RecordingId, string? PromisedOn, long Amount);

/// <summary>The robot's campaigns, without a robot.</summary>
internal sealed class FakeCampaigns
{
    public List<FakeCampaign> All { get; } = [];

    public List<FakeContact> Contacts { get; } = [];

    /// <summary>How many would be called from so much debt on, minor units.</summary>
    public Func<long, int> Count { get; set; } = debt => debt >= 1_000_000 ? 96 : debt >= 300_000 ? 1_248 : 2_310;

    public FakeAudience AudienceOf(long debtFrom) => new(Count(debtFrom), Count(debtFrom) * 1_843_211L, "RUB",
    [
        new FakeReason("court", 61), new FakeReason("agreement", 38), new FakeReason("paid", 29),
        new FakeReason("noPhone", 14), new FakeReason("subsidy", 12), new FakeReason("deceased", 0),
    ]);

    public FakeCampaign Compose(FakeCampaignWish wish, DateTimeOffset now)
    {
        var audience = AudienceOf(wish.DebtFrom);
        var made = new FakeCampaign($"k{All.Count + 1}", wish.Organisation, wish.Name, "draft", wish.DebtFrom,
            wish.MonthsFrom, audience, wish.Hours, wish.LinesMax, wish.Recurrence,
            wish.Recurrence == "quarterly" ? now.AddDays(90) : null,
            new FakeCampaignProgress(0, audience.Selected, 0, 0, [], 0, 0), new FakeLines(0, wish.LinesMax, 9),
            now.AddHours(3), now, null, null);
        All.Insert(0, made);
        return made;
    }

    public void Change(string id, Func<FakeCampaign, FakeCampaign> how)
    {
        lock (All)
        {
            var at = All.FindIndex(each => each.Id == id);
            All[at] = how(All[at]);
        }
    }

    /// <summary>One that is two thirds through, with the people it called.</summary>
    public FakeCampaign Running(DateTimeOffset now)
    {
        var audience = AudienceOf(300_000);
        var campaign = new FakeCampaign("k-run", LiveFeed.Organisation, "Должники, IV квартал 2026", "running", 300_000,
            3, audience, new FakeHours("10:00", "20:00"), 9, "quarterly", now.AddDays(90),
            new FakeCampaignProgress(1_248, 430, 6, 812,
            [
                new FakeDisposition("confirmed", 231), new FakeDisposition("promiseToPay", 179),
                new FakeDisposition("noAnswer", 214), new FakeDisposition("machine", 61),
                new FakeDisposition("hungUpEarly", 58), new FakeDisposition("busy", 40),
                new FakeDisposition("disputed", 17),
                new FakeDisposition("transferredToOperator", 9), new FakeDisposition("optOut", 3),
            ], 179, 214_350_00), new FakeLines(6, 9, 3), now.AddHours(2), now.AddHours(-3), now.AddHours(-2), null);
        All.Add(campaign);
        string[] ends = ["confirmed", "promiseToPay", "noAnswer", "machine", "hungUpEarly", "busy"];
        for (var at = 0; at < 600; at++)
        {
            var end = at < 540 ? ends[at % ends.Length] : null;
            Contacts.Add(new FakeContact($"o{at}", $"{4_406_000 + at}", $"+7 937 •••-{at % 100:D2}-{at * 7 % 100:D2}",
                end is null ? 0 : 1 + (at % 2), end, end is null ? null : now.AddSeconds(-at * 11),
                end is null ? null : $"c{at}",
                end is "confirmed" or "promiseToPay" ? $"r{at}" : null, end == "promiseToPay" ? "2026-12-01" : null,
                300_000 + (at * 1_234)));
        }

        return campaign;
    }
}
