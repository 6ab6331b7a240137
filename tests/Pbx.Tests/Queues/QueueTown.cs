using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;
using Zhkh.Pbx.Tests.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Queues;

/// <summary>Phones, queues and callers in memory, with the clock in hand.</summary>
internal sealed class QueueTown : IAsyncDisposable
{
    private readonly CallJournal _journal = CallJournal.Open(
        new ModelDisk(), new CallRecords(100_000), new JournalOptions(), TimeProvider.System, NullLogger.Instance);

    private readonly string _folder = Directory.CreateTempSubdirectory("zhkh-queues-").FullName;

    public QueueTown(params Queue[] queues)
    {
        Desk = Open();
        Desk.Replace(new QueueSet(queues, []));
    }

    public ManualTime Time { get; } = new();

    public FakePhones Phones { get; } = new();

    public PhonesInUse InUse { get; private set; } = new();

    public IvrOptions Ivr { get; } = new();

    public QueueDesk Desk { get; private set; }

    /// <summary>Phones that answer nothing are noticed, from the next start on.</summary>
    public bool WatchesPhones { get; init; }

    /// <summary>A new process over the same folder.</summary>
    public void Restart()
    {
        InUse = new PhonesInUse();
        Phones.OnChanged = null;
        Desk.Dispose();
        Desk = Open();
    }

    public FakeCall Call(string? phone = "+79370000030") => new(_journal, Time, phone);

    public Task<WaitEnding> JoinAsync(FakeCall call, string line = "dispatchers") =>
        Desk.Lines.JoinAsync(call, line, [], CancellationToken.None);

    public FakeRing RingOf(string extension) => Phones.Rings.Last(r => r.Request.Extension == extension);

    public IEnumerable<string> RingingFor(FakeCall call) =>
        Phones.Ringing.Where(r => r.Request.CallId == call.Id).Select(r => r.Request.Extension).Order();

    /// <summary>Moves the clock in small steps until it is so.</summary>
    public async Task UntilAsync(Func<bool> isTrue, TimeSpan? step = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isTrue())
        {
            limit.Token.ThrowIfCancellationRequested();
            if (step is { } by)
            {
                Time.Advance(by);
            }

            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private QueueDesk Open() => new(
        _folder, WatchesPhones ? new HeardPhones(Phones, Time) : Phones, InUse, new QueueOptions(), Time,
        new QueuePhrase(Ivr, Time).Words, _ => "", NullLogger.Instance);
}
