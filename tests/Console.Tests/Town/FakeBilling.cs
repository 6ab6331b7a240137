using System.Collections.Concurrent;

namespace Zhkh.Console.Tests.Town;

// The shapes of money as the seams word them, written here anew so that the screens are judged by them.
internal sealed record FakeSums(string Service, long Opening, long Charged, long Recalculated, long Penalty, long Paid,
    long Closing);

internal sealed record FakeAccountMonth(string Month, string Status, long Opening, long Charged, long Recalculated,
    long Penalty, long Paid, long Closing, FakeSums[] Services);

internal sealed record FakeCharge(string Id, string Service, string Month, string Method, string Quantity, string Unit,
    string Tariff, string? Coefficient, long Amount, string Formula, string PostingId, bool Reversed,
    DateTimeOffset At);

internal sealed record FakeRecalculation(long Reversed, long Posted, long Difference);

internal sealed record FakeSegment(string From, string To, int Days, string Rate, string Share, long Debt, long Amount,
    string Source);

internal sealed record FakePosting(long Id, string PostingId, string Kind, string Service, long Amount, string Currency,
    string EffectiveOn, DateTimeOffset PostedAt, string PostedBy, string Reason, string? Reverses, bool Reversed);

internal sealed record FakeProgress(int Done, int Total);

internal sealed record FakeGap(string Service, int Accounts, string Reason);

internal sealed record FakeMonth(string Organisation, string Month, string Status, int Accounts, int Charges,
    long Amount, long Penalty, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? ClosedAt,
    string? ClosedBy, FakeProgress? Progress, FakeGap[] Gaps);

internal sealed record FakeTariff(string Id, string Organisation, string Service, string Price, string Unit,
    string ValidFrom, string? ValidTo, string Basis);

internal sealed record FakeNewTariff(string Organisation, string Service, string Price, string ValidFrom, string Basis);

internal sealed record FakeRegisterError(int? Line, string Code, string Text);

internal sealed record FakeFooter(int? Rows, long? Amount, bool Matches);

internal sealed record FakeRegister(string Id, string Organisation, string FileName, string Sha256, string Profile,
    string? Encoding, string Status, DateTimeOffset UploadedAt, string UploadedBy, int Rows, long Amount,
    string Currency, FakeFooter? Footer, int Known, int Unidentified, int Repeated, int Bad, FakeRegisterError[] Errors,
    FakeProgress? Progress, DateTimeOffset? PostedAt, DateTimeOffset? ReversedAt);

internal sealed record FakeRow(int Line, string? OperationId, DateTimeOffset? At, string? AccountNumber, string? Payer,
    string? Address, string? Period, long? Amount, long? Fee, string State, string? Reason);

internal sealed record FakeSuggestion(string AccountNumber, string Address, string Why);

internal sealed record FakeUnidentified(string Id, string RegisterId, int Line, string? OperationId, DateTimeOffset At,
    string? AccountNumber, string? Payer, string? Address, long Amount, string Currency, string Status,
    FakeSuggestion[] Suggestions);

/// <summary>The books of the town: what the screens of money read and change.</summary>
internal sealed class FakeBilling
{
    public static readonly DateTimeOffset Day = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    public ConcurrentDictionary<string, FakeAccountMonth[]> AccountMonths { get; } = new(StringComparer.Ordinal);

    public List<FakeCharge> Charges { get; } = [];

    public List<FakePosting> Postings { get; } = [];

    public List<FakeSegment> Segments { get; } = [];

    public FakeRecalculation Recalculation { get; set; } = new(-215_95, 230_15, 14_20);

    /// <summary>An older host does not tell beforehand what a recalculation would change.</summary>
    public bool TellsBeforehand { get; set; } = true;

    public List<FakeMonth> Months { get; } = [];

    public List<FakeTariff> Tariffs { get; } = [];

    public List<FakeRegister> Registers { get; } = [];

    public ConcurrentDictionary<string, FakeRow[]> Rows { get; } = new(StringComparer.Ordinal);

    public List<FakeUnidentified> Unidentified { get; } = [];

    /// <summary>What the next uploaded file turns out to be.</summary>
    public Func<string, FakeRegister> Read { get; set; } = name => FakeScenes.Register("r-new", name);

    /// <summary>The bytes that came with the last upload.</summary>
    public byte[]? Uploaded { get; set; }

    public void Change(string id, Func<FakeRegister, FakeRegister> how)
    {
        lock (Registers)
        {
            var at = Registers.FindIndex(each => each.Id == id);
            Registers[at] = how(Registers[at]);
        }
    }

    public void ChangeMonth(string month, Func<FakeMonth, FakeMonth> how)
    {
        lock (Months)
        {
            var at = Months.FindIndex(each => each.Month == month);
            Months[at] = how(Months[at]);
        }
    }
}
