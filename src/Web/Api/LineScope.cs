using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// Which lines a person sees and may change: those whose organisations are all theirs, and those that serve all; the
/// latter change only by whoever serves everybody.
/// </summary>
internal sealed class LineScope(DatabaseSession session, Everybody everybody)
{
    /// <summary>Those they see: the database leaves out the others.</summary>
    public Task<IReadOnlyList<TrunkEntry>> ListAsync(CancellationToken cancel) =>
        TrunkBook.AllAsync(session.Transaction, cancel);

    public Task<TrunkEntry?> FindAsync(string code, CancellationToken cancel) =>
        TrunkBook.FindAsync(session.Transaction, code, cancel);

    public async Task<bool> MayChangeAsync(SignedIn person, TrunkSettings line, CancellationToken cancel) =>
        Permissions.Allows(person.Role, Permission.ManageTrunks)
        && (line.Organisations.Count > 0
            ? line.Organisations.All(person.Organisations.Contains)
            : await everybody.IsServedByAsync(person, cancel));

    /// <summary>Whose trails tell of an act on a line.</summary>
    public static IReadOnlyList<string> AuditedAt(SignedIn person, TrunkSettings line) =>
        line.Organisations.Count > 0 ? line.Organisations : person.Organisations;
}
