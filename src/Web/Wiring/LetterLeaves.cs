using Zhkh.Dispatch;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>A letter was written: one message to each recipient, so that each has a fate of its own.</summary>
internal static class LetterLeaves
{
    private const string SubjectPrefix = "letter:";

    public static async Task RunAsync(IServiceProvider services, LetterWritten fact, CancellationToken cancel)
    {
        var letter = await services.GetRequiredService<LetterBoard>().GetAsync(fact.LetterId, cancel)
            ?? throw new InvalidOperationException($"Letter {fact.LetterId} was written and is not there");
        var queue = services.GetRequiredService<OutwardQueue>();
        foreach (var recipient in letter.Recipients)
        {
            await queue.AddAsync(new OutwardMessage(
                $"{SubjectPrefix}{letter.Id}:{recipient.Address}", fact.Organisation, OutwardChannel.Letter,
                recipient.Address, letter.Title, letter.Body, SubjectPrefix + letter.Id, IsUrgent: true), cancel);
        }

        await ListsChange.RunAsync(services, fact.Organisation, "tickets");
    }

    /// <summary>The letter a message is about, or null.</summary>
    public static Guid? LetterOf(string subject) =>
        subject.StartsWith(SubjectPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(subject[SubjectPrefix.Length..], "D", out var id) ? id : null;
}
