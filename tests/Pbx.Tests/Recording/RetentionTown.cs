using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>A recording the town remembers, so that an oracle need not ask what it judges.</summary>
internal sealed record TownRecording(
    Guid Id, string Organisation, RecordingClass Class, string Phone, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>Two organisations with recordings: rows in a database of their own, files in a folder.</summary>
internal sealed class RetentionTown : ITicketCalls, IAsyncDisposable
{
    public static readonly string[] Organisations = ["privolsk", "khmelnytske"];

    private readonly RecordingFolder _folder = new();

    private RetentionTown(FreshDatabase database, DateTimeOffset start)
    {
        (Database, Time) = (database, new ManualTime(start));
        Store = new RecordingStore(_folder.Options, Time, NullLogger.Instance);
        Purge = new RecordingPurge(database.System, Store, this, Time, NullLogger<RecordingPurge>.Instance);
        Sweep = new RecordingSweep(database.System, Store, Time);
    }

    public FreshDatabase Database { get; }

    public ManualTime Time { get; }

    public RecordingStore Store { get; }

    public RecordingPurge Purge { get; }

    public RecordingSweep Sweep { get; }

    public RecordingFolder Folder => _folder;

    /// <summary>What Dispatch would say of tickets.</summary>
    public Dictionary<Guid, List<Guid>> Tickets { get; } = [];

    public static async Task<RetentionTown> BuildAsync(DateTimeOffset start)
    {
        var town = new RetentionTown(await FreshDatabase.CreateAsync(), start);
        await town.Database.ExecuteAsync("""
            insert into pbx.dial_profiles
            values ('privolsk', 'RU', 'Europe/Moscow'), ('khmelnytske', 'UA', 'Europe/Kyiv')
            """);
        return town;
    }

    public Task<IReadOnlyList<Guid>> OfAsync(Guid ticketId, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Guid>>(Tickets.GetValueOrDefault(ticketId, []));

    /// <summary>Makes recordings, file and row each; the call has the recording's id.</summary>
    public async Task RecordAsync(IReadOnlyList<TownRecording> recordings)
    {
        var key = RecordingKeyOf();
        foreach (var one in recordings)
        {
            var path = RecordingPath.For(_folder.Options.Folder, one.Id, RecordingForm.Sealed)!;
            using var file = SealedFile.Create(path, one.Id, one.Class, one.StartedAt, key);
            file.End(null);
        }

        await using var command = Database.Owner.CreateCommand("""
            with news as (select * from unnest($1, $2, $3, $4, $5, $6)
                as n(id, organisation, class, phone, started_at, ended_at)),
            calls as (insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, phone,
                    started_at, ended_at, outcome, organisation, language, recording_id)
                select id, 'c', 'n1', 'inbound', phone, '100', phone, started_at, ended_at, 'answered', organisation,
                    'ru', id from news)
            insert into pbx.recordings (id, call_id, organisation, node, started_at, ended_at, class)
            select id, id, organisation, 'n1', started_at, ended_at, class from news
            """);
        command.Parameters.AddWithValue(recordings.Select(r => r.Id).ToArray());
        command.Parameters.AddWithValue(recordings.Select(r => r.Organisation).ToArray());
        command.Parameters.AddWithValue(recordings.Select(r => RecordingClasses.NameOf(r.Class)).ToArray());
        command.Parameters.AddWithValue(recordings.Select(r => r.Phone).ToArray());
        command.Parameters.AddWithValue(recordings.Select(r => r.StartedAt).ToArray());
        command.Parameters.AddWithValue(recordings.Select(r => r.EndedAt).ToArray());
        await command.ExecuteNonQueryAsync();
    }

    public TownRecording Make(
        DateTimeOffset at, RecordingClass ofClass = RecordingClass.Ordinary, string organisation = "privolsk",
        string phone = "+79370000030") =>
        new(Guid.CreateVersion7(at), organisation, ofClass, phone, at, at.AddMinutes(3));

    public async Task<RetentionVerdict> RuleAsync(string organisation, string ofClass, int months, DateOnly from)
    {
        await using var connection = await Database.System.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var verdict = await new RetentionRules(transaction, Time).SetAsync(
            new RetentionRule(Guid.NewGuid(), organisation, ofClass, months, "приказ", from, Time.GetUtcNow(), "test"),
            CancellationToken.None);
        await transaction.CommitAsync();
        return verdict;
    }

    public async Task<Guid?> HoldAsync(string organisation, HoldSubject subject, DateOnly? until = null)
    {
        await using var connection = await Database.System.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = Guid.NewGuid();
        var isSet = await new RecordingHolds(transaction, Time).SetAsync(
            new RecordingHold(id, organisation, subject, "суд", until, Time.GetUtcNow(), "test"),
            CancellationToken.None);
        await transaction.CommitAsync();
        return isSet ? id : null;
    }

    public async Task ReleaseAsync(Guid hold)
    {
        await using var connection = await Database.System.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.NotNull(await new RecordingHolds(transaction, Time)
            .ReleaseAsync(hold, "test", "дело закрыто", CancellationToken.None));
        await transaction.CommitAsync();
    }

    /// <summary>Ids of the files there are.</summary>
    public HashSet<Guid> Files() =>
    [
        .. Directory.EnumerateFiles(_folder.Options.Folder, "*.rec", SearchOption.AllDirectories)
            .Select(file => Guid.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture)),
    ];

    public async Task<HashSet<Guid>> IdsAsync(string sql)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    public Task<HashSet<Guid>> RowsAsync() => IdsAsync("select id from pbx.recordings");

    public Task<HashSet<Guid>> LoggedAsync() => IdsAsync("select recording_id from pbx.recording_deletions");

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        _folder.Dispose();
        await Database.DisposeAsync();
    }

    private RecordingKey RecordingKeyOf() =>
        KeyRing.LoadOrCreate(_folder.Options.KeyFile, _folder.Options.Folder, Time.GetUtcNow()).Current;
}
