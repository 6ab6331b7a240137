using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The organisations the asker may see.</summary>
public sealed class OrganisationBoard(BillingDb db)
{
    /// <summary>By code; a handful of rows.</summary>
    public async Task<IReadOnlyList<Organisation>> AllAsync(CancellationToken cancel) =>
        await db.Organisations.AsNoTracking().OrderBy(o => o.Code).ToListAsync(cancel);

    /// <summary>Whose a meter is; null when there is none the asker may see.</summary>
    public Task<string?> OfMeterAsync(Guid meterId, CancellationToken cancel) =>
        db.Meters.Where(m => m.Id == meterId).Select(m => m.Organisation).SingleOrDefaultAsync(cancel);
}
