using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Zhkh.Web.Api;

/// <summary>
/// Which telephones a person sees and may change: those of their organisations, and those that serve all of them; the
/// latter change only by whoever serves everybody.
/// </summary>
internal sealed class PhoneScope(PhoneDetails phones, Everybody everybody, IOptions<WebOptions> options)
{
    public Task<IReadOnlyList<PhoneRow>> ListAsync(SignedIn person, CancellationToken cancel) =>
        phones.ListAsync(person.Organisations, options.Value.Demo, cancel);

    public async Task<PhoneRow?> FindAsync(SignedIn person, string extension, CancellationToken cancel) =>
        (await ListAsync(person, cancel)).FirstOrDefault(phone => phone.Extension == extension);

    public async Task<bool> MayChangeAsync(SignedIn person, string organisation, CancellationToken cancel) =>
        organisation.Length > 0
            ? person.Organisations.Contains(organisation) : await everybody.IsServedByAsync(person, cancel);

    /// <summary>
    /// Where an act on a phone is written down: a shared one with the first organisation of who did it.
    /// </summary>
    public static string AuditedAt(SignedIn person, string organisation) =>
        organisation.Length > 0 ? organisation : person.Organisations[0];
}
