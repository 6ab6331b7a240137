using Npgsql;
using Zhkh.Pbx.Calls;

namespace Zhkh.Web.Live;

/// <summary>
/// The cards of the calls that are up. A signal is shown at once; the first one of a call waits a moment for the names
/// and the address, and what the modules say later follows as a change. One lock, no waiting under it.
/// </summary>
internal sealed class CardDesk(
    CallFeed feed, CardFactsDesk desk, LiveStream stream, TimeProvider time, ILogger<CardDesk> log)
{
    /// <summary>A slow database may cost the first picture this much of its 300 ms and no more.</summary>
    private static readonly TimeSpan FirstPaintPatience = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan FactsDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Beyond this some ends were lost by the lossy feed: whoever is not in it any more is dropped.</summary>
    private const int EntriesMax = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>The cards as last shown, for a first paint.</summary>
    public IReadOnlyList<CallCard> All()
    {
        lock (_gate)
        {
            return [.. _entries.Values.Where(e => e.Shown is not null).OrderBy(e => e.Call.ArrivedAt).Select(Build)];
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public CallCard? Find(Guid callId)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(callId, out var entry) ? Build(entry) : null;
        }
    }

    public void Take(CallSignal signal, CancellationToken cancel)
    {
        if (signal.Call.Organisation.Length == 0)
        {
            return;   // a call of the bench profile is nobody's
        }

        lock (_gate)
        {
            if (!_entries.TryGetValue(signal.Call.Id, out var entry))
            {
                if (signal.Kind == CallSignalKind.Ended
                    || signal.Call is { Direction: CallDirection.Outbound, State: LiveState.Robot })
                {
                    return;   // its card was never shown; a call of the robot's own has none until it asks for a person
                }

                _entries.Add(signal.Call.Id, entry = new Entry(signal.Call));
            }

            var wasFor = entry.Call.State;
            entry.Call = signal.Call;
            if (signal.Kind == CallSignalKind.Ended)
            {
                Show(entry, LiveEventType.CallEnded);
                _entries.Remove(signal.Call.Id);
                return;
            }

            DropLost();
            var asks = AskIfNeeded(entry, cancel);
            if (entry.Shown is not null || !asks)
            {
                Show(entry, entry.Call.State != wasFor ? TypeOf(entry.Call) : LiveEventType.CallChanged);
            }
        }
    }

    /// <summary>The number was reserved; the dispatcher can say it.</summary>
    public void NumberReserved(Guid callId, int number) => Change(callId, entry => entry.TicketNumber = number);

    /// <summary>A person said whose call it is.</summary>
    public void Linked(Guid callId, string accountNumber, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(callId, out var entry))
            {
                entry.LinkedAccount = accountNumber;
                AskIfNeeded(entry, cancel);
            }
        }
    }

    /// <summary>Something of what a card shows has changed in a module: ask again.</summary>
    public void Refresh(Guid callId, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(callId, out var entry))
            {
                entry.Asked = null;
                AskIfNeeded(entry, cancel);
            }
        }
    }

    /// <summary>Something that many cards of an organisation may show has changed: ask again for all of them.</summary>
    public void RefreshAll(string organisation, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values.Where(e => e.Shown == organisation).ToList())
            {
                entry.Asked = null;
                AskIfNeeded(entry, cancel);
            }
        }
    }

    private void Change(Guid callId, Action<Entry> change)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(callId, out var entry))
            {
                change(entry);
                Show(entry, LiveEventType.CallChanged);
            }
        }
    }

    private bool AskIfNeeded(Entry entry, CancellationToken cancel)
    {
        var question = new CardQuestion(
            entry.Call.Phone, entry.LinkedAccount ?? entry.Call.AccountNumber, entry.Call.Extension);
        if (entry.Asked == question)
        {
            return !entry.IsAnswered;
        }

        entry.Asked = question;
        entry.IsAnswered = false;
        AskAsync(entry, question, cancel).ContinueWith(
            asked => LiveLog.FactsBroken(log, asked.Exception, entry.Call.Id),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return true;
    }

    private async Task AskAsync(Entry entry, CardQuestion question, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asking = Task.Run(() => desk.AskAsync(question, deadline.Token), CancellationToken.None);
        await using var patience = time.CreateTimer(
            _ => ShowBare(entry), null, FirstPaintPatience, Timeout.InfiniteTimeSpan);
        await using var limit = time.CreateTimer(
            _ => deadline.Cancel(), null, FactsDeadline, Timeout.InfiniteTimeSpan);
        CardFacts? facts = null;
        try
        {
            facts = await asking;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            LiveLog.FactsUnknown(log, entry.Call.Id, failure.Message);
        }

        lock (_gate)
        {
            if (entry.Asked != question || !_entries.ContainsKey(entry.Call.Id))
            {
                return;   // another question was asked meanwhile, or the call is over
            }

            entry.IsAnswered = true;
            entry.Facts = facts ?? entry.Facts;
            Show(entry, entry.Shown is null ? TypeOf(entry.Call) : LiveEventType.CallChanged);
        }
    }

    private void ShowBare(Entry entry)
    {
        lock (_gate)
        {
            if (entry.Shown is null && _entries.ContainsKey(entry.Call.Id))
            {
                Show(entry, TypeOf(entry.Call));
            }
        }
    }

    private void Show(Entry entry, string type)
    {
        var card = Build(entry);
        if (entry.Shown is { } before && before != card.Organisation)
        {
            // The call turned out to be another organisation's: those who cannot see that one must not keep it.
            stream.Publish(before, LiveEventType.CallEnded, card with { Accounts = [], OpenTickets = [], Outages = [] });
        }

        entry.Shown = card.Organisation;
        stream.Publish(card.Organisation, type, card);
    }

    private CallCard Build(Entry entry) => CallCard.Of(entry.Call, entry.Facts, entry.TicketNumber, time.GetUtcNow());

    private static string TypeOf(LiveCall call) =>
        call.State is LiveState.Ringing or LiveState.Waiting or LiveState.Robot
            ? LiveEventType.CallRinging : LiveEventType.CallChanged;

    private void DropLost()
    {
        if (_entries.Count <= EntriesMax)
        {
            return;
        }

        foreach (var entry in _entries.Values.Where(e => feed.Find(e.Call.Id) is null).ToList())
        {
            Show(entry, LiveEventType.CallEnded);
            _entries.Remove(entry.Call.Id);
        }
    }

    private sealed class Entry(LiveCall call)
    {
        public LiveCall Call { get; set; } = call;

        public CardFacts Facts { get; set; } = CardFacts.Unknown;

        public CardQuestion? Asked { get; set; }

        public bool IsAnswered { get; set; }

        public string? LinkedAccount { get; set; }

        public int? TicketNumber { get; set; }

        /// <summary>The organisation whose screens show the card; null before the first time.</summary>
        public string? Shown { get; set; }
    }
}
