using Zhkh.Billing;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>What a debtor told the robot becomes a mark on the account or on the phone.</summary>
internal static class DebtAnswerBecomesMark
{
    private const string By = "robot";

    public static Task RunAsync(IServiceProvider services, DialFinished fact, CancellationToken cancel)
    {
        if (fact is not { Kind: "debt", AccountNumber: { } account })
        {
            return Task.CompletedTask;
        }

        var marks = services.GetRequiredService<DebtMarks>();
        var source = $"call:{fact.CallId}";
        return fact switch
        {
            { Disposition: "promiseToPay", Answer.PromisedOn: { } day } =>
                marks.PromiseAsync(fact.Organisation, account, day, null, source, By, cancel),
            { Disposition: "disputed" } => marks.DisputeAsync(fact.Organisation, account, source, By, cancel),
            { Disposition: "optOut" } => marks.OptOutAsync(fact.Organisation, fact.Phone, source, By, cancel),
            { Disposition: "wrongPerson" } =>
                marks.WrongPersonAsync(fact.Organisation, account, fact.Phone, source, By, cancel),
            _ => Task.CompletedTask,
        };
    }
}
