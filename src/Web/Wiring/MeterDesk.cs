using Zhkh.Billing;
using Zhkh.Pbx.Ivr;
using ReadingPlausibility = Zhkh.Pbx.Ivr.ReadingPlausibility;
using ReadingReceipt = Zhkh.Pbx.Ivr.ReadingReceipt;

namespace Zhkh.Web.Wiring;

/// <summary>The robot takes readings; Billing judges and keeps them.</summary>
internal sealed class MeterDesk(RobotQuestions questions) : IMeterDesk
{
    public async Task<IReadOnlyList<MeterOnPhone>> MetersAsync(string accountNumber, CancellationToken cancel)
    {
        var meters = await questions.AskAsync(
            services => services.GetRequiredService<MeterBoard>().OfAccountAsync(accountNumber, cancel), cancel);
        return [.. meters.Select(m => new MeterOnPhone(m.Id, m.Service.ToString(), m.SerialNumber, m.Unit,
            m.PreviousValue, m.VerificationExpiredOn, m.Window, m.WindowOpen))];
    }

    public async Task<ReadingVerdict> JudgeAsync(Guid meterId, decimal value, CancellationToken cancel)
    {
        var judgement = await questions.AskAsync(
            services => services.GetRequiredService<ReadingIntake>().JudgeAsync(meterId, value, cancel), cancel)
            ?? throw new KeyNotFoundException($"Meter {meterId} is unknown or archived");
        return new ReadingVerdict(Translate(judgement.Plausibility), judgement.Consumption);
    }

    public async Task<ReadingReceipt> StoreAsync(
        Guid meterId, decimal value, string key, Guid callId, CancellationToken cancel)
    {
        var offered = new ReadingOffered(meterId, value, ReadingSource.Phone, callId, key);
        var receipt = await questions.AskAsync(
            services => services.GetRequiredService<ReadingIntake>().StoreAsync(offered, cancel), cancel);
        return new ReadingReceipt(receipt.Stored, receipt.Reason);
    }

    private static ReadingPlausibility Translate(Billing.ReadingPlausibility plausibility) => plausibility switch
    {
        Billing.ReadingPlausibility.Plausible => ReadingPlausibility.Plausible,
        Billing.ReadingPlausibility.LessThanPrevious => ReadingPlausibility.LessThanPrevious,
        Billing.ReadingPlausibility.FarTooHigh => ReadingPlausibility.FarTooHigh,
        Billing.ReadingPlausibility.TooManyDigits => ReadingPlausibility.TooManyDigits,
    };
}
