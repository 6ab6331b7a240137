using System.Data.Common;

namespace Zhkh.Pbx.Dialer;

/// <summary>What the dialer must know of an organisation; told by the host.</summary>
public sealed class DialProfiles(DbTransaction transaction)
{
    /// <summary>Keeps or renews the profile of an organisation; without one nobody is called in its name.</summary>
    public Task KeepAsync(DialProfile profile, CancellationToken cancel) => transaction.RunAsync("""
        insert into pbx.dial_profiles (organisation, jurisdiction, time_zone) values ($1, $2, $3)
        on conflict (organisation) do update set jurisdiction = excluded.jurisdiction, time_zone = excluded.time_zone
        """, cancel, profile.Organisation, profile.Jurisdiction, profile.TimeZone);
}
