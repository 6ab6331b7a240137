using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>A poll as its ticket shows it.</summary>
/// <param name="DueAt">While waiting: when the robot may call.</param>
/// <param name="At">When it last changed.</param>
public sealed record PollRow(
    Guid Id, PollState State, int? Score, bool HasComment, Guid? RecordingId, Guid? CallId, DateTimeOffset? DueAt,
    DateTimeOffset At, string? Why)
{
    internal static Task<PollRow?> OfTicketAsync(DispatchDb db, Guid ticketId, CancellationToken cancel) =>
        db.Polls.AsNoTracking().Where(p => p.TicketId == ticketId).OrderByDescending(p => p.Id)
            .Select(p => new PollRow(p.Id, p.State, p.Score, p.HasComment, p.RecordingId, p.CallId, p.DueAt,
                p.ChangedAt, p.Why)).FirstOrDefaultAsync(cancel);
}

/// <summary>How residents judged the work of a span of time.</summary>
/// <param name="Average">Null without a mark.</param>
/// <param name="Asked">Polls that ended, with a mark or without.</param>
public sealed record Satisfaction(
    decimal? Average, int Count, int Asked, IReadOnlyList<ScoreCount> ByScore, IReadOnlyList<CrewScore> ByCrew,
    IReadOnlyList<LowScoreRow> Low);

/// <summary>How often a mark was given.</summary>
public sealed record ScoreCount(int Score, int Count);

/// <summary>How a crew was judged.</summary>
public sealed record CrewScore(string Organisation, string Crew, string Name, decimal Average, int Count);

/// <summary>A mark that brought its ticket back.</summary>
public sealed record LowScoreRow(
    Guid TicketId, int Number, string Organisation, int Score, DateTimeOffset At, bool HasComment,
    Guid? RecordingId);

/// <summary>Reads of polls. Row guards keep the asker inside their organisations.</summary>
public sealed class PollBoard(DispatchDb db)
{
    private const int LowMax = 200;

    /// <param name="organisation">Null = every organisation the asker may see.</param>
    /// <param name="from">Marks given from here on.</param>
    /// <param name="to">And before this.</param>
    public async Task<Satisfaction> SatisfactionAsync(
        string? organisation, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var ended = db.Polls.AsNoTracking().Where(p => p.ChangedAt >= from && p.ChangedAt < to
            && (organisation == null || p.Organisation == organisation));
        var asked = await ended.CountAsync(
            p => p.State == PollState.Rated || p.State == PollState.NoAnswer, cancel);
        var rated = ended.Where(p => p.State == PollState.Rated);
        var counts = await rated.GroupBy(p => new { p.Organisation, p.Crew, p.Score })
            .Select(g => new { g.Key.Organisation, g.Key.Crew, g.Key.Score, Count = g.Count() }).ToListAsync(cancel);
        var names = await db.Crews.AsNoTracking()
            .ToDictionaryAsync(c => (c.Organisation, c.Code), c => c.Name, cancel);
        var low = await (
            from poll in rated
            join ticket in db.Tickets.AsNoTracking() on poll.TicketId equals ticket.Id
            where poll.Score <= poll.LowScore
            orderby poll.ChangedAt descending
            select new LowScoreRow(ticket.Id, ticket.Number, ticket.Organisation, poll.Score ?? 0, poll.ChangedAt,
                poll.HasComment, poll.RecordingId)).Take(LowMax).ToListAsync(cancel);
        var all = counts.Sum(c => c.Count);
        return new Satisfaction(
            all == 0 ? null : Average(counts.Sum(c => (c.Score ?? 0) * c.Count), all), all, asked,
            [.. Enumerable.Range(1, 5).Select(score =>
                new ScoreCount(score, counts.Where(c => c.Score == score).Sum(c => c.Count)))],
            [.. from c in counts
                where c.Crew is not null
                group c by (c.Organisation, c.Crew) into crew
                let count = crew.Sum(c => c.Count)
                orderby crew.Key.Organisation, crew.Key.Crew
                select new CrewScore(crew.Key.Organisation, crew.Key.Crew,
                    names.GetValueOrDefault(crew.Key, crew.Key.Crew),
                    Average(crew.Sum(c => (c.Score ?? 0) * c.Count), count), count)],
            low);
    }

    /// <summary>Rounded here and nowhere else, to two places, half away from zero.</summary>
    private static decimal Average(int sum, int count) =>
        Math.Round((decimal)sum / count, 2, MidpointRounding.AwayFromZero);
}
