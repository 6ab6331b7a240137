using System.Text.Json;
using Zhkh.Dispatch;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>When the hour has come the robot asks how a job was done; what it hears goes to the ticket.</summary>
internal static class FinishedJobIsRated
{
    /// <summary>The order of the robot carries the poll's own id: placed twice it is one call.</summary>
    public static Task AskAsync(IServiceProvider services, PollFellDue fact, CancellationToken cancel)
    {
        var payload = JsonSerializer.Serialize(
            new { ticketNumber = fact.TicketNumber, language = fact.Language }, JsonSerializerOptions.Web);
        return services.GetRequiredService<DialOrders>().PlaceAsync(new DialOrder(
            fact.PollId, fact.Organisation, DialKind.QualityPoll, fact.Phone, fact.AccountNumber, payload, fact.At,
            fact.ClosesAt, fact.TriesMax, SubjectTag.Of(SubjectTag.Poll, fact.PollId)), cancel);
    }

    public static async Task WithdrawAsync(IServiceProvider services, PollWithdrawn fact, CancellationToken cancel)
    {
        await services.GetRequiredService<DialOrders>().WithdrawAsync(
            fact.Organisation, SubjectTag.Of(SubjectTag.Poll, fact.PollId), fact.Because, cancel);
        await ListsChange.RunAsync(services, fact.Organisation, "tickets");
    }

    public static Task AnsweredAsync(IServiceProvider services, DialFinished fact, CancellationToken cancel) =>
        SubjectTag.IdOf(SubjectTag.Poll, fact.Tag) is { } poll
            ? services.GetRequiredService<PollAnswers>().TakeAsync(new PollAnswer(
                poll, fact.Disposition, fact.IsFinal, fact.Answer?.Score, fact.Answer?.HasComment ?? false,
                fact.CallId, fact.RecordingId), cancel)
            : Task.CompletedTask;
}
