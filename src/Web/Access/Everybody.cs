using Zhkh.Web.Storage;

namespace Zhkh.Web.Access;

/// <summary>
/// Whether a person serves every organisation of the house: only they may change what serves all, be it a telephone, a
/// queue or a line. The database guards its rows by the same rule.
/// </summary>
internal sealed class Everybody(DatabaseSession session)
{
    public async Task<bool> IsServedByAsync(SignedIn person, CancellationToken cancel)
    {
        await using var command = session.Command(
            "select web.serves_everybody($1)", [person.Organisations.ToArray()]);
        return await command.ExecuteScalarAsync(cancel) is true;
    }
}
