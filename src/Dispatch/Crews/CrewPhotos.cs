using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>A picture that was judged and stored by the host.</summary>
/// <param name="Sha256">Of the stored file, lower-case hex.</param>
/// <param name="Format">jpeg or png.</param>
public sealed record StoredPicture(string Sha256, string Format, int Width, int Height, int Bytes);

/// <summary>How a photo was taken in.</summary>
public enum PhotoVerdict
{
    Kept,

    /// <summary>The order has as many as one may have.</summary>
    TooMany,
    Unknown,
}

/// <summary>The answer to a photo.</summary>
public sealed record PhotoAnswer(PhotoVerdict Verdict, PhotoRow? Photo);

/// <summary>Keeps the photos of an order.</summary>
public sealed class CrewPhotos(DispatchDb db, Assignments assignments, TimeProvider time)
{
    public const int PerOrderMax = 20;

    /// <summary>The same picture of the same side again is the same photo.</summary>
    /// <param name="takenAt">The device's clock; held between the order and now.</param>
    public async Task<PhotoAnswer> AddAsync(
        Guid assignmentId, PhotoKind kind, StoredPicture picture, StepChannel channel, string by,
        DateTimeOffset? takenAt, CancellationToken cancel)
    {
        // The lock makes the count true for two photos that arrive at once.
        var order = await db.Assignments.FromSql($"""
            select *, xmin from dispatch.assignments where id = {assignmentId} for no key update
            """).SingleOrDefaultAsync(cancel);
        if (order is null)
        {
            return new PhotoAnswer(PhotoVerdict.Unknown, null);
        }

        var own = await db.AssignmentPhotos.AsNoTracking().Where(p => p.AssignmentId == assignmentId)
            .ToListAsync(cancel);
        if (own.Find(p => p.Kind == kind && p.Sha256 == picture.Sha256) is { } known)
        {
            return new PhotoAnswer(PhotoVerdict.Kept, Row(known));
        }

        if (own.Count >= PerOrderMax)
        {
            return new PhotoAnswer(PhotoVerdict.TooMany, null);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var photo = new AssignmentPhoto
        {
            Id = Guid.CreateVersion7(now),
            AssignmentId = order.Id,
            TicketId = order.TicketId,
            Organisation = order.Organisation,
            Kind = kind,
            At = CrewActs.Settle(takenAt, order.OrderedAt, now),
            Sha256 = picture.Sha256,
            Format = picture.Format,
            Width = picture.Width,
            Height = picture.Height,
            Bytes = picture.Bytes,
        };
        db.AssignmentPhotos.Add(photo);
        db.AssignmentSteps.Add(order.Step(channel, "photo", by, CamelCase.Name(kind), photo.At, now));
        assignments.Tell(order, now);
        await db.SaveChangesAsync(cancel);
        return new PhotoAnswer(PhotoVerdict.Kept, Row(photo));
    }

    private static PhotoRow Row(AssignmentPhoto photo) =>
        new(photo.Id, photo.Kind, photo.At, photo.Width, photo.Height);
}
