using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// One-time links: 128 random bits, known here by their SHA-256. The first browser that opens one keeps it; a link
/// lives as long as its order, and after «готово» long enough for the last photo of a phone without network.
/// </summary>
public sealed class CrewLinks(DispatchDb db, TimeProvider time)
{
    public const int TokenLength = 22;
    private const int TokenBytes = 16;
    private static readonly TimeSpan AfterDone = TimeSpan.FromHours(24);

    /// <summary>Opens a link with the secret of a browser; the first to come binds it.</summary>
    public async Task<LinkOpening> OpenAsync(string token, byte[] browserSecret, CancellationToken cancel)
    {
        if (HashOf(token) is not { } hash)
        {
            return new LinkOpening(LinkVerdict.Unknown, null, null);
        }

        var link = await db.CrewLinks.FromSql($"""
            select * from dispatch.crew_links where token_hash = {hash} for update
            """).SingleOrDefaultAsync(cancel);
        if (link is null)
        {
            return new LinkOpening(LinkVerdict.Unknown, null, null);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var browser = SHA256.HashData(browserSecret);
        var order = await db.Assignments.AsNoTracking().SingleAsync(a => a.Id == link.AssignmentId, cancel);
        var isOpen = AssignmentLifecycle.IsOpen(order.State);
        if (link.BrowserHash is null && isOpen)
        {
            (link.BrowserHash, link.BoundAt) = (browser, now);
            db.AssignmentSteps.Add(order.Step(StepChannel.Link, "opened", order.Crew, null, now, now));
            Outbox.Tell(db, order.Organisation,
                new AssignmentChanged(order.Id, order.TicketId, order.Organisation, order.State, now), now);
            await db.SaveChangesAsync(cancel);
        }

        if (link.BrowserHash is null)
        {
            return new LinkOpening(LinkVerdict.Ended, null, null);
        }

        if (!CryptographicOperations.FixedTimeEquals(link.BrowserHash, browser))
        {
            return new LinkOpening(LinkVerdict.Taken, null, null);
        }

        var isInTime = isOpen || (order.State == AssignmentState.Done && now < order.EndedAt + AfterDone);
        var name = await db.Crews.AsNoTracking()
            .Where(c => c.Organisation == order.Organisation && c.Code == order.Crew).Select(c => c.Name)
            .SingleAsync(cancel);
        return new LinkOpening(isInTime ? LinkVerdict.Opened : LinkVerdict.Ended, order.Id, name);
    }

    /// <summary>A new link to an order; its token is told once, to whoever sends it.</summary>
    internal async Task<string> IssueAsync(Assignment order, CancellationToken cancel)
    {
        var secret = RandomNumberGenerator.GetBytes(TokenBytes);
        db.CrewLinks.Add(new CrewLink
        {
            TokenHash = SHA256.HashData(secret),
            AssignmentId = order.Id,
            Organisation = order.Organisation,
            IssuedAt = Microseconds.Truncate(time.GetUtcNow()),
        });
        await db.SaveChangesAsync(cancel);
        return Base64Url.EncodeToString(secret);
    }

    /// <summary>Null for what cannot be a token.</summary>
    internal static byte[]? HashOf(string token)
    {
        var secret = new byte[TokenBytes];
        return token.Length == TokenLength && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, secret, out var written) && written == TokenBytes
            ? SHA256.HashData(secret) : null;
    }
}
