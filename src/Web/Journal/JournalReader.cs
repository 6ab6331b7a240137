using Zhkh.Dispatch;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Journal;

/// <summary>A page of the journal with the recordings of its calls.</summary>
internal sealed class JournalReader(JournalBoard journal, CallBoard calls)
{
    public async Task<IReadOnlyList<JournalRow>> PageAsync(JournalFilter filter, CancellationToken cancel)
    {
        var rows = await journal.PageAsync(filter, cancel);
        Guid[] ids = [.. rows.SelectMany(r => r.CallIds)];
        var recordings = ids.Length == 0 ? null : await calls.RecordingsOfAsync(ids, cancel);
        return recordings is not { Count: > 0 } ? rows :
        [
            .. rows.Select(row => row with
            {
                RecordingIds = [.. row.CallIds.Where(recordings.ContainsKey).Select(id => recordings[id])],
            }),
        ];
    }
}
